"""What single kinds have and others have not: decisions, công văn, minutes (Phụ lục III; Phụ lục I, II.3.b)."""

import re

from paper.check.anatomy import HEAD_LINES, Anatomy
from paper.check.lines import lines_of
from paper.check.naming import ENACTING
from paper.check.places import HEAD, Hits, hit, somewhere
from paper.read.folding import fold

_ENACTED = re.compile(r"(quyết\s+định|quyết\s+nghị|nghị\s+quyết)\s*:$", re.IGNORECASE)
_ALONE = re.compile(r"(QUYẾT ĐỊNH|QUYẾT NGHỊ)\W*")
_WORD_THAT_ENACTS = {"QĐ": "QUYẾT ĐỊNH:", "NQ": "QUYẾT NGHỊ:"}
_DISPATCH = fold("CÔNG VĂN")


def no_authority(paper: Anatomy) -> Hits:
    """A decision or resolution that does not say between subject and bases by whose authority it is."""
    if paper.type in ENACTING and not paper.of("tham-quyen"):
        yield somewhere(HEAD)


def no_enacting(paper: Anatomy) -> Hits:
    """A decision or resolution without "QUYẾT ĐỊNH:" or "QUYẾT NGHỊ:" between its bases and its text."""
    if paper.type not in ENACTING:
        return
    below = (line for line in lines_of(paper.sheet.paragraphs) if line not in paper.of("ten-loai"))
    if not any(_ENACTED.search(line.text) or _ALONE.fullmatch(line.shown) for line in below):
        yield somewhere(HEAD, should=_WORD_THAT_ENACTS[paper.type or ""])


def no_unit(paper: Anatomy) -> Hits:
    """The symbol of a công văn without the unit that drafted it, or its field, after the issuer."""
    symbol = paper.facts.symbol
    for line in paper.of("so-ky-hieu") if paper.type is None and paper.of("trich-yeu-cong-van") else ():
        if symbol and "-" not in symbol and line.text.endswith(f"/{symbol}"):
            yield hit(paper, line, found=symbol)


def titled_dispatch(paper: Anatomy) -> Hits:
    """A công văn with "CÔNG VĂN" for a title."""
    lines = list(lines_of(paper.sheet.paragraphs))[:HEAD_LINES]
    for line in lines if paper.type is None else ():
        if line.shown.isupper() and fold(line.text).strip(" :.") == _DISPATCH:
            yield hit(paper, line)


def dated_minutes(paper: Anatomy) -> Hits:
    """Minutes with place and date in their head; their last sentence has the date."""
    for line in paper.of("dia-danh") if paper.type == "BB" else ():
        yield hit(paper, line)
