"""How a place in a paper is called; the patterns are message ids of the catalogue."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from paper.check import Place
from paper.check.anatomy import Anatomy
from paper.check.components import COMPONENTS
from paper.check.lines import Line

PART = "{part}"
PART_LINE = "{part}, dòng {line}"
TEXT = "Nội dung, đoạn {number}"
ANNEX_TEXT = "Phụ lục {annex}, đoạn {number}"
IN_TABLE = "Bảng, hàng {row}, cột {column}"
PAGE = "Trang giấy, phần {section}"
MARGIN = "Trang giấy, phần {section}, {side}"
HEADER = "Số trang, phần {section}"
WHOLE = "Toàn văn bản"
HEAD = "Phần đầu văn bản"
FOOT = "Phần cuối văn bản"
PATTERNS = (PART, PART_LINE, TEXT, ANNEX_TEXT, IN_TABLE, PAGE, MARGIN, HEADER, WHOLE, HEAD, FOOT)

_LONGEST = 60
PRIVATE = re.compile("[\ue000-\uf8ff]")  # places that Unicode leaves to each face


@dataclass(frozen=True)
class Hit:
    """What a measurement found: where, the words, and the facts of the rule's sentence."""

    where: Place
    words: str = ""
    facts: dict[str, object] = field(default_factory=dict)


Hits = Iterator[Hit]


def hit(paper: Anatomy, line: Line, words: str | None = None, **facts: object) -> Hit:
    """A hit on a line, with its place in the words of a clerk."""
    return Hit(place(paper, line), short(line.text if words is None else words), facts)


def somewhere(pattern: str, words: str = "", **facts: object) -> Hit:
    """A hit on something that has no line: a page, or a part that is missing."""
    return Hit(Place(pattern, facts), short(words), facts)


def place(paper: Anatomy, line: Line) -> Place:
    """Where a line stands."""
    index = line.paragraph.index
    if line in paper.in_parts:
        code, number = paper.in_parts[line]
        part = COMPONENTS[code].name
        if len(paper.of(code)) == 1:
            return Place(PART, {"part": part}, index)
        return Place(PART_LINE, {"part": part, "line": number}, index)
    cell = line.paragraph.cell
    if cell is not None:
        return Place(IN_TABLE, {"row": cell.row, "column": cell.column}, index)
    if line not in paper.in_text:  # neither a part nor text: "QUYẾT ĐỊNH:", two columns on one line, "(Đã ký)"
        above = bisect_left(paper.prose, index, key=lambda one: one.paragraph.index)
        if 0 < above < len(paper.prose):  # a paragraph that shows no letter
            return Place(TEXT, {"number": above}, index)
        return Place(FOOT if above else HEAD, paragraph=index)
    annex, number = paper.in_text[line]
    if annex:
        return Place(ANNEX_TEXT, {"annex": annex, "number": number}, index)
    return Place(TEXT, {"number": number}, index)


def ending(text: str) -> str:
    """The last words as shown, whole: what is wrong at the end of a text is found there."""
    return text if len(text) <= _LONGEST else text[-_LONGEST:].partition(" ")[2]


def readable(text: str) -> str:
    """Words with a box for each sign that only its own face can show."""
    return PRIVATE.sub("□", text)


def short(text: str) -> str:
    """The words as shown: enough to find them."""
    text = readable(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
