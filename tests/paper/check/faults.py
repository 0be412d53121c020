"""For each rule one fault put into a clean paper, and how a drafter mends it. `MACHINE`: `paper.check.mend` does it."""

from dataclasses import dataclass

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from paper.check import Context
from paper.check.components import Component
from tests.paper.check.clean import LONG, clean
from tests.paper.check.editing import (
    BOTH,
    CENTRE,
    LEFT,
    RIGHT,
    Edit,
    back,
    both,
    find,
    header,
    look,
    moved,
    setting,
    sheet,
    tagged,
    titled,
    without,
    words,
)
from tests.paper.check.typed import put

NO_CONTEXT = Context()


@dataclass(frozen=True)
class Fault:
    """A fault in a paper of `clean`, and its mending; `context` is what the cycle knows then."""

    paper: str
    put: Edit
    mend: Edit
    context: Context = NO_CONTEXT


def swap(paper: str, old: str, new: str, last: bool = False, context: Context = NO_CONTEXT) -> Fault:
    """Words retyped, and retyped back."""
    return Fault(paper, words(old, new, last), words(new, old, last), context)


_ORIGIN = "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2027 của Ủy ban nhân dân huyện Cao Lãnh)"
# Where each component stands in a clean paper: (paper, a line of it).
STANDS = {
    "quoc-hieu": ("issued", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    "tieu-ngu": ("issued", "Độc lập - Tự do - Hạnh phúc"),
    "chu-quan": ("submission", "UBND HUYỆN CAO LÃNH"),
    "ban-hanh": ("submission", "PHÒNG NỘI VỤ"),
    "so-ky-hieu": ("issued", "Số: 05/KH-UBND"),
    "dia-danh": ("issued", "Cao Lãnh, ngày 08 tháng 02 năm 2027"),
    "ten-loai": ("issued", "KẾ HOẠCH"),
    "trich-yeu": ("issued", "Thực hiện công tác dân vận chính quyền năm 2027"),
    "trich-yeu-cong-van": ("1.5 công văn", "V/v báo cáo công tác văn thư"),
    "tham-quyen": ("decision", "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH"),
    "can-cu": ("issued", "Căn cứ Luật Tổ chức chính quyền địa phương;"),
    "phan-chuong": ("1.4 quy chế", "Chương II"),
    "ten-phan-chuong": ("1.4 quy chế", "CHẾ ĐỘ LÀM VIỆC"),
    "muc-la-ma": ("issued", "II. NỘI DUNG"),
    "noi-dung": ("report", "Thực hiện Kế hoạch số 05/KH-UBND"),
    "quyen-han": ("issued", "KT. CHỦ TỊCH"),
    "ho-ten": ("issued", "Nguyễn Văn Mẫu"),
    "kinh-gui": ("report", "Kính gửi: Ủy ban nhân dân huyện Cao Lãnh (qua Phòng Nội vụ)"),
    "noi-nhan": ("issued", "Nơi nhận:"),
    "danh-sach": ("issued", "- UBND Tỉnh;"),
    "phu-luc": ("decision", "Phụ lục"),
    "ten-phu-luc": ("1.2 quyết định, 2.1 phụ lục", "DANH SÁCH TỔ CÔNG TÁC"),
    "kem-theo": ("1.2 quyết định, 2.1 phụ lục", _ORIGIN),
    "muc-khan": ("khẩn", "HỎA TỐC"),
    "luu-hanh": ("khẩn", "LƯU HÀNH NỘI BỘ"),
    "nguoi-soan": ("khẩn", "PL.(30)"),
    "dia-chi": ("khẩn", "Điện thoại: 0277 000 000, E-mail: phongnoivu@example.vn"),
}


# What stands there in the other case, where that is not simply all letters.
_OTHER_CASE = {
    "muc-la-ma": ("issued", "II. NỘI DUNG", "II. Nội dung"),
    "noi-dung": ("long", LONG, LONG.upper()),
    "trich-yeu": ("issued", STANDS["trich-yeu"][1], STANDS["trich-yeu"][1].upper()),
}


def of_component(component: Component, suffix: str) -> Fault:
    """The fault of one of the rules made of the table of components."""
    paper, text = STANDS[component.code]
    largest = component.sizes[1]
    bold, italic = bool(component.bold), bool(component.italic)
    align = {"center": CENTRE, "both": BOTH, "left": LEFT}[component.align[0] if component.align else "both"]
    other = text.lower().capitalize() if component.case == "upper" else text.upper()
    return {
        "co-chu": Fault(paper, look(text, size=largest + 0.5), look(text, size=largest)),
        "kieu-chu": Fault(paper, look(text, bold=not bold), look(text, bold=bold, italic=italic)),
        "canh": Fault(paper, look(text, align=RIGHT), look(text, align=align)),
        "in-hoa": swap(*_OTHER_CASE.get(component.code, (paper, text, other))),
    }[suffix]


def _at_left(paragraph: Paragraph) -> None:
    paragraph.alignment = LEFT


def _centred(paragraph: Paragraph) -> None:
    paragraph.alignment = CENTRE


def _sized(points: float) -> Edit:
    def change(paragraph: Paragraph) -> None:
        for run in paragraph.runs:
            run.font.size = Pt(points)

    return header(change)


def _moved_below(document: Document) -> None:
    for run in list(document.sections[0].header.paragraphs[0].runs):
        document.sections[0].footer.paragraphs[0]._p.append(run._r)


def _moved_up(document: Document) -> None:
    for run in list(document.sections[0].footer.paragraphs[0].runs):
        document.sections[0].header.paragraphs[0]._p.append(run._r)


def _no_number(document: Document) -> None:
    for run in list(document.sections[0].header.paragraphs[0].runs):
        run._r.getparent().remove(run._r)


def _numbered(document: Document) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()._r
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = "PAGE"
        run.append(element)


def listed(style: str) -> Edit:
    """A paragraph made an item of Word's list of bullets, or a plain one."""

    def edit(document: Document) -> None:
        find(document, "Yêu cầu các địa phương").style = style

    return edit


def _greater(sign: str, face: str) -> Edit:
    """ "≥ 90%" at the end of a paragraph, its sign typed in a face."""

    def edit(document: Document) -> None:
        paragraph = find(document, "- Chủ động xây dựng")
        run = next((run for run in paragraph.runs if run.text == "\u00b3"), None) or paragraph.add_run()
        run.text, run.font.name, run.font.size = sign, face, paragraph.runs[0].font.size

    return edit


_A4 = {"page_width": 210, "page_height": 297}
PAGE = {
    "kho-giay": Fault("issued", sheet(page_width=216, page_height=279), sheet(**_A4)),
    "huong-giay": Fault("1.5 công văn", sheet(page_width=297, page_height=210), sheet(**_A4)),
    "le-trang": Fault("issued", sheet(left_margin=25), sheet(left_margin=30)),
    "phong-chu": Fault("issued", look("KẾ HOẠCH", name="Arial"), look("KẾ HOẠCH", name="Times New Roman")),
    "phong-ky-hieu": Fault("issued", _greater("\u00b3", "Symbol"), _greater("≥", "Times New Roman")),
    "dau-dong": Fault("1.6 công điện", listed("List Bullet"), listed("Normal")),
    "mau-chu": Fault("issued", look("KẾ HOẠCH", colour="FF0000"), look("KẾ HOẠCH", colour="000000")),
    "chu-an": Fault("issued", look("KT. CHỦ TỊCH", hidden=True), look("KT. CHỦ TỊCH", hidden=False)),
    "chu-la": swap("issued", "Tham mưu Ủy ban", "Th\u0430m mưu Ủy ban"),  # a Cyrillic "a"
    "gach-chan": Fault("issued", look("KẾ HOẠCH", underline=True), look("KẾ HOẠCH", underline=False)),
    "co-chu-thong-nhat": Fault(
        "issued",
        look("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12),
        look("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13),
    ),
    "so-trang": Fault("long", _no_number, _numbered),
    "so-trang-duoi": Fault("issued", _moved_below, _moved_up),
    "so-trang-canh": Fault("issued", header(_at_left), header(_centred)),
    "so-trang-chu": Fault("issued", _sized(11), _sized(14)),
    "so-trang-dau": Fault("issued", titled(False), titled(True)),
    "so-trang-so": Fault("issued", tagged("w:pgNumType", fmt="lowerRoman"), tagged("w:pgNumType", put=False)),
}
_NUMBER, _PLACE = "Số: 05/KH-UBND", "Cao Lãnh, ngày 08 tháng 02 năm 2027"
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def taken(paper: str, text: str, last: bool = False) -> Fault:
    """A paragraph deleted, and put back."""
    return Fault(paper, without(text, last), back(clean(paper), text, last))


def relocated(paper: str, text: str, to: str, first: bool = False) -> Fault:
    """A paragraph cut and pasted elsewhere, and brought back."""
    home = back(clean(paper), text)

    def put(document: Document) -> None:
        held = find(document, text)._p
        if len(held.getparent().findall(qn("w:p"))) == 1:
            held.addprevious(OxmlElement("w:p"))
        moved(text, to, first=first)(document)

    def mend(document: Document) -> None:
        without(text)(document)
        home(document)

    return Fault(paper, put, mend)


def added(paper: str, to: str, text: str, first: bool = False, **letters: bool) -> Fault:
    """A paragraph typed in the middle under (or with `first` above) another, and deleted."""

    def edit(document: Document) -> None:
        above = find(document, to)
        new = above.insert_paragraph_before()
        put(new, text, 14, align=CENTRE, **letters)
        if not first:
            above._p.addnext(new._p)

    return Fault(paper, edit, without(text))


HEADING = {
    "quoc-hieu": taken("issued", _NATION),
    "quoc-hieu-cho": relocated("submission", _NATION, "UBND HUYỆN CAO LÃNH", first=True),
    "tieu-ngu": taken("1.7 giấy mời", _MOTTO),
    "ban-hanh": taken("1.7 giấy mời", "SỞ NỘI VỤ"),
    "ban-hanh-cho": Fault(
        "submission",
        moved("PHÒNG NỘI VỤ", "/TTr-PNV", below=True),
        moved("PHÒNG NỘI VỤ", "UBND HUYỆN CAO LÃNH", below=True),
    ),
    "so-ky-hieu": taken("issued", _NUMBER),
    "ky-hieu-don-vi": swap("1.5 công văn", "15/PNV-VT", "15/PNV"),
    "cong-van-ten-loai": added("1.5 công văn", "Kính gửi:", "CÔNG VĂN", first=True, bold=True),
    "bien-ban-dia-danh": added("1.9 biên bản", "_" * 36, _PLACE, italic=True),
    "dia-danh": taken("issued", _PLACE),
    "dia-danh-ngang": relocated("issued", _PLACE, _MOTTO),
    "ten-loai": taken("1.7 giấy mời", "GIẤY MỜI"),
    "trich-yeu": taken("1.7 giấy mời", "Họp rà soát"),
    "quoc-hieu-loi": swap("issued", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI VIỆT NAM"),
    "tieu-ngu-loi": swap("issued", "Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc"),
    "tieu-ngu-dong": Fault(
        "issued",
        setting("Độc lập - Tự do - Hạnh phúc", space_before=12),
        setting("Độc lập - Tự do - Hạnh phúc", space_before=0),
    ),
    "ban-hanh-dong": Fault(
        "submission", setting("PHÒNG NỘI VỤ", space_before=18), setting("PHÒNG NỘI VỤ", space_before=0)
    ),
    "ban-hanh-viet-tat": swap("report", "ỦY BAN NHÂN DÂN", "UBND"),
    "so-hai-cham": swap("issued", "Số: 05/KH-UBND", "Số 05/KH-UBND"),
    "so-khong": swap("issued", "Số: 05/KH-UBND", "Số: 5/KH-UBND"),
    "ky-hieu-viet": swap("issued", "05/KH-UBND", "05/KH - UBND"),
    "ky-hieu-loai": swap("issued", "05/KH-UBND", "05/BC-UBND"),
    "ngay-day-du": swap("issued", "ngày 08 tháng 02 năm 2027", "ngày 08/02/2027"),
    "dia-danh-phay": swap("issued", "Cao Lãnh, ngày 08", "Cao Lãnh ngày 08"),
    "dia-danh-hoa": swap("issued", "Cao Lãnh, ngày", "Cao lãnh, ngày"),
    "ngay-khong": swap("issued", "ngày 08 tháng 02", "ngày 8 tháng 02"),
    "ngay-co-that": swap("issued", "ngày 08 tháng 02", "ngày 30 tháng 02"),
    "ten-loai-thua": swap("1.7 giấy mời", "GIẤY MỜI", "GIẤY MỜI HỌP"),
    "ten-loai-dung": Fault(
        "report",
        both(words("BÁO CÁO", "KẾ HOẠCH"), words("95/BC-UBND", "95/KH-UBND")),
        both(words("KẾ HOẠCH", "BÁO CÁO"), words("95/KH-UBND", "95/BC-UBND")),
        Context(kind="report_annual"),
    ),
    "trich-yeu-gon": swap("1.5 công văn", "V/v báo cáo", "V/v " + "triển khai, tổ chức, chỉ đạo, " * 9 + "báo cáo"),
    "vv-viet": swap("1.5 công văn", "V/v báo cáo", "Về việc báo cáo"),
    "vv-cach": Fault("1.5 công văn", setting("V/v báo cáo", space_before=0), setting("V/v báo cáo", space_before=6)),
}
