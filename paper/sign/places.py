"""Where on a rendered page a clerk writes number and date, an official signs, and the seal is set.

Nghị định 30, Phụ lục I, II.3, II.4, II.7, II.8. All boxes are in points from the page's lower left corner.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from paper.pdf import font_file, pages
from paper.pdf.layout import Page, Word
from rules.refusals import Refusal
from rules.sentences import Sentence

MM = 72 / 25.4
SEAL = 36 * MM
_SIGNATURE = (50 * MM, 20 * MM)
_LEAST_ROOM = 12 * MM  # less than this between title and name and no signature fits
_LEAST_GAP = 12.0  # two digits of 13 pt are 13 pt wide; a stamped number is squeezed rather than refused
_BLANK = r"[\s.…‥_·]*"
_NUMBER = re.compile(rf"(?<!\w)Số\s*:(?P<So>{_BLANK})/")
_LIKE_NUMBER = re.compile(r"(?<!\w)Số\s*:\s*\S*")
_DATE = re.compile(rf"ngày(?P<Ngay>{_BLANK})tháng(?P<Thang>{_BLANK})năm\s*(?P<year>\d{{4}})")
_LIKE_DATE = re.compile(r"(?<=,)\s*ngày[^,]*")


@dataclass(frozen=True)
class Box:
    """A rectangle on page `page` (from 0)."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Gap:
    """A blank in a line of print: its box, the line's font size in points, and whether dots fill it."""

    box: Box
    size: float
    italic: bool
    dotted: bool


@dataclass(frozen=True)
class Places:
    """Every place a prepared paper needs."""

    gaps: dict[str, Gap]
    signature: Box
    seal: Box


def find(pdf: bytes, *, signer: str) -> Places:
    """The places of a rendered paper that `signer` will sign.

    Raises `Refusal`: "no-place-for-number", "no-place-for-date", "no-place-for-signature".
    """
    sheets = pages(pdf)
    gaps = _number_and_date(sheets[0]) if sheets else {}
    signature = _signature(sheets, signer)
    middle = (signature.bottom + signature.top) / 2
    # The seal covers about a third of the signature's picture, on its left (Phụ lục I, II.8.a).
    right = max(signature.left + (signature.right - signature.left) / 3, SEAL)
    seal = Box(signature.page, right - SEAL, middle - SEAL / 2, right, middle + SEAL / 2)
    return Places(gaps, signature, seal)


def _number_and_date(sheet: Page) -> dict[str, Gap]:
    rows = [row for row in _rows(sheet.words) if row[0].top < sheet.height * 0.45]
    gaps = _gaps(rows, _NUMBER, sheet, _LIKE_NUMBER, "no-place-for-number", italic=False)
    return gaps | _gaps(rows, _DATE, sheet, _LIKE_DATE, "no-place-for-date", italic=True)


def _gaps(
    rows: Iterable[list[Word]], pattern: re.Pattern[str], sheet: Page, like: re.Pattern[str], code: str, *, italic: bool
) -> dict[str, Gap]:
    near = ""
    for row in rows:
        letters = _letters(row, "Italic" if italic else "Regular")
        line = "".join(letter.text for letter in letters)
        match = pattern.search(line)
        if match:
            names = [name for name in pattern.groupindex if name != "year"]
            gaps = {name: _gap(letters, match.span(name), sheet, italic=italic) for name in names}
            if all(gap.box.right - gap.box.left >= _LEAST_GAP for gap in gaps.values()):
                return gaps
        resembling = like.search(line)
        near = near or (resembling.group().strip() if resembling else "")
    raise Refusal(code, found=near or Sentence("không có"), year=(re.findall(r"năm (\d{4})", near) or ["20…"])[-1])


