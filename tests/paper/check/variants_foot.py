"""Ô 7 and 9, annexes and stamps as drafters write them: what the clerk says of each stands in `variants.txt`."""

import copy

from docx.document import Document

from paper.check import Context
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
    moved,
    setting,
    without,
    words,
)
from tests.paper.check.variant import Variant, below, on

_ANNEXED = "1.2 quyết định, 2.1 phụ lục"
_ORIGIN = "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2027 của Ủy ban nhân dân huyện Cao Lãnh)"
_AUTHORITY = "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH"
_OFFICE = {"KT. CHỦ TỊCH": "TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH": "CHỦ TỊCH"}


def signed(*lines: str) -> Edit:
    """The signature block of the issued plan, which has three lines, retyped."""
    old = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    gone = (without(line, last=True) for line in reversed(old[len(lines) :]))
    return both(*gone, *(words(a, b, last=True) for a, b in zip(old, lines, strict=False)))


def named(name: str) -> Variant:
    return on("issued", words("Nguyễn Văn Mẫu", name, last=True))


def _at_the_left(document: Document) -> None:
    """The signature moved into the column of the recipients, in its own row's other cell."""
    office, name = find(document, "TRƯỞNG PHÒNG"), find(document, "Nguyễn Văn Mẫu")
    label = find(document, "Nơi nhận:")._p
    for one in (office, name):
        label.addprevious(one._p)


def _columns_exchanged(document: Document) -> None:
    """Recipients at the right, signature at the left."""
    left, right = find(document, "Nơi nhận:")._p.getparent(), find(document, "TRƯỞNG PHÒNG")._p.getparent()
    pieces = {cell: [one for one in cell if one.tag.endswith("}p")] for cell in (left, right)}
    for cell, other in ((left, right), (right, left)):
        for one in pieces[other]:
            cell.append(one)


def _without_table(document: Document) -> None:
    """Recipients and signature typed below each other, outside of any table."""
    table = document.tables[-1]._tbl
    for one in list(table.iter("{*}p")):
        table.addprevious(one)
    table.getparent().remove(table)


def _signature_in_a_row_below(document: Document) -> None:
    table = document.tables[-1]
    row = copy.deepcopy(table.rows[0]._tr)
    table._tbl.append(row)
    for cell in (table.rows[0].cells[1], table.rows[1].cells[0]):
        for paragraph in cell.paragraphs:
            paragraph.clear()


def _unspoken(document: Document) -> None:
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("Điều 1."):
            paragraph.runs[-1].text = " Công nhận kết quả xếp loại."


