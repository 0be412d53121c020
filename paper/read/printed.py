"""The lines of a printed page: words joined to rows, the two columns of head and foot taken apart by their places."""

from itertools import pairwise

from paper.pdf import pages
from paper.pdf.layout import Page, Word
from paper.read import grammar
from paper.read.facts import Line, PaperFacts, gather
from paper.read.folding import fold
from rules.refusals import Refusal

_SAME_ROW = 5.0
# Wider than any word space of a justified line at 14 pt, narrower than the gap between the columns of ô 7 and 9b.
_COLUMN_GAP = 14.0
_OFF_CENTRE = 12.0
_NATION = fold("CỘNG HÒA")
_PARTY = fold("ĐẢNG CỘNG")
_RECIPIENTS = fold("Nơi nhận:")

Row = list[Word]


def read_pdf(data: bytes) -> PaperFacts:
    """See `paper.read.read_pdf`."""
    sheets = [sheet for sheet in pages(data) if sheet.words]
    if not sheets:
        raise Refusal("pdf-unreadable")
    lines: list[Line] = []
    for number, sheet in enumerate(sheets):
        rows = _rows(sheet)
        foot = next((at for at, row in enumerate(rows) if _RECIPIENTS in fold(_text(row))), len(rows))
        head = _head_rows(rows) if number == 0 else 0
        lines += _columns(rows[:head], _boundary(rows[:head]))
        middle = _middle(rows)
        lines += [Line(_text(row), _is_centred(row, *middle)) for row in rows[head:foot]]
        lines += _columns(rows[foot:], None)
    return gather(tuple(lines))


def _rows(sheet: Page) -> list[Row]:
    """Words whose middles lie at one height, from the top down, each row from left to right."""
    rows: list[Row] = []
    for word in sorted(sheet.words, key=lambda word: word.top + word.bottom):
        if rows and abs(_height(word) - _height(rows[-1][0])) <= _SAME_ROW:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _height(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _head_rows(rows: list[Row]) -> int:
    """How many rows stand above the title (or above "Kính gửi" of a công văn)."""
    for at, row in enumerate(rows):
        if grammar.title(_text(row)) or fold(_text(row)).startswith(fold("Kính gửi")):
            return at
    return 0


def _boundary(rows: list[Row]) -> float | None:
    """Where the right column of the head begins: a little left of Quốc hiệu (or of the party's heading)."""
    for row in rows:
        for at in range(len(row) - 1):
            if fold(_text(row[at : at + 2])) in (_NATION, _PARTY):
                return row[at].left - 3
    return None


def _columns(rows: list[Row], boundary: float | None) -> list[Line]:
    """Left column, then right column; a number line is cut after its symbol, for its gap is as wide as a column's."""
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        number = grammar.number_line(_text(row))
        if number and number.rest:
            left.append(Line(_text(row).removesuffix(number.rest)))
            right.append(Line(number.rest))
            continue
        edge = _edge(row) if boundary is None else boundary
        left.append(Line(_text([word for word in row if word.left < edge])))
        right.append(Line(_text([word for word in row if word.left >= edge])))
    return left + right


def _edge(row: Row) -> float:
    """Where the right column of one row of the foot begins: after its widest gap, or nowhere."""
    gaps = [(after.left - before.right, after.left) for before, after in pairwise(row)]
    widest, edge = max(gaps, default=(0.0, 0.0))
    if widest >= _COLUMN_GAP:
        return edge
    return row[0].left if row[0].left > _FOOT_MIDDLE else row[-1].right + 1


_FOOT_MIDDLE = 250.0


def _middle(rows: list[Row]) -> tuple[float, float]:
    """The left edge and the middle of the printed area."""
    left = min(row[0].left for row in rows)
    return left, (left + max(row[-1].right for row in rows)) / 2


def _is_centred(row: Row, left: float, middle: float) -> bool:
    centre = (row[0].left + row[-1].right) / 2
    return abs(centre - middle) <= _OFF_CENTRE and row[0].left > left + _OFF_CENTRE


def _text(row: Row) -> str:
    return " ".join(word.text for word in row)
