"""Whether an English answer is English: which Vietnamese words are left in it, beside those that are data."""

import re
import unicodedata
from collections.abc import Iterable

# What an English sentence quotes from a paper or a file; the decree's own code, and its points đ.
_QUOTED = re.compile(r"“[^”]*”|30/2020/NĐ-CP|[IVX]\.(\d+\.)?đ\b")


def vietnamese(text: str, data: Iterable[str] = ()) -> list[str]:
    """The words with a Vietnamese letter (đ, ă, ơ, ư, any vowel with a mark) once quotations and `data` are out."""
    bare = _QUOTED.sub(" ", unicodedata.normalize("NFC", text))
    for known in sorted(filter(None, map(str, data)), key=len, reverse=True):
        bare = bare.replace(unicodedata.normalize("NFC", known), " ")
    return [word for word in re.findall(r"\w+", bare) if _has_mark(word)]


def _has_mark(word: str) -> bool:
    taken_apart = unicodedata.normalize("NFD", word.lower())
    return "đ" in taken_apart or any(unicodedata.combining(letter) for letter in taken_apart)