FOOT: dict[str, Variant] = {
    "KT without its dot": on("issued", signed("TM. ỦY BAN NHÂN DÂN", "KT CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    "T/M": on("issued", signed("T/M ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    "K.T": on("issued", signed("TM. ỦY BAN NHÂN DÂN", "K.T CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    "TL:": on("issued", signed("TL: CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
    "TM.UBND without a space": on("issued", signed("TM.ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    "TM. of a person": on("issued", signed("TM. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
    "KT. of a body": on("issued", signed("KT. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH")),
    "TL. of a body": on("issued", signed("TL. ỦY BAN NHÂN DÂN", "CHÁNH VĂN PHÒNG")),
    "Q. of an office": on("issued", signed("Q. CHỦ TỊCH")),
    "KT. with no deputy below": on("issued", signed("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
    "KT. with nobody below": on("issued", signed("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),
    "TL. with no office below": on("issued", signed("TL. CHỦ TỊCH")),
    "TUQ. with no office below": on("issued", signed("TUQ. CHỦ TỊCH")),
    "TL. and KT. below": on("issued", signed("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")),
    "a deputy minister": on("issued", signed("THỨ TRƯỞNG")),
    "a deputy who signs for a committee": on("issued", signed("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH")),
    "a deputy below a minister": on("issued", signed("BỘ TRƯỞNG", "THỨ TRƯỞNG")),
    "a body that no table knows": on("issued", signed("TM. CÂU LẠC BỘ", "CHỦ NHIỆM")),
    "a signature without an office": on("1.7 giấy mời", without("TRƯỞNG PHÒNG")),
    "a signature without a name": on("1.7 giấy mời", without("Nguyễn Văn Mẫu")),
    "a name in capitals": named("NGUYỄN VĂN MẪU"),
    "a name with a small initial": named("Nguyễn văn Mẫu"),
    "a master's name": named("ThS. Nguyễn Văn Mẫu"),
    "a professor's name": named("PGS.TS. Nguyễn Văn Mẫu"),
    "a mister's name": named("Ông Nguyễn Văn Mẫu"),
    "a name that begins as a title does": named("Bành Văn Mẫu"),
    "a name in brackets": named("(Đã ký)"),
    "a name of seven words": named("Công Tằng Tôn Nữ Thị Mẫu Ví"),
    "a note above the name": on("issued", after("PHÓ CHỦ TỊCH", "(Đã ký)", last=True)),
    "an office upright": on("issued", look("KT. CHỦ TỊCH", bold=False)),
    "a name at the left": on("issued", look("Nguyễn Văn Mẫu", align=LEFT)),
    "the signature in the column of the recipients": on("1.7 giấy mời", _at_the_left),
    "the signature at the left, the recipients at the right": on("1.7 giấy mời", _columns_exchanged),
    "the signature in a row below": on("1.7 giấy mời", _signature_in_a_row_below),
    "recipients and signature without a table": on("1.7 giấy mời", _without_table),
    "minutes that a master signs alone": on(
        "1.9 biên bản", without("Lê Văn Giả", last=True), words("Nguyễn Văn Mẫu", "TS. Nguyễn Văn Mẫu")
    ),
    "minutes without an office": on("1.9 biên bản", without("THƯ KÝ"), without("CHỦ TỌA")),
    "a master's name with a small initial": named("TS. Nguyễn văn Mẫu"),
    "a second name below the first": on("issued", after("Nguyễn Văn Mẫu", "ThS. Lê văn Giả", last=True)),
    "minutes that nobody signs": on("1.9 biên bản", without("Lê Văn Giả", last=True), without("Nguyễn Văn Mẫu")),
    "a decision for a body signed for it": on(
        _ANNEXED, words(_AUTHORITY, "ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH"),
        *(words(old, new, last=True) for old, new in _OFFICE.items()),
    ),
    "a decision by a person signed for a body": on(
        _ANNEXED, *(words(old, new, last=True) for old, new in _OFFICE.items())
    ),
    "a decision by a head of an office signed for a body": on(
        _ANNEXED, words(_AUTHORITY, "GIÁM ĐỐC SỞ NỘI VỤ"), *(words(old, new, last=True) for old, new in _OFFICE.items())
    ),
    "no recipients": on("1.7 giấy mời", *(without(one) for one in ("Nơi nhận:", "- Các phòng, ban;", "- Lưu: VT."))),
    "recipients without a colon": on("issued", words("Nơi nhận:", "Nơi nhận")),
    "recipients in capitals": on("issued", words("Nơi nhận:", "NƠI NHẬN:")),
    "recipients and a word more": on("issued", words("Nơi nhận:", "Nơi nhận (bản sao):")),
    "recipients with a plus": on("issued", words("- UBND Tỉnh;", "+ UBND Tỉnh;")),
    "recipients with a long dash": on("issued", words("- UBND Tỉnh;", "– UBND Tỉnh;")),
    "recipients with a longer dash": on("issued", words("- UBND Tỉnh;", "— UBND Tỉnh;")),
    "recipients with a bullet": on("issued", words("- UBND Tỉnh;", "• UBND Tỉnh;")),
    "recipients without a dash": on("issued", words("- UBND Tỉnh;", "UBND Tỉnh;")),
    "recipients that end in a comma": on("issued", words("- UBND Tỉnh;", "- UBND Tỉnh,")),
    "recipients of which one is not filled in": on("issued", words("- UBND Tỉnh;", "- ………;")),
    "recipients of which one is dots": on("issued", words("- UBND Tỉnh;", "- .........")),
    "the last recipient with a semicolon": on("issued", words("- Lưu: VT, VPUBND (Tr).", "- Lưu: VT, VPUBND (Tr);")),
    "a file copy without VT": on("issued", words("- Lưu: VT, VPUBND (Tr).", "- Lưu: VPUBND.")),
    "a file copy without a colon": on("issued", words("- Lưu: VT, VPUBND (Tr).", "- Lưu VT, VPUBND (Tr).")),
    "a file copy of the registry alone": on("issued", words("- Lưu: VT, VPUBND (Tr).", "- Lưu: VT.")),
    "a file copy with a long dash": on("issued", words("- Lưu: VT, VPUBND (Tr).", "– Lưu: VT.")),
    "a file copy with the drafter's sign": on("issued", words("- Lưu: VT, VPUBND (Tr).", "- Lưu: VT. NVA.15.")),
    "a file copy without a full stop": on("issued", words("- Lưu: VT, VPUBND (Tr).", "- Lưu: VT, VPUBND (Tr)")),
    "a file copy with a bullet": on("issued", words("- Lưu: VT, VPUBND (Tr).", "• Lưu: VT.")),
    "no file copy": on("issued", without("- Lưu: VT")),
    "as above in the second line": on("report", moved("- Như trên;", "- TT Đảng ủy, TT HĐND xã;")),
    "as above written otherwise": on("report", words("- Như trên;", "- Như kính gửi;")),
    "as above in small letters": on("report", words("- Như trên;", "- như trên;")),
    "as above of nobody": on("report", without("Kính gửi")),
    "as the article left out": on("decision", without("- Như Điều 3;")),
    "as the article in the second line": on("decision", moved("- Như Điều 3;", "- CT, các PCT/UBND Huyện;")),
    "recipients set in by 8 mm": on("issued", setting("- UBND Tỉnh;", left_indent=8, first_line_indent=0)),
    "recipients set in by 9 mm": on("issued", setting("- UBND Tỉnh;", left_indent=9, first_line_indent=0)),
    "recipients justified and set in": on(
        "issued", both(setting("- UBND Tỉnh;", left_indent=9, first_line_indent=0), look("- UBND Tỉnh;", align=BOTH))
    ),
    "recipients centred": on("issued", look("- UBND Tỉnh;", align=CENTRE)),
    "the label of the recipients at the right": on("issued", look("Nơi nhận:", align=RIGHT)),
    "the label of the recipients set in": on("issued", setting("Nơi nhận:", left_indent=12)),
    "recipients pushed by a tab": on("issued", words("- UBND Tỉnh;", "\t- UBND Tỉnh;")),
    "an annex that is not spoken of": on(_ANNEXED, words("có tên trong Phụ lục kèm theo", "có tên trong danh sách")),
    "an annex spoken of as enclosed": on(_ANNEXED, words("có tên trong Phụ lục kèm theo", "có danh sách kèm theo")),
    "an annex without its paper": on(_ANNEXED, without(_ORIGIN)),
    "an annex of a paper without a number": on(_ANNEXED, words(_ORIGIN, "(Kèm theo Quyết định của Ủy ban nhân dân)")),
    "an annex with a number alone": on(_ANNEXED, words("Phụ lục", "Phụ lục I", last=True)),
    "an annex without a title": on(_ANNEXED, without("DANH SÁCH TỔ CÔNG TÁC")),
    "an annex with a title in small letters": on(_ANNEXED, words("DANH SÁCH TỔ CÔNG TÁC", "Danh sách Tổ công tác")),
    "an annex with a title on two lines": on(_ANNEXED, after("DANH SÁCH TỔ CÔNG TÁC", "NĂM 2027")),
    "an annex with its paper on two lines": on(
        _ANNEXED, words(_ORIGIN, "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2027"),
        below("(Kèm theo Quyết định số 12", "của Ủy ban nhân dân huyện Cao Lãnh)"),
    ),
    "an annex of a paper on two lines without a number": on(
        _ANNEXED, words(_ORIGIN, "(Kèm theo Quyết định ngày 05 tháng 01"), below("(Kèm theo Quyết", "của Huyện)")
    ),
    "two annexes that are not spoken of": on("hai phụ lục", _unspoken),
    "two annexes without numbers": on(
        "hai phụ lục", words("Phụ lục II", "Phụ lục", last=True), words("Phụ lục I", "Phụ lục")
    ),
    "two annexes of which one is numbered": on("hai phụ lục", words("Phụ lục II", "Phụ lục", last=True)),
    "two annexes in Arabic figures": on(
        "hai phụ lục", words("Phụ lục I", "Phụ lục 1"), words("Phụ lục II", "Phụ lục 2", last=True)
    ),
    "a stamp of urgency in black": on("khẩn", look("HỎA TỐC", colour="000000")),
    "a stamp of urgency upright": on("khẩn", look("HỎA TỐC", bold=False)),
    "an address in letters of the text": on("khẩn", look("Điện thoại:", size=14)),
    "a drafter's sign in large letters": on("khẩn", look("PL.(30)", size=13)),
    "a drafter's sign without brackets": on("khẩn", words("PL.(30)", "PL.30")),
    "a parent that is not cited": on("report", context=Context(parents=("07/KH-UBND",))),
    "a parent that is cited": on("report", context=Context(parents=("05/KH-UBND", "5/KH-UBND"))),
    "the paper of another unit": on("report", context=Context(issuer="ỦY BAN NHÂN DÂN XÃ TÂN THỬ")),
    "the paper of its unit": on("report", context=Context(issuer="Ủy ban nhân dân xã Mỹ Mẫu")),
    "another unit in the text": on(
        "report", words("Ủy ban nhân dân xã đã tổ chức", "ỦY BAN nhân dân xã Tân Thử tổ chức thực hiện"),
        context=Context(others=("Ủy ban nhân dân xã Tân Thử",)),
    ),
    "another unit that is only named": on(
        "report", words("Ủy ban nhân dân xã đã tổ chức", "Cùng Ủy ban nhân dân xã Tân Thử, xã đã tổ chức"),
        context=Context(others=("Ủy ban nhân dân xã Tân Thử",)),
    ),
    "another year on the second line of a subject": on(
        "report", below("Kết quả thực hiện công tác dân vận", "và năm 2026"), context=Context(year=2028)
    ),
    "another year": on("report", context=Context(year=2028)),
    "its year": on("report", context=Context(year=2027)),
    "a plan whose text speaks of the year before": on(
        "issued", words("Quý III, IV năm 2027", "Quý III, IV năm 2026"),
        words("3. Phân công tiến độ", "3. Phân công tiến độ năm 2026"), context=Context(year=2027),
    ),
    "a plan whose text looks back on the year before": on(
        "issued", words("Quý III, IV năm 2027", "so với kết quả năm 2026"), context=Context(year=2027)
    ),
    "a report that speaks of the year before": on(
        "report", words("đã tổ chức 12 kỳ", "đã tổ chức trong năm 2026 12 kỳ"),
        context=Context(year=2027, kind="report_annual"),
    ),
}  # fmt: skip
