"""The public plan that the year began with, as it circulates: what must be found in it, and what must not."""

from collections import Counter
from pathlib import Path

import pytest

from paper.check import Context, check

FOUND = check((Path(__file__).parent / "ke-hoach-19.docx").read_bytes(), Context(kind="plan"))

# (rule, words it must point at): the copy lost its header table, page, fonts and list dashes on its way.
MUST_FIND = (
    ("kho-giay", ""),
    ("le-trang", "25,4 mm"),
    ("phong-chu", "KẾ HOẠCH"),
    ("phong-chu", "Bùi Tấn Phước"),
    ("mau-chu", "II. NỘI DUNG"),
    ("mau-chu", "III. TỔ CHỨC THỰC HIỆN"),
    ("so-trang", ""),
    ("quoc-hieu", ""),
    ("tieu-ngu", ""),
    ("ban-hanh", ""),
    ("so-ky-hieu-co-chu", "Số: 19/KH-UBND"),
    ("dia-danh-kieu-chu", "Cao Lãnh, ngày 11 tháng 02 năm 2022"),
    ("dia-danh-ngang", "Cao Lãnh, ngày 11 tháng 02 năm 2022"),
    ("ten-loai-canh", "KẾ HOẠCH"),
    ("trich-yeu-ke", "Thực hiện công tác dân vận chính quyền đến năm 2025"),
    ("muc-la-ma-kieu-chu", "II. NỘI DUNG"),
    ("noi-dung-co-chu", "Thời gian thực hiện: Quý IV hàng năm."),
    ("noi-dung-nghieng", "2. Các cơ quan Huyện và Ủy ban nhân dân xã, thị trấn"),
    ("dau-dong", "• UBND Tỉnh;"),
    ("noi-nhan-gach", "• Lưu: VT, VPUBND (Tr)."),
    ("noi-nhan-ngang", "Nơi nhận:"),
    ("danh-sach-co-chu", "• Lưu: VT, VPUBND (Tr)."),
    ("quyen-han-canh", "TM. ỦY BAN NHÂN DÂN"),
    ("ho-ten-co-chu", "Bùi Tấn Phước"),
    # Nghị quyết số 01-NQ/TU is cited without its date first, and with it when it comes again.
    ("vien-dan-dau", "Nghị quyết số 01-NQ/TU"),
    ("vien-dan-sau", "Nghị quyết số 01-NQ/TU"),
    ("vien-dan-sau", "Kế hoạch số 55-KH/HU"),
)
# Rules that would be wrong here, each with what a careless checker would trip over.
MUST_NOT_FIND = {
    "so-khong": "19 needs no zero",
    "ky-hieu-viet": "19/KH-UBND is well formed",
    "ky-hieu-loai": "KH is the abbreviation of KẾ HOẠCH",
    "ten-loai": "the title shares its paragraph with the subject",
    "trich-yeu": "the subject follows a line break",
    "trich-yeu-in-hoa": "only the title is in capitals",
    "ngay-khong": "month 02 has its zero",
    "ngay-co-that": "11 February 2022 exists",
    "ket-thuc": "the text ends in ./.",
    "quyen-han": "the three lines of office stand in one paragraph",
    "quyen-han-viet": "TM. and KT. are written as they should be",
    "kt-cap-pho": "PHÓ CHỦ TỊCH stands below KT. CHỦ TỊCH",
    "tm-tap-the": "ỦY BAN NHÂN DÂN is a body",
    "ho-ten": "the name stands below",
    "ho-ten-hoc-vi": "no degree before the name",
    "noi-nhan": "the recipients are there",
    "noi-nhan-luu": "the file copy is right but for its dash, which has a rule of its own",
    "noi-nhan-dau": "every line ends as it should",
    "khoan-tieu-de": "“1. Mục đích” and “2. Yêu cầu” are bold",
    "khoan-cham": "1., 2., 3. have their dots",
    "diem-ngoac": "there are no lettered points",
    "can-cu-dau": "there are no bases: the plan begins with “Thực hiện Kế hoạch …”",
    "kinh-gui": "a plan has no addressee",
    "van-ban-dang": "papers of the party are cited, but this is none",
    "phu-luc-dan": "there is no annex",
    "gach-chan": "nothing is underlined",
    "chu-an": "nothing is hidden",
    "viet-hoa": "its names are written as Phụ lục II writes them",
}


@pytest.mark.parametrize(("rule", "words"), MUST_FIND)
def test_it_is_found(rule: str, words: str) -> None:
    assert words in {found.words for found in FOUND if found.rule == rule}


@pytest.mark.parametrize("rule", MUST_NOT_FIND, ids=str)
def test_it_is_not_found(rule: str) -> None:
    wrong = [(str(found.where), found.words) for found in FOUND if found.rule == rule]
    assert wrong == [], MUST_NOT_FIND[rule]


def test_words_slanted_inside_a_paragraph_are_left_to_their_author() -> None:
    """ "(trước ngày 25 tháng 5)" is set off in italics; only the heading that is italic as a whole is named."""
    assert Counter(found.rule for found in FOUND)["noi-dung-nghieng"] == 1


def test_a_label_counted_by_word_is_read_with_its_paragraph() -> None:
    words = [found.words for found in FOUND if found.rule == "lui-dong"]
    assert any(text.startswith("1. Chỉ đạo triển khai") for text in words)
    assert any(text.startswith("6. Tiếp tục") for text in words)
