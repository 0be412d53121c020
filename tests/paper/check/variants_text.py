"""Ô 6 as drafters write it: what the clerk says of each stands in `variants.txt`."""

from docx.document import Document
from docx.shared import Mm, Pt

from tests.paper.check.clean import LONG
from tests.paper.check.editing import (
    BOTH,
    CENTRE,
    LEFT,
    RIGHT,
    Edit,
    after,
    both,
    find,
    look,
    setting,
    without,
    words,
)
from tests.paper.check.variant import Variant, below, on

_LAW = "Căn cứ Luật Tổ chức chính quyền địa phương;"
_DECREE = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
_INTRO = "Thời gian thực hiện: Quý III, IV năm 2027."
_LONG_POINT = "- Chủ động xây dựng"
_SHORT = "Trong Quý II năm 2027."
_DATED = "Quyết định số 12/QĐ-UBND ngày 15 tháng 01 năm 2027"
_TITLED, _RULES = "1.4 có tên loại", "1.4 quy chế"


def based(base: str) -> Variant:
    """Another second basis, the last one."""
    return on("issued", words(_DECREE, base))


def says(sentence: str) -> Variant:
    """Another sentence in the text of the issued plan."""
    return on("issued", words(_INTRO, sentence))


def typed(text: str) -> Edit:
    """A run of letters typed in front of a paragraph of the plan."""

    def edit(document: Document) -> None:
        paragraph = find(document, _LONG_POINT)
        paragraph.paragraph_format.first_line_indent = Mm(0)
        paragraph.runs[0].text = f"{text}{paragraph.runs[0].text}"

    return edit


def in_style(*lines: str, **form: float) -> Edit:
    """Two paragraphs told not to keep their distance from others of their style."""

    def edit(document: Document) -> None:
        for line in lines:
            properties = find(document, line)._p.get_or_add_pPr()
            properties.append(properties.makeelement(f"{properties.tag.partition('}')[0]}}}contextualSpacing"))

    return both(edit, *(setting(line, **form) for line in lines))


def exactly(points: float, rule: str) -> Edit:
    """Lines of so many points, "exact" or "atLeast"."""

    def edit(document: Document) -> None:
        form = find(document, _LONG_POINT).paragraph_format
        form.line_spacing = Pt(points)
        if rule == "atLeast":
            spacing = form._element.pPr.spacing  # type: ignore[attr-defined]
            spacing.set(f"{spacing.tag.partition('}')[0]}}}lineRule", rule)

    return edit


def lettered(*lines: str) -> Variant:
    """Other points below the second clause of the rules."""
    old = ("a) Kết quả tuần trước;", "b) Việc tuần này;", "c) Vướng mắc;", "d) Phân công;", "đ) Việc khác./.")
    gone = (without(line) for line in old[len(lines) :])
    return on(_RULES, *gone, *(words(one, line) for one, line in zip(old, lines, strict=False)))


_PAIR = ("- Đổi mới, nâng cao", "- Tạo sự chuyển biến")

