"""The faults of `faults`, of the text, the foot, the annexes and of what only the cycle knows."""

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from paper.check import Context
from tests.paper.check.clean import LONG, REWRITTEN, clean
from tests.paper.check.editing import Edit, back, both, find, look, setting, without, words
from tests.paper.check.faults import Fault, relocated, swap, taken

_CLAUSE = "Tham mưu Ủy ban nhân dân Huyện xây dựng Kế hoạch; tổng hợp, báo cáo đúng thời gian quy định."
_DASH = "- Chủ động xây dựng Kế hoạch gắn với"
_ARTICLE_2 = "Quyết định này có hiệu lực kể từ ngày ký."
_AUTHORITY = "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH"
_LAW = "Căn cứ Luật Tổ chức chính quyền địa phương;"
_DECREE = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
_PLAN_15 = "Kế hoạch số 15/KH-UBND ngày 14/01/2027 của Ủy ban nhân dân tỉnh Đồng Tháp"
_CITED_AGAIN = "và Kế hoạch số 55-KH/HU"
_ANNEX = "1.2 quyết định, 2.1 phụ lục"
_HEADING = "2. Các cơ quan Huyện và Ủy ban nhân dân xã, thị trấn"


def joined(paper: str, text: str) -> Fault:
    """Two paragraphs made one, and parted again."""
    home: list[Edit] = []

    def put(document: Document) -> None:
        above = find(document, text)
        below = above._p.getnext()
        words_below = Paragraph(below, document).text.replace("\u2011", "-")
        home.append(back(clean(paper), words_below))
        below.getparent().remove(below)
        above.runs[-1].text += f" {words_below}"

    def mend(document: Document) -> None:
        paragraph = find(document, text)
        paragraph.runs[-1].text = text
        home[-1](document)

    return Fault(paper, put, mend)


def _framed(text: str, on: bool) -> Edit:
    def edit(document: Document) -> None:
        form = find(document, text)._p.pPr
        for old in form.findall(qn("w:pBdr")):
            form.remove(old)
        if on:
            frame = OxmlElement("w:pBdr")
            for side in ("top", "left", "bottom", "right"):
                edge = OxmlElement(f"w:{side}")
                edge.set(qn("w:val"), "single")
                frame.append(edge)
            form.insert_element_before(frame, "w:spacing", "w:ind", "w:jc")

    return edit


def _columns_swapped(document: Document) -> None:
    left, right = document.tables[-1].rows[0].cells
    right._tc.addnext(left._tc)


def _annex_start(on: bool) -> Edit:
    def edit(document: Document) -> None:
        section = document.sections[-1]._sectPr
        for old in section.findall(qn("w:pgNumType")):
            section.remove(old)
        if on:
            start = OxmlElement("w:pgNumType")
            start.set(qn("w:start"), "1")
            section.find(qn("w:pgMar")).addnext(start)

    return edit


