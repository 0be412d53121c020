from datetime import date

import pytest

from rules.capacities import capacity_for
from rules.numbers import series_for, symbol_for
from rules.people import owing_units, people_with, roles_of, unit_of
from rules.profile import Profile, RouteStep
from rules.refusals import Refusal
from rules.routes import holders, leaders_of_drafting, place_of, route_for

ON = date(2026, 3, 2)


def named(profile: Profile, direction: str, unit: str, kind: str, on: date = ON) -> list[tuple[str, str]]:
    """Each step's duty and the names of those who may do it."""
    issuer = unit_of(profile, unit, on)
    steps = route_for(profile, direction=direction, unit=issuer, kind=kind).steps
    people = (holders(profile, step=step, issuer=unit, on=on) for step in steps)
    return [(step.duty, ", ".join(person.name for person in who)) for step, who in zip(steps, people, strict=True)]


def test_the_offices_plan_is_signed_by_the_vice_chair(office: Profile) -> None:
    assert named(office, "outgoing", "ubnd", "plan") == [
        ("content", "Phạm Hữu Nghĩa"),
        ("form", "Võ Minh Trí"),
        ("approve_sign", "Lê Thị Thu Hà"),
        ("number_seal", "Nguyễn Thị Bích Ngọc"),
    ]


@pytest.mark.parametrize("kind", ["classification", "commendation"])
def test_a_decision_is_owned_by_an_officer_and_signed_by_the_chair(office: Profile, kind: str) -> None:
    assert named(office, "outgoing", "ubnd", kind) == [
        ("authorship", "Đặng Thùy Dương"),
        ("content", "Phạm Hữu Nghĩa"),
        ("form", "Võ Minh Trí"),
        ("approve_sign", "Trần Quốc Bảo"),
        ("number_seal", "Nguyễn Thị Bích Ngọc"),
    ]


def test_a_communes_plan_passes_only_the_communes_own_people(office: Profile) -> None:
    assert named(office, "outgoing", "xa-ba-sao", "plan") == [
        ("form", "Lê Quang Vinh"),
        ("approve_sign", "Phan Văn Đức"),
        ("number_seal", "Đinh Thị Hoa"),
    ]


def test_a_divisions_head_signs_and_its_own_clerk_seals(office: Profile) -> None:
    assert named(office, "outgoing", "ptp", "report_annual") == [
        ("approve_sign", "Nguyễn Văn Thuận"),
        ("number_seal", "Cao Thị Nhàn"),
    ]


def test_every_units_paper_is_received_by_the_offices_clerk_and_examined_by_the_owner(office: Profile) -> None:
    for unit in owing_units(office, ON):
        for due in office.dues:
            assert named(office, "incoming", unit.code, due.kind) == [
                ("receive", "Nguyễn Thị Bích Ngọc"),
                ("examine", "Phạm Hữu Nghĩa"),
            ]


@pytest.mark.parametrize("year", range(2022, 2031))
def test_every_owed_paper_has_a_route_a_series_and_holders_in_every_year(office: Profile, year: int) -> None:
    on = date(year, 1, 1)
    assert len(owing_units(office, on)) == 6
    for unit in owing_units(office, on):
        for due in office.dues:
            assert all(names for _, names in named(office, "outgoing", unit.code, due.kind, on))
            assert series_for(office, unit, due.kind, on).held == "own"


def test_the_office_does_not_sign_a_communes_decision(office: Profile) -> None:
    with pytest.raises(Refusal) as refusal:
        route_for(office, direction="outgoing", unit=unit_of(office, "xa-ba-sao", ON), kind="classification")
    assert refusal.value.code == "no-route"
    assert refusal.value.facts == {
        "kind": "Quyết định xếp loại",
        "unit": "Ủy ban nhân dân xã Ba Sao",
        "direction": "đi",
    }


def test_the_owners_paper_to_the_office_is_not_received_as_a_units(office: Profile) -> None:
    with pytest.raises(Refusal) as refusal:
        route_for(office, direction="incoming", unit=unit_of(office, "pnv", ON), kind="submission")
    assert refusal.value.code == "no-route"


