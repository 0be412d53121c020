"""Which steps a paper passes, and who may do each (NĐ 30/2020 Đ10-Đ15 outgoing, Đ20-Đ24 incoming)."""

from datetime import date

from rules.kinds import KINDS
from rules.people import people_with, unit_of
from rules.profile import Person, Profile, Route, RouteStep, Unit
from rules.refusals import Refusal

DIRECTIONS = {"outgoing": "đi", "incoming": "đến"}
ROLE_LABELS = {
    "drafter": "người soạn thảo",
    "head": "người đứng đầu đơn vị",
    "form_checker": "người kiểm tra thể thức",
    "signer": "người ký",
    "chair": "Chủ tịch",
    "clerk": "văn thư",
    "officer": "chuyên viên",
}
# Who leads the unit that drafts: a return goes to him first, then to the drafter (Đ10.3).
LEADING_ROLE = {"committee": "head", "division": "head", "commune": "chair"}


def route_for(profile: Profile, *, direction: str, unit: Unit, kind: str) -> Route:
    """The route of a paper issued by `unit`; refuses `no-route`."""
    for route in profile.routes:
        if route.direction == direction and unit.kind in route.unit_kinds and kind in route.kinds:
            return route
    label = KINDS[kind].label if kind in KINDS else kind
    raise Refusal("no-route", kind=label, unit=unit.name, direction=DIRECTIONS[direction])


def place_of(profile: Profile, step: RouteStep, issuer: str) -> str:
    """The code of the unit where a step is done: the issuer itself, the office, or the owner of the work."""
    places = {"issuer": issuer, "office": profile.office.unit, "owner": profile.office.owner}
    return places[step.at]


def holders(profile: Profile, *, step: RouteStep, issuer: str, on: date) -> tuple[Person, ...]:
    """Who may do a step on a civil date, in the profile's order; refuses `nobody-holds` when nobody may."""
    place = place_of(profile, step, issuer)
    found = people_with(profile, unit=place, role=step.role, on=on)
    if not found:
        name = unit_of(profile, place, on).name
        raise Refusal("nobody-holds", role=ROLE_LABELS[step.role], unit=name, on=f"{on:%d/%m/%Y}")
    return found


def leaders_of_drafting(profile: Profile, *, issuer: Unit, on: date) -> tuple[Person, ...]:
    """Who leads the unit that drafted a paper: the owner's head for the office's papers, else the issuer's own head."""
    drafting = profile.office.owner if issuer.code == profile.office.unit else issuer.code
    return people_with(profile, unit=drafting, role=LEADING_ROLE[issuer.kind], on=on)
