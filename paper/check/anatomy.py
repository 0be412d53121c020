"""Which line of a resolved paper is which part of it: ô 1 to 13, annexes, and the paragraphs of its text."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from paper.check import Context
from paper.check.components import COMPONENTS
from paper.check.lines import Line, lines_of, seen
from paper.check.naming import (
    CIRCULATION,
    DISPATCH,
    NUMBER,
    ORIGIN,
    URGENT,
    Parts,
    columns,
    is_centred,
    is_dated,
    name_divisions,
    name_foot,
    name_head,
    name_opening,
    named_by_itself,
)
from paper.read import grammar
from paper.read.facts import PaperFacts
from paper.read.folding import fold
from paper.read.sheet import Section, Sheet

INTERNAL = ""  # the type of a phiếu trình, which stays in the office: no number, no recipients
HEAD_LINES = 40
_TITLE_WORDS = 7
_HEADINGS = ("phan-chuong", "ten-phan-chuong", "muc-la-ma")
# What is found by counting the paragraphs of the text, its headings as any other of them.
_OF_THE_TEXT = (*_HEADINGS, "noi-dung")
Key = TypeVar("Key")
_ANNEX = re.compile(r"^phụ lục(\s+(số\s*)?([IVXL]+|\d+))?\s*[:.]?$", re.IGNORECASE)


@dataclass(frozen=True)
class Annex:
    """One phụ lục: its heading, the lines of its title, where it says it belongs, and its text."""

    heading: Line
    title: tuple[Line, ...]
    origin: tuple[Line, ...]
    body: tuple[Line, ...]


@dataclass(frozen=True)
class Anatomy:
    """A paper taken apart. `parts` maps each code of `components` to lines; `body` holds the paragraphs of the text.

    Of the text, "noi-dung", its parts tell the running paragraphs: those in no table that are no heading.
    """

    sheet: Sheet
    facts: PaperFacts
    context: Context
    parts: dict[str, tuple[Line, ...]]
    body: tuple[Line, ...]
    annexes: tuple[Annex, ...]

    def of(self, code: str) -> tuple[Line, ...]:
        """The lines of a part; none where the paper does not have it."""
        return self.parts[code]

    def pairs(self, one: str, other: str) -> Iterable[tuple[Line, Line]]:
        """The first lines of two parts, their second lines, and so on, as many as both have."""
        return zip(self.of(one), self.of(other), strict=False)

    @property
    def type(self) -> str | None:
        """The abbreviation of the kind in its title ("KH"); None for a công văn, `INTERNAL` for a phiếu trình."""
        return next((_kind(line.shown.upper()) for line in self.of("ten-loai")), None)

    @cached_property
    def prose(self) -> tuple[Line, ...]:
        """The paragraphs of the text that stand in no table."""
        return tuple(line for line in self.body if line.paragraph.cell is None)

    @cached_property
    def usual_size(self) -> float:
        """The size of most letters of the running text; 0 without any."""
        counted = Counter[float]()
        for line in self.of("noi-dung"):
            for run in seen(line):
                counted[run.letters.size] += len(run.text)
        return counted.most_common(1)[0][0] if counted else 0.0

    @cached_property
    def by_paragraph(self) -> dict[tuple[str, int], list[Line]]:
        """The code of a part and the index of a paragraph → the lines of this part in this paragraph."""
        found: dict[tuple[str, int], list[Line]] = {}
        for code, lines in self.parts.items():
            for line in lines:
                found.setdefault((code, line.paragraph.index), []).append(line)
        return found

    @cached_property
    def in_parts(self) -> dict[Line, tuple[str, int]]:
        """Each line of a part but the text: the code of the first part that holds it, and its number there from 1."""
        return _numbered((code, lines) for code, lines in self.parts.items() if code not in _OF_THE_TEXT)

    @cached_property
    def in_text(self) -> dict[Line, tuple[int, int]]:
        """Each paragraph of the text: 0, or the number of the annex that holds it, and its own number there from 1."""
        annexes = ((number, annex.body) for number, annex in enumerate(self.annexes, start=1))
        return _numbered([*annexes, (0, self.prose)])

    @property
    def first_page(self) -> Section:
        """The section that page 1 belongs to."""
        return self.sheet.sections[0]


def take_apart(sheet: Sheet, facts: PaperFacts, context: Context) -> Anatomy:
    """Find every part of a paper."""
    lines = tuple(lines_of(sheet.paragraphs))
    annex_at = [at for at, line in enumerate(lines) if at and _ANNEX.match(line.text) and line.paragraph.cell is None]
    front = lines[: annex_at[0]] if annex_at else lines
    title_at = _title_at(front[:HEAD_LINES])
    head = front[: _head_end(front) if title_at is None else title_at]
    head_end = len(head)
    foot_at = _foot_at(front, head_end)
    head, foot = columns(head), columns(front[foot_at:])
    parts: Parts = {code: [] for code in COMPONENTS}
    name_head(head, parts)
    rest = front[head_end:foot_at]
    rest = name_opening(rest, title_at is not None, parts)
    name_foot(foot, parts)
    body = tuple(line for line in rest if not named_by_itself(line, parts))
    name_divisions(body, parts)
    headings = {line for code in _HEADINGS for line in parts[code]}
    parts["noi-dung"] = [line for line in body if line.paragraph.cell is None and line not in headings]
    annexes = tuple(_annex(lines[start:end]) for start, end in pairwise([*annex_at, len(lines)]))
    for annex in annexes:
        parts["phu-luc"].append(annex.heading)
        parts["ten-phu-luc"].extend(annex.title)
        parts["kem-theo"].extend(annex.origin)
    named = {code: tuple(found) for code, found in parts.items()}
    return Anatomy(sheet, facts, context, named, body, annexes)


def _numbered(stretches: Iterable[tuple[Key, tuple[Line, ...]]]) -> dict[Line, tuple[Key, int]]:
    """Line → the first stretch that holds it, and its number there; made once, for a paper may have many findings."""
    found: dict[Line, tuple[Key, int]] = {}
    for key, lines in stretches:
        for number, line in enumerate(lines, start=1):
            found.setdefault(line, (key, number))
    return found


def _title_at(lines: tuple[Line, ...]) -> int | None:
    """The index of ô 5a; a title with a word too many is taken only where there is no other and no "V/v"."""
    exact = (at for at, line in enumerate(lines) if _is_title(line))
    letter = any(DISPATCH.match(line.text) for line in lines)
    longer = (at for at, line in enumerate(lines) if not letter and _is_longer_title(line))
    return next(exact, next(longer, None))


def _is_longer_title(line: Line) -> bool:
    alone = is_centred(line) and line.paragraph.cell is None
    return alone and len(line.text.split()) <= _TITLE_WORDS and grammar.longer_title(line.shown) is not None


def _kind(title: str) -> str | None:
    return grammar.title(grammar.longer_title(title) or title)


def _is_title(line: Line) -> bool:
    """Whether a line is the title of a kind: in capitals, or in small letters alone in the middle of the page."""
    alone = is_centred(line) and line.paragraph.cell is None
    return grammar.title(line.shown.upper() if alone else line.shown) is not None


def _head_end(lines: tuple[Line, ...]) -> int:
    """Where the head of a paper without a title ends: before "Kính gửi" or the first line outside of its table."""
    for at, line in enumerate(lines[:HEAD_LINES]):
        if line.text.upper().startswith(("KÍNH GỬI", "CĂN CỨ")):
            return at
        if at and line.paragraph.cell is None and not _of_head(line):
            return at
    return len(lines[:HEAD_LINES])


def _of_head(line: Line) -> bool:
    signs = (NUMBER, DISPATCH, URGENT, CIRCULATION)
    known = is_dated(line.text) or any(sign.search(line.text) for sign in signs)
    return line.paragraph.boxed or grammar.is_upper(line.shown) or known


def _foot_at(lines: tuple[Line, ...], head: int) -> int:
    """Where ô 7 and 9b begin: at the last "Nơi nhận", or at the first office below the text."""
    called = [at for at, line in enumerate(lines) if at >= head and fold(line.text).startswith(fold("Nơi nhận"))]
    offices = [at for at, line in enumerate(lines) if at >= head + 3 and grammar.is_office(line.shown)]
    if not called:
        return next((at for at in offices if len(lines) - at <= 12), len(lines))
    # Minutes and foreign layouts set the signatures above the recipients.
    before = [at for at in offices if called[-1] - 8 <= at < called[-1] and lines[at].paragraph.cell is not None]
    return min([called[-1], *before])


def _annex(lines: tuple[Line, ...]) -> Annex:
    title: list[Line] = []
    origin: list[Line] = []
    for line in lines[1:]:
        if line.paragraph.cell is not None:
            break
        if ORIGIN.match(line.text) or (origin and not origin[-1].text.endswith(")")):
            origin.append(line)
        elif origin or len(line.text) > 250 or not (is_centred(line) or grammar.is_upper(line.shown)):
            break
        else:
            title.append(line)
    return Annex(lines[0], tuple(title), tuple(origin), lines[1 + len(title) + len(origin) :])
