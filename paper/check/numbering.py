"""Whether sections and clauses are counted without a gap (Phụ lục I, Phần I, mục II.6.c, II.6.đ)."""

import re
from collections.abc import Iterator

from paper.check.anatomy import Anatomy
from paper.check.lines import Line
from paper.check.places import Hits, hit
from paper.read import grammar

_ROMAN = re.compile(r"^(?P<number>[IVXL]+)\s*[.)/:-]\s*\S")
_TEN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_FIGURES = tuple(f"{tens}{ones}" for tens in ("", "X", "XX") for ones in _TEN)
_CLAUSE = re.compile(r"^(?P<number>\d{1,2})\s*\.\s+(?=[^\W\d_])")
_HEADING = re.compile(r"^(?i:Điều|Phần|Chương|Mục|Tiểu mục)\s+\S|^[A-HK-UYZĐ]\s*[.)]\s")


def section_order(paper: Anatomy) -> Hits:
    """Sections with Roman figures that leave out or repeat a number."""
    sections = set(paper.of("muc-la-ma"))
    before = 0  # nothing is counted until a section I
    for line in _own(paper):
        found = _ROMAN.match(line.text) if line in sections else None
        if found is None:
            before = 0 if _begins_anew(line) else before
            continue
        number = _FIGURES.index(found["number"]) if found["number"] in _FIGURES[:-1] else 0
        if before and number not in (0, 1, before + 1):
            yield hit(paper, line, should=f"{_FIGURES[before + 1]}.")
            return
        before = number if number == 1 or before else 0


def clause_order(paper: Anatomy) -> Hits:
    """Clauses below one heading that leave out or repeat a number."""
    sections = set(paper.of("muc-la-ma"))
    counted: list[int] = []  # the last number of each level that is still open: "1." may stand below "2."
    for line in _own(paper):
        if _begins_anew(line) or line in sections:
            counted = []
        found = _CLAUSE.match(line.text)
        if found is None:
            continue
        number = int(found["number"])
        level = next((level for level in reversed(range(len(counted))) if counted[level] == number - 1), None)
        if number == 1:
            counted.append(1)
        elif level is not None:
            counted[level:] = [number]
        elif counted:
            yield hit(paper, line, should=f"{counted[-1] + 1}.")
            counted = []


def _own(paper: Anatomy) -> Iterator[Line]:
    """The lines of the text that do not begin within a quotation: what is quoted counts for itself."""
    quoted = 0
    for line in paper.prose:
        if not quoted:
            yield line
        quoted = max(0, quoted + line.text.count("“") - line.text.count("”"))


def _begins_anew(line: Line) -> bool:
    """Whether the count of what stands below may begin anew with this line: a heading, or a line in capitals."""
    return bool(_HEADING.match(line.text)) or (grammar.is_upper(line.shown) and not _ROMAN.match(line.text))
