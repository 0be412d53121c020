"""A signature block has the law's form, whatever an office calls its posts (Đ13; PL I II.7)."""

from datetime import date

import pytest

from rules import consistency
from rules.capacities import MARKS, faults
from rules.kinds import KINDS
from rules.numbers import symbol_for
from rules.people import unit_of
from rules.profile import Capacity, Profile

LAWFUL = [
    ("", ("CHỦ TỊCH",)),
    ("Q", ("Q. TRƯỞNG PHÒNG",)),
    ("TM", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    ("TM_Q", ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH")),
    ("KT", ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")),
    ("TM_KT", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ("TL", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
    ("TL_KT", ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")),
    ("TUQ", ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ")),
]


def a_capacity(mark: str, lines: tuple[str, ...], **more: object) -> Capacity:
    facts = {"person": "p", "unit": "u", "kinds": ("plan",), "authority": "Quy chế (mẫu)"}
    year = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31)}
    return Capacity.model_validate({**facts, **year, "mark": mark, "lines": lines, **more})


@pytest.mark.parametrize(("mark", "lines"), LAWFUL)
def test_each_capacity_of_the_decree_has_its_block(mark: str, lines: tuple[str, ...]) -> None:
    assert list(faults(a_capacity(mark, lines))) == []


def test_every_mark_is_lawful_somewhere_and_names_its_article() -> None:
    assert {mark for mark, _ in LAWFUL} == set(MARKS)
    assert all("Đ13" in mark.source or "PL I II.7" in mark.source for mark in MARKS.values())


@pytest.mark.parametrize(
    ("mark", "lines", "problem"),
    [
        ("TL_KT", ("TL. CHỦ TỊCH", "PHÓ CHÁNH VĂN PHÒNG"), "tư cách TL_KT có 3 dòng (Đ13.4; PL I II.7.b)"),
        ("TM", ("ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "“ỦY BAN NHÂN DÂN” phải bắt đầu bằng TM. (Đ13.2; PL I II.7.b)"),
        ("TL", ("TL. CHỦ TỊCH", "KT. CHÁNH"), "“KT. CHÁNH” phải bắt đầu bằng chức vụ (Đ13.4; PL I II.7.b)"),
        ("", ("TUQ. CHỦ TỊCH",), "“TUQ. CHỦ TỊCH” phải bắt đầu bằng chức vụ (Đ13.1; PL I II.7.c)"),
        ("", ("CHỦ TỊCH", "NGUYỄN VĂN MẪU"), "tư cách của người đứng đầu có 1 dòng (Đ13.1; PL I II.7.c)"),
        ("", ("Chủ tịch",), "“Chủ tịch” phải in hoa (PL I II.7.đ)"),
    ],
)  # fmt: skip
def test_a_block_of_another_form_is_told_with_its_article(mark: str, lines: tuple[str, ...], problem: str) -> None:
    assert list(faults(a_capacity(mark, lines))) == [("lines", problem)]


def test_authority_to_sign_ends_some_day() -> None:
    endless = a_capacity("TUQ", ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ"), valid_to=None)
    assert list(faults(endless)) == [("valid_to", "ký thừa ủy quyền phải có thời hạn (Đ13.3)")]
    assert list(faults(a_capacity("TL", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), valid_to=None))) == []


def test_a_profile_with_such_a_block_is_told_at_its_entry(office: Profile) -> None:
    first = office.capacities[0].model_copy(update={"lines": ("UBND", "CHỦ TỊCH")})
    spoiled = office.model_copy(update={"capacities": (first, *office.capacities[1:])})
    (problem,) = consistency.problems(spoiled)
    assert problem.path == ("capacities", 0, "lines")
    assert problem.text == "“UBND” phải bắt đầu bằng TM. (Đ13.2; PL I II.7.b)"


def test_a_letters_symbol_names_issuer_and_drafting_unit_only(office: Profile) -> None:
    first = office.series[0].model_copy(update={"kinds": ("letter",), "suffix": "-NV"})
    profile = office.model_copy(update={"series": (first,)})
    assert KINDS["letter"].abbreviation == ""
    assert symbol_for(profile, unit_of(office, "ubnd", date(2026, 3, 2)), "letter", date(2026, 3, 2)) == "UBND-NV"
