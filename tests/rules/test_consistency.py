"""What a profile may not be: each fault is put into the sample office alone and told at its place."""

from datetime import date, timedelta
from typing import Any

import pytest

from rules import consistency
from rules.profile import Profile

DAY = timedelta(days=1)
# The parts of which nothing may be said twice on one day, each with the field that says it.
CLASHING = {
    "units": ("code", "ubnd"),
    "people": ("code", "tran-quoc-bao"),
    "roles": ("role", "ubnd / chair / tran-quoc-bao"),
    "capacities": ("kinds", "tran-quoc-bao / ubnd / plan"),
    "series": ("code", "ubnd-van-ban"),
    "awards": ("code", "giay-khen"),
    "base_wages": ("valid_from", "base wage"),
}


def changed(office: Profile, part: str, entry: int, **fields: Any) -> Profile:
    """The office with some fields of one entry of one list written otherwise; `rubric.bands` is a list too."""
    outer, _, inner = part.partition(".")
    if inner:
        return office.model_copy(update={outer: changed(getattr(office, outer), inner, entry, **fields)})
    entries = list(getattr(office, part))
    entries[entry] = entries[entry].model_copy(update=fields)
    return office.model_copy(update={part: tuple(entries)})


def told(profile: Profile) -> list[tuple[str, str]]:
    """Each fault as (path, sentence)."""
    return [(".".join(map(str, problem.path)), str(problem.text)) for problem in consistency.problems(profile)]


def test_the_sample_office_has_no_fault(office: Profile) -> None:
    assert told(office) == []


_LATE = date(2015, 6, 18)
_RECEIVED = "văn bản đến phải do văn thư tiếp nhận rồi mới rà soát (Đ21, Đ24)"
_SEALED = "phải kết thúc bằng duyệt và ký, rồi cấp số và đóng dấu (Đ13, Đ15)"
_DESCENDING = "các mức phải đi từ cao xuống thấp, trong khoảng 0-100"


