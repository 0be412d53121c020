"""Letters from before Unicode: what TCVN3 (.Vn… fonts) and VNI (VNI-… fonts) wrote, and the Vietnamese they meant.

Both put Vietnamese into the upper half of one byte, so a run reads "C«ng v¨n" (TCVN3) or "Coâng vaên" (VNI) until it is
set in its font. Nothing is guessed: a sign that an encoding does not have makes the whole text uncertain.
"""

import re
import unicodedata
from typing import Literal

from paper.intake.syllables import is_syllable

Encoding = Literal["tcvn3", "vni"]

_TONED = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_TCVN3 = "µ¸¶·¹»¾¼½ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞßãáâäåèæçéêíëìîïóñòôõøö÷ùúýûüþ"
_TCVN3_PLAIN = dict(zip("¨©ª«¬\u00ad®¡¢£¤¥¦§", "ăâêôơưđĂÂÊÔƠƯĐ", strict=True))
# VNI writes a vowel and after it one sign for tone and hat together; a few letters are signs of their own.
_VNI_HATS = {
    "a": {"": "øùûõï", "ê": "èéúüë", "â": "àáåãä"},
    "e": {"": "øùûõï", "â": "àáåãä"},
    "o": {"": "øùûõï", "â": "àáåãä"},
    "u": {"": "øùûõï"},
    "y": {"": "øùûõ"},
    "ô": {"": "øùûõï"},
    "ö": {"": "øùûõï"},
}
_VNI_BASE = {"aê": "ă", "aâ": "â", "eâ": "ê", "oâ": "ô", "ô": "ơ", "ö": "ư", "ñ": "đ"}
_VNI_WHOLE = {"ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng: the order of all the strings above
# Signs of print that both kinds of font kept in their cp1252 places.
_KEPT = frozenset("–—‘’“”…•\u00a0\u2011\t\n")
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = re.compile(r"\.Vn|\.?TCVN|VNI[- ]|VNI$|VNtimes|VnTime|Vn3|UVN|VPS ", re.IGNORECASE)


def _vni_letters() -> dict[str, str]:
    """Sequence → letter, small and capital ("oâ", "OÂ")."""
    letters = _VNI_BASE | _VNI_WHOLE
    for vowel, hats in _VNI_HATS.items():
        for hat, signs in hats.items():
            base = _VNI_BASE.get(vowel + hat, vowel)
            letters |= {
                vowel + sign: unicodedata.normalize("NFC", base + tone)
                for sign, tone in zip(signs, _TONES, strict=False)
            }
    # A capital vowel may carry a small sign as well as a capital one: both are met, and mean the same.
    mixed = {sequence[0].upper() + sequence[1:]: letter.upper() for sequence, letter in letters.items()}
    return letters | mixed | {sequence.upper(): letter.upper() for sequence, letter in letters.items()}


LETTERS: dict[Encoding, dict[str, str]] = {
    "tcvn3": dict(zip(_TCVN3, _TONED, strict=True)) | _TCVN3_PLAIN,
    "vni": _vni_letters(),
}
"""What stands in the file → the Vietnamese letter."""


def is_legacy(font: str) -> bool:
    """Whether a font's name tells that its letters are no Unicode; in any other font they print as nonsense."""
    return _NAMES.match(font) is not None


def encoding_of(font: str) -> Encoding | None:
    """The encoding that a font's name stands for; None when it is no such font, or one of another family."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name.startswith(("vni-", "vni ")) or name == "vni" else None


def to_unicode(text: str, font: str) -> str | None:
    """The text of a run in a legacy font as Unicode; None when a sign is unknown or a tone stands alone.

    Fonts whose name ends in H show capitals only, and their text is converted to capitals.
    """
    encoding = encoding_of(font)
    if encoding is None:
        return None
    letters, pieces, at = LETTERS[encoding], [], 0
    while at < len(text):
        width = next((width for width in (2, 1) if text[at : at + width] in letters), 0)
        if width:
            pieces.append(letters[text[at : at + width]])
        elif not text[at].isascii() and text[at] not in _KEPT:
            return None
        else:
            pieces.append(text[at])
        at += width or 1
    plain = "".join(pieces)
    return plain.upper() if encoding == "tcvn3" and font.strip().lower().endswith("h") else plain


def is_vietnamese(text: str) -> bool:
    """Whether every word that has a Vietnamese letter is a syllable of the language: the proof of a conversion."""
    return all(word.isascii() or is_syllable(word) for word in _WORD.findall(text))