def test_a_step_that_nobody_holds_on_the_day_is_refused_naming_role_and_unit(office: Profile) -> None:
    step = RouteStep(duty="number_seal", role="clerk", working_days=1)
    ended = [
        role.model_copy(update={"valid_to": date(2026, 3, 1)}) if role.person == "dinh-thi-hoa" else role
        for role in office.roles
    ]
    left = office.model_copy(update={"roles": tuple(ended)})
    assert [p.code for p in holders(left, step=step, issuer="xa-ba-sao", on=date(2026, 3, 1))] == ["dinh-thi-hoa"]
    with pytest.raises(Refusal) as refusal:
        holders(left, step=step, issuer="xa-ba-sao", on=ON)
    assert refusal.value.code == "nobody-holds"
    assert refusal.value.facts == {"role": "văn thư", "unit": "Ủy ban nhân dân xã Ba Sao", "on": "02/03/2026"}


def test_a_step_is_done_at_the_issuer_the_office_or_the_owner(office: Profile) -> None:
    places = {
        at: place_of(office, RouteStep(duty="form", role="head", at=at, working_days=1), "ptp")
        for at in ("issuer", "office", "owner")
    }
    assert places == {"issuer": "ptp", "office": "ubnd", "owner": "pnv"}


@pytest.mark.parametrize(
    ("unit", "leader"), [("ubnd", "pham-huu-nghia"), ("ptp", "nguyen-van-thuan"), ("xa-my-tho", "nguyen-hoang-phuc")]
)
def test_a_return_goes_to_the_leader_of_the_drafting_unit(office: Profile, unit: str, leader: str) -> None:
    found = leaders_of_drafting(office, issuer=unit_of(office, unit, ON), on=ON)
    assert [person.code for person in found] == [leader]


@pytest.mark.parametrize(
    ("unit", "kind", "symbol"),
    [
        ("ubnd", "plan", "KH-UBND"),
        ("ubnd", "commendation", "QĐ-UBND"),
        ("xa-my-tho", "report_annual", "BC-UBND"),
        ("ptckh", "report_h1", "BC-PTCKH"),
        ("pnv", "submission", "TTr-PNV"),
    ],
)
def test_a_symbol_is_the_kind_and_the_issuer(office: Profile, unit: str, kind: str, symbol: str) -> None:
    assert symbol_for(office, unit_of(office, unit, ON), kind, ON) == symbol


def test_a_series_suffix_ends_the_symbol(office: Profile) -> None:
    series = [s.model_copy(update={"suffix": "-HC"}) if s.code == "ubnd-quyet-dinh" else s for s in office.series]
    suffixed = office.model_copy(update={"series": tuple(series)})
    assert symbol_for(suffixed, unit_of(office, "ubnd", ON), "classification", ON) == "QĐ-UBND-HC"
    assert symbol_for(suffixed, unit_of(office, "ubnd", ON), "plan", ON) == "KH-UBND"


def test_an_issuer_without_a_series_on_the_day_is_refused(office: Profile) -> None:
    unit = unit_of(office, "ptp", ON)
    with pytest.raises(Refusal) as refusal:
        series_for(office, unit, "plan", date(2021, 12, 31))
    assert refusal.value.code == "no-series"
    assert refusal.value.facts == {"unit": unit.name, "kind": "Kế hoạch năm", "on": "31/12/2021"}
    with pytest.raises(Refusal) as refusal:
        series_for(office, unit, "commendation", ON)
    assert refusal.value.facts["kind"] == "Quyết định khen thưởng"


def test_a_kind_that_nobody_knows_is_refused_by_its_code(office: Profile) -> None:
    unit = unit_of(office, "ptp", ON)
    for ask in (
        lambda: series_for(office, unit, "verdict", ON),
        lambda: route_for(office, direction="outgoing", unit=unit, kind="verdict"),
        lambda: capacity_for(office, person="vo-danh", unit="xa-la", kind="verdict", on=ON),
    ):
        with pytest.raises(Refusal) as refusal:
            ask()
        assert refusal.value.facts["kind"] == "verdict"
    assert (refusal.value.facts["person"], refusal.value.facts["unit"]) == ("vo-danh", "xa-la")


def test_nobody_holds_a_role_before_its_first_day(office: Profile) -> None:
    eve = date(2021, 12, 31)
    assert people_with(office, unit="ptp", role="clerk", on=eve) == ()
    assert roles_of(office, "cao-thi-nhan", eve) == frozenset()
    assert roles_of(office, "cao-thi-nhan", date(2022, 1, 1)) == {("ptp", "clerk")}
