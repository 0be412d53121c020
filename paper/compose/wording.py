"""The fixed words of ô 1-5 and 9, and the punctuation the decree puts around them."""

import re
import unicodedata
from datetime import date

QUOC_HIEU = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
TIEU_NGU = "Độc lập - Tự do - Hạnh phúc"

# Gaps of non-breaking spaces (1/4 em each) that văn thư's number, day and month are stamped into later:
# 11 at 13 pt and the space before them = 13.8 mm; 4 at 13 pt with a space on either side, as
# LibreOffice sets them in italics (0.34 em), = 8.5 mm.
NUMBER_GAP = "\u00a0" * 11
DATE_GAP = "\u00a0" * 4
_GAP = "\u00a0" * 5
# Beside U+2011 LibreOffice knows no other place to end a line; a hyphen between joiners leaves it U+200B for that.
HELD_HYPHEN, BREAK = "\u2060-\u2060", "\u200b"
ABOUT = "V/v"

# A level that opens a line of ô 2 continues the agency's name above it: ỦY BAN NHÂN DÂN / HUYỆN CAO LÃNH.
LEVELS = ("TỈNH ", "THÀNH PHỐ ", "HUYỆN ", "QUẬN ", "THỊ XÃ ", "THỊ TRẤN ", "XÃ ", "PHƯỜNG ", "ĐẶC KHU ")

_CODE = re.compile(r"\b\d{1,5}(?:/\d{4})?[-/][A-ZĐ][\wĐđ]*(?:[-/][A-ZĐ]\w*)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def clean(text: str) -> str:
    """NFC, without control characters (they cannot stand in XML and nobody can see them)."""
    return _CONTROL.sub("", unicodedata.normalize("NFC", text))


def unbroken(text: str) -> str:
    """Symbols of cited papers kept on one line: 55-KH/HU would break after its hyphen, so hyphens become U+2011."""
    return _CODE.sub(lambda found: found.group().replace("-", "\u2011"), clean(text))


def number_line(number: int | None, symbol: str) -> str:
    """ "Số: 05/KH-UBND", or with a gap instead of the number (PL I II.3.c)."""
    return f"Số: {NUMBER_GAP if number is None else f'{number:02d}'}/{clean(symbol)}"


def place_line(place: str, issued_on: date | None, year: int) -> str:
    """ "Cao Lãnh, ngày 11 tháng 02 năm 2022", or with gaps for day and month."""
    if issued_on is None:
        return f"{clean(place)}, ngày {DATE_GAP} tháng {DATE_GAP} năm {year}"
    return f"{clean(place)}, {date_words(issued_on)}"


def date_words(on: date) -> str:
    """ "ngày 08 tháng 02 năm 2027"; days under 10 and months 1, 2 take a leading zero (PL I II.4.b)."""
    return f"ngày {on.day:02d} tháng {f'{on.month:02d}' if on.month < 3 else on.month} năm {on.year}"


def annex_origin(name: str, number: int | None, symbol: str, on: date | None, issuer: str) -> str:
    """ "(Kèm theo Kế hoạch số 05/KH-UBND ngày … của …)": in full on a paper that is issued, else with gaps.

    In an electronic paper văn thư fills nothing in here (PL I III.1.c; mẫu 2.2, note 3).
    """
    dated = date_words(on) if on else f"ngày {_GAP} tháng {_GAP} năm {_GAP}"
    code = f"{_GAP if number is None else f'{number:02d}'}/{clean(symbol)}"
    of = f" của {clean(issuer)}" if issuer else ""
    return f"(Kèm theo {name} số {code} {dated}{of})"


def copies_line(sign: str, copies: int | None) -> str:
    """ " PL.(300)." behind the file copy: the drafter's sign, the number of copies sent (PL I III.3; mẫu 1.4)."""
    number = f"({copies})" if copies else ""
    both = ".".join(filter(None, (clean(sign).upper().rstrip("."), number)))
    return f" {both}." if both else ""


def listed(items: tuple[str, ...], last: str = ".") -> tuple[str, ...]:
    """Each item with `;` at its end, the last one with `last` (PL I II.6.a, II.9.d)."""
    bare = [unbroken(item).rstrip(" ;,.") for item in items]
    return tuple(f"{item};" for item in bare[:-1]) + tuple(f"{item}{last}" for item in bare[-1:])


def ended(text: str) -> str:
    """The last sentence of a paper, closed with "./."."""
    return clean(text).rstrip(" ;,./") + "./."


def issuer_at(header: tuple[str, ...]) -> int:
    """The index in ô 2 where the issuer's own name begins; the lines before it name its superior."""
    start = len(header) - 1
    while start > 0 and header[start].startswith(LEVELS):
        start -= 1
    return start
