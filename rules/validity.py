"""When entries of a profile hold: each ends after it begins, and no two say the same thing on the same day."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from rules.profile import Dated, Problem, Profile
from rules.sentences import Sentence

D = TypeVar("D", bound=Dated)


def ordered(profile: Profile) -> Iterator[Problem]:
    """Whatever is dated ends after it begins."""
    for name in ("units", "people", "roles", "capacities", "series", "awards", "base_wages", "bases"):
        for i, entry in enumerate(getattr(profile, name)):
            if entry.valid_to is not None and entry.valid_to < entry.valid_from:
                yield Problem((name, i, "valid_to"), Sentence("kết thúc ({end}) trước khi bắt đầu", end=entry.valid_to))


def apart(profile: Profile) -> Iterator[Problem]:
    """No two entries say the same thing on the same day; one after another is how a thing changes."""
    yield from _clashes("units", profile.units, lambda unit: [unit.code], "code")
    yield from _clashes("people", profile.people, lambda person: [person.code], "code")
    yield from _clashes("roles", profile.roles, lambda role: [(role.unit, role.role, role.person)], "role")
    yield from _clashes("capacities", profile.capacities, lambda c: [(c.person, c.unit, k) for k in c.kinds], "kinds")
    yield from _clashes("series", profile.series, lambda series: [series.code], "code")
    yield from _clashes("series", profile.series, lambda series: [(series.unit, k) for k in series.kinds], "kinds")
    yield from _clashes("awards", profile.awards, lambda award: [award.code], "code")
    yield from _clashes("base_wages", profile.base_wages, lambda _: ["base wage"], "valid_from")


def _clashes(name: str, entries: Sequence[D], keys: Callable[[D], Iterable[Hashable]], field: str) -> Iterator[Problem]:
    seen: dict[Hashable, list[tuple[int, D]]] = {}
    for i, entry in enumerate(entries):
        for key in keys(entry):
            for j, earlier in seen.setdefault(key, []):
                if overlap(entry, earlier):
                    yield Problem(
                        (name, i, field),
                        Sentence("trùng với mục thứ {place} ({key}) trong cùng thời gian", place=j + 1, key=said(key)),
                    )
            seen[key].append((i, entry))


def overlap(one: Dated, other: Dated) -> bool:
    """Whether there is a day on which both are in force."""
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)


def said(key: Hashable) -> str:
    """A key as a person reads it."""
    return " / ".join(str(part) for part in key) if isinstance(key, tuple) else str(key)
