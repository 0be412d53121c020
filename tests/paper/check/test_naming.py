"""Which line is taken for which part of a paper: heads, openings, feet and annexes typed line by line, no table."""

import io
from dataclasses import dataclass

import docx
import pytest
from docx.shared import Mm, Pt

from paper.check import Context
from paper.check.checking import read
from tests.paper.check.typed import CENTRE, LEFT


@dataclass(frozen=True)
class L:
    """A line typed into a paper: its words, and how they are set."""

    words: str
    bold: bool = False
    italic: bool = False
    centred: bool = False
    before: float = 0
    left: float = 0


def parts(*lines: str | L) -> dict[str, list[str]]:
    """The parts that a paper of these lines has, with their words."""
    document = docx.Document()
    for line in lines:
        given = L(line) if isinstance(line, str) else line
        paragraph = document.add_paragraph()
        run = paragraph.add_run(given.words)
        run.bold, run.italic = given.bold, given.italic
        paragraph.alignment = CENTRE if given.centred else LEFT
        paragraph.paragraph_format.space_before = Pt(given.before)
        paragraph.paragraph_format.left_indent = Mm(given.left)
    target = io.BytesIO()
    document.save(target)
    found = read(target.getvalue(), Context()).parts
    return {code: [line.text for line in of] for code, of in found.items() if of}


NUMBER, PLACE, NATION = "Số: 05/KH-UBND", "Cao Lãnh, ngày 08 tháng 02 năm 2027", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
TITLE, SUBJECT = L("KẾ HOẠCH", bold=True, centred=True), L("Kiểm tra năm 2027", bold=True, centred=True)
TEXT = "Các cơ quan, đơn vị báo cáo kết quả."
FOOT = ("Nơi nhận:", "- Lưu: VT.", "TRƯỞNG PHÒNG", "Nguyễn Văn Mẫu")


@pytest.mark.parametrize(
    ("names", "superior", "issuer"),
    [
        ((L("UBND TỈNH"), L("SỞ NỘI VỤ", bold=True)), ["UBND TỈNH"], ["SỞ NỘI VỤ"]),
        ((L("UBND TỈNH"), L("CÂU LẠC BỘ", bold=True)), ["UBND TỈNH"], ["CÂU LẠC BỘ"]),
        ((L("UBND TỈNH"), L("SỞ"), L("CÂU LẠC BỘ", bold=True)), ["UBND TỈNH", "SỞ"], ["CÂU LẠC BỘ"]),
        ((L("TỈNH A"), L("MẶT TRẬN", bold=True), L("SỞ B", bold=True)), ["TỈNH A"], ["MẶT TRẬN", "SỞ B"]),
        ((L("UBND TỈNH", bold=True), L("SỞ NỘI VỤ", bold=True)), ["UBND TỈNH"], ["SỞ NỘI VỤ"]),
        ((L("UBND TỈNH", bold=True), L("SỞ NỘI VỤ")), ["UBND TỈNH"], ["SỞ NỘI VỤ"]),
        ((L("MẶT TRẬN"), L("CÂU LẠC BỘ")), ["MẶT TRẬN"], ["CÂU LẠC BỘ"]),
        ((L("ỦY BAN NHÂN DÂN"), L("HUYỆN CAO LÃNH", bold=True)), None, ["ỦY BAN NHÂN DÂN", "HUYỆN CAO LÃNH"]),
        ((L("MẶT TRẬN", bold=True),), None, ["MẶT TRẬN"]),
        ((L("MẶT TRẬN"),), None, ["MẶT TRẬN"]),
    ],
)
def test_who_issues_and_who_is_above(names: tuple[L, ...], superior: list[str] | None, issuer: list[str]) -> None:
    found = parts(*names, NUMBER, TITLE, SUBJECT, TEXT)
    assert (found.get("chu-quan"), found["ban-hanh"]) == (superior, issuer)


def test_a_subject_of_a_letter_stands_below_its_number() -> None:
    found = parts("SỞ NỘI VỤ", "V/v họp", NUMBER, "V/v báo cáo", "Kính gửi: Sở Tư pháp", TEXT)
    assert found["trich-yeu-cong-van"] == ["V/v báo cáo"]
    assert found["ban-hanh"] == ["SỞ NỘI VỤ", "V/v họp"]


