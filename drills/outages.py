"""What else may fall away: Prefect's database, PostgreSQL, the S3 store, the disk, the clock. A table of drills.

Each lives the same few papers as an undisturbed office, with strikes at the events it names, and must end as that one.
"""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cli.demo.living import Year
from drills import strikes
from drills.installation import Installation
from drills.observer import Strike
from drills.picture import Fault, Picture
from drills.strikes import Machines
from drills.table import Table
from drills.years import Lived, Plan, live
from tests.support.house import free_port

Aimed = Callable[[Machines, Installation], dict[str, Strike]]


@dataclass(frozen=True)
class Outage:
    """One drill: what it needs (`machines`: postgres, seaweed, disk), what it does when, and what it looks at after."""

    name: str
    aim: Aimed
    machines: tuple[str, ...] = ()
    after: Callable[[Machines, Installation], list[Fault]] | None = None
    arranged: Callable[[Machines, Installation, Year], None] | None = None


OUTAGES: tuple[Outage, ...] = (
    Outage("prefect", strikes.prefects_database_is_deleted),
    Outage("both", strikes.server_and_worker_die),
    Outage("postgres", strikes.postgres_stops, ("postgres",)),
    Outage("seaweed-stopped", strikes.seaweed_stops, ("seaweed",)),
    Outage("seaweed-slow", strikes.seaweed_is_slow, ("seaweed",)),
    Outage("seaweed-full", strikes.seaweed_is_full, ("disk", "seaweed")),
    Outage("seaweed-rewritten", strikes.nothing, ("seaweed",), after=strikes.rewritten_is_found),
    Outage("read-only", strikes.archive_is_read_only, ("disk",)),
    Outage("clock", strikes.clock_goes_back),
    Outage("two-workers", strikes.two_workers_die, arranged=strikes.second_worker),
)
NAMES = tuple(outage.name for outage in OUTAGES)


def drill(place: Path, names: list[str], dice: random.Random, table: Table) -> None:
    """Drill the outages of these names, each in an office of its own."""
    calm = live(Plan(place / "calm-office"))
    table.row("calm year").pressed_again += len(calm.pressed_again)
    for fault in calm.faults:
        table.row("calm year").blame(fault)
    with ThreadPoolExecutor(1, "hands") as hands:  # what is started dies with its thread: one that stays
        for outage in OUTAGES:
            if outage.name in names:
                _drill(place / outage.name, outage, calm.picture, dice, table, hands)


def _drill(
    place: Path, outage: Outage, expected: Picture, dice: random.Random, table: Table, hands: ThreadPoolExecutor
) -> None:
    with Machines(place.with_name(f"{place.name}-machines"), outage.machines, hands) as machines:
        installation = Installation(place, free_port(), machines.urls)
        aimed = outage.aim(machines, installation)
        rows = {name: table.row(name) for name in aimed} or {outage.name: table.row(outage.name)}
        plan = Plan(place, strikes=list(aimed.values()), expected=expected, dice=dice, urls=machines.urls)
        if outage.arranged:
            arranged = outage.arranged
            plan.arranged = lambda installed, year: arranged(machines, installed, year)
        lived = live(plan, installation)
        late = outage.after(machines, installation) if outage.after else []
    for name, strike in aimed.items():
        if strike.begun is not None:
            rows[name].healed(strike.healed)
    begun = sorted((strike.begun, name) for name, strike in aimed.items() if strike.begun is not None)
    struck = [rows[name] for _, name in begun] or list(rows.values())
    for number, times in lived.pressed_after([at for at, _ in begun]).items():
        struck[max(number, 0)].pressed_again += times
    if outage.after:
        next(iter(rows.values())).healed(0.0)
    for fault in [*lived.faults, *late]:
        for name in _guilty(fault, aimed) or rows:
            rows[name].blame(fault)
    _told(outage.name, lived, aimed, late)


def _guilty(fault: Fault, aimed: dict[str, Strike]) -> list[str]:
    """The strikes at events of the fault's own paper; none where it names no paper, or another."""
    return [name for name, strike in aimed.items() if fault.document_id and strike.document_id == fault.document_id]


def _told(name: str, lived: Lived, aimed: dict[str, Strike], late: list[Fault]) -> None:
    counts = f"{len(lived.faults) + len(late)} faults, pressed again {len(lived.pressed_again)}"
    print(f"{name}: {lived.seconds:.0f} s, {counts}", flush=True)
    for what, strike in aimed.items():
        moved = "nothing moved after it" if strike.healed is None else f"moved after {strike.healed:.1f} s"
        print(f"  {what}: {'not tried' if strike.begun is None else moved}", flush=True)
    for fault in [*lived.faults, *late]:
        print(f"  ! {fault.sort}: {fault.what} {fault.document_id or ''}", flush=True)