def _gap(letters: Sequence[Word], span: tuple[int, int], sheet: Page, *, italic: bool) -> Gap:
    before, after = letters[span[0] - 1], letters[span[1]]
    dotted = any(letter.text.strip() for letter in letters[span[0] : span[1]])
    box = Box(0, before.right, sheet.height - before.bottom, after.left, sheet.height - before.top)
    # poppler's word box is the font's ascent and descent, 1.3 times its size in Liberation Serif.
    return Gap(box, round((before.bottom - before.top) / 1.3 * 2) / 2, italic, dotted)


def _letters(row: Sequence[Word], style: str) -> list[Word]:
    """Each letter of a row with its own box (poppler knows whole words), and one space between words."""
    letters: list[Word] = []
    for word in row:
        if letters:
            letters.append(Word(" ", letters[-1].right, word.top, word.left, word.bottom))
        widths = [_advances(style).get(ord(letter), 500) for letter in word.text]
        scale, left = (word.right - word.left) / (sum(widths) or 1), word.left
        for letter, width in zip(word.text, widths, strict=True):
            letters.append(Word(letter, left, word.top, left + width * scale, word.bottom))
            left += width * scale
    return letters


@cache
def _advances(style: str) -> dict[int, int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(font_file(style), lazy=True) as font:
        widths = font["hmtx"].metrics
        return {letter: widths[glyph][0] for letter, glyph in font.getBestCmap().items()}


def _signature(sheets: Sequence[Page], signer: str) -> Box:
    found = Sentence("không thấy họ tên người ký trên dòng riêng")
    for number in range(len(sheets) - 1, -1, -1):
        rows = _rows(sheets[number].words)
        for at in range(len(rows) - 1, -1, -1):
            name = _standing_alone(rows[at], signer)
            if name is None:
                continue
            room = _room_above(rows[:at], name)
            if room is not None:
                return _centred(sheets[number], number, name, room)
            found = Sentence(
                "trên họ tên (trang {page}) không có chức vụ in hoa và khoảng trống ít nhất 12 mm", page=number + 1
            )
    raise Refusal("no-place-for-signature", signer=signer, found=found)


def _standing_alone(row: Sequence[Word], signer: str) -> Word | None:
    return next((part for part in _parts(row) if _plain(part.text) == _plain(signer)), None)


def _room_above(rows: Sequence[list[Word]], name: Word) -> tuple[float, float] | None:
    """Top and bottom (from the page's top) of the blank between the official's title and name.

    Between them a line in small letters may stand: the office an official of a council comes from (II.7.c).
    """
    middle, top = (name.left + name.right) / 2, name.top
    for row in reversed(rows):
        for part in _parts(row):
            if abs((part.left + part.right) / 2 - middle) > 20:
                continue
            if top - part.bottom < _LEAST_ROOM:
                top = min(top, part.top)
                continue
            is_title = part.text == part.text.upper() and any(map(str.isalpha, part.text))
            return (part.bottom, top) if is_title and top - part.bottom < 60 * MM else None
    return None


def _centred(sheet: Page, number: int, name: Word, room: tuple[float, float]) -> Box:
    width, height = _SIGNATURE[0], min(_SIGNATURE[1], room[1] - room[0])
    across, down = (name.left + name.right) / 2, sheet.height - (room[0] + room[1]) / 2
    return Box(number, across - width / 2, down - height / 2, across + width / 2, down + height / 2)


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words on one line of print, from left to right, lines from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: one.top + one.bottom):
        if rows and abs((rows[-1][0].top + rows[-1][0].bottom) - (word.top + word.bottom)) < 6:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _parts(row: Sequence[Word]) -> list[Word]:
    """A row cut where columns part: words less than 8 pt from each other belong together."""
    parts: list[Word] = []
    for word in row:
        if parts and word.left - parts[-1].right < 8:
            last = parts[-1]
            parts[-1] = Word(f"{last.text} {word.text}", last.left, last.top, word.right, max(last.bottom, word.bottom))
        else:
            parts.append(word)
    return parts


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
