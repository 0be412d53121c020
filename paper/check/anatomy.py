"""Which line of a resolved paper is which part of it: ô 1 to 13, annexes, and the paragraphs of its text."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from paper.check import Context
from paper.check.lines import Line, lines_of
from paper.read import grammar
from paper.read.facts import PaperFacts
from paper.read.folding import fold
from paper.read.sheet import Section, Sheet

HEAD_LINES = 40
NATION, MOTTO = fold("CỘNG HÒA XÃ HỘI"), fold("Độc lập")
_MOTTO = re.compile(r"độc\W*lập\W*tự\W*do\W*hạnh\W*phúc", re.IGNORECASE)
_DATED = re.compile(r"\bngày\b.*\btháng\b|,\s*ngày\s|\d{1,2}[/-]\d{1,2}[/-]\d{4}\s*$", re.IGNORECASE)
NUMBER = re.compile(r"^\W*số\b\s*:?\s*[\d\s.…_]*[/-]|^\W*số\s*:", re.IGNORECASE)
_DISPATCH = re.compile(r"^\W*(v/v|về việc)\b", re.IGNORECASE)
_URGENT = re.compile(r"^\W*(hỏa tốc|hoả tốc|thượng khẩn|khẩn)( hẹn giờ)?\W*$", re.IGNORECASE)
_CIRCULATION = re.compile(r"^\W*(xem xong trả lại|lưu hành nội bộ)\W*$", re.IGNORECASE)
_ADDRESS = re.compile(r"(điện thoại|đt|fax|e-?mail|website|thư điện tử)\s*:", re.IGNORECASE)
_DRAFTER = re.compile(r"^[A-ZĐ]{1,4}\.\s?\(?\d{1,5}\)?\.?$")
_ANNEX = re.compile(r"^phụ lục(\s+(số\s*)?([IVXL]+|\d+))?\s*[:.]?$", re.IGNORECASE)
_ORIGIN = re.compile(r"^\(?\s*(ban hành )?kèm theo\b", re.IGNORECASE)
_BASE = re.compile(r"^(căn cứ|theo đề nghị|xét đề nghị|xét tờ trình)\b", re.IGNORECASE)
_ENACTS = re.compile(r"^(QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|CHỈ THỊ)\s*:?$")
_SUBJECT_ENDS = re.compile(r"^(Kính gửi|Căn cứ|Thực hiện .{0,40}số \d|Theo |[IVX]+\. |\d+\. |-)")
_DIVISION = re.compile(r"^(Phần|Chương|Mục|Tiểu mục)\s+(thứ\s+)?([IVXLC]+|\d+|\w+)\s*[:.]?$", re.IGNORECASE)
_ROMAN = re.compile(r"^[IVXL]+\s*[.)/:-]\s*\S")


@dataclass(frozen=True)
class Annex:
    """One phụ lục: its heading, the lines of its title, where it says it belongs, and its text."""

    heading: Line
    title: tuple[Line, ...]
    origin: tuple[Line, ...]
    body: tuple[Line, ...]


@dataclass(frozen=True)
class Anatomy:
    """A paper taken apart. `parts` maps codes of `components` to lines; `body` holds the paragraphs of the text."""

    sheet: Sheet
    facts: PaperFacts
    context: Context
    parts: dict[str, tuple[Line, ...]]
    head: tuple[Line, ...]
    body: tuple[Line, ...]
    annexes: tuple[Annex, ...]

    def of(self, code: str) -> tuple[Line, ...]:
        """The lines of a part; none where the paper does not have it."""
        return self.parts.get(code, ())

    @property
    def prose(self) -> tuple[Line, ...]:
        """The paragraphs of the text that stand in no table."""
        return tuple(line for line in self.body if line.paragraph.cell is None)

    @property
    def first_page(self) -> Section:
        """The section that page 1 belongs to."""
        return self.sheet.sections[0]


def take_apart(sheet: Sheet, facts: PaperFacts, context: Context) -> Anatomy:
    """Find every part of a paper."""
    lines = tuple(lines_of(sheet.paragraphs))
    annex_at = [at for at, line in enumerate(lines) if at and _ANNEX.match(line.text) and line.paragraph.cell is None]
    front = lines[: annex_at[0]] if annex_at else lines
    title_at = next((at for at, line in enumerate(front[:HEAD_LINES]) if grammar.title(line.shown)), None)
    head = front[: _head_end(front) if title_at is None else title_at]
    foot_at = _foot_at(front, len(head))
    parts: dict[str, list[Line]] = {}
    _name_head(head, parts)
    rest = front[len(head) : foot_at]
    rest = _name_opening(rest, title_at is not None, parts)
    _name_foot(front[foot_at:], parts)
    body = tuple(line for line in rest if not _named_by_itself(line, parts))
    _name_divisions(body, parts)
    annexes = tuple(_annex(lines[start:end]) for start, end in zip(annex_at, [*annex_at[1:], None], strict=False))
    for annex in annexes:
        parts.setdefault("phu-luc", []).append(annex.heading)
        parts.setdefault("ten-phu-luc", []).extend(annex.title)
        parts.setdefault("kem-theo", []).extend(annex.origin)
    named = {code: tuple(found) for code, found in parts.items()}
    return Anatomy(sheet, facts, context, named, head, body, annexes)


def _head_end(lines: tuple[Line, ...]) -> int:
    """Where the head of a paper without a title ends: before "Kính gửi" or the first line outside of its table."""
    for at, line in enumerate(lines[:HEAD_LINES]):
        if line.text.startswith(("Kính gửi", "Căn cứ")):
            return at
        if at and line.paragraph.cell is None and not _of_head(line):
            return at
    return min(len(lines), HEAD_LINES)


def _of_head(line: Line) -> bool:
    signs = (NUMBER, _DATED, _DISPATCH, _URGENT, _CIRCULATION)
    return line.paragraph.boxed or grammar.is_upper(line.shown) or any(sign.search(line.text) for sign in signs)


def _foot_at(lines: tuple[Line, ...], head: int) -> int:
    """Where ô 7 and 9b begin: at the last "Nơi nhận", or at the first office below the text."""
    called = [at for at, line in enumerate(lines) if at >= head and fold(line.text).startswith(fold("Nơi nhận"))]
    offices = [at for at, line in enumerate(lines) if at >= head + 3 and grammar.is_office(line.shown)]
    if not called:
        return next((at for at in offices if len(lines) - at <= 12), len(lines))
    # Minutes and foreign layouts set the signatures above the recipients.
    before = [at for at in offices if called[-1] - 8 <= at < called[-1] and lines[at].paragraph.cell is not None]
    return min([called[-1], *before])


def _name_head(head: tuple[Line, ...], parts: dict[str, list[Line]]) -> None:
    numbered = False
    for line in head:
        code = next((code for code, sign in _HEAD if sign(line)), None)
        if code == "trich-yeu-cong-van" and not numbered:
            code = None
        numbered = numbered or code == "so-ky-hieu"
        if code is None and parts.get("trich-yeu-cong-van") and _goes_on(line, parts["trich-yeu-cong-van"][-1]):
            code = "trich-yeu-cong-van"
        if code is None and not numbered and not _is_right(line):
            code = "ban-hanh"
        if code:
            parts.setdefault(code, []).append(line)
    names = parts.pop("ban-hanh", [])
    start = issuer_at(tuple(line.shown for line in names))
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
    ("dia-danh", lambda line: bool(_DATED.search(line.text))),
    ("trich-yeu-cong-van", lambda line: bool(_DISPATCH.match(line.text))),
    ("muc-khan", lambda line: bool(_URGENT.match(line.text))),
    ("luu-hanh", lambda line: bool(_CIRCULATION.match(line.text))),
)
# Words that open the name of an agency; a line without one goes on with the name above it.
_OPENS = re.compile(
    r"^(UBND|HĐND|ỦY BAN|UỶ BAN|HỘI ĐỒNG|BỘ|SỞ|TỔNG CỤC|CỤC|CHI CỤC|VỤ|PHÒNG|BAN|VĂN PHÒNG|THANH TRA|TRƯỜNG|TRUNG TÂM|"
    r"BỆNH VIỆN|TRẠM|CÔNG AN|BCH|BỘ CHỈ HUY|ĐOÀN|TỔ|CHỦ TỊCH|VIỆN|ĐÀI|CÔNG TY|HẠT|CHÍNH PHỦ|QUỐC HỘI)\b"
)


def issuer_at(names: tuple[str, ...]) -> int:
    """The index in ô 2 where the issuer's own name begins; the lines before it name its superior."""
    opening = [at for at, name in enumerate(names) if _OPENS.match(name)]
    return opening[-1] if opening else max(len(names) - 1, 0)


