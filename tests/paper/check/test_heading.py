"""How far apart the names of ô 2 stand, and that mending brings them together."""

from typing import Any

import pytest

from paper.check import check, mend
from tests.paper.check.clean import clean
from tests.paper.check.editing import edited, setting

SUPERIOR, ISSUER = "UBND HUYỆN CAO LÃNH", "PHÒNG NỘI VỤ"


@pytest.mark.parametrize(
    ("name", "form", "change"),
    [
        (ISSUER, {"space_before": 18}, ("18 pt", "0 pt")),
        (SUPERIOR, {"space_after": 12}, ("12 pt", "0 pt")),
        (ISSUER, {"line_spacing": 2}, ("2", "1")),
    ],
)
def test_an_issuer_apart_from_its_superior_is_told_and_brought_below_it(
    name: str, form: dict[str, Any], change: tuple[str, str]
) -> None:
    data = edited(clean("submission"), setting(name, **form))
    assert {found.rule for found in check(data)} == {"ban-hanh-dong"}
    mended, changes = mend(data)
    assert check(mended) == ()
    assert [(one.rule, one.before, one.after) for one in changes] == [("ban-hanh-dong", *change)]


@pytest.mark.parametrize("form", [{"space_before": 6}, {"line_spacing": 1.1}])
def test_a_little_room_between_the_two_is_no_fault(form: dict[str, Any]) -> None:
    assert check(edited(clean("submission"), setting(ISSUER, **form))) == ()


def test_room_below_the_issuers_own_name_is_no_room_above_it() -> None:
    assert check(edited(clean("submission"), setting(ISSUER, space_after=12))) == ()