def test_below_the_number_only_an_agency_is_one() -> None:
    found = parts(NATION, NUMBER, "SỞ NỘI VỤ", "MẶT TRẬN", TITLE, SUBJECT, TEXT)
    assert found["ban-hanh"] == ["SỞ NỘI VỤ"]


@pytest.mark.parametrize(
    ("place", "is_place"),
    [
        (PLACE, True),
        (f"{'A' * 60}, ngày 08 tháng 02 năm 2027", True),
        (f"{'A' * 61}, ngày 08 tháng 02 năm 2027", False),
        ("Cao Lãnh, ngày 08/02/2027", True),
        ("Cao Lãnh, 08/02/2027", True),
        ("Trước ngày 08 tháng 02 năm 2027", False),
        ("Theo văn bản số 5, ngày 08 tháng 02 năm 2027", False),
        (f"{'A' * 70} của B, ngày 08 tháng 02 năm 2027", False),
    ],
)
def test_a_place_is_a_short_name_before_a_date(place: str, is_place: bool) -> None:
    assert ("dia-danh" in parts("SỞ NỘI VỤ", NUMBER, place, TITLE, SUBJECT, TEXT)) is is_place


ADDRESS = "Điện thoại: 0277 000 000"


@pytest.mark.parametrize(
    ("lines", "code", "words"),
    [
        ((TITLE, SUBJECT, L("của Huyện", centred=True), TEXT), "trich-yeu", ["Kiểm tra năm 2027", "của Huyện"]),
        ((TITLE, SUBJECT, L("a" * 149, bold=True), TEXT), "trich-yeu", ["Kiểm tra năm 2027", "a" * 149]),
        ((TITLE, SUBJECT, L("a" * 150, bold=True), TEXT), "trich-yeu", ["Kiểm tra năm 2027"]),
        ((TITLE, SUBJECT, L("gồm các việc:", centred=True), TEXT), "trich-yeu", ["Kiểm tra năm 2027"]),
        ((TITLE, L("Kiểm tra\nnăm 2027", bold=True, centred=True), TEXT), "trich-yeu", ["Kiểm tra", "năm 2027"]),
        ((L("KẾ HOẠCH\nKiểm tra\nCăn cứ kết quả", centred=True), TEXT), "trich-yeu", ["Kiểm tra", "Căn cứ kết quả"]),
        ((TITLE, L("Kiểm tra"), TEXT), "trich-yeu", None),
        ((TITLE, SUBJECT, L("(Kèm theo Công văn số 5)", centred=True), TEXT), "trich-yeu", ["Kiểm tra năm 2027"]),
        ((TITLE, SUBJECT, L("Căn cứ Luật A;", centred=True), TEXT), "trich-yeu", ["Kiểm tra năm 2027"]),
        ((TITLE, SUBJECT, L("Chương I", centred=True), TEXT), "trich-yeu", ["Kiểm tra năm 2027"]),
        ((TITLE, SUBJECT, "", L("xa", centred=True), TEXT), "trich-yeu", ["Kiểm tra năm 2027"]),
        ((TITLE, SUBJECT, "Căn cứ Luật A;", "Thực hiện B;", "Theo C.", TEXT), "can-cu",
         ["Căn cứ Luật A;", "Thực hiện B;", "Theo C."]),
        ((TITLE, SUBJECT, "Căn cứ Luật A.", "Thực hiện B.", TEXT), "can-cu", ["Căn cứ Luật A."]),
        ((TITLE, SUBJECT, "Thực hiện B.", TEXT), "can-cu", None),
        ((TITLE, SUBJECT, f"Căn cứ {'a' * 592}", TEXT), "can-cu", [f"Căn cứ {'a' * 592}"]),
        ((TITLE, SUBJECT, f"Căn cứ {'a' * 593}", TEXT), "can-cu", None),
        ((TITLE, SUBJECT, "Căn cứ Luật A như sau:", TEXT), "can-cu", None),
        ((TITLE, SUBJECT, L("Căn cứ Luật A như sau:", italic=True), TEXT), "can-cu", ["Căn cứ Luật A như sau:"]),
        ((TITLE, SUBJECT, TEXT, L("Căn cứ Luật A;", italic=True)), "can-cu", ["Căn cứ Luật A;"]),
        ((TITLE, SUBJECT, TEXT, "Căn cứ Luật A;"), "can-cu", None),
        ((TITLE, SUBJECT, TEXT, TEXT, TEXT, L("Căn cứ Luật A;", italic=True)), "can-cu", None),
        ((L("QUYẾT ĐỊNH", centred=True), SUBJECT, L("CHỦ TỊCH HUYỆN", centred=True), "Căn cứ A."), "tham-quyen",
         ["CHỦ TỊCH HUYỆN"]),
        ((L("QUYẾT ĐỊNH", centred=True), SUBJECT, "CHỦ TỊCH HUYỆN", "Căn cứ A."), "tham-quyen", ["CHỦ TỊCH HUYỆN"]),
        ((L("QUYẾT ĐỊNH", centred=True), SUBJECT, "Chủ tịch Huyện", "Căn cứ A."), "tham-quyen", None),
        ((L("QUYẾT ĐỊNH", centred=True), SUBJECT, L("A" * 150), "Căn cứ A."), "tham-quyen", None),
        ((L("QUYẾT ĐỊNH", centred=True), SUBJECT, "Căn cứ A.", L("QUYẾT ĐỊNH:", centred=True)), "tham-quyen", None),
        ((TITLE, SUBJECT, TEXT, ADDRESS), "dia-chi", [ADDRESS]),
        ((TITLE, SUBJECT, f"{ADDRESS}{'1' * 175}"), "dia-chi", [f"{ADDRESS}{'1' * 175}"]),
        ((TITLE, SUBJECT, f"{ADDRESS}{'1' * 176}"), "dia-chi", None),
    ],
)  # fmt: skip
def test_what_stands_between_the_head_and_the_text(
    lines: tuple[str | L, ...], code: str, words: list[str] | None
) -> None:
    assert parts("SỞ NỘI VỤ", NUMBER, *lines).get(code) == words


