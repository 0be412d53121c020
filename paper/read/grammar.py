"""How number lines, dates, titles, symbols and signature blocks are written, in state papers and in party papers.

State: "Số: 05/KH-UBND" (NĐ 30/2020, Phụ lục I, II.3). Party: "Số 55-KH/HU". Blanks or dots instead of the number mean
that it is not given yet.
"""

import re
from dataclasses import dataclass
from datetime import date

from paper.read.folding import fold, hyphened, tidy

_BLANK = r"[\s.…_‥·]*"
_GROUP = r"[A-ZĐ][A-Za-zĐđ]*\d{0,4}"  # "BCĐ389"
_STATE = re.compile(
    rf"^\W*Số\s*:?{_BLANK}(?P<number>\d{{1,5}})?{_BLANK}/\s*(?P<symbol>{_GROUP}(?:\s*-\s*{_GROUP})*)", re.I
)
_PARTY = re.compile(
    rf"^\W*Số\s*:?{_BLANK}(?P<number>\d{{1,5}})?{_BLANK}-\s*(?P<symbol>{_GROUP}\s*/\s*{_GROUP}(?:-{_GROUP})*)", re.I
)
_DATE = re.compile(
    rf"(?P<place>[^,;:]{{2,60}}),\s*ngày{_BLANK}(?P<day>\d{{1,2}})?{_BLANK}tháng{_BLANK}(?P<month>\d{{1,2}})?{_BLANK}"
    rf"năm{_BLANK}(?P<year>\d{{4}})?",
    re.IGNORECASE,
)
_CODES = re.compile(
    rf"(?<![\w/.-])(?:\d{{1,5}}/(?:\d{{4}}/{_GROUP}(?:-{_GROUP})*|{_GROUP}(?:-{_GROUP})+)"
    rf"|\d{{1,5}}-[A-ZĐ][A-Za-zĐđ]{{0,4}}/{_GROUP}(?:-{_GROUP})*)"
)
# Titles that print in ô 5a, with the abbreviations of Phụ lục III, Mục I; a phiếu trình is no paper of the decree.
_TITLES = (
    ("NGHỊ QUYẾT", "NQ"), ("QUYẾT ĐỊNH", "QĐ"), ("CHỈ THỊ", "CT"), ("QUY CHẾ", "QC"), ("QUY ĐỊNH", "QyĐ"),
    ("THÔNG CÁO", "TC"), ("THÔNG BÁO", "TB"), ("HƯỚNG DẪN", "HD"), ("CHƯƠNG TRÌNH", "CTr"), ("KẾ HOẠCH", "KH"),
    ("PHƯƠNG ÁN", "PA"), ("ĐỀ ÁN", "ĐA"), ("DỰ ÁN", "DA"), ("BÁO CÁO", "BC"), ("BIÊN BẢN", "BB"),
    ("TỜ TRÌNH", "TTr"), ("HỢP ĐỒNG", "HĐ"), ("CÔNG ĐIỆN", "CĐ"), ("GIẤY ỦY QUYỀN", "GUQ"),
    ("GIẤY MỜI", "GM"), ("KẾT LUẬN", "KL"), ("BẢN GHI NHỚ", "BGN"), ("BẢN THỎA THUẬN", "BTT"),
    ("GIẤY GIỚI THIỆU", "GGT"), ("GIẤY NGHỈ PHÉP", "GNP"), ("PHIẾU GỬI", "PG"), ("PHIẾU CHUYỂN", "PC"),
    ("PHIẾU BÁO", "PB"), ("PHIẾU TRÌNH", ""),
)  # fmt: skip
TITLES = {fold(title): abbreviation for title, abbreviation in _TITLES}
_BY_FOLDED = {fold(title): title for title, _ in _TITLES}
_LONGER = re.compile(rf"(?P<title>{'|'.join(map(re.escape, _BY_FOLDED))})(\s*:$|\s+\w)")
_OFFICES = re.compile(
    r"^(TM\.|KT\.|TL\.|TUQ\.|Q\.|T/M|K/T|T/L)|^(PHÓ |QUYỀN )?(CHỦ (TỊCH|TỌA|TOẠ|TRÌ)|TRƯỞNG (PHÒNG|BAN|CÔNG "
    r"AN|ĐOÀN|TRẠM|KHOA)|GIÁM ĐỐC|"
    r"CHÁNH (VĂN PHÒNG|THANH TRA)|HIỆU TRƯỞNG|BÍ THƯ|CHỦ NHIỆM|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|VIỆN TRƯỞNG|TỔNG BIÊN TẬP)\b"
)
_ENACTS = re.compile(r"\W*(QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ)\s*:")
_NAME = re.compile(r"^[^\W\d_]+(?: [^\W\d_]+){1,5}$")
NATIONAL = ("cộng hòa xã hội chủ nghĩa việt nam", "độc lập - tự do - hạnh phúc", "đảng cộng sản việt nam")
_NATIONAL = frozenset(fold(line) for line in NATIONAL)
_PARTY_NAME = fold("ĐẢNG CỘNG SẢN VIỆT NAM")