TEXT: dict[str, Variant] = {
    "a basis that ends in a full stop": on("issued", words(_LAW, "Căn cứ Luật Tổ chức chính quyền địa phương.")),
    "the last basis with a semicolon": on("issued", words(f"{_DECREE}.", f"{_DECREE};")),
    "the last basis that leads into the text": on("issued", words(f"{_DECREE}.", f"{_DECREE}, thực hiện như sau:")),
    "the last basis with a comma": on("issued", words(f"{_DECREE}.", f"{_DECREE},")),
    "two bases in one paragraph": on("issued", words(_LAW, f"{_LAW} Căn cứ Luật Thi đua, khen thưởng;")),
    "a proposal in the paragraph of a basis": on("issued", words(_LAW, f"{_LAW} Theo đề nghị của Phòng Nội vụ;")),
    "a law with its number": based("Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15 tháng 6 năm 2022"),
    "an ordinance with its number": based("Căn cứ Pháp lệnh số: 34/2007/PL-UBTVQH11"),
    "a decree without a date": based("Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư"),
    "a decree with a date in figures": based(
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư"
    ),
    "a decree without its agency": based("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 về văn thư"),
    "a decree signed on its date": based(
        "Căn cứ Nghị định số 30/2020/NĐ-CP ký ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
    ),
    "two decrees of which one has no agency": based(
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 về văn thư và Nghị định số 61/2018/NĐ-CP ngày 23 "
        "tháng 4 năm 2018 của Chính phủ về cơ chế một cửa"
    ),
    "a proposal whose paper has no agency": based(
        "Theo đề nghị của Phòng Nội vụ tại Tờ trình số 31/TTr-PNV ngày 10 tháng 01 năm 2027"
    ),
    "a proposal looked at whose paper has no agency": based(
        "Xét đề nghị của Phòng Nội vụ tại Tờ trình số 31/TTr-PNV ngày 10 tháng 01 năm 2027"
    ),
    "a decree without its subject": based("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ"),
    "a basis upright": on("issued", look(_LAW, italic=False)),
    "a basis at the right": on("issued", look(_LAW, align=RIGHT)),
    "a basis that goes on with others": on(
        "issued", words(f"{_DECREE}.", f"{_DECREE};"), below("Căn cứ Nghị định số 30", "Thực hiện chỉ đạo của Tỉnh.")
    ),
    "a paper cited first without a date": says("Thực hiện Quyết định số 12/QĐ-UBND của Tỉnh về lễ hội."),
    "a paper cited first without an agency": says(f"Thực hiện {_DATED} về lễ hội."),
    "a paper cited first with nothing": says("Thực hiện Quyết định số 12/QĐ-UBND."),
    "a paper cited first in full": says(f"Thực hiện {_DATED} của Ủy ban nhân dân tỉnh về lễ hội."),
    "a paper of the bases cited again": says("Thực hiện Nghị định số 30/2020/NĐ-CP về công tác văn thư."),
    "a paper of the bases cited again with its date": says(
        "Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư."
    ),
    "a paper cited twice in a sentence": says(
        f"Thực hiện {_DATED} của Ủy ban nhân dân tỉnh về lễ hội; Quyết định số 12/QĐ-UBND còn hiệu lực."
    ),
    "a paper cited again with its date": on(
        "issued", words(_INTRO, f"Thực hiện {_DATED} của Ủy ban nhân dân tỉnh về lễ hội."),
        after(f"Thực hiện {_DATED}", f"Theo {_DATED} thì các đơn vị báo cáo."),
    ),
    "a paper enclosed with another": says(f"Quy chế (kèm theo {_DATED} của Ủy ban nhân dân tỉnh) được giữ nguyên."),
    "a subject behind a bracket": says(f"Thực hiện {_DATED} của Chính phủ (ban hành kèm theo Quy chế)."),
    "a subject with guidance": says(f"Thực hiện {_DATED} của Chính phủ, hướng dẫn thực hiện."),
    "a party's paper cited": says("Thực hiện Kế hoạch số 55-KH/HU của Huyện ủy."),
    "a paragraph at the margin": on("issued", setting(_LONG_POINT, first_line_indent=0)),
    "a paragraph set in by 1 cm": on("issued", setting(_LONG_POINT, first_line_indent=10)),
    "a paragraph set in by 1.5 cm": on("issued", setting(_LONG_POINT, first_line_indent=15)),
    "a paragraph set in by a tab": on("issued", typed("\t")),
    "a paragraph set in by spaces": on("issued", typed("        ")),
    "a paragraph set in by three spaces": on("issued", typed("   ")),
    "a short paragraph set in by 5 mm": on(_TITLED, setting(_SHORT, first_line_indent=5)),
    "a short heading set in by 5 mm": on(_TITLED, setting("1. Thời gian kiểm tra", first_line_indent=5)),
    "a short paragraph set in by 20 mm": on(_TITLED, setting(_SHORT, first_line_indent=20)),
    "a short paragraph hanging": on(_TITLED, setting(_SHORT, left_indent=20, first_line_indent=-7.3)),
    "no space between paragraphs": on("issued", *(setting(line, space_before=0, space_after=0) for line in _PAIR)),
    "six points after": on("issued", *(setting(line, space_before=0, space_after=6) for line in _PAIR)),
    "five points and a half": on("issued", *(setting(line, space_before=5.5, space_after=0) for line in _PAIR)),
    "six points that Word leaves out within a style": on("issued", in_style(*_PAIR, space_before=6, space_after=6)),
    "six points of which only the lower is left out": on("issued", in_style(_PAIR[1], space_before=6, space_after=0)),
    "single lines": on("issued", setting(_LONG_POINT, line_spacing=1)),
    "lines and a half": on("issued", setting(_LONG_POINT, line_spacing=1.5)),
    "a little more than lines and a half": on("issued", setting(_LONG_POINT, line_spacing=1.6)),
    "a little less than single lines": on("issued", setting(_LONG_POINT, line_spacing=0.9)),
    "lines of exactly 18 points": on("issued", exactly(18, "exact")),
    "lines of exactly 12 points": on("issued", exactly(12, "exact")),
    "lines of exactly 30 points": on("issued", exactly(30, "exact")),
    "lines of at least 12 points": on("issued", exactly(12, "atLeast")),
    "lines of at least 30 points": on("issued", exactly(30, "atLeast")),
    "a paragraph at the left": on("issued", look(_LONG_POINT, align=LEFT)),
    "a paragraph in the middle": on("issued", look(_LONG_POINT, align=CENTRE), setting(_LONG_POINT, line_spacing=3)),
    "a paragraph at the right": on("issued", look(_LONG_POINT, align=RIGHT)),
    "a heading justified": on("issued", look("II. NỘI DUNG", align=BOTH)),
    "a heading in small letters": on("issued", words("II. NỘI DUNG", "II. Nội dung")),
    "a heading upright": on("issued", look("II. NỘI DUNG", bold=False)),
    "a paragraph in italics": on("issued", look(_LONG_POINT, italic=True)),
    "a paragraph in brackets in italics": on(
        "issued", words(_INTRO, "(Các đơn vị gửi kế hoạch trước ngày 10.)"), look("(Các đơn vị gửi", italic=True)
    ),
    "a paragraph of 13 points": on("issued", look(_LONG_POINT, size=13)),
    "a paragraph of 14.05 points": on("issued", look(_LONG_POINT, size=14.05)),
    "a paragraph of 15 points": on("issued", look(_LONG_POINT, size=15)),
    "a paragraph in Arial": on("issued", look(_LONG_POINT, name="Arial")),
    "a paragraph in red": on("issued", look(_LONG_POINT, colour="FF0000")),
    "a paragraph underlined": on("issued", look(_LONG_POINT, underline=True)),
    "a paragraph hidden": on("issued", look(_LONG_POINT, hidden=True)),
    "a paragraph in capitals": on("long", words(LONG, LONG.upper())),
    "a word of three capitals": on(_TITLED, words(_SHORT, "UBND.")),
    "a part in Arabic figures": on(_RULES, words("Chương II", "Chương 2")),
    "a section in Roman figures": on(_RULES, words("Mục 1", "Mục I")),
    "a chapter without a heading": on(_RULES, without("CHẾ ĐỘ LÀM VIỆC")),
    "a chapter with a heading in small letters": on(_RULES, words("CHẾ ĐỘ LÀM VIỆC", "Chế độ làm việc")),
    "a chapter with its heading at the left": on(_RULES, look("CHẾ ĐỘ LÀM VIỆC", align=LEFT)),
    "an article without a dot": on(_RULES, words("Điều 2.", "Điều 2")),
    "an article with a colon": on(_RULES, words("Điều 2.", "Điều 2:")),
    "an article in Roman figures": on(_RULES, words("Điều 2.", "Điều II.")),
    "an article that is upright": on(_RULES, look("Điều 2. Họp", bold=False)),
    "an article left out": on(_RULES, words("Điều 2.", "Điều 3.")),
    "a clause with a stroke": on(_RULES, words("2. Nội dung", "2/ Nội dung")),
    "a clause with a bracket": on(_RULES, words("2. Nội dung", "2) Nội dung")),
    "a clause with a dash": on(_RULES, words("2. Nội dung", "2- Nội dung")),
    "a clause with two dots": on(_RULES, words("2. Nội dung", "2.. Nội dung")),
    "a sentence that begins with a figure": on(_RULES, words("2. Nội dung", "24/24 giờ, nội dung")),
    "a clause with a heading that is upright": on(_TITLED, look("2. Phân công", bold=False)),
    "points with dots": lettered("a. Kết quả tuần trước;", "b. Việc tuần này."),
    "points of which one is left out": lettered("a) Kết quả tuần trước;", "c) Việc tuần này."),
    "points in the order of another alphabet": lettered(
        "a) Kết quả tuần trước;", "b) Việc tuần này;", "c) Vướng mắc;", "d) Phân công;", "e) Việc khác./."
    ),
    "points that begin with b": lettered("b) Kết quả tuần trước;", "c) Việc tuần này."),
    "points that begin anew below a clause": lettered(
        "a) Kết quả tuần trước;", "b) Việc tuần này;", "3. Việc khác:", "b) Phân công;", "c) Việc khác./."
    ),
    "a letter in a bracket that is no point": lettered("a )Kết quả tuần trước;", "b) Việc tuần này."),
    "no sign at the end": on("1.7 giấy mời", words("Phòng họp số 1./.", "Phòng họp số 1.")),
    "a sign at the end with a space": on("1.7 giấy mời", words("Phòng họp số 1./.", "Phòng họp số 1. / .")),
    "a sign at the end of the last but one": on(
        "1.7 giấy mời", words("Chủ trì: Trưởng phòng Nội vụ.", "Chủ trì: Trưởng phòng Nội vụ./."),
        words("Phòng họp số 1./.", "Phòng họp số 1"),
    ),
    "no text at all": on("1.4 tờ trình", without("Phòng Nội vụ kính trình")),
    "a name in small letters": says("Thời gian thực hiện do ủy ban nhân dân Huyện quyết định."),
    "an office whose word looks like a name": says("Thời gian do Trưởng phòng Nội vụ quyết định."),
}  # fmt: skip
