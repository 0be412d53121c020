"""The decree's own words: Nghị định 30/2020/NĐ-CP, its body and Phụ lục I and II, line by line."""

import re
from pathlib import Path

LAW = Path(__file__).parent / "law"
PARTS = ("noi-dung", "phu-luc-1", "phu-luc-2")
# A sentence ends at a stop before a capital; "1." and "Điều 5." number what follows, and "(.)" speaks of the sign.
_NUMBERED = r"(?<!^\d\.)(?<!\s\d\.)(?<!\d\d\.)(?<!\bTM\.)(?<!\bKT\.)"
_ENDS = re.compile(rf"(?<=[^\s(][.!?]){_NUMBERED}\s+(?=[“\"(]?[A-ZÀ-ỸĐ])")
_LABEL = re.compile(r"[IVX]+\.")


def paragraphs(part: str) -> tuple[str, ...]:
    """The lines of one part."""
    return tuple((LAW / f"{part}.txt").read_text().splitlines())


def sentences(paragraph: str) -> tuple[str, ...]:
    """The sentences of a paragraph; a label such as "1." or "a)" stays with its first. A row of a table is one."""
    if "|" in paragraph:
        return (paragraph,)
    first, *rest = _ENDS.split(paragraph)
    return (f"{first} {rest[0]}", *rest[1:]) if rest and _LABEL.fullmatch(first) else (first, *rest)
