"""Telling the parts of a paper by their words, capitals and places; every function names the lines it knows."""

import re
from collections.abc import Callable

from paper.check.lines import Line, parted
from paper.read import grammar
from paper.read.folding import fold

Parts = dict[str, list[Line]]  # each code of `components`, also of parts that the paper does not have

ENACTING = ("QĐ", "NQ")
_ROOM_TO_SIGN_PT = 24
_GAP = re.compile(r"(?<=\S)(\t[\t ]*|[ \u00a0]{6,}\t*)(?=\S)")
NATION = fold("CỘNG HÒA XÃ HỘI")
_MOTTO = re.compile(r"độc\W*lập\W*tự\W*do\W*hạnh\W*phúc", re.IGNORECASE)
_DATED = re.compile(r"\bngày\b.*\btháng\b|,\s*ngày\s|\d{1,2}[/-]\d{1,2}[/-]\d{4}\s*$", re.IGNORECASE)
_DATE_ENDS = re.compile(r"(ngày|tháng|năm|[\d_…])[\s\d./_…-]*$", re.IGNORECASE)
_SPEAKS = re.compile(r"\b(số|trước|từ|đến|của)\b|\d/|^(Trước|Từ|Đến|Sau)\s*$")  # before a date in a sentence
_LONGEST_PLACE = 60
NUMBER = re.compile(r"^\W*số\b\s*:?\s*[\d\s.…_]*[/-]|^\W*số\s*:", re.IGNORECASE)
DISPATCH = re.compile(r"^\W*(v/v|về việc)\b", re.IGNORECASE)
URGENT = re.compile(r"^\W*(hỏa tốc|hoả tốc|thượng khẩn|khẩn)( hẹn giờ)?\W*$", re.IGNORECASE)
CIRCULATION = re.compile(r"^\W*(xem xong trả lại|lưu hành nội bộ)\W*$", re.IGNORECASE)
_DRAFT = re.compile(r"^\W*dự thảo(\s+(lần\s*)?(thứ\s+)?\w+)?\W*$", re.IGNORECASE)  # every office writes it above
_ADDRESS = re.compile(r"(điện thoại|đt|fax|e-?mail|website|thư điện tử)\s*:", re.IGNORECASE)
_DRAFTER = re.compile(r"^[A-ZĐ]{1,4}\.\s?\(?\d{1,5}\)?\.?$")
ORIGIN = re.compile(r"^\(?\s*(ban hành )?kèm theo\b", re.IGNORECASE)
_BASE = re.compile(r"^(căn cứ|theo đề nghị|xét đề nghị|xét tờ trình)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"^(theo|xét|thực hiện)\b", re.IGNORECASE)  # only after a base that ends with ";"
_LONGEST_BASE = 600
_STRAY_LINES = 3
# What makes of "Căn cứ …, Phòng Nội vụ đề nghị …" a sentence of the text: after a comma somebody does something.
_SAYS = re.compile(
    r",\s+(?=[A-ZĐÂÁ])[^,;]*\s(đề nghị|kính trình|trình|báo cáo|thông báo|yêu cầu|kính mời|trân trọng|có ý kiến|xin|"
    r"trả lời|gửi|xây dựng|tổ chức|giao|ban hành)\b"
)
_ENACTS = re.compile(r"^(QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|CHỈ THỊ)\s*:?$")
_SUBJECT_ENDS = re.compile(r"^(Kính gửi|Căn cứ|Thực hiện .{0,40}số \d|Theo |[IVX]+\. |\d+\. |-)")
_DIVISION = re.compile(r"^(Phần|Chương|Mục|Tiểu mục)\s+(thứ\s+)?([IVXLC]+|\d+|\w+)\s*[:.]?$", re.IGNORECASE)
_ROMAN = re.compile(r"^[IVXL]+\s*[.)/:-]\s*\S")


def is_dated(text: str) -> bool:
    """Whether a line is place and date, well or badly written: a short name, a date, and nothing more."""
    found = _DATED.search(text)
    if found is None or not _DATE_ENDS.search(text):
        return False
    return found.start() <= _LONGEST_PLACE and not _SPEAKS.search(text[: found.start()])


def columns(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of head or foot; one that holds both columns ("UBND HUYỆN …  CỘNG HÒA …", no table) is taken apart."""
    found: list[Line] = []
    for line in lines:
        raw = "".join(run.text for run in line.runs)
        gaps = [gap for gap in _GAP.finditer(raw) if line.paragraph.cell is None and _opens_right(raw[gap.end() :])]
        found += parted(line, gaps[0].start(), gaps[0].end()) if gaps else [line]
    return tuple(found)


def _opens_right(text: str) -> bool:
    """Whether a text begins what stands in the right column."""
    begins = fold(text).startswith(NATION) or _MOTTO.match(text.strip())
    return bool(begins or is_dated(text.strip()) or grammar.is_office(text.strip()))


def name_head(head: tuple[Line, ...], parts: Parts) -> None:
    tabled = any(line.paragraph.cell for line in head if fold(line.text).startswith(NATION))
    for line in head:
        if _DRAFT.match(line.text):
            continue
        code = next((code for code, sign in _HEAD if sign(line)), None)
        if code == "trich-yeu-cong-van" and not parts["so-ky-hieu"]:
            code = None
        if code is None and parts["trich-yeu-cong-van"] and _goes_on(line, parts["trich-yeu-cong-van"][-1]):
            code = "trich-yeu-cong-van"
        # An agency's name is known wherever it stands: then it can be said that it stands in the wrong place.
        stray = parts["so-ky-hieu"] or _is_right(line) or (tabled and line.paragraph.cell is None)
        if code is None and (_is_agency(line) or not stray):
            code = "ban-hanh"
        if code:
            parts[code].append(line)
    names = parts["ban-hanh"]
    start = _issuer_at(names)
    parts["chu-quan"], parts["ban-hanh"] = names[:start], names[start:]


def _is_right(line: Line) -> bool:
    return line.paragraph.cell is not None and line.paragraph.cell.column > 1


def _goes_on(line: Line, before: Line) -> bool:
    one, other = line.paragraph.cell, before.paragraph.cell
    return one is not None and other is not None and one.spot == other.spot


_HEAD: tuple[tuple[str, Callable[[Line], bool]], ...] = (
    ("quoc-hieu", lambda line: fold(line.text).startswith(NATION)),
    ("tieu-ngu", lambda line: bool(_MOTTO.search(line.text))),
    ("so-ky-hieu", lambda line: bool(NUMBER.match(line.text))),
    ("dia-danh", lambda line: is_dated(line.text)),
    ("trich-yeu-cong-van", lambda line: bool(DISPATCH.match(line.text))),
    ("muc-khan", lambda line: bool(URGENT.match(line.text))),
    ("luu-hanh", lambda line: bool(CIRCULATION.match(line.text))),
)


def _is_agency(line: Line) -> bool:
    return grammar.is_upper(line.shown) and _OPENS.match(line.shown) is not None


# Words that open the name of an agency; a line without one goes on with the name above it.
_OPENS = re.compile(
    r"^(UBND|HĐND|ỦY BAN|UỶ BAN|HỘI ĐỒNG|BỘ|SỞ|TỔNG CỤC|CỤC|CHI CỤC|VỤ|PHÒNG|BAN|VĂN PHÒNG|THANH TRA|TRƯỜNG|TRUNG TÂM|"
    r"BỆNH VIỆN|TRẠM|CÔNG AN|BCH|BỘ CHỈ HUY|ĐOÀN|TỔ|CHỦ TỊCH|VIỆN|ĐÀI|CÔNG TY|HẠT|CHÍNH PHỦ|QUỐC HỘI|THƯ VIỆN|BẢO TÀNG|"
    r"LIÊN MINH|LIÊN ĐOÀN|HỌC VIỆN|QUỸ|KHO BẠC|CHI NHÁNH|NHÀ (HÁT|THIẾU NHI|VĂN HÓA)|"
    r"HỘI (CHỮ THẬP|NÔNG|LIÊN|CỰU|NGƯỜI))\b"
)
_AREAS = re.compile(r"^(TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\b")


def _issuer_at(names: list[Line]) -> int:
    """The index in ô 2 where the issuer's own name begins; the lines before it name its superior.

    The bold lines that end it are the issuer (II.2.b). Where that tells nothing the words do.
    """
    plain = [at for at, line in enumerate(names) if not _is_bold(line)]
    start = plain[-1] + 1 if plain else 0
    if 0 < start < len(names) and not _AREAS.match(names[start].shown.upper()):
        return start
    opening = [at for at, line in enumerate(names) if _OPENS.match(line.shown.upper())]
    return opening[-1] if opening else max(len(names) - 1, 0)


def name_opening(rest: tuple[Line, ...], titled: bool, parts: Parts) -> tuple[Line, ...]:
    """Name title, subject, authority line, addressees and bases; return what is left: the text."""
    at = 0
    if titled:
        parts["ten-loai"] = [rest[0]]
        parts["trich-yeu"] = _subject(rest)
        at = 1 + len(parts["trich-yeu"])
    enacting = titled and grammar.title(rest[0].shown.upper()) in ENACTING
    left: list[Line] = []
    addressing = False
    for line in rest[at:]:
        text = line.text
        named = text.startswith(_DASHES) or _is_addressee(line, parts["kinh-gui"])
        addressing = text.startswith(("Kính gửi", "KÍNH GỬI")) or (addressing and named)
        if addressing and not left:
            parts["kinh-gui"].append(line)
        elif enacting and not left and not parts["can-cu"] and _is_authority(line):
            parts["tham-quyen"].append(line)
        elif _is_early(line, left) and _is_base(line, parts["can-cu"]) and (enacting or not _SAYS.search(text)):
            parts["can-cu"].append(line)
        elif not (_ENACTS.match(line.shown) and parts["ten-loai"]):
            left.append(line)
    return tuple(left)


def _is_early(line: Line, left: list[Line]) -> bool:
    """Whether a line stands where bases do: before the text, or in italics behind a line that nobody knows."""
    return not left or (len(left) < _STRAY_LINES and _is_slanted(line))


def _is_slanted(line: Line) -> bool:
    return all(run.letters.italic for run in line.runs if run.text.strip())


_DASHES = ("-", "•", "+")
_ACTS = re.compile(r"\s(kính trình|đề nghị|báo cáo|thông báo|trân trọng|yêu cầu|nhận được)\s|\./\.$")
_TO_PERSONS = re.compile(r"^(CÁC|ÔNG|BÀ|ĐỒNG CHÍ|THƯỜNG TRỰC|LÃNH ĐẠO|(TỈNH|THÀNH|HUYỆN|ĐẢNG) ỦY)\b")


def _is_addressee(line: Line, before: list[Line]) -> bool:
    """Whether a line without its dash is one of several addressees: a short name that goes on with the list above."""
    if not before or line.paragraph.cell is not None or len(line.text) > 120:
        return False
    above = before[-1]
    listed = above.text.endswith((":", ";")) and not above.text.startswith(_DASHES)
    goes_on = listed or (len(before) > 1 and 0 < line.paragraph.setting.left == above.paragraph.setting.left)
    words = line.text.upper()
    return goes_on and bool(_OPENS.match(words) or _TO_PERSONS.match(words)) and not _ACTS.search(line.text)


def _is_base(line: Line, before: list[Line]) -> bool:
    if len(line.text) >= _LONGEST_BASE or (line.text.endswith(":") and not _is_slanted(line)):
        return False
    another = bool(before) and before[-1].text.endswith(";")  # a base may say that another one follows
    return bool(_BASE.match(line.text) or (another and _GOES_ON.match(line.text)))


def _is_authority(line: Line) -> bool:
    """Whether a line between the subject of a decision and its bases says by whose authority it is."""
    short = len(line.text) < 150 and not _BASE.match(line.text) and not _ENACTS.match(line.shown)
    return short and (is_centred(line) or _authority(line))


def _authority(line: Line) -> bool:
    return grammar.is_upper(line.shown) and not _ENACTS.match(line.shown) and not _ROMAN.match(line.shown)


def _subject(rest: tuple[Line, ...]) -> list[Line]:
    taken: list[Line] = []
    for line in rest[1:]:
        continued = line.at > 0 and line.paragraph is rest[0].paragraph
        above = taken[-1] if taken else rest[0]
        beside = line.paragraph.index <= above.paragraph.index + 1
        joined = continued or (beside and (is_centred(line) or _is_short_and_bold(line)))
        if (_SUBJECT_ENDS.match(line.text) or _DIVISION.match(line.text)) and not continued:
            break
        if not joined or (taken and _authority(line)) or ORIGIN.match(line.text) or line.text.endswith(":"):
            break
        taken.append(line)
    return taken


def is_centred(line: Line) -> bool:
    return line.paragraph.setting.align == "center"


def _is_short_and_bold(line: Line) -> bool:
    return len(line.text) < 150 and _is_bold(line)


def _is_bold(line: Line) -> bool:
    return all(run.letters.bold for run in line.runs if run.text.strip())


def named_by_itself(line: Line, parts: Parts) -> bool:
    if line.paragraph.cell is None and _ADDRESS.search(line.text) and len(line.text) < 200:
        parts["dia-chi"].append(line)
        return True
    return False


def name_divisions(body: tuple[Line, ...], parts: Parts) -> None:
    above = None
    for line in body:
        if line.paragraph.cell is not None:
            continue
        if _DIVISION.match(line.text):
            parts["phan-chuong"].append(line)
            above = line
            continue
        is_heading = is_centred(line) or grammar.is_upper(line.shown)
        if above is not None and len(line.text) < 250 and is_heading:
            parts["ten-phan-chuong"].append(line)
            continue
        above = None
        if _ROMAN.match(line.text) and len(line.text) < 250:
            parts["muc-la-ma"].append(line)


def name_foot(foot: tuple[Line, ...], parts: Parts) -> None:
    listing = False
    for line in foot:
        if fold(line.text).startswith(fold("Nơi nhận")):
            parts["noi-nhan"] = [line]
            listing = True
        elif _DRAFTER.match(line.text):
            parts["nguoi-soan"].append(line)
        elif parts["noi-nhan"] and (line.text.startswith("-") or (listing and _listed(line, parts["noi-nhan"][0]))):
            parts["danh-sach"].append(line)
        elif _ADDRESS.search(line.text):
            parts["dia-chi"].append(line)
        elif not parts["ho-ten"] and _is_office(line, parts["quyen-han"]):
            parts["quyen-han"].append(line)
            listing = False
        elif parts["quyen-han"] and not parts["ho-ten"] and not line.text.startswith("("):
            parts["ho-ten"].append(line)


def _is_office(line: Line, above: list[Line]) -> bool:
    """Whether a line of ô 7 is an office: known as one, or in capitals and not apart from the office above it."""
    if grammar.is_office(line.shown.upper()):
        return True
    apart = bool(above) and (
        line.paragraph.setting.before >= _ROOM_TO_SIGN_PT or line.paragraph.index > above[-1].paragraph.index + 2
    )
    return grammar.is_upper(line.shown) and not apart


def _listed(line: Line, label: Line) -> bool:
    """Whether a line below "Nơi nhận" is one of the recipients: dashed, or in the same cell."""
    if line.text.startswith(("-", "•", "+", "–", "—")):
        return True
    return label.paragraph.cell is not None and _goes_on(line, label) and not grammar.is_office(line.shown)
