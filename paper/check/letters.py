"""Size, weight, slant, capitals, alignment of each component; font and colour of all (Phụ lục I, Phần I, Mục I, V)."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from paper.check.anatomy import Anatomy
from paper.check.capitals_patterns import LOW, UP
from paper.check.components import COMPONENTS, Component
from paper.check.lines import Line, lines_of, seen
from paper.check.places import PRIVATE, Hits, hit, readable
from paper.compose.looks import FACES, FONT
from paper.intake.package import W
from paper.read.folding import tidy
from paper.read.sheet import Paragraph, Run
from paper.read.styles import Letters

_BLACK = ("auto", "000000")
_RED_ALLOWED = "muc-khan"
_LABELLED = "kinh-gui"  # whose label must be in small letters; an agency behind it may be called "UBND"
_EVEN = 0.1
_OF_THE_TEXT = ("noi-dung", "muc-la-ma", "phan-chuong", "ten-phan-chuong")
# In these faces "þ" prints as a ticked box and "³" as "≥": their signs have the places of other letters, or places
# that Unicode leaves to each face.
_OF_SIGNS = frozenset(
    ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "mt extra", "zapfdingbats", "marlett")
)
_FROM_HERE_UNICODE = 0x100
_LONG_HEADING = 70  # letters; a heading of this length that ends as a sentence is one
_NUMBERED = re.compile(r"^(phần|chương|mục|[a-zđ\d]{1,4}[.)/:-])", re.IGNORECASE)
# Cyrillic, the Greek letters that look Latin, and signs of no width (I.4: letters of Unicode after TCVN 6909:2001). A
# word of such letters alone, or a Greek one of a formula, is what its author meant.
_NO_WIDTH = "\u200b-\u200d\u2060\ufeff"
_STRANGE = re.compile(
    f"[\u0400-\u052f\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf{_NO_WIDTH}]"
)
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_NO_WIDTH}](?=[^\W\d_]))+")
_LATIN = frozenset(f"{LOW}{UP}")

# What each kind of rule about a component measures: suffix of its code → function. `rules` makes the rows of it.
Measure = Callable[[Component, Anatomy], Hits]


def size(component: Component, paper: Anatomy) -> Hits:
    """Letters smaller or larger than the component may be."""
    low, high = component.sizes
    for line in paper.of(component.code):
        wrong = [run for run in seen(line) if on_line(run.letters) and not low <= run.letters.size <= high]
        if wrong:
            facts = {"part": component.name, "found": figure(wrong[0].letters.size), "should": span(low, high)}
            yield hit(paper, line, text(line, wrong), **facts)


def weight(component: Component, paper: Anatomy) -> Hits:
    """Letters bold or italic where they must not be, or the other way round."""
    for line in paper.of(component.code):
        wrong = [run for run in seen(line) if not fits(component, run.letters)]
        if wrong:
            facts = {"part": component.name, "found": styled(wrong[0].letters), "should": wanted(component)}
            yield hit(paper, line, text(line, wrong), **facts)


def case(component: Component, paper: Anatomy) -> Hits:
    """Capitals where the decree wants small letters, or the other way round."""
    for line in paper.of(component.code):
        shown = line.shown.partition(":")[0] if component.code == _LABELLED else line.shown
        alphabet = [sign for sign in shown if sign.isalpha()]
        upper = bool(alphabet) and shown.upper() == shown
        if len(alphabet) > 3 and upper != (component.case == "upper") and not _is_enacting(component, line):
            yield hit(paper, line, part=component.name, should=CASES[component.case])


def _is_enacting(component: Component, line: Line) -> bool:
    """In the text a heading in capitals is no fault of the text; its own rules look after it."""
    if component.code != "noi-dung" or len(line.text) >= 250:
        return False
    sentence = len(line.text) >= _LONG_HEADING and line.text.endswith((".", ";"))
    return not sentence or line.paragraph.setting.align == "center" or bool(_NUMBERED.match(line.text))


def alignment(component: Component, paper: Anatomy) -> Hits:
    """Lines not centred, justified or at the left margin as their component is. Lines pushed by tabs say nothing."""
    for line in paper.of(component.code):
        found = line.paragraph.setting.align
        if found in component.align or line.placed_by_hand or _set_freely(component, line):
            continue
        facts = {
            "part": component.name,
            "found": aligned(found),
            "should": aligned(component.align[0]),
        }
        yield hit(paper, line, **facts)


def _set_freely(component: Component, line: Line) -> bool:
    """Of the text only running paragraphs must be justified: a heading or a short line looks the same at the left."""
    return component.code == "noi-dung" and (len(line.text) < 90 or line.paragraph.boxed)


def fonts(paper: Anatomy) -> Hits:
    """Letters in any other face than Times New Roman (or its metric twins)."""
    for line in _everything(paper):
        wrong = [run for run in seen(line) if _face(run) not in FACES and not symbolic(run)]
        if wrong:
            yield hit(paper, line, text(line, wrong), found=_face(wrong[0]))


def signs(paper: Anatomy) -> Hits:
    """Signs of Symbol, Wingdings and their like, or of no character at all: another face shows other signs."""
    for line in _everything(paper):
        wrong = [run for run in seen(line) if symbolic(run)]
        if wrong:
            yield hit(paper, line, text(line, wrong), font=_face(wrong[0]))
    for paragraph in paper.sheet.paragraphs:
        faces = [sign.get(f"{W}font", FONT) for sign in paragraph.element.iter(f"{W}sym") if _drawn_in(sign, paragraph)]
        if faces:
            line = next(lines_of((paragraph,)), Line(paragraph, paragraph.runs))
            yield hit(paper, line, font=faces[0])


def symbolic(run: Run) -> bool:
    """Whether letters of a run stand for other signs than their characters, which another face would uncover."""
    return bool(PRIVATE.search(run.text)) or any(
        face.lower() in _OF_SIGNS and any(ord(sign) < _FROM_HERE_UNICODE and not sign.isspace() for sign in run.text)
        for face in _faces(run)
    )


def _drawn_in(sign: Any, paragraph: Paragraph) -> bool:
    """Whether a w:sym is a sign of this very paragraph, and of a face of signs or no character."""
    own = next(sign.iterancestors(f"{W}p")) is paragraph.element
    private = "E000" <= sign.get(f"{W}char", "").upper() <= "F8FF"
    return own and (private or sign.get(f"{W}font", "").lower() in _OF_SIGNS)


def _face(run: Run) -> str:
    """The face of the letters that are really there, the one that is not Times New Roman before it."""
    return next((font for font in _faces(run) if font not in FACES), FONT)


def _faces(run: Run) -> list[str]:
    """ASCII and the rest may be set in two faces."""
    beyond = any(ord(sign) > 127 for sign in run.text)
    plain = any(ord(sign) <= 127 and not sign.isspace() for sign in run.text)
    return [run.letters.font] * plain + [run.letters.font_beyond] * beyond


def bullets(paper: Anatomy) -> Hits:
    """Numbers and signs of Word's lists that print in another face."""
    firsts: dict[tuple[bool, str], str] = {}  # "1." is said of all numbers of a face, for they are mended as one
    for line in _everything(paper):
        label, font = line.paragraph.label, line.paragraph.label_font
        if line.at == 0 and label and font not in FACES:
            yield hit(paper, line, found=readable(firsts.setdefault((label[:-1].isalnum(), font), label)), font=font)


