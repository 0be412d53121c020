"""What single kinds have and others have not, beyond the one fault that each rule shows in `faults`."""

import pytest

from paper.check import check
from tests.paper.check.clean import clean
from tests.paper.check.editing import Edit, both, edited, without, words

_AUTHORITY = "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH"
_COMMITTEE = "ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH"
_TYPED = "1.2 quyết định, 2.1 phụ lục"


def rules(paper: str, edit: Edit) -> list[str]:
    """The rules that find something in a clean paper after an edit, each as often as it does."""
    return [found.rule for found in check(edited(clean(paper), edit))]


def signed(authority: str, *offices: str) -> Edit:
    """The typed decision by an authority, signed with two lines of office."""
    return both(
        words(_AUTHORITY, authority), words("KT. CHỦ TỊCH", offices[0]), words("PHÓ CHỦ TỊCH", offices[1], last=True)
    )


@pytest.mark.parametrize(
    ("paper", "edit", "rule"),
    [
        ("1.5 công văn", words("15/PNV-VT", "15/CV-PNV"), "ky-hieu-loai"),
        ("letter", words("112/UBND-NV", "112/UBND"), "ky-hieu-don-vi"),
        ("issued", words("05/KH-UBND", "05/kh-UBND"), "ky-hieu-viet"),
        ("1.1 nghị quyết", without("QUYẾT NGHỊ:"), "loi-quyet-dinh"),
        ("1.1 nghị quyết", without("HỘI ĐỒNG NHÂN DÂN XÃ MỸ MẪU"), "tham-quyen"),
        (_TYPED, signed(_AUTHORITY, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "tham-quyen-ky"),
        (_TYPED, signed(_COMMITTEE, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "tham-quyen-ky"),
        ("minutes", without("Vũ Thị Thí Dụ", last=True), "bien-ban-ky"),
    ],
)
def test_a_fault_of_its_kind_is_told_once(paper: str, edit: Edit, rule: str) -> None:
    assert rules(paper, edit) == [rule]


@pytest.mark.parametrize(
    ("paper", "edit", "said"),
    [
        (_TYPED, signed(_COMMITTEE, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), []),
        (_TYPED, words("QUYẾT ĐỊNH:", "QUYẾT ĐỊNH", last=True), []),
        (_TYPED, signed(_COMMITTEE, "Q. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ["kt-chuc-vu"]),  # what is said of it elsewhere
        ("1.9 biên bản", words("Lê Văn Giả", "ThS. Lê Văn Giả", last=True), []),
        ("1.5 công văn", words("15/PNV-VT", "     /PNV-VT"), []),
    ],
)
def test_what_is_right_or_told_by_another_rule_is_left_alone(paper: str, edit: Edit, said: list[str]) -> None:
    assert rules(paper, edit) == said
