"""Ô 1 to 5 as drafters write them: what the clerk says of each stands in `variants.txt`."""

from docx.document import Document
from docx.shared import Pt

from paper.check import Context
from tests.paper.check.editing import CENTRE, LEFT, after, find, look, moved, setting, without, words
from tests.paper.check.variant import Variant, below, on


def _one_line(document: Document) -> None:
    """Number and date on one line, parted by spaces, in the cell of the number."""
    number, place = find(document, "Số: 07/KH-PNV"), find(document, "Cao Lãnh, ngày 05")
    number.runs[0].text = f"Số: 07/KH-PNV          {place.text}"
    place.runs[0].text = ""


def _head_without_table(document: Document) -> None:
    """The number typed above everything, outside of the table."""
    number = find(document, "Số: 07/KH-PNV")
    document.element.body.insert(0, number._p)


def _nation_below(document: Document) -> None:
    """Quốc hiệu and Tiêu ngữ taken out of their table and typed below the number."""
    _head_without_table(document)
    number = find(document, "Số: 07/KH-PNV")._p
    number.addnext(find(document, "Độc lập - Tự do - Hạnh phúc")._p)
    number.addnext(find(document, "CỘNG HÒA XÃ HỘI")._p)


def _titled(document: Document) -> None:
    title = find(document, "Kính gửi:").insert_paragraph_before("CÔNG VĂN:")
    title.alignment = CENTRE
    title.runs[0].bold, title.runs[0].font.size, title.runs[0].font.name = True, Pt(14), "Times New Roman"


_PLACE = "Cao Lãnh, ngày 08 tháng 02 năm 2027"
_ANY_PLACE = "Cao Lãnh, ngày 05 tháng 01 năm 2027"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_SUBJECT = "Thực hiện công tác dân vận chính quyền năm 2027"
_DISPATCH = "V/v báo cáo công tác văn thư"
_LETTERS = "Thực hiện công tác dân vận chính quyền của các cơ quan, đơn vị trên địa bàn huyện " * 4


def _placed(place: str) -> Variant:
    return on("issued", words(_PLACE, place))


def _numbered(number: str, paper: str = "issued", old: str = "Số: 05/KH-UBND") -> Variant:
    return on(paper, words(old, number))


