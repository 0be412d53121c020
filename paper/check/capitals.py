"""Capitals in the text of a paper (Nghị định 30/2020, Phụ lục II): what is written otherwise than the decree writes it.

Two tables say it all: names that are written in one way only (`capitals_names`), and patterns of speech
(`capitals_patterns`). Nothing is guessed: what could also be right is passed over, for a clerk who is wrong twice is
not read a third time. Words wholly in capitals are left alone; they are a matter of layout.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from paper.check.capitals_names import COMPOUNDS, HEADS, NAMES, Name
from paper.check.capitals_patterns import PATTERNS
from paper.read.folding import fold

APPENDIX = "Phụ lục II, mục"
_TOKEN = re.compile(r"[^\W_]+")
# What may stand between two words of a name: nothing but spaces, or the one sign that the name has there.
_SIGN = re.compile(r"\s*([-–\u2011,]?)\s*")
_MAY_BEGIN = re.compile(r"(?:^|[.?!:;…“”\"'(\[/–+*\n•-]|\d\)|[a-zđ]\))\s*$")


@dataclass(frozen=True)
class Fault:
    """One miswritten name: `said` stands at text[start:end], `should` is how `article` (Phụ lục II) writes it."""

    start: int
    end: int
    said: str
    should: str
    article: str


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    said: str
    folded: str


@lru_cache(1_024)  # a paper is checked, mended, and checked again, and its paragraphs are the same
def faults(text: str) -> tuple[Fault, ...]:
    """The faults of one paragraph (NFC, as `paper.read.folding.tidy` leaves it), in order, none inside another."""
    named, right = _named(text)
    found = [*named, *(fault for fault in _patterned(text, named) if not _within(fault, right))]
    kept: list[Fault] = []
    for fault in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or fault.start >= kept[-1].end:
            kept.append(fault)
    return tuple(kept)


def mended(text: str) -> str:
    """The paragraph with every fault written as it should be."""
    return _written(text, faults(text))


def _written(text: str, found: Iterable[Fault]) -> str:
    for fault in sorted(found, key=lambda one: -one.start):
        text = text[: fault.start] + fault.should + text[fault.end :]
    return text


def _within(fault: Fault, spans: list[tuple[int, int]]) -> bool:
    return any(start <= fault.start and fault.end <= end for start, end in spans)


def _patterned(text: str, named: list[Fault]) -> Iterator[Fault]:
    """Patterns are looked for in the text with its names put right: "giáo sư tôn thất tùng" has two faults."""
    righted = _written(text, (fault for fault in named if len(fault.said) == len(fault.should)))
    for row in PATTERNS:
        for found in row.pattern.finditer(righted):
            start, end = found.span("x")
            if (should := row.should(found)) and found["x"] != should:
                rest = "".join(itertools.takewhile(str.isalpha, text[end:]))  # a letter is told with its word
                end += len(rest)
                yield Fault(start, end, text[start:end], should + rest, f"{APPENDIX} {row.article}")


def _named(text: str) -> tuple[list[Fault], list[tuple[int, int]]]:
    """The faults of names, and the places of those written right: no shorter name or pattern speaks inside of them."""
    words = [_Word(*found.span(), found.group(), _folded(found.group())) for found in _TOKEN.finditer(text)]
    found: list[Fault] = []
    right: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        taken = 1
        for name, count in _names_at(text, words, at):
            verdict = _verdict(text, words, at, count, name)
            if verdict is None:
                continue
            start, end = words[at].start, words[at + count - 1].end
            if verdict == text[start:end]:
                right.append((start, end))
            else:
                found.append(Fault(start, end, text[start:end], verdict, f"{APPENDIX} {name.article}"))
            taken = count
            break
        at += taken
    return found, right


def _names_at(text: str, words: list[_Word], at: int) -> Iterator[tuple[Name, int]]:
    """The names that the words from `at` on spell, whatever their capitals; the longest first."""
    for spelled, signs, name in _index().get(words[at].folded, ()):
        heard = words[at : at + len(spelled)]
        if tuple(word.folded for word in heard) == spelled:
            between = tuple(_sign(text[a.end : b.start]) for a, b in itertools.pairwise(heard))
            if between == signs:
                yield name, len(spelled)


def _verdict(text: str, words: list[_Word], at: int, count: int, name: Name) -> str | None:
    """The words as the law writes this name; None where they need not be this name at all."""
    heard = words[at : at + count]
    said, should = text[heard[0].start : heard[-1].end], _cased(text, heard, name.written)
    before = words[at - 1] if at and not text[words[at - 1].end : heard[0].start].strip() else None
    opens = _may_begin(text, heard[0].start)
    joined = _joined_to(before, heard[0])
    if joined == "compound" or (name.alone and text[heard[-1].end :][1:2].isupper()):
        return None
    if joined == "office":
        should = said[0] + should[1:]
    if opens and heard[0].said[0].isupper():
        should = should[0].upper() + should[1:]
    if said == should:
        return None if name.bound and not _follows(before, name) else should
    if any(len(word.said) > 1 and word.said.isupper() for word in heard) or _in_address(text, heard):
        return None
    lowered = all(word.said.islower() for word in heard[1:]) and (heard[0].said.islower() or opens)
    if (name.bound or (lowered and name.after is not None)) and not _follows(before, name):
        return None
    return should


def _joined_to(before: _Word | None, first: _Word) -> str:
    """What the first word is the second half of: a "compound" (cán bộ, cơ sở), an "office" (Trưởng phòng), or ""."""
    word = "" if before is None else before.said.casefold()
    if word in COMPOUNDS.get(first.said.casefold(), ()):
        return "compound"
    return "office" if word in HEADS and first.said.casefold() in ("phòng", "ban") else ""


def _follows(before: _Word | None, name: Name) -> bool:
    return before is not None and name.after is not None and before.said.casefold() in name.after


def _cased(text: str, heard: list[_Word], written: str) -> str:
    """The letters as the writer typed them (ủy or uỷ, his spaces), the capitals as the law has them."""
    out, reached = "", heard[0].start
    for word, model in zip(heard, _TOKEN.findall(written), strict=True):
        out += text[reached : word.start] + _like(word.said, model)
        reached = word.end
    return out


def _like(said: str, model: str) -> str:
    if len(model) > 1 and model.isupper():
        return said.upper()
    return said[0].upper() + said[1:].lower() if model[0].isupper() else said.lower()


def _may_begin(text: str, start: int) -> bool:
    """Whether a capital may stand here only because something begins here."""
    return _MAY_BEGIN.search(text, max(0, start - 12), start) is not None


def _in_address(text: str, heard: list[_Word]) -> bool:
    """Part of a web or mail address or of a symbol ("who.int", "a@undp.org", "12/ilo-vn")."""
    return text[heard[-1].end : heard[-1].end + 2].strip()[:1] in ("@", "/") or bool(
        re.search(r"[@/.]$", text[: heard[0].start]) or re.match(r"\.\w", text[heard[-1].end :])
    )


@lru_cache(4096)
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(512)
def _sign(gap: str) -> str | None:
    found = _SIGN.fullmatch(gap)
    return found[1].replace("–", "-").replace("\u2011", "-") if found else None


@cache
def _index() -> dict[str, list[tuple[tuple[str, ...], tuple[str | None, ...], Name]]]:
    """The names by their first word, folded; under each word the longest names first."""
    index: dict[str, list[tuple[tuple[str, ...], tuple[str | None, ...], Name]]] = {}
    for name in NAMES:
        tokens = list(_TOKEN.finditer(name.written))
        spelled = tuple(_folded(token.group()) for token in tokens)
        signs = tuple(_sign(name.written[a.end() : b.start()]) for a, b in itertools.pairwise(tokens))
        index.setdefault(spelled[0], []).append((spelled, signs, name))
    for rows in index.values():
        rows.sort(key=lambda row: -len(row[0]))
    return index