@pytest.mark.parametrize(
    ("part", "entry", "fields", "path", "said"),
    [
        # A code means one thing.
        ("routes", 1, {"code": "ubnd-di"}, "routes.1.code", "ubnd-di đã có ở mục thứ 1"),
        ("dues", 1, {"kind": "plan"}, "dues.1.kind", "plan đã có ở mục thứ 1"),
        ("separation", 2, {"rule": "drafter-not-form-checker"}, "separation.2.rule",
         "drafter-not-form-checker đã có ở mục thứ 2"),
        ("retention", 2, {"kind": "report_h1"}, "retention.2.kind", "report_h1 đã có ở mục thứ 2"),
        ("rubric.criteria", 1, {"code": "ke-hoach-dung-han"}, "rubric.criteria.1.code",
         "ke-hoach-dung-han đã có ở mục thứ 1"),
        ("rubric.bands", 1, {"level": "excellent"}, "rubric.bands.1.level", "excellent đã có ở mục thứ 1"),
        ("routes", 1, {"kinds": ("plan", "classification", "commendation")}, "routes.1.kinds",
         "đã có quy trình ubnd-di cho outgoing / committee / plan"),
        # It points at something that exists.
        ("routes", 3, {"unit_kinds": ("commune", "ministry")}, "routes.3.unit_kinds.1",
         "không có loại đơn vị “ministry”"),
        ("bases", 0, {"kind": "verdict"}, "bases.0.kind", "không có loại văn bản “verdict”"),
        ("dues", 0, {"kind": "verdict"}, "dues.0.kind", "không có loại văn bản “verdict”"),
        ("retention", 0, {"kind": "verdict"}, "retention.0.kind", "không có loại văn bản “verdict”"),
        # Whoever owes a paper can send it (Đ15: a number of its own).
        ("routes", 4, {"unit_kinds": ("commune",)}, "units.2.code", "ptp chưa có quy trình cho plan"),
        ("routes", 1, {"kinds": ("classification",)}, "units.0.code", "ubnd chưa có quy trình cho commendation"),
        ("series", 3, {"kinds": ("plan", "report_h1")}, "units.2.code", "ptp chưa có hệ thống số cho report_annual"),
        ("capacities", 4, {"kinds": ("submission",)}, "units.2.code",
         "không ai ở bước ký có tư cách ký plan của ptp"),
        # A day that every year has; points that can be earned; bands that go down; a period for every record.
        ("dues", 0, {"day": 31, "month": 4}, "dues.0.day", "không phải năm nào cũng có ngày 31/4"),
        ("rubric.criteria", 2, {"partial": 26}, "rubric.criteria.2.partial", "điểm một phần lớn hơn điểm tối đa"),
        ("rubric.bands", 0, {"at_least": 101}, "rubric.bands.0.at_least", _DESCENDING),
        ("retention", 0, {"kind": "letter"}, "retention", "chưa có thời hạn bảo quản cho plan"),
        # A basis prints its date of issue and who issued it (PL I II.6.a), and holds after it was issued.
        ("bases", 0, {"valid_from": _LATE}, "bases.0.valid_from", "có hiệu lực trước ngày ban hành (2015-06-19)"),
        ("bases", 2, {"about": ""}, "bases.2.about", "chỉ Luật, Pháp lệnh không ghi mục này (PL I II.6.a)"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place(
    office: Profile, part: str, entry: int, fields: dict[str, Any], path: str, said: str
) -> None:
    assert (path, said) in told(changed(office, part, entry, **fields))


@pytest.mark.parametrize("part", CLASHING)
def test_nothing_is_said_twice_on_one_day(office: Profile, part: str) -> None:
    field, key = CLASHING[part]
    entries = getattr(office, part)
    doubled = office.model_copy(update={part: (*entries, entries[0])})
    found = f"trùng với mục thứ 1 ({key}) trong cùng thời gian"
    assert (f"{part}.{len(entries)}.{field}", found) in told(doubled)


@pytest.mark.parametrize(("days", "clash"), [(0, True), (1, False)], ids=["on its last day", "the day after"])
def test_the_next_entry_begins_after_the_one_before_it_ended(office: Profile, days: int, clash: bool) -> None:
    """Both days of a period are inclusive; in whichever order the two are written."""
    end = date(2026, 6, 30)
    old = office.people[0].model_copy(update={"valid_to": end})
    new = office.people[0].model_copy(update={"valid_from": end + days * DAY})
    for first, second in ((old, new), (new, old)):
        found = told(office.model_copy(update={"people": (first, *office.people[1:], second)}))
        assert found == [("people.30.code", "trùng với mục thứ 1 (tran-quoc-bao) trong cùng thời gian")] * clash


@pytest.mark.parametrize("part", ["units", "people", "roles", "capacities", "series", "awards", "base_wages", "bases"])
def test_whatever_is_dated_ends_on_its_first_day_or_later(office: Profile, part: str) -> None:
    begun = getattr(office, part)[0].valid_from
    ended = changed(office, part, 0, valid_to=begun - DAY)
    assert (f"{part}.0.valid_to", f"kết thúc ({begun - DAY}) trước khi bắt đầu") in told(ended)
    of_one_day = changed(office, part, 0, valid_to=begun)
    assert not [said for _, said in told(of_one_day) if "trước khi bắt đầu" in said]


def steps(office: Profile, route: int, *places: int, **of_first: str) -> Profile:
    """The office with a route of only these of its steps, the first of them changed."""
    first, *rest = (office.routes[route].steps[place] for place in places)
    return changed(office, "routes", route, steps=(first.model_copy(update=of_first), *rest))


@pytest.mark.parametrize(
    ("route", "places", "of_first", "said"),
    [
        (4, (1, 0), {}, _RECEIVED),
        (4, (0,), {}, _RECEIVED),
        (4, (0, 1), {"role": "officer"}, _RECEIVED),
        (3, (0, 1), {}, _SEALED),
        (3, (1, 1, 2), {}, _SEALED),
        (3, (2, 1), {}, _SEALED),
    ],
    ids=["examined first", "not examined", "not by the clerk", "not sealed", "signed by two", "sealed first"],
)
def test_no_office_decides_against_the_decree_who_receives_signs_and_seals(
    office: Profile, route: int, places: tuple[int, ...], of_first: dict[str, str], said: str
) -> None:
    assert (f"routes.{route}.steps", said) in told(steps(office, route, *places, **of_first))


def test_every_route_is_held_to_the_decree_wherever_it_is_written(office: Profile) -> None:
    unsealed = steps(office, 3, 0, 1)
    found = told(unsealed.model_copy(update={"routes": unsealed.routes[::-1]}))
    assert found == [("routes.1.steps", _SEALED)]


@pytest.mark.parametrize(("days", "clash"), [(0, True), (1, False)], ids=["on its last day", "the day after"])
def test_number_and_symbol_are_given_once_in_a_year(office: Profile, days: int, clash: bool) -> None:
    """Đ15.1: two series of one issuer that both number decisions, and neither ended before the other began."""
    end = date(2026, 6, 30)
    ended = changed(office, "series", 1, kinds=("classification",), valid_to=end)
    update = {"code": "ubnd-khen", "kinds": ("commendation",), "valid_from": end + days * DAY}
    profile = ended.model_copy(update={"series": (*ended.series, office.series[1].model_copy(update=update))})
    assert told(profile) == [("series.9.suffix", "QĐ sẽ trùng số, ký hiệu với ubnd-quyet-dinh")] * clash


def test_full_points_may_be_asked_for_the_highest_level_and_given_for_a_part(office: Profile) -> None:
    asked = changed(office, "rubric.bands", 0, at_least=100)
    criterion = office.rubric.criteria[0]
    assert told(changed(asked, "rubric.criteria", 0, partial=criterion.points)) == []


def test_a_kind_of_paper_may_run_a_route_of_units_that_send_none(office: Profile) -> None:
    """Nobody need hold a role at a unit that neither owes papers nor runs the cycle."""
    idle = changed(office, "units", 2, owes=False)
    roles = tuple(role for role in office.roles if role.unit != "ptp")
    assert told(idle.model_copy(update={"roles": roles})) == []


def test_the_office_itself_is_held_to_its_routes(office: Profile) -> None:
    left = office.model_copy(update={"roles": tuple(role for role in office.roles if role.role != "form_checker")})
    assert ("routes.0.steps.1.role", "không ai giữ vai trò form_checker tại ubnd") in told(left)