@pytest.mark.parametrize(
    ("lines", "addressed"),
    [
        (("Kính gửi:", "Sở Tư pháp;", "Sở Tài chính."), 3),
        (("KÍNH GỬI:", "- Sở Tư pháp;", "• Sở Tài chính;", "+ Sở Y tế."), 4),
        (("Kính gửi: Sở Tư pháp", "Sở Nội vụ xin ý kiến."), 1),
        (("Kính gửi:", f"Sở {'a' * 117}"), 2),
        (("Kính gửi:", f"Sở {'a' * 118}"), 1),
        (("Kính gửi:", "- Sở Tư pháp;", "Sở Nội vụ xin ý kiến các đơn vị."), 2),
        (("Kính gửi:", L("- Sở Tư pháp", left=60), L("Sở Tài chính", left=60)), 3),
        (("Kính gửi:", L("- Sở Tư pháp", left=60), L("Sở Tài chính", left=50)), 2),
        (("Kính gửi:", L("- Sở Tư pháp"), L("Sở Tài chính")), 2),
        (("Kính gửi:", L("- Sở Tư pháp", left=1), L("Sở Tài chính", left=1)), 3),
        (("Kính gửi:", "Các đồng chí Ủy viên;", "Ông Nguyễn Văn Mẫu."), 3),
        (("Kính gửi:", "Đề nghị các đơn vị họp."), 1),
        (("Kính gửi: Sở Tư pháp;", "Sở Nội vụ kính trình Sở Tư pháp."), 1),
        (("Kính gửi: Sở Tư pháp;", "Sở Nội vụ họp./."), 1),
    ],
)
def test_whom_a_letter_is_addressed_to(lines: tuple[str | L, ...], addressed: int) -> None:
    found = parts("SỞ NỘI VỤ", NUMBER, "V/v họp", *lines, TEXT)
    assert len(found["kinh-gui"]) == addressed


