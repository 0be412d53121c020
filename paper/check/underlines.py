"""The lines below Tiêu ngữ, issuer and subject: drawn, set as a border, or typed (mục II.1.b, II.2.b, II.5.b)."""

from paper.check import letters
from paper.check.anatomy import Anatomy
from paper.check.components import COMPONENTS
from paper.check.lines import Line, is_rule
from paper.check.places import Hits, hit
from paper.compose.metrics import Face, width_mm

_ROOM = 0.06  # of a text's width: as exactly as a line drawn by hand can be
_RAISED = 0.62  # the size of superscript letters: Word 0.65, LibreOffice 0.58


def missing(code: str, paper: Anatomy) -> Hits:
    """No line below Tiêu ngữ, the issuer or the subject."""
    of = paper.of(code)
    if of and not _below(paper, of):
        yield hit(paper, of[-1])


def length(code: str, low: float, high: float, paper: Anatomy) -> Hits:
    """A line below that is shorter or longer than its text wants."""
    of = paper.of(code)
    lengths = [length for length in _below(paper, of) if length is not None] if of else []
    if any(letters.case(COMPONENTS[code], paper)):
        return  # typed anew it will have another length
    # Of a name or a subject on two lines the decree does not say which one counts.
    # One wider than its cell is broken by Word, nobody knows where.
    widths = [_width(line) for line in of if 0 < _width(line) <= _room(paper, line)]
    shares = [length / width for length in lengths for width in widths]
    if shares and not any(low - _ROOM <= share <= high + _ROOM for share in shares):
        yield hit(paper, of[-1], share=f"{lengths[0] / widths[-1] * 100:.0f}%")


def _room(paper: Anatomy, line: Line) -> float:
    """How wide in mm a line may become before it breaks; any width where its cell does not say."""
    cell = line.paragraph.cell
    if cell is None:
        return paper.first_page.text_width
    return cell.width or float("inf")


def _below(paper: Anatomy, of: tuple[Line, ...]) -> list[float | None]:
    """The lengths in mm of the rules that stand below some lines: drawn, as a border, or typed as underscores."""
    found: list[float | None] = []
    first, last = of[0].paragraph, of[-1].paragraph
    cell = last.cell
    for paragraph in paper.sheet.paragraphs:
        same = paragraph.cell is not None and cell is not None and paragraph.cell.spot == cell.spot
        near = cell is None and paragraph.cell is None and first.index <= paragraph.index <= last.index + 2
        if not (same or near) or paragraph.boxed != last.boxed:
            continue
        found += list(paragraph.drawn)
        room = (cell.width if cell else None) or (None if cell else paper.first_page.text_width)
        if paragraph.setting.ruled and paragraph.index >= last.index:
            inside = paragraph.setting.left + paragraph.setting.right
            found.append(None if room is None else room - inside)
        if is_rule(paragraph.text.strip()) and paragraph.index > last.index:
            found.append(_width_of(paragraph.text.strip(), Line(paragraph, paragraph.runs)))
    return found


def _width(line: Line) -> float:
    return _width_of(line.shown, line)


def _width_of(text: str, line: Line) -> float:
    look = line.runs[0].letters
    face: Face = "bold" if look.bold else "italic" if look.italic else "regular"
    return width_mm(text, look.size * (_RAISED if look.raised else 1), face)
