"""Patterns of speech that Nghị định 30/2020, Phụ lục II writes in one way: article, pattern, how it should be.

Each pattern names the words in question `x`; what stands around them makes sure that they mean what they seem to.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from re import Match

from paper.check.capitals_names import KNOWN_PLACES, OF_HISTORY, words

# The letters of Vietnamese, small and capital: Latin with its marks.
LOW = "".join(
    letter
    for letter in map(chr, (*range(0x61, 0x1BF), *range(0x1EA1, 0x1EFA)))
    if letter.islower() and letter != letter.upper()
)
UP = "".join(sorted({letter.upper() for letter in LOW if len(letter.upper()) == 1}))
_W = rf"[{LOW}{UP}]"
# In the middle of a sentence: after a small letter, a comma or a number, and a space.
_MID = rf"(?<=[{LOW},;\d] )"
_NUMBER = r"(?:\d+|[IVXLC]+)(?!\w)"
_PAPERS = (
    "nghị quyết|quyết định|chỉ thị|quy chế|quy định|thông báo|hướng dẫn|chương trình|kế hoạch|phương án|đề án|báo cáo|"
    "biên bản|tờ trình|hợp đồng|công văn|công điện|nghị định|thông tư|pháp lệnh|kết luận|giấy mời|thông cáo"
)
_SURNAMES = (
    "nguyễn|trần|phạm|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|ngô|trịnh|trương|hoàng|dương|lê|lý|hồ|đinh|đoàn|lâm|mai|tô|hà|tôn|"
    "cao|lưu|tạ|đào|phùng|thái|chu|nông|bế|quách|thạch|kim|từ|lương|kiều|tống|doãn|tăng|triệu|vương|hứa|viên"
)
_SURE_SURNAMES = "nguyễn|trần|phạm|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|ngô|trịnh|trương|lê"
_MONTHS = "giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười một|mười hai|mười|chạp"
_WEEKDAYS = "hai|ba|tư|năm|sáu|bảy"


@dataclass(frozen=True)
class Pattern:
    """One rule. `should` writes the words `x` of a match as the article wants them; "" when it has no opinion."""

    article: str
    pattern: re.Pattern[str]
    should: Callable[[Match[str]], str]


def _either(words: str) -> str:
    """Each of the words, beginning with a small letter or a capital, its other words too."""
    return re.sub(r"\w+", lambda word: f"[{word[0][0]}{word[0][0].upper()}]{word[0][1:]}", words)


def _capital(found: Match[str]) -> str:
    said = found["x"]
    return said[0].upper() + said[1:].lower()


def _lower(found: Match[str]) -> str:
    return found["x"].lower()


def _all_capitals(found: Match[str]) -> str:
    return " ".join(word[0].upper() + word[1:] for word in found["x"].split(" "))


def _last_capital(found: Match[str]) -> str:
    first, _, rest = found["x"].partition(" ")
    return f"{first.lower()} {rest[0].upper()}{rest[1:].lower()}"


# A line that begins so goes on with the line above it: its author pressed Enter at the edge of the sheet.
_GOES_ON = words("và hoặc của cho là thì mà với trong năm tháng ngày đến")


def _opening(found: Match[str]) -> str:
    """A paragraph of one whole sentence begins with a capital; a label before it counts for nothing."""
    if found.string[found.start("x") :].split(maxsplit=1)[0] in _GOES_ON:
        return ""
    text = found.string.rstrip()
    words, labelled = len(text.split()), bool(found["label"])
    whole = text.endswith((".", "?", "!") if not labelled else (".", "?", "!", ";"))
    return found["x"].upper() if whole and words >= (4 if labelled else 6) else ""


def _of_the_state(found: Match[str]) -> str:
    """ "Nhân Dân" in the middle of a sentence; after a name it may be a person's ("ông Lê Nhân Dân")."""
    before = found.string[: found.start("x")].split()
    return "" if before and before[-1][:1].isupper() and before[-1][-1:].isalpha() else found["x"].capitalize()


_SHORT = words("tr st tp tx tt ths ts pgs gs bs ks cv nxb sđd vd vs no dr mr ms tel fax")


def _after_stop(found: Match[str]) -> str:
    return "" if found["word"].casefold() in _SHORT else found["x"].upper()


def _unit_of(found: Match[str]) -> str:
    """The common noun before a proper name: small, unless the name is a person's, an event's or a number's."""
    name = found["name"]
    if any(name.startswith(known) for known in OF_HISTORY):
        return _capital(found)
    if any(name.startswith(known) for known in KNOWN_PLACES):
        return _lower(found)
    first = name.split()[0].casefold()
    return "" if re.fullmatch(_SURNAMES, first) or first in _NOT_PLACES else _lower(found)


# "Tỉnh Đoàn", "Xã Đội", "Thành phố Thông minh": not the name of a place.
_NOT_PLACES = words("ủy uỷ đoàn đội hội thông sáng xanh văn kiểu học anh du công nông")


