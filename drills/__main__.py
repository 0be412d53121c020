"""`python -m drills`: kills at every (kind of event × process) of a demo year, then everything else that may fall away.

Prints what it does and ends with a table; exit code 1 when anything was lost, doubled, missing, or not tried.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from cli.demo import story
from drills import outages
from drills.installation import ROLES
from drills.observer import Pair
from drills.table import Row, Table
from drills.years import Lived, Plan, live

UNITS = 3  # the fewest with which everything happens that happens in the whole demonstration
MOST_YEARS = 8
SHOWN = 12  # faults of one year: one that stood still wants everything


def main() -> int:
    """Drill what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m drills", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="repeats a run")
    parser.add_argument("--only", choices=("pairs", "outages"))
    parser.add_argument("--pairs", default="", help="kind:process,… (worker or server); none: all")
    parser.add_argument("--outages", default="", help=f"of {', '.join(outages.NAMES)}; none: all")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    began, table, dice = time.monotonic(), Table(), random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="trinhky-drill-", ignore_cleanup_errors=True) as directory:
        place = Path(directory)
        if asked.only != "outages":
            kill_at_every_event(place, _pairs(asked.pairs), dice, table)
        if asked.only != "pairs":
            outages.drill(place, asked.outages.split(",") if asked.outages else list(outages.NAMES), dice, table)
    print("\n".join(table.lines()), flush=True)
    print(f"seed {asked.seed}, {(time.monotonic() - began) / 60:.1f} minutes", flush=True)
    return 0 if table.well else 1


def _pairs(asked: str) -> list[Pair]:
    return [Pair(*pair.split(":", 1)) for pair in asked.split(",") if pair]


def kill_at_every_event(place: Path, wanted: list[Pair], dice: random.Random, table: Table) -> None:
    """Live a year undisturbed, take its kinds of events, and then as many years as it takes to kill at each twice."""
    scenes = story.scenes(UNITS)
    calm = live(Plan(place / "calm", scenes, whole=True))
    _told("the undisturbed year", calm)
    left = wanted or [Pair(kind, role) for kind in calm.kinds for role in ROLES]
    rows = {pair: table.row(f"{pair.kind} × {pair.role}") for pair in left}
    table.row("undisturbed year").pressed_again += len(calm.pressed_again)
    for fault in calm.faults:
        table.row("undisturbed year").blame(fault)
    for number in range(1, MOST_YEARS + 1):
        if not left:
            break
        lived = live(Plan(place / f"year-{number}", scenes, True, pairs=left, expected=calm.picture, dice=dice))
        _told(f"year {number}", lived)
        left = lived.observer.pairs
        for kill in lived.observer.kills:
            rows[kill.pair].healed(kill.healed)
        _blame(lived, rows, table.row(f"year {number}, of no pair"))


def _blame(lived: Lived, rows: dict[Pair, Row], nobody: Row) -> None:
    """A fault is charged to the kills at events of its paper; a call made again to the last kill before it."""
    for fault in lived.faults:
        guilty = [kill for kill in lived.observer.kills if fault.document_id and kill.document_id == fault.document_id]
        for row in [rows[kill.pair] for kill in guilty] or [nobody]:
            row.blame(fault)
    for number, times in lived.pressed_after([kill.at for kill in lived.observer.kills]).items():
        row = rows[lived.observer.kills[number].pair] if number >= 0 else nobody
        row.pressed_again += times


def _told(name: str, lived: Lived) -> None:
    print(
        f"{name}: {lived.seconds:.0f} s, {len(lived.observer.kills)} kills, {len(lived.faults)} faults, "
        f"pressed again {len(lived.pressed_again)}",
        flush=True,
    )
    for fault in lived.faults[:SHOWN]:
        print(f"  ! {fault.sort}: {fault.what} {fault.document_id or ''}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