@pytest.mark.parametrize(
    ("lines", "code", "words"),
    [
        (("Chương I", "QUY ĐỊNH CHUNG", TEXT), "ten-phan-chuong", ["QUY ĐỊNH CHUNG"]),
        (("Chương I", L("Quy định chung", centred=True), TEXT), "ten-phan-chuong", ["Quy định chung"]),
        (("Chương I", "Quy định chung", TEXT), "ten-phan-chuong", None),
        (("Chương I", "A" * 249, TEXT), "ten-phan-chuong", ["A" * 249]),
        (("Chương I", "A" * 250, TEXT), "ten-phan-chuong", None),
        ((f"I. {'A' * 246}", TEXT), "muc-la-ma", [f"I. {'A' * 246}"]),
        ((f"I. {'A' * 247}", TEXT), "muc-la-ma", None),
    ],
)
def test_headings_of_the_text(lines: tuple[str | L, ...], code: str, words: list[str] | None) -> None:
    assert parts("SỞ NỘI VỤ", NUMBER, TITLE, SUBJECT, TEXT, *lines, *FOOT).get(code) == words


@pytest.mark.parametrize(
    ("lines", "code", "words"),
    [
        (("NƠI NHẬN:", *FOOT[1:]), "noi-nhan", ["NƠI NHẬN:"]),
        (("Nơi nhận:", "- A;", "• B;", "+ C;", "– D;", "— E.", *FOOT[2:]), "danh-sach",
         ["- A;", "• B;", "+ C;", "– D;", "— E."]),
        (("Nơi nhận:", "- A;", "B;", "- Lưu: VT.", *FOOT[2:]), "danh-sach", ["- A;", "- Lưu: VT."]),
        (("Nơi nhận:", "- Lưu: VT.", "TRƯỞNG PHÒNG", "• B;", "Nguyễn Văn Mẫu"), "danh-sach", ["- Lưu: VT."]),
        (("Nơi nhận:", "- Lưu: VT.", "TRƯỞNG PHÒNG", "- B;", "Nguyễn Văn Mẫu"), "danh-sach", ["- Lưu: VT.", "- B;"]),
        ((*FOOT[:3], "(Đã ký)", FOOT[3]), "ho-ten", ["Nguyễn Văn Mẫu"]),
        ((*FOOT, "Lê Văn Giả"), "ho-ten", ["Nguyễn Văn Mẫu"]),
        ((*FOOT, ADDRESS), "dia-chi", [ADDRESS]),
        ((*FOOT[:2], "NVA.15", *FOOT[2:]), "nguoi-soan", ["NVA.15"]),
        ((*FOOT[:3], "NGƯỜI ĐỨNG ĐẦU", FOOT[3]), "quyen-han", ["TRƯỞNG PHÒNG", "NGƯỜI ĐỨNG ĐẦU"]),
        ((*FOOT[:3], L("NGUYỄN VĂN MẪU", before=24)), "ho-ten", ["NGUYỄN VĂN MẪU"]),
        ((*FOOT[:3], L("NGUYỄN VĂN MẪU", before=23)), "ho-ten", None),
        ((*FOOT[:3], "", "NGUYỄN VĂN MẪU"), "ho-ten", None),
        ((*FOOT[:3], "", "", "NGUYỄN VĂN MẪU"), "ho-ten", ["NGUYỄN VĂN MẪU"]),
        (("TRƯỞNG PHÒNG", "Nguyễn Văn Mẫu"), "ho-ten", ["Nguyễn Văn Mẫu"]),
        (("TRƯỞNG PHÒNG", *["Nguyễn Văn Mẫu"] * 11), "ho-ten", ["Nguyễn Văn Mẫu"]),
        (("TRƯỞNG PHÒNG", *["Nguyễn Văn Mẫu"] * 12), "ho-ten", None),
    ],
)  # fmt: skip
def test_what_stands_in_the_foot(lines: tuple[str | L, ...], code: str, words: list[str] | None) -> None:
    assert parts("SỞ NỘI VỤ", NUMBER, TITLE, SUBJECT, TEXT, TEXT, TEXT, *lines).get(code) == words


