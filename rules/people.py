"""Finding units and people in a profile as they stood on a civil date."""

from datetime import date

from rules.profile import Person, Profile, Unit
from rules.refusals import Refusal


def unit_of(profile: Profile, code: str, on: date) -> Unit:
    """The unit in force on a date; refuses `unknown-unit`."""
    for unit in profile.units:
        if unit.code == code and unit.in_force(on):
            return unit
    raise Refusal("unknown-unit", unit=code, on=f"{on:%d/%m/%Y}")


def person_of(profile: Profile, code: str, on: date) -> Person:
    """The person in force on a date; refuses `unknown-person`."""
    for person in profile.people:
        if person.code == code and person.in_force(on):
            return person
    raise Refusal("unknown-person", person=code, on=f"{on:%d/%m/%Y}")


def people_with(profile: Profile, *, unit: str, role: str, on: date) -> tuple[Person, ...]:
    """Who holds a role at a unit on a date, in the profile's order; empty when nobody does."""
    holding = {
        entry.person for entry in profile.roles if entry.unit == unit and entry.role == role and entry.in_force(on)
    }
    return tuple(person for person in profile.people if person.code in holding and person.in_force(on))


def system_people(profile: Profile, system: str, on: date) -> tuple[Person, ...]:
    """Who holds a system role (administrator, auditor) on a date, in the profile's order."""
    return tuple(person for person in profile.people if person.system == system and person.in_force(on))


def roles_of(profile: Profile, person: str, on: date) -> frozenset[tuple[str, str]]:
    """The (unit, role) pairs a person holds on a date."""
    return frozenset(
        (entry.unit, entry.role) for entry in profile.roles if entry.person == person and entry.in_force(on)
    )


def owing_units(profile: Profile, on: date) -> tuple[Unit, ...]:
    """The units that owe plans and reports on a date, in the profile's order."""
    return tuple(unit for unit in profile.units if unit.owes and unit.in_force(on))