def _name_opening(rest: tuple[Line, ...], titled: bool, parts: dict[str, list[Line]]) -> tuple[Line, ...]:
    """Name title, subject, authority line, addressees and bases; return what is left: the text."""
    at = 0
    if titled:
        parts["ten-loai"] = [rest[0]]
        parts["trich-yeu"] = _subject(rest)
        at = 1 + len(parts["trich-yeu"])
    left: list[Line] = []
    addressing = False
    for line in rest[at:]:
        text = line.text
        addressing = text.startswith(("Kính gửi", "KÍNH GỬI")) or (addressing and text.startswith(("-", "•", "+")))
        if addressing and not left:
            parts.setdefault("kinh-gui", []).append(line)
        elif not left and not parts.get("can-cu") and line.paragraph.setting.align == "center" and _authority(line):
            parts.setdefault("tham-quyen", []).append(line)
        elif not left and _BASE.match(text) and len(text) < 600 and not text.endswith(":"):
            parts.setdefault("can-cu", []).append(line)
        elif not (_ENACTS.match(line.shown) and parts.get("ten-loai")):
            left.append(line)
    return tuple(left)


def _authority(line: Line) -> bool:
    return grammar.is_upper(line.shown) and not _ENACTS.match(line.shown) and not _ROMAN.match(line.shown)


