"""The signs that Word puts before the paragraphs of a list: "-", "1.", "a)", "I.", counted as Word counts them."""

from collections.abc import Callable
from typing import Any

from paper.intake.package import W
from paper.read.styles import Styles, value, whole

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
# The bullets of Symbol and Wingdings stand in the private area; to a reader they are a dot.
_PRIVATE = range(0xF000, 0xF900)


class Labels:
    """The counters of one docx; ask for its paragraphs in their order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[tuple[str, int], int] = {}

    def of(self, properties: Any) -> str:
        """The label of a paragraph with these properties (w:pPr or None); "" without."""
        numbering = self._styles.numbered(properties)
        number = value(None if numbering is None else numbering.find(f"{W}numId")) or "0"
        level = None if number == "0" else self._styles.levels.level(numbering)
        if level is None:
            return ""
        depth = whole(level.get(f"{W}ilvl"))
        self._count(number, depth, level)
        text = value(level.find(f"{W}lvlText")) or ""
        if (value(level.find(f"{W}numFmt")) or "decimal") == "bullet":
            return "".join("•" if ord(sign) in _PRIVATE else sign for sign in text).strip()
        for place in range(depth + 1):
            shape = level if place == depth else self._styles.levels.at(number, place)
            text = text.replace(f"%{place + 1}", _written(self._counts.get((number, place), 1), shape))
        return text.strip()

    def font(self, properties: Any) -> str:
        """The face that the list gives the label of a paragraph; "" where it is that of the text, or there is none."""
        level = self._styles.levels.level(self._styles.numbered(properties))
        fonts = None if level is None else level.find(f"{W}rPr/{W}rFonts")
        return "" if fonts is None else fonts.get(f"{W}ascii", "")

    def _count(self, number: str, depth: int, level: Any) -> None:
        start = whole(value(level.find(f"{W}start")) or "1")
        self._counts[number, depth] = self._counts.get((number, depth), start - 1) + 1
        for key in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[key]


def _written(count: int, level: Any) -> str:
    written = _FORMATS.get(value(None if level is None else level.find(f"{W}numFmt")) or "decimal", str)
    return written(count)


def _roman(count: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        text += sign * (count // size)
        count %= size
    return text


def _letter(count: int) -> str:
    """a, b … z, aa, bb …: Word's own alphabet, which knows no đ."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02d}",
}
