from datetime import date
from pathlib import Path

import pytest

from rules.access import CAPABILITIES, Readable, may, reading_ground
from rules.profile import Profile

ON = date(2026, 3, 2)
OWN_PLAN = Readable(
    unit="xa-ba-sao", desk="xa-ba-sao", drafter="nguyen-thi-yen-nhi", people=frozenset({"phan-van-duc"})
)
ARRIVED = Readable(unit="xa-ba-sao", desk="ubnd", drafter="nguyen-thi-yen-nhi")


@pytest.mark.parametrize(
    ("person", "ground"),
    [
        ("nguyen-thi-yen-nhi", "drafter"),
        ("phan-van-duc", "step"),
        ("le-quang-vinh", "unit"),
        ("mai-xuan-loc", "auditor"),
        ("ly-gia-huy", "administrator"),
        ("pham-huu-nghia", None),
        ("nguyen-thi-bich-ngoc", None),
        ("huynh-thanh-tam", None),
        ("nobody", None),
    ],
)
def test_a_units_own_paper_is_read_on_these_grounds_only(office: Profile, person: str, ground: str | None) -> None:
    found = reading_ground(office, person=person, paper=OWN_PLAN, on=ON)
    assert (found.code if found else None) == ground


@pytest.mark.parametrize(
    ("person", "reads"),
    [("pham-huu-nghia", True), ("nguyen-thi-bich-ngoc", True), ("huynh-thanh-tam", False), ("cao-thi-nhan", False)],
)
def test_once_arrived_the_office_and_the_owner_read_it_and_other_units_do_not(
    office: Profile, person: str, reads: bool
) -> None:
    assert (reading_ground(office, person=person, paper=ARRIVED, on=ON) is not None) is reads


def test_an_auditor_reads_until_the_last_day_of_his_mandate(office: Profile) -> None:
    assert reading_ground(office, person="mai-xuan-loc", paper=ARRIVED, on=date(2030, 12, 31))
    assert not reading_ground(office, person="mai-xuan-loc", paper=ARRIVED, on=date(2031, 1, 1))


def test_who_left_the_unit_reads_no_more(office: Profile) -> None:
    left = [
        r.model_copy(update={"valid_to": date(2026, 3, 1)}) if r.person == "le-quang-vinh" else r for r in office.roles
    ]
    profile = office.model_copy(update={"roles": tuple(left)})
    assert reading_ground(profile, person="le-quang-vinh", paper=OWN_PLAN, on=date(2026, 3, 1))
    assert not reading_ground(profile, person="le-quang-vinh", paper=OWN_PLAN, on=ON)


@pytest.mark.parametrize(
    ("act", "unit", "people"),
    [
        ("start_cycle", "", {"ly-gia-huy"}),
        ("close_cycle", "", {"ly-gia-huy"}),
        ("hand_in", "xa-my-tho", {"le-thi-cam-tu"}),
        ("hand_in", "ubnd", {"dang-thuy-duong"}),
        ("hand_in_signed", "ptp", {"truong-my-duyen", "cao-thi-nhan"}),
        ("void_number", "ptp", {"cao-thi-nhan"}),
    ],
)
def test_exactly_these_people_may_do_it(office: Profile, act: str, unit: str, people: set[str]) -> None:
    able = {person.code for person in office.people if may(office, person=person.code, act=act, on=ON, unit=unit)}
    assert able == people


def test_the_auditor_changes_nothing(office: Profile) -> None:
    able = {act for act in CAPABILITIES if may(office, person="mai-xuan-loc", act=act, on=ON, unit="ubnd")}
    assert able == set()


def test_every_act_of_the_table_is_asked_for_somewhere() -> None:
    """A row that binds nothing would promise a wall where there is none."""
    code = "".join(path.read_text() for path in (Path(__file__).parents[2] / "actions").glob("*.py"))
    assert [act for act in CAPABILITIES if f'"{act}"' not in code] == []


def test_nobody_may_do_anything_when_not_in_force(office: Profile) -> None:
    assert not may(office, person="ly-gia-huy", act="start_cycle", on=date(2021, 12, 31))