def _subject(rest: tuple[Line, ...]) -> list[Line]:
    taken: list[Line] = []
    for line in rest[1:]:
        continued = line.at > 0 and line.paragraph is rest[0].paragraph
        joined = continued or line.paragraph.setting.align == "center" or not taken
        if (_SUBJECT_ENDS.match(line.text) or _DIVISION.match(line.text)) and not continued:
            break
        if not joined or (taken and _authority(line)) or _ORIGIN.match(line.text) or line.text.endswith(":"):
            break
        taken.append(line)
    return taken


def _named_by_itself(line: Line, parts: dict[str, list[Line]]) -> bool:
    if line.paragraph.cell is None and _ADDRESS.search(line.text) and len(line.text) < 200:
        parts.setdefault("dia-chi", []).append(line)
        return True
    return False


def _name_divisions(body: tuple[Line, ...], parts: dict[str, list[Line]]) -> None:
    above = None
    for line in body:
        if line.paragraph.cell is not None:
            continue
        if _DIVISION.match(line.text):
            parts.setdefault("phan-chuong", []).append(line)
            above = line
            continue
        if above is not None and len(line.text) < 250 and line.paragraph.setting.align == "center":
            parts.setdefault("ten-phan-chuong", []).append(line)
            continue
        above = None
        if _ROMAN.match(line.text) and len(line.text) < 250:
            parts.setdefault("muc-la-ma", []).append(line)


def _name_foot(foot: tuple[Line, ...], parts: dict[str, list[Line]]) -> None:
    listing = False
    for line in foot:
        if fold(line.text).startswith(fold("Nơi nhận")):
            parts["noi-nhan"] = [line]
            listing = True
        elif listing and _listed(line, parts["noi-nhan"][0]):
            parts.setdefault("danh-sach", []).append(line)
        elif _DRAFTER.match(line.text):
            parts.setdefault("nguoi-soan", []).append(line)
        elif _ADDRESS.search(line.text):
            parts.setdefault("dia-chi", []).append(line)
        elif grammar.is_upper(line.shown) and not parts.get("ho-ten"):
            parts.setdefault("quyen-han", []).append(line)
            listing = False
        elif parts.get("quyen-han") and not parts.get("ho-ten") and not line.text.startswith("("):
            parts.setdefault("ho-ten", []).append(line)


def _listed(line: Line, label: Line) -> bool:
    """Whether a line below "Nơi nhận" is one of the recipients: dashed, or in the same cell."""
    if line.text.startswith(("-", "•", "+", "–", "—")):
        return True
    return label.paragraph.cell is not None and _goes_on(line, label) and not grammar.is_office(line.shown)


def _annex(lines: tuple[Line, ...]) -> Annex:
    title: list[Line] = []
    origin: list[Line] = []
    for line in lines[1:]:
        if line.paragraph.cell is not None:
            break
        if _ORIGIN.match(line.text) or (origin and not origin[-1].text.endswith(")")):
            origin.append(line)
        elif origin or line.paragraph.setting.align not in ("center",) or len(line.text) > 250:
            break
        else:
            title.append(line)
    return Annex(lines[0], tuple(title), tuple(origin), lines[1 + len(title) + len(origin) :])
