"""Vietnamese as people type it, folded to one form: ủy/uỷ, hòa/hoà, Đ/Ð, odd spaces, the many hyphens."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_HYPHENS = re.compile("[\u2010\u2011\u2012\u2013\u2014\u2212\u00ad\u001e]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"[^\W\d_]+")
_ETH = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ"})


@lru_cache(2_048)  # a clerk's rules ask for the same paragraphs again and again
def tidy(text: str) -> str:
    """NFC with plain spaces, the Vietnamese Đ and U+2011 as "-": for showing and keeping."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text).translate(_ETH).replace("\u2011", "-"))
    return " ".join(plain.split())


def hyphened(text: str) -> str:
    """Every kind of hyphen and dash as "-": for number lines and symbols only."""
    return _HYPHENS.sub("-", text)


@lru_cache(2_048)
def fold(text: str) -> str:
    """A key for comparing: case, spaces, hyphens and the place of tone marks do not matter ("Ủy ban" = "UỶ BAN")."""
    return _WORD.sub(lambda found: _tone_last(found.group()), hyphened(tidy(text)).casefold())


def same_code(one: str, other: str) -> bool:
    """Whether two symbols name the same paper: "05/KH-UBND" is "5/KH–UBND"."""
    return fold(one).lstrip("0") == fold(other).lstrip("0")


@lru_cache(8_192)  # Vietnamese has some seven thousand syllables, and a paper few of them, again and again
def _tone_last(word: str) -> str:
    """The word with its tone after it: Vietnamese has one tone a syllable, but two habits of where it is written."""
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in _TONES)
    return "".join(letter for letter in letters if letter not in _TONES) + tones
