"""A place of the decree as it is cited: "Phụ lục I, Phần I, mục II.6.a", in words that can be said in English."""

import re

from rules.sentences import Sentence, listed

_PARTS = {
    "Phụ lục": lambda place: Sentence("Phụ lục {place}", place=place),
    "Phần": lambda place: Sentence("Phần {place}", place=place),
    "mục": lambda place: Sentence("mục {place}", place=place),
    "mẫu": lambda place: Sentence("mẫu {place}", place=place),
    "ghi chú": lambda place: Sentence("ghi chú {place}", place=place),
    "Điều": lambda place: Sentence("Điều {place}", place=place),
}
_PART = re.compile(rf"({'|'.join(_PARTS)}) (.+)")


def cited(article: str) -> Sentence:
    """The citation, part by part; a part of another form stays as it is.

    >>> cited("Phụ lục I, Phần I, mục I.4")
    'Phụ lục I, Phần I, mục I.4'
    """
    return listed([_part(part) for part in article.split(", ")], ", ")


def _part(part: str) -> str:
    found = _PART.fullmatch(part)
    return _PARTS[found[1]](found[2]) if found else part