def colours(paper: Anatomy) -> Hits:
    """Letters that are not black; a stamp of urgency is red by law."""
    for line in _everything(paper):
        wrong = [run for run in seen(line) if run.letters.colour not in _BLACK]
        if wrong and line not in paper.of(_RED_ALLOWED):
            yield hit(paper, line, text(line, wrong), found=f"#{wrong[0].letters.colour}")


def together(paper: Anatomy) -> Hits:
    """Sizes that must rise and fall together: Quốc hiệu 13, Tiêu ngữ and date 14, or 12, 13 and 13 (Mục V, note 1)."""
    codes = ("quoc-hieu", "tieu-ngu", "dia-danh")
    nation, motto, place = sizes = [_size(paper.of(code)) for code in codes]
    if nation is None or motto is None or place is None or not all(map(_in_range, codes, sizes)):
        return
    if (nation, motto, place) not in ((13, 14, 14), (12, 13, 13)):
        given = {"nation": figure(nation), "motto": figure(motto), "place": figure(place)}
        yield hit(paper, paper.of("quoc-hieu")[0], **given)


def _in_range(code: str, found: float | None) -> bool:
    low, high = COMPONENTS[code].sizes
    return found is not None and low <= found <= high


def even(paper: Anatomy) -> Hits:
    """Paragraphs of the text in another size than most of it, and headings where not all of a kind are of one size."""
    usual = paper.usual_size
    if not _in_range("noi-dung", usual):
        return
    for line in (line for code in _OF_THE_TEXT for line in _uneven(paper, code)):
        for run in (run for run in seen(line) if on_line(run.letters)):
            if abs(run.letters.size - usual) > _EVEN and _in_range("noi-dung", run.letters.size):
                yield hit(paper, line, run.text, found=figure(run.letters.size), usual=figure(usual))
                break


