"""Who may read a paper, and who may do what outside the steps of a route (NĐ 30/2020 PL VI III.3.b, III.6.c).

Every reading has a ground, which the reading's event records: an auditor asks who permitted it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rules.people import person_of, roles_of
from rules.profile import Person, Profile
from rules.refusals import Refusal


@dataclass(frozen=True)
class Readable:
    """What decides who reads a paper: issuing unit, desk that handles it, drafter, people of its steps (codes)."""

    unit: str
    desk: str
    drafter: str = ""
    people: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reader:
    """A person, the (unit, role) pairs he holds on the day, and the profile's office."""

    person: Person
    roles: frozenset[tuple[str, str]]
    profile: Profile

    @property
    def units(self) -> frozenset[str]:
        """The units he works for in some role on the day."""
        return frozenset(unit for unit, _ in self.roles)


@dataclass(frozen=True)
class Ground:
    """One reason why a person may read a paper."""

    code: str
    label: str
    holds: Callable[[Reader, Readable], bool]


def _of_the_office(reader: Reader, paper: Readable) -> bool:
    office = reader.profile.office
    return paper.desk == office.unit and bool(reader.units & {office.unit, office.owner})


READING_GROUNDS: tuple[Ground, ...] = (
    Ground("drafter", "người soạn thảo", lambda reader, paper: reader.person.code == paper.drafter),
    Ground("step", "người được giao một bước", lambda reader, paper: reader.person.code in paper.people),
    Ground("unit", "người của đơn vị ban hành", lambda reader, paper: paper.unit in reader.units),
    Ground("office", "cơ quan chủ trì", _of_the_office),
    Ground("auditor", "kiểm tra theo văn bản cho phép", lambda reader, _: reader.person.system == "auditor"),
    Ground("administrator", "quản trị hệ thống", lambda reader, _: reader.person.system == "administrator"),
)

# Acts outside routes: the system roles, and the roles at the paper's unit. Reading has its own table above.
CAPABILITIES: dict[str, frozenset[tuple[str, str]]] = {
    "start_cycle": frozenset({("system", "administrator")}),
    "close_cycle": frozenset({("system", "administrator")}),
    "hand_in": frozenset({("unit", "drafter")}),
    "hand_in_signed": frozenset({("unit", "drafter"), ("unit", "clerk")}),
    "void_number": frozenset({("unit", "clerk")}),
}


def reading_ground(profile: Profile, *, person: str, paper: Readable, on: date) -> Ground | None:
    """On what ground a person may read a paper on a date; None when he may not (or is not in force)."""
    try:
        reader = Reader(person_of(profile, person, on), roles_of(profile, person, on), profile)
    except Refusal:
        return None
    return next((ground for ground in READING_GROUNDS if ground.holds(reader, paper)), None)


def may(profile: Profile, *, person: str, act: str, on: date, unit: str = "") -> bool:
    """Whether a person may do an act of `CAPABILITIES` on a date, for a unit where the act belongs to one."""
    try:
        somebody = person_of(profile, person, on)
    except Refusal:
        return False
    held = roles_of(profile, person, on)
    return any(
        somebody.system == role if place == "system" else (unit, role) in held for place, role in CAPABILITIES[act]
    )