@pytest.mark.parametrize(
    ("lines", "code", "words"),
    [
        (("Kính gửi: Sở Tư pháp", TEXT), "kinh-gui", ["Kính gửi: Sở Tư pháp"]),
        (("Căn cứ Luật A;", TEXT), "can-cu", ["Căn cứ Luật A;"]),
        ((PLACE, "MẶT TRẬN", TEXT), "dia-danh", [PLACE]),
        (("KHẨN", TEXT), "muc-khan", ["KHẨN"]),
        ((), "trich-yeu-cong-van", ["V/v họp"]),
        ((*["MẶT TRẬN"] * 50,), "noi-dung", ["MẶT TRẬN"] * 13),
    ],
)
def test_where_the_head_of_a_letter_ends(lines: tuple[str, ...], code: str, words: list[str]) -> None:
    assert parts("SỞ NỘI VỤ", NUMBER, "V/v họp", *lines).get(code) == words


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ((L("KẾ HOẠCH"), TEXT), ["KẾ HOẠCH"]),
        ((L("Kế hoạch", centred=True), TEXT), ["Kế hoạch"]),
        ((L("Kế hoạch"), TEXT), None),
        ((L("KẾ HOẠCH NĂM", centred=True), TEXT), ["KẾ HOẠCH NĂM"]),
        ((L("KẾ HOẠCH NĂM"), TEXT), None),
        ((L("Kế hoạch năm", centred=True), TEXT), None),
        ((L("KẾ HOẠCH MỘT HAI BA BỐN NĂM", centred=True), TEXT), ["KẾ HOẠCH MỘT HAI BA BỐN NĂM"]),
        ((L("KẾ HOẠCH MỘT HAI BA BỐN NĂM SÁU", centred=True), TEXT), None),
        ((L("KẾ HOẠCH NĂM", centred=True), L("BÁO CÁO", centred=True), TEXT), ["BÁO CÁO"]),
        (("V/v họp", L("KẾ HOẠCH NĂM", centred=True), TEXT), None),
        ((L("KẾ HOẠCH:", centred=True), TEXT), ["KẾ HOẠCH:"]),
        ((L("QUYẾT ĐỊNH:", centred=True), TEXT), None),
    ],
)
def test_what_is_the_title(lines: tuple[str | L, ...], title: list[str] | None) -> None:
    assert parts("SỞ NỘI VỤ", NUMBER, *lines).get("ten-loai") == title


@pytest.mark.parametrize(
    ("lines", "code", "words"),
    [
        (("Phụ lục", "DANH SÁCH", "1. Một."), "ten-phu-luc", ["DANH SÁCH"]),
        (("Phụ lục", L("Danh sách", centred=True), "1. Một."), "ten-phu-luc", ["Danh sách"]),
        (("Phụ lục", "Danh sách", "1. Một."), "ten-phu-luc", None),
        (("Phụ lục", "A" * 250, "1. Một."), "ten-phu-luc", ["A" * 250]),
        (("Phụ lục", "A" * 251, "1. Một."), "ten-phu-luc", None),
        (("Phụ lục", "A", "(Kèm theo B", "của C)", "D"), "kem-theo", ["(Kèm theo B", "của C)"]),
        (("Phụ lục", "A", "(Kèm theo B)", "D"), "ten-phu-luc", ["A"]),
        (("Phụ lục I", "A", "Phụ lục số II", "B", "PHỤ LỤC 3.", "C"), "phu-luc",
         ["Phụ lục I", "Phụ lục số II", "PHỤ LỤC 3."]),
        (("Phụ lục của Kế hoạch", "A"), "phu-luc", None),
    ],
)  # fmt: skip
def test_what_stands_in_an_annex(lines: tuple[str, ...], code: str, words: list[str] | None) -> None:
    assert parts("SỞ NỘI VỤ", NUMBER, TITLE, SUBJECT, TEXT, *FOOT, *lines).get(code) == words


def test_what_an_annex_says_is_no_part_of_the_paper() -> None:
    found = parts("SỞ NỘI VỤ", NUMBER, TITLE, SUBJECT, TEXT, *FOOT, "Phụ lục", "A", "I. MỘT", "Căn cứ B;", "Nơi nhận:")
    assert (found["noi-dung"], found["noi-nhan"], found.get("muc-la-ma")) == ([TEXT], ["Nơi nhận:"], None)