def _uneven(paper: Anatomy, code: str) -> tuple[Line, ...]:
    """The lines of a part of the text that must be of one size; headings that are all alike may differ from it."""
    lines = paper.of(code)
    alike = len({run.letters.size for line in lines for run in seen(line) if on_line(run.letters)}) < 2
    return () if code != "noi-dung" and alike else lines


def slanted(paper: Anatomy) -> Hits:
    """Whole paragraphs of the text in italics; a word set off in one is left to its author."""
    for line in paper.prose:
        letters = sum(len(run.text) for run in seen(line))
        italic = sum(len(run.text) for run in seen(line) if run.letters.italic)
        if letters and italic > letters / 2 and not line.text.startswith("("):
            yield hit(paper, line)


def strange(paper: Anatomy) -> Hits:
    """A Latin word with a Cyrillic or Greek letter that looks like one of its own, or with a sign of no width in it."""
    for line in _everything(paper):
        text = unicodedata.normalize("NFC", "".join(run.text for run in line.runs))
        for found in _WORD.finditer(text) if _STRANGE.search(text) else ():
            word = found.group()
            sign = _STRANGE.search(word)
            if sign and sum(letter in _LATIN for letter in word) > 1:
                yield hit(paper, line, found=tidy(word), sign=f"U+{ord(sign.group()):04X}")


def hidden(paper: Anatomy) -> Hits:
    """Letters that are there but do not print."""
    for line in _everything(paper):
        wrong = [run for run in line.runs if run.letters.hidden and run.text.strip()]
        if wrong:
            yield hit(paper, line, text(line, wrong))


def underlined(paper: Anatomy) -> Hits:
    """Underlined words where the decree wants a rule below, or nothing."""
    for line in _everything(paper):
        wrong = [run for run in seen(line) if run.letters.underlined]
        if wrong:
            yield hit(paper, line, text(line, wrong))


def _everything(paper: Anatomy) -> Iterator[Line]:
    yield from lines_of(paper.sheet.paragraphs)


def _size(of: tuple[Line, ...]) -> float | None:
    return next((run.letters.size for line in of for run in seen(line)), None)


def fits(component: Component, letters: Letters) -> bool:
    """Whether letters are as bold and as slanted as their component."""
    return component.bold in (None, letters.bold) and component.italic in (None, letters.italic)


def on_line(letters: Letters) -> bool:
    """Whether letters stand on the line, where the decree has a size for them: not the figures of "m²" and "H₂O"."""
    return not (letters.raised or letters.shifted)


def figure(found: float) -> str:
    """A measure as people say it: 13; 13,5; no more than two decimals."""
    return f"{round(found, 2):g}".replace(".", ",")


def span(low: float, high: float) -> str:
    """A range of sizes as people say it."""
    return figure(low) if low == high else f"{figure(low)} hoặc {figure(high)}"


def text(line: Line, runs: list[Run]) -> str:
    """The words of some runs of a line; all of them with the spaces between."""
    every = [run for run in line.runs if run.text.strip()]
    return line.text if len(runs) == len(every) else " ".join(run.text.strip() for run in runs)


CASES = {"upper": "in hoa", "lower": "in thường", "": ""}
ALIGNMENTS = {
    "center": "canh giữa",
    "both": "canh đều hai lề",
    "left": "canh trái",
    "right": "canh phải",
    "distribute": "dàn đều",
}
STYLES = {(False, False): "đứng", (True, False): "đứng, đậm", (False, True): "nghiêng", (True, True): "nghiêng, đậm"}


def aligned(found: str) -> str:
    """An alignment in Word's own Vietnamese words; the writing systems of others have more ways to distribute."""
    return ALIGNMENTS.get(found, ALIGNMENTS["distribute"])


def styled(letters: Letters) -> str:
    """Weight and slant in the decree's words."""
    return STYLES[letters.bold, letters.italic]


def wanted(component: Component) -> str:
    """The weight and slant that a component must have, in the decree's words."""
    return STYLES[bool(component.bold), bool(component.italic)]
