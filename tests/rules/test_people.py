"""Who is there on a day: found by code, by role, by system role; and who is not is told by name and day."""

from datetime import date

import pytest

from rules.people import person_of, system_people, unit_of
from rules.profile import Profile
from rules.refusals import Refusal

ON, EVE = date(2026, 3, 2), date(2021, 12, 31)


def test_who_was_not_there_is_told_with_the_day(office: Profile) -> None:
    with pytest.raises(Refusal) as unit:
        unit_of(office, "ptp", EVE)
    assert (unit.value.code, unit.value.facts) == ("unknown-unit", {"unit": "ptp", "on": "31/12/2021"})
    with pytest.raises(Refusal) as person:
        person_of(office, "cao-thi-nhan", EVE)
    assert person.value.facts == {"person": "cao-thi-nhan", "on": "31/12/2021"}
    assert person.value.code == "unknown-person"


def test_the_machine_is_mended_by_those_who_are_administrators_on_that_day(office: Profile) -> None:
    """PL VI gives the system to its administrator, never to whoever holds a role in a route."""
    appointed = {person.code for person in office.people if person.system == "administrator"}
    assert appointed
    assert {person.code for person in system_people(office, "administrator", ON)} == appointed
    assert not appointed & {person.code for person in system_people(office, "auditor", ON)}
    assert system_people(office, "administrator", EVE) == ()
