"""Faults of the text beyond the one that each rule shows in `faults`: found by their rule alone; and what is none."""

import pytest

from paper.check import check
from tests.paper.check.clean import LONG, clean
from tests.paper.check.editing import CENTRE, LEFT, Edit, after, both, edited, look, setting, words

_TITLED = "1.4 có tên loại"
_SHORT = "Trong Quý II năm 2027."
_POINT = "a) Văn thư chuẩn bị hồ sơ;"
_CAPITALS = "PHÒNG NỘI VỤ BÁO CÁO KẾT QUẢ KIỂM TRA CÔNG TÁC VĂN THƯ CỦA CÁC ĐƠN VỊ TRƯỚC NGÀY 30"


def rules(paper: str, edit: Edit) -> list[str]:
    """The rules that find something in a clean paper after an edit, each as often as it does."""
    return [found.rule for found in check(edited(clean(paper), edit))]


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (setting(_SHORT, first_line_indent=0), "lui-dong"),
        (setting(_POINT, first_line_indent=0), "lui-dong"),
        (setting(_SHORT, space_before=0), "cach-doan"),
        (setting(_SHORT, line_spacing=3), "gian-dong"),
        (setting("1. Thời gian kiểm tra", line_spacing=3), "gian-dong"),
        (words(_SHORT, f"{_CAPITALS}."), "noi-dung-in-hoa"),
    ],
)
def test_a_paragraph_of_one_line_is_measured_as_any_other(edit: Edit, rule: str) -> None:
    assert rules(_TITLED, edit) == [rule]


@pytest.mark.parametrize(
    "edit",
    [
        setting("1. Thời gian kiểm tra", first_line_indent=0),  # a heading at the margin
        setting(_POINT, first_line_indent=20),  # an item below its like
        setting(_POINT, first_line_indent=0, left_indent=12.7),  # set in as a block: on one line it looks the same
        both(setting(_SHORT, first_line_indent=0), look(_SHORT, align=CENTRE)),
        both(words(_SHORT, _CAPITALS), look(_CAPITALS, align=LEFT)),  # a heading
        words(_SHORT, f"A. {_CAPITALS}."),
    ],
)
def test_a_heading_or_an_item_of_one_line_has_a_place_of_its_own(edit: Edit) -> None:
    assert rules(_TITLED, edit) == []


def test_a_long_paragraph_set_in_as_a_block_is_told() -> None:
    edit = setting("Tiếp tục đổi mới", last=True, first_line_indent=0, left_indent=12.7)
    assert len(LONG) > 90
    assert rules("long", edit) == ["lui-dong"]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("HUYỆ\u041d họp.", "HUYỆ\u041d"),  # a Cyrillic "N"
        ("Trong qu\u200bý này.", "quý"),
        ("Các \u039cẫu in sẵn.", "\u039cẫu"),  # a Greek "M"
    ],
)
def test_a_letter_of_another_script_in_a_word_is_named(typed: str, word: str) -> None:
    found = check(edited(clean(_TITLED), words(_SHORT, typed)))
    assert [one.rule for one in found] == ["chu-la"]
    assert f"“{word}”" in found[0].message


@pytest.mark.parametrize(
    "typed",
    [
        "Hằng số \u03b1 và góc \u0394AB, điện trở 5 k\u03a9.",
        "Tạp chí \u041f\u0440\u0430\u0432\u0434\u0430 đăng bài.",  # Pravda
        "Trong\u200b quý này.",
        "Cạnh \u0391B dài.",  # one Latin letter makes no word
    ],
)
def test_a_letter_of_another_script_alone_is_meant(typed: str) -> None:
    assert rules(_TITLED, words(_SHORT, typed)) == []


@pytest.mark.parametrize(
    ("issuer", "found"),
    [("Phòng Tư pháp tại", []), ("Phòng Tư pháp theo", ["vien-dan-dau"]), ("Phòng Tư pháp. Tại", ["vien-dan-dau"])],
)
def test_who_issued_a_cited_paper_may_be_said_before_it(issuer: str, found: list[str]) -> None:
    text = f"Theo đề nghị của {issuer} Tờ trình số 12/TTr-TP ngày 05 tháng 3 năm 2027 về kinh phí, đơn vị thực hiện:"
    data = edited(clean("notice"), words("Ngày 25 tháng 6 năm 2027, Đoàn kiểm tra đã làm việc", f"{text} làm việc"))
    assert [one.rule for one in check(data) if one.rule.startswith("vien-dan")] == found


def test_points_may_be_counted_anew_below_another_sentence() -> None:
    anew = both(after("b) Tổ kiểm tra lập biên bản", "a) Văn thư lưu hồ sơ./."), words("biên bản./.", "biên bản;"))
    assert "diem-thu-tu" not in rules(_TITLED, anew)
    left_out = both(after("b) Tổ kiểm tra lập biên bản", "d) Văn thư lưu hồ sơ./."), words("biên bản./.", "biên bản;"))
    assert "diem-thu-tu" in rules(_TITLED, left_out)