def _row(article: str, pattern: str, should: Callable[[Match[str]], str]) -> Pattern:
    return Pattern(article, re.compile(pattern), should)


PATTERNS: tuple[Pattern, ...] = (
    # I: the beginnings of sentences.
    _row("I", rf"(?P<word>\b{_W}{{2,}}|\d{{4}})[.?!] +(?P<x>[{LOW}])(?=[{LOW}]|\s)", _after_stop),
    _row(
        "I",
        rf"^\s*(?P<label>[-–+•*]\s+|(?:\d+\.)+\s+|[a-zđ]\)\s+|[IVX]+\.\s+)?(?P<x>[{LOW}])(?=[{LOW}]+[\s,])",
        _opening,
    ),
    # II: persons.
    _row(
        "II.1.a",
        rf"\b(?:[ÔôBb](?:ng|à)|[Đđ]ồng chí) (?P<x>(?:{_SURE_SURNAMES}) [{LOW}]+(?: [{LOW}]+){{0,2}})(?=\s*"
        r"(?:[,.;:()]|$))",
        _all_capitals,
    ),
    _row(
        "II.1.a",
        rf"\b(?P<x>(?:{_either(_SURNAMES)}) (?:văn|thị) [{UP}][{LOW}]+(?: [{UP}][{LOW}]+)?)",
        lambda found: _all_capitals(found) if found["x"][0].isupper() else "",
    ),
    _row("II.1.b", rf"\b(?:[Kk]hởi nghĩa|[Đđ]ền|[Tt]ượng|[Ll]ễ hội) (?P<x>[Bb]à [Tt]riệu)(?! [{UP}])", _all_capitals),
    # III: places.
    _row(
        "III.1.b",
        r"(?<!\d )\b(?P<x>quận|phường) (?=\d{1,2}(?!\d|[.,/]\d|%|\w)(?: của|[,.;)]|$| thành| Thành| Quận|, ))",
        _capital,
    ),
    _row(
        "III.1.a",
        rf"(?:{_MID}|(?<=UBND )|(?<=HĐND ))(?P<x>Tỉnh|Thành [Pp]hố|Huyện|Quận|Thị [Xx]ã|Xã|Phường|Thị [Tt]rấn|"
        r"thành Phố|thị Xã|thị Trấn) "
        rf"(?P<name>(?!Hồ Chí Minh)[{UP}]{_W}*(?: [{UP}]{_W}*){{0,3}})",
        _unit_of,
    ),
    _row("III.1.b", rf"\b(?P<x>huyện|quận|xã|phường|thị trấn) (?={'|'.join(OF_HISTORY)})", _capital),
    _row(
        "III.1.d",
        r"\b(?:trên|tại|ở|của|về|qua|từ|vực|dọc|ven|vùng) (?P<x>Biển|Chợ|Sông|Vịnh|Núi|Hồ) (?=Cửa Lò|Bến Thành|"
        r"Vàm Cỏ|Hạ Long)",
        _lower,
    ),
    _row(
        "III.2.a",
        r"\b(?:nước|tiếng) (?P<x>anh|pháp|đức|nga|nhật|hàn|lào|mỹ)\b(?! em\b| hùng\b| lý\b| luật\b)",
        _capital,
    ),
    # V.1, V.4: Nhân dân, Nhà nước, Đảng as nouns.
    _row(
        "V.1",
        r"\b(?:của|phục vụ|vận động|tiếp xúc với|lắng nghe|đối với|đối thoại với|trong|tầng lớp|toàn thể|do|vì|"
        r"Nhà nước và|đời sống|người dân và) (?P<x>nhân dân)\b(?! tệ| các nước| tối cao| cả nước ngoài)",
        lambda found: "Nhân dân",
    ),
    _row("V.1", r"(?:\b[ĐđDd]ảng(?: và|,) )(?P<x>nhà nước|Nhà Nước)\b", lambda found: "Nhà nước"),
    _row(
        "V.1",
        r"\b(?:của|do|pháp luật|với) (?P<x>nhà nước)(?=\s*[,.;]|\s+(?:về|và|đối với|quy định|ban hành|giao)\b)",
        lambda found: "Nhà nước",
    ),
    _row("V.1", rf"{_MID}(?P<x>Nhân Dân|Nhà Nước)(?![ ][{UP}])", _of_the_state),
    _row("V.4", r"\b(?P<x>đảng)(?:(?: và|,) [Nn]hà nước\b)", _capital),
    _row(
        "V.4",
        r"\b(?:chủ trương|đường lối|sự lãnh đạo|nghị quyết|Nghị quyết|chính sách|quy định) của (?P<x>đảng)"
        r"(?=\s*[,.;]|\s+(?:về|và|trong|đối với|đề ra)\b)",
        _capital,
    ),
    # V.2: classes of orders.
    _row("V.2", rf"\bHuân chương (?:[{UP}][{LOW}]+ ?)(?:[{UP}{LOW}]+ ){{1,3}}?hạng (?P<x>nhất|nhì|ba)\b", _capital),
    _row("V.2", r"\bdanh hiệu [“\"]?(?P<x>lao động|chiến sĩ)(?= tiên tiến| thi đua)", _capital),
    # V.3: offices with a name or with their agency, degrees with a name.
    _row(
        "V.3",
        rf"\b(?P<x>(?:[Pp]hó )?[Gg]iáo [Ss]ư|[Tt]iến [Ss]ĩ|[Tt]hạc [Ss]ĩ)(?= (?:{_SURNAMES.title()}) [{UP}][{LOW}])",
        _capital,
    ),
    _row(
        "V.3",
        rf"(?<![{UP}] )\b(?P<x>chủ tịch|bí thư|giám đốc|bộ trưởng|thứ trưởng|trưởng phòng|chánh văn phòng|thủ tướng)"
        rf"(?= (?:{_SURNAMES.title()}) [{UP}][{LOW}]+)",
        _capital,
    ),
    _row(
        "V.3",
        r"\b(?P<x>chủ tịch|bộ trưởng|thứ trưởng|giám đốc|bí thư)(?= (?:Ủy ban nhân dân|Uỷ ban nhân dân|"
        r"Hội đồng nhân dân|Quốc hội|"
        r"UBND|HĐND|Bộ [A-ZĐ]|Sở [A-ZĐ]|Tỉnh ủy|Huyện ủy|Thành ủy|Đảng ủy))",
        _capital,
    ),
    _row("V.3", r"\b(?P<x>chủ tịch nước|Chủ tịch Nước|Chủ Tịch [Nn]ước)\b", lambda found: "Chủ tịch nước"),
    # V.6: papers cited.
    _row("V.6", rf"(?<!\w)(?P<x>{_either(_PAPERS)})(?= số:? ?\d+[/-])", _capital),
    _row(
        "V.6",
        r"\b(?:của|tại|theo|kèm theo|thi hành|nội dung|thực hiện) (?P<x>nghị định|thông tư|kế hoạch|chỉ thị|"
        r"nghị quyết)(?= này\b)",
        _capital,
    ),
    # V.7: parts of a paper cited.
    _row("V.7", rf"(?<![{LOW}{UP}] hai )\b(?P<x>điều|chương|Chương|Điều)(?= {_NUMBER})", _capital),
    _row(
        "V.7",
        r"(?P<x>mục)(?<!\wmục)(?<!tiểu mục)(?<!Tiểu mục)(?<!hạng mục)(?<!khoản mục)(?<!danh mục)(?<!thư mục)"
        rf"(?<!đầu mục)(?<!đề mục)(?<!chuyên mục)(?= {_NUMBER})",
        _capital,
    ),
    _row("V.7", rf"\b(?P<x>tiểu mục|Tiểu Mục|tiểu Mục)(?= {_NUMBER})", _capital),
    _row("V.7", r"\b(?P<x>phần)(?= [IVXLC]+(?!\w))", _capital),
    _row("V.7", rf"{_MID}(?P<x>Khoản)(?= \d+(?!\w))", _lower),
    _row("V.7", rf"{_MID}(?P<x>Điểm)(?= (?:[a-zđ]|\d+)(?:,? |;|\)|$)(?:[Kk]hoản|và|[Đđ]iểm|[a-zđ]\b))", _lower),
    _row("V.7", r"\b[Kk]hoản \d+ (?P<x>điều)(?= này\b)", _capital),
    # V.8: weekdays, months, Tết.
    _row(
        "V.8.b",
        r"\b(?:dịp|nghỉ|đón|vui|mừng|trước|sau|thăm|chúc|quà) (?P<x>tết)(?=\s*[,.;)]|$| cổ truyền| và| cho)",
        _capital,
    ),
    _row(
        "V.8.c",
        rf"\b(?:sáng|chiều|tối|ngày|vào) (?P<x>[Tt]hứ (?:{_either(_WEEKDAYS)}))(?=\s*[,.;)]|$| (?:ngày|"
        r"h[ằà]ng tuần|đến|tuần)\b)",
        _last_capital,
    ),
    _row(
        "V.8.c",
        rf"\b(?:vào|trong|đầu|cuối|giữa|từ|đến|trước|sau) (?P<x>[Tt]háng (?:{_either(_MONTHS)}))"
        rf"(?=\s*[,.;)]|$| (?:đến|năm \d|hằng năm|hàng năm|h[ằà]ng)\b)",
        _last_capital,
    ),
    _row(
        "V.9",
        r"\b(?P<x>[Cc]ách mạng [Tt]háng (?:8|10))\b",
        lambda f: f"Cách mạng tháng {'Tám' if '8' in f['x'] else 'Mười'}",
    ),
)