@dataclass(frozen=True)
class NumberLine:
    """What "Số: …" says; `number` None when it is blank. `rest` is what stands after the symbol on the same line."""

    number: int | None
    symbol: str
    party: bool
    rest: str


@dataclass(frozen=True)
class PlaceLine:
    """What ô 4 says; `issued_on` None when the day or month is blank, or no such day exists."""

    place: str
    issued_on: date | None


def number_line(text: str) -> NumberLine | None:
    """Read a line as ô 3, or None when it is something else."""
    plain = hyphened(tidy(text))
    for pattern, party in ((_PARTY, True), (_STATE, False)):
        if found := pattern.match(plain):
            number = int(found["number"]) if found["number"] else None
            return NumberLine(number, re.sub(r"\s+", "", found["symbol"]), party, plain[found.end() :].strip())
    return None


def place_line(text: str) -> PlaceLine | None:
    """Read a line as ô 4, or None when it is something else."""
    found = _DATE.search(tidy(text))
    if not found:
        return None
    try:
        issued_on = date(*(int(found[part] or 0) for part in ("year", "month", "day")))
    except ValueError:
        issued_on = None
    return PlaceLine(found["place"].strip(), issued_on)


def title(text: str) -> str | None:
    """The abbreviation of the kind whose title this line is ("KẾ HOẠCH" → "KH"); the line must be in capitals."""
    return TITLES.get(fold(text).rstrip(" :.")) if is_upper(text) and not text.rstrip().endswith(":") else None


def longer_title(text: str) -> str | None:
    """The title with which a longer line in capitals begins ("GIẤY MỜI HỌP", "GIẤY MỜI:" → "GIẤY MỜI"); None without.

    "QUYẾT ĐỊNH:" is the word that enacts.
    """
    found = _LONGER.match(fold(text)) if is_upper(text) and not _ENACTS.match(text) else None
    return _BY_FOLDED[found["title"]] if found else None


def codes(text: str) -> tuple[str, ...]:
    """The symbols of papers cited in a text, in order, each once: "15/KH-UBND", "55-KH/HU", "30/2020/NĐ-CP"."""
    return tuple(dict.fromkeys(found.group() for found in _CODES.finditer(hyphened(tidy(text)))))


def is_national(text: str) -> bool:
    """Whether the line is Quốc hiệu, Tiêu ngữ or the party's heading."""
    return fold(text) in _NATIONAL


def is_party_heading(text: str) -> bool:
    """Whether the line is the heading of party papers."""
    return fold(text) == _PARTY_NAME


def is_office(text: str) -> bool:
    """Whether the line opens or continues a signature block ("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH")."""
    return is_upper(text) and _OFFICES.match(tidy(text)) is not None


def is_name(text: str) -> bool:
    """Whether the line can be a person's full name: two to six words, each with a capital, no other sign."""
    plain = tidy(text)
    return bool(_NAME.match(plain)) and all(word[0].isupper() for word in plain.split()) and not is_upper(plain)


def is_upper(text: str) -> bool:
    """Whether a line has letters and all of them are capitals."""
    return text.upper() == text and any(letter.isalpha() for letter in text)