HEAD: dict[str, Variant] = {
    "Quốc hiệu with a full stop": on("issued", words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA.")),
    "Quốc hiệu in the other spelling of HOÀ": on("issued", words("CỘNG HÒA", "CỘNG HOÀ")),
    "Quốc hiệu in the left column": on("issued", moved("CỘNG HÒA XÃ HỘI", "ỦY BAN NHÂN DÂN", first=True)),
    "Quốc hiệu below the number, without a table": on("1.4 có tên loại", _nation_below),
    "Tiêu ngữ with long dashes": on("issued", words(_MOTTO, "Độc lập – Tự do – Hạnh phúc")),
    "Tiêu ngữ with every word in capitals": on("issued", words(_MOTTO, _MOTTO.title())),
    "Tiêu ngữ in capitals": on("issued", words(_MOTTO, _MOTTO.upper())),
    "Tiêu ngữ in capitals with long dashes": on("issued", words(_MOTTO, "ĐỘC LẬP – TỰ DO – HẠNH PHÚC")),
    "Tiêu ngữ in other words in capitals": on("issued", words(_MOTTO, "ĐỘC LẬP - TỰ DO - HẠNH PHÚC - ẤM NO")),
    "Tiêu ngữ without spaces": on("issued", words(_MOTTO, "Độc lập-Tự do-Hạnh phúc")),
    "Tiêu ngữ 7 points below": on("issued", setting(_MOTTO, space_before=7)),
    "Tiêu ngữ 6 points below": on("issued", setting(_MOTTO, space_before=6)),
    "Tiêu ngữ at 1.2 lines": on("issued", setting(_MOTTO, line_spacing=1.2)),
    "Tiêu ngữ 7 points below Quốc hiệu's own space": on("issued", setting("CỘNG HÒA XÃ HỘI", space_after=7)),
    "the issuer in the right column": on("1.4 có tên loại", moved("PHÒNG NỘI VỤ", "CỘNG HÒA XÃ HỘI", first=True)),
    "the issuer below its number": on("1.4 có tên loại", moved("PHÒNG NỘI VỤ", "Số: 07/KH-PNV")),
    "the issuer abbreviated": on("issued", words("ỦY BAN NHÂN DÂN", "UBND")),
    "the second line of the issuer abbreviated": on("issued", words("HUYỆN CAO LÃNH", "VP CAO LÃNH")),
    "no issuer": on("1.7 giấy mời", without("SỞ NỘI VỤ")),
    "the number above everything, without a table": on("1.4 có tên loại", _head_without_table),
    "number and date on one line": on("1.4 có tên loại", _one_line),
    "no colon": _numbered("Số 05/KH-UBND"),
    "no zero": _numbered("Số: 5/KH-UBND"),
    "no space": _numbered("Số:05/KH-UBND"),
    "a hyphen and a stroke": _numbered("Số: 05-KH/UBND"),
    "a space in the symbol": _numbered("Số: 05/KH- UBND"),
    "small letters in the issuer's sign": _numbered("Số: 05/KH-UBnd"),
    "a symbol of another kind": _numbered("Số: 05/BC-UBND"),
    "a symbol of another kind in small letters": _numbered("Số: 05/bc-UBND"),
    "a number of three figures": _numbered("Số: 105/KH-UBND"),
    "a field of work in the symbol": _numbered("Số: 05/KH-UBND-NV"),
    "a symbol and a note beside it": _numbered("Số: 05/KH-UBND   (bản 2)"),
    "a symbol with a number in it": _numbered("Số: 05/KH-BCĐ389"),
    "TTr in capitals": _numbered("Số: 09/TTR-PNV", "1.4 tờ trình", "Số: 09/TTr-PNV"),
    "a công văn with the sign of a plan": _numbered("Số: 15/KH-PNV", "1.5 công văn", "Số: 15/PNV-VT"),
    "a công văn without a unit and without a number": _numbered("Số:      /PNV", "1.5 công văn", "Số: 15/PNV-VT"),
    "a number typed with dots": _numbered("Số: …./KH-UBND"),
    "no comma": _placed("Cao Lãnh ngày 08 tháng 02 năm 2027"),
    "no place": _placed("Ngày 08 tháng 02 năm 2027"),
    "a place in small letters": _placed("cao Lãnh, ngày 08 tháng 02 năm 2027"),
    "a place with a hyphen": _placed("Đăk-nông, ngày 08 tháng 02 năm 2027"),
    "a day without zero": _placed("Cao Lãnh, ngày 8 tháng 02 năm 2027"),
    "a month without zero": _placed("Cao Lãnh, ngày 18 tháng 2 năm 2027"),
    "January without zero": _placed("Cao Lãnh, ngày 18 tháng 1 năm 2027"),
    "a month from 3 on": _placed("Cao Lãnh, ngày 18 tháng 3 năm 2027"),
    "a month from 3 on with zero": _placed("Cao Lãnh, ngày 18 tháng 03 năm 2027"),
    "a day that is none": _placed("Cao Lãnh, ngày 30 tháng 02 năm 2027"),
    "a month that is none": _placed("Cao Lãnh, ngày 28 tháng 13 năm 2027"),
    "a date in figures": _placed("Cao Lãnh, ngày 08/02/2027"),
    "a date not written yet": _placed("Cao Lãnh, ngày …. tháng …. năm 2027"),
    "place and date set apart from the number": on(
        "1.4 có tên loại", moved(_ANY_PLACE, "Độc lập - Tự do - Hạnh phúc", first=True)
    ),
    "no title": on("notice", without("THÔNG BÁO")),
    "a title with a colon": on("issued", words("KẾ HOẠCH", "KẾ HOẠCH:"), context=Context(kind="plan")),
    "a title with a full stop": on("issued", words("KẾ HOẠCH", "KẾ HOẠCH."), context=Context(kind="plan")),
    "a letter on two lines handed in as a plan": on(
        "1.5 công văn", below(_DISPATCH, "năm 2026"), context=Context(kind="plan")
    ),
    "a title of another kind": on("report", context=Context(kind="plan")),
    "a title with a word too many of another kind": on(
        "report", words("BÁO CÁO", "BÁO CÁO TỔNG KẾT"), context=Context(kind="plan")
    ),
    "a công văn handed in as a plan": on("1.5 công văn", context=Context(kind="plan")),
    "a công văn handed in as one": on("letter", context=Context(kind="letter")),
    "a kind that nobody knows": on("report", context=Context(kind="thu")),
    "a subject of 250 letters": on("issued", words(_SUBJECT, _LETTERS[:249].replace("\n", " ") + "u")),
    "a subject of 251 letters": on("issued", words(_SUBJECT, _LETTERS[:250] + "u")),
    "a subject of 251 letters on two lines": on("issued", words(_SUBJECT, "a" * 200), below("a" * 200, "b" * 50)),
    "a V/v of 251 letters": on("1.5 công văn", words(_DISPATCH, f"V/v {_LETTERS[:246]}u")),
    "a subject on two lines": on("issued", below(_SUBJECT, "trên địa bàn huyện Cao Lãnh")),
    "a subject that ends in a colon": on("issued", below(_SUBJECT, "gồm các việc sau:")),
    "no subject": on("issued", without(_SUBJECT)),
    "no subject in a slip of leave": on("1.10 giấy nghỉ phép"),
    "V/v on two lines": on("1.5 công văn", below(_DISPATCH, "năm 2026 và nhiệm vụ năm 2027")),
    "V/v in full": on("1.5 công văn", words(_DISPATCH, "Về việc báo cáo công tác văn thư")),
    "V/v in capitals": on("1.5 công văn", words(_DISPATCH, _DISPATCH.upper())),
    "v/v in small letters": on("1.5 công văn", words("V/v", "v/v")),
    "V/v with a colon": on("1.5 công văn", words("V/v", "V/v:")),
    "V/v 6.5 points below": on("1.5 công văn", setting(_DISPATCH, space_before=6.5)),
    "V/v 7 points below": on("1.5 công văn", setting(_DISPATCH, space_before=7)),
    "V/v 5 points below": on("1.5 công văn", setting(_DISPATCH, space_before=5)),
    "V/v 6 points below by the number's own space": on(
        "1.5 công văn", setting(_DISPATCH, space_before=0), setting("Số: 15/PNV-VT", space_after=6)
    ),
    "the kind of the issuer alone on its line": on("issued", look("ỦY BAN NHÂN DÂN", bold=False)),
    "the area below the issuer not bold": on("issued", look("HUYỆN CAO LÃNH", bold=False)),
    "three names, of which the last is bold": on(
        "1.4 có tên loại", words("UBND HUYỆN CAO LÃNH", "TỈNH ĐỒNG THÁP"), after("TỈNH ĐỒNG THÁP", "UBND CAO LÃNH")
    ),
    "three names, of which the last two are bold": on(
        "1.4 có tên loại", after("PHÒNG NỘI VỤ", "BỘ PHẬN VĂN THƯ")
    ),
    "one name, not bold": on("1.7 giấy mời", look("SỞ NỘI VỤ", bold=False)),
    "urgency beside the number": on("khẩn", words("HỎA TỐC", "HOẢ TỐC")),
    "urgency by the hour": on("khẩn", words("HỎA TỐC", "HỎA TỐC HẸN GIỜ")),
    "urgency in small letters": on("khẩn", words("HỎA TỐC", "Hỏa tốc")),
    "circulation in small letters": on("khẩn", words("LƯU HÀNH NỘI BỘ", "Lưu hành nội bộ")),
    "circulation in other words": on("khẩn", words("LƯU HÀNH NỘI BỘ", "XEM XONG TRẢ LẠI")),
    "sizes of the other set": on(
        "issued", look("CỘNG HÒA XÃ HỘI", size=12), look(_MOTTO, size=13), look(_PLACE, size=13)
    ),
    "sizes of no set": on("issued", look("CỘNG HÒA XÃ HỘI", size=13), look(_MOTTO, size=13), look(_PLACE, size=14)),
    "a size that no part may have among them": on("issued", look("CỘNG HÒA XÃ HỘI", size=10), look(_MOTTO, size=13)),
    "a size between two": on("issued", look("CỘNG HÒA XÃ HỘI", size=12.5)),
    "a title at the left": on("issued", look("KẾ HOẠCH", align=LEFT)),
    "a subject upright and at the left": on("issued", look(_SUBJECT, align=LEFT, bold=False)),
    "a title in a style of its own size": on("issued", look("KẾ HOẠCH", size=15), look(_SUBJECT, italic=True)),
    "Kính gửi in capitals": on("report", words("Kính gửi:", "KÍNH GỬI:")),
    "Kính gửi without a colon": on("report", words("Kính gửi:", "Kính gửi")),
    "Kính gửi missing in a tờ trình": on("1.4 tờ trình", without("Kính gửi")),
    "Kính gửi missing in a công văn": on("reminder", without("Kính gửi")),
    "one addressee below the line": on("1.4 tờ trình", words("Kính gửi: Ủy ban nhân dân huyện Cao Lãnh", "Kính gửi:"),
                                       below("Kính gửi:", "- Ủy ban nhân dân huyện Cao Lãnh.")),
    "two addressees on the line": on("1.4 tờ trình", words("huyện Cao Lãnh", "huyện Cao Lãnh; Ban Dân vận Huyện ủy;")),
    "one addressee with a semicolon": on("1.4 tờ trình", words("huyện Cao Lãnh", "huyện Cao Lãnh;")),
    "one addressee on the line of several": on("1.5 công văn", words("Kính gửi:", "Kính gửi: Sở Nội vụ;")),
    "two addressees below the line": on("1.5 công văn", without("- Phòng Tư pháp;")),
    "addressees that end in commas": on("1.5 công văn", words("- Văn phòng Huyện;", "- Văn phòng Huyện,")),
    "the last addressee without a full stop": on("1.5 công văn", words("- Các xã, thị trấn.", "- Các xã, thị trấn")),
    "addressees with a plus": on("1.5 công văn", words("- Văn phòng Huyện;", "+ Văn phòng Huyện;")),
    "an addressee 1 mm aside": on("1.5 công văn", setting("- Phòng Tư pháp;", left_indent=61)),
    "an addressee 2 mm aside": on("1.5 công văn", setting("- Phòng Tư pháp;", left_indent=62)),
    "an addressee pushed by tabs": on("1.5 công văn", words("- Phòng Tư pháp;", "\t\t- Phòng Tư pháp;")),
    "addressees centred": on("1.5 công văn", *(look(f"- {one}", align=CENTRE) for one in ("Văn phòng", "Phòng Tư"))),
    "minutes with a place and a date": on("minutes", below("Số: 07/BB-UBND", _PLACE)),
    "a công văn with a title": on("1.5 công văn", _titled),
}  # fmt: skip
