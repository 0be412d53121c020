"""In what name a person signs (NĐ 30/2020 Đ13): checked on the civil date of the signing instant."""

from datetime import date

from rules.kinds import KINDS
from rules.profile import Capacity, Profile
from rules.refusals import Refusal


def capacity_for(profile: Profile, *, person: str, unit: str, kind: str, on: date) -> Capacity:
    """The capacity in which a person signs a kind of paper for a unit on a date.

    `person` and `unit` are codes. Refusals: `capacity-ended` when the last such capacity ended before the date,
    `no-capacity` when there never was one or it has not begun.
    """
    given = [c for c in profile.capacities if c.person == person and c.unit == unit and kind in c.kinds]
    for capacity in given:
        if capacity.in_force(on):
            return capacity
    facts = {
        "person": next((p.name for p in profile.people if p.code == person), person),
        "unit": next((u.name for u in profile.units if u.code == unit), unit),
        "kind": KINDS[kind].label if kind in KINDS else kind,
    }
    ended = [c.valid_to for c in given if c.valid_to is not None and c.valid_to < on]
    if ended:
        raise Refusal("capacity-ended", ended=f"{max(ended):%d/%m/%Y}", **facts)
    raise Refusal("no-capacity", **facts)