TEXT = {
    "tham-quyen": taken("decision", _AUTHORITY),
    "loi-quyet-dinh": taken("decision", "QUYẾT ĐỊNH:"),
    "can-cu-dau": swap("issued", "chính quyền địa phương;", "chính quyền địa phương,"),
    "can-cu-dong": joined("issued", _LAW),
    "can-cu-luat": swap(
        "issued",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
    ),
    "can-cu-ngay": swap("issued", "30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của", "30/2020/NĐ-CP của"),
    "can-cu-co-quan": swap("issued", "năm 2020 của Chính phủ về công", "năm 2020 về công"),
    "can-cu-trich-yeu": swap("issued", "của Chính phủ về công tác văn thư", "của Chính phủ"),
    "vien-dan-dau": swap("issued", "số 15/KH-UBND ngày 14/01/2027 của", "số 15/KH-UBND của"),
    "vien-dan-trich-yeu": swap("issued", "tỉnh Đồng Tháp về công tác dân vận chính quyền năm 2027;", "tỉnh Đồng Tháp;"),
    "vien-dan-sau": swap("issued", "và Kế hoạch số 55-KH/HU", "và Kế hoạch số 55-KH/HU ngày 04/11/2026"),
    "noi-dung-nghieng": Fault(
        "report", look("Tiếp tục thực hiện tốt", italic=True), look("Tiếp tục thực hiện tốt", italic=False)
    ),
    "noi-dung-deu": Fault("report", look("Tiếp tục thực hiện tốt", size=13), look("Tiếp tục thực hiện tốt", size=14)),
    "lui-dong": Fault("issued", setting(_DASH, first_line_indent=0), setting(_DASH, first_line_indent=12.7)),
    "cach-doan": Fault(
        "long",
        setting("Tiếp tục đổi mới", space_before=2, last=True),
        setting("Tiếp tục đổi mới", space_before=6, last=True),
    ),
    "gian-dong": Fault("issued", setting(_DASH, line_spacing=2), setting(_DASH, line_spacing=1)),
    "phan-chuong-so": swap("1.4 quy chế", "Chương II", "Chương 2"),
    "phan-chuong-ten": taken("1.4 quy chế", "HỘI HỌP"),
    "dieu-cham": swap("decision", "Điều 2.", "Điều 2"),
    "dieu-dam": Fault("decision", look("Điều 2.", bold=False), look("Điều 2.", bold=True)),
    "muc-thu-tu": swap("issued", "III. TỔ CHỨC", "IV. TỔ CHỨC"),
    "khoan-thu-tu": swap("issued", "3. Phòng Tài chính", "4. Phòng Tài chính"),
    "dieu-thu-tu": swap("decision", "Điều 3.", "Điều 4."),
    "khoan-cham": swap("1.4 quy chế", "1. Phòng họp hằng tuần.", "1/ Phòng họp hằng tuần."),
    "diem-ngoac": swap("1.4 quy chế", "b) Việc tuần này;", "b. Việc tuần này;"),
    "diem-thu-tu": swap("1.4 quy chế", "đ) Việc khác./.", "e) Việc khác./."),
    "khoan-tieu-de": Fault("issued", look(_HEADING, bold=False), look(_HEADING, bold=True)),
    "viet-hoa": swap("issued", "của Ủy ban nhân dân tỉnh Đồng Tháp về", "của ủy ban Nhân dân tỉnh Đồng Tháp về"),
    "ket-thuc": swap("issued", "Kế hoạch này./.", "Kế hoạch này."),
}
CLOSING = {
    "quyen-han": Fault("1.7 giấy mời", without("TRƯỞNG PHÒNG"), back(clean("1.7 giấy mời"), "TRƯỞNG PHÒNG")),
    "ho-ten": taken("issued", "Nguyễn Văn Mẫu"),
    "quyen-han-viet": swap("report", "TM. ỦY BAN NHÂN DÂN", "T/M ỦY BAN NHÂN DÂN"),
    "tm-tap-the": swap("submission", "TRƯỞNG PHÒNG", "TM. TRƯỞNG PHÒNG"),
    "kt-chuc-vu": swap("report", "TM. ỦY BAN NHÂN DÂN", "TL. ỦY BAN NHÂN DÂN"),
    "kt-cap-pho": taken("issued", "PHÓ CHỦ TỊCH"),
    "kt-thieu": taken("issued", "KT. CHỦ TỊCH"),
    "tl-chuc-vu": swap("submission", "TRƯỞNG PHÒNG", "TL. TRƯỞNG PHÒNG"),
    "tham-quyen-ky": swap("decision", _AUTHORITY, "ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH"),
    "bien-ban-ky": taken("1.9 biên bản", "Lê Văn Giả"),
    "ho-ten-hoc-vi": swap("issued", "Nguyễn Văn Mẫu", "ThS. Nguyễn Văn Mẫu"),
    "ho-ten-hoa": swap("issued", "Nguyễn Văn Mẫu", "Nguyễn văn Mẫu"),
    "kinh-gui": taken("1.4 tờ trình", "Kính gửi: Ủy ban nhân dân huyện Cao Lãnh"),
    "kinh-gui-hai-cham": swap("submission", "Kính gửi:", "Kính gửi"),
    "kinh-gui-dong": swap("report", "(qua Phòng Nội vụ)", "(qua Phòng Nội vụ); Ban Dân vận Huyện ủy."),
    "kinh-gui-phay": swap("report", "(qua Phòng Nội vụ)", "(qua Phòng Nội vụ), Ủy ban nhân dân huyện Mỹ Mẫu"),
    "kinh-gui-gach": swap("1.5 công văn", "- Phòng Tư pháp;", "- Phòng Tư pháp,"),
    "kinh-gui-thang": Fault(
        "1.5 công văn", setting("- Phòng Tư pháp;", left_indent=20), setting("- Phòng Tư pháp;", left_indent=60)
    ),
    "nhu-tren-ai": taken("report", "Kính gửi: Ủy ban nhân dân huyện Cao Lãnh (qua Phòng Nội vụ)"),
    "noi-nhan": taken("1.7 giấy mời", "Nơi nhận:"),
    "noi-nhan-hai-cham": swap("issued", "Nơi nhận:", "Nơi nhận"),
    "noi-nhan-gach": swap("issued", "- UBND Tỉnh;", "UBND Tỉnh;"),
    "noi-nhan-dau": swap("issued", "- UBND Tỉnh;", "- UBND Tỉnh,"),
    "noi-nhan-luu": swap("issued", "- Lưu: VT, VPUBND (Tr).", "- Lưu VPUBND (Tr)."),
    "nhu-tren": swap("report", "- Như trên;", "- Lãnh đạo xã;"),
    "nhu-dieu": swap("decision", "- Như Điều 3;", "- Phòng Nội vụ;"),
    "noi-nhan-sat-le": Fault("issued", setting("- UBND Tỉnh;", left_indent=20), setting("- UBND Tỉnh;", left_indent=0)),
    "quyen-han-cho": Fault("1.7 giấy mời", _columns_swapped, _columns_swapped),
    "noi-nhan-ngang": relocated("1.7 giấy mời", "Nơi nhận:", "Địa điểm: Phòng họp số 1./."),
}
EXTRAS = {
    "van-ban-dang": swap("submission", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"),
    "phu-luc-dan": swap(_ANNEX, "có tên trong Phụ lục kèm theo.", "có tên trong danh sách."),
    "phu-luc-so": swap("hai phụ lục", "Phụ lục II", "Phụ lục 2"),
    "phu-luc-kem": taken(_ANNEX, "(Kèm theo Quyết định số 12/QĐ-UBND"),
    "phu-luc-kem-du": swap(_ANNEX, "số 12/QĐ-UBND ngày 05 tháng 01 năm 2027 của", "năm 2027 của"),
    "phu-luc-trang": Fault(_ANNEX, _annex_start(False), _annex_start(True)),
    "muc-khan": swap("khẩn", "HỎA TỐC", "HỎA TỐC HẸN GIỜ"),
    "muc-khan-mau": Fault("khẩn", look("HỎA TỐC", colour="000000"), look("HỎA TỐC", colour="FF0000")),
    "muc-khan-khung": Fault("khẩn", _framed("HỎA TỐC", False), _framed("HỎA TỐC", True)),
    "luu-hanh-khung": Fault("khẩn", _framed("LƯU HÀNH NỘI BỘ", False), _framed("LƯU HÀNH NỘI BỘ", True)),
}
_YEAR = Context(kind="plan", year=2027)
CYCLE = {
    "van-ban-goc": swap("issued", _PLAN_15, "các kế hoạch của cấp trên", context=Context(parents=("15/KH-UBND",))),
    "don-vi-minh": swap("submission", "PHÒNG NỘI VỤ", "PHÒNG TƯ PHÁP", context=Context(issuer="PHÒNG NỘI VỤ")),
    "don-vi-khac": swap(
        "issued",
        _CLAUSE,
        f"Ủy ban nhân dân xã Tân Thử xây dựng Kế hoạch. {_CLAUSE}",
        context=Context(others=("Ủy ban nhân dân xã Tân Thử",)),
    ),
    "nam-minh": swap("issued", "tháng 02 năm 2027", "tháng 02 năm 2026", context=_YEAR),
    "trich-yeu-nam": swap("issued", "dân vận chính quyền năm 2027", "dân vận chính quyền năm 2026", context=_YEAR),
    "nam-truoc": swap("issued", "Quý III, IV năm 2027.", "Quý III, IV năm 2026.", context=_YEAR),
    "chep-nam-truoc": Fault(
        "rewritten",
        both(*(words(REWRITTEN, LONG) for _ in range(4))),
        both(*(words(LONG, REWRITTEN) for _ in range(4))),
        Context(last="\n".join([LONG] * 15)),
    ),
}
