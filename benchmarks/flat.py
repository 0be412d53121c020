"""What a decision costs with few and with very many finished documents behind it: two offices, in interleaved pairs.

The many are filled in by copying (benchmarks/filling.py, benchmarks/filling_prefect.py): a thousand documents in each
year, the years before closed; Prefect holds a completed run for each.
"""

import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks.bench import Bench
from benchmarks.office import Office
from benchmarks.shift import Shift
from benchmarks.table import Table, raw

PARTS = ("server", "worker")
HEADS = (
    "database", "finished documents", "server CPU s/decision", "worker CPU s/decision", "decisions/s",
    "click → answer, s", "click → next form, s", "page *my work*, s",
)  # fmt: skip
NOTE = "Medians of the pairs; the last line of a database is the ratio of many to few, the median of the pairs' ratios."
LOOKS = 5


@dataclass(frozen=True)
class _Cost:
    """What one half of a pair measured, in the columns' order."""

    numbers: tuple[float, ...]

    def over(self, few: "_Cost") -> tuple[float, ...]:
        """The ratio to the other half."""
        return tuple(mine / theirs if theirs else 0.0 for mine, theirs in zip(self.numbers, few.numbers, strict=True))


def report(bench: Bench) -> Table:
    """Few and many on each database."""
    table = Table("Flat", HEADS, note=NOTE)
    for database in bench.databases:
        with ExitStack() as stack:
            offices = {}
            for finished in bench.sizes.finished:
                office = stack.enter_context(bench.office(database, f"flat_{finished}"))
                Shift(office).work(2)  # the first run that comes to its end is the example of Prefect's rows
                began = time.monotonic()
                office.fill(finished)
                raw("flat", database, f"{finished} finished documents filled in, s", [time.monotonic() - began])
                Shift(office).work(bench.sizes.warm_up)
                office.pause()
                offices[finished] = office
            pairs = [_pair(offices, bench.sizes.share) for _ in range(bench.sizes.pairs)]
        _tell(table, database, pairs)
    return table


def _pair(offices: dict[int, Office], share: int) -> dict[int, _Cost]:
    costs = {}
    for finished, office in offices.items():
        office.go_on()
        costs[finished] = _cost(office, share)
        office.pause()
    return costs


def _cost(office: Office, share: int) -> _Cost:
    before, shift = office.cpu_seconds(), Shift(office)
    shift.work(share)
    spent = [office.cpu_seconds()[part] - before[part] for part in PARTS]
    clerk = office.person("nguyen-thi-bich-ngoc")
    looks = []
    for _ in range(LOOKS):
        began = time.monotonic()
        if clerk.page("/").status_code != 200:
            raise RuntimeError("my work cannot be looked at")
        looks.append(time.monotonic() - began)
    waits = (statistics.median(shift.to_answer), statistics.median(shift.to_form))
    return _Cost((*(s / share for s in spent), share / shift.seconds, *waits, statistics.median(looks)))


def _tell(table: Table, database: str, pairs: list[dict[int, _Cost]]) -> None:
    few, many = min(pairs[0]), max(pairs[0])
    for number, pair in enumerate(pairs, start=1):
        for finished, cost in pair.items():
            raw("flat", database, f"pair {number}, {finished} finished", cost.numbers, 3)
    for finished in (few, many):
        table.rows.append((database, str(finished), *_medians([pair[finished].numbers for pair in pairs])))
    table.rows.append((database, "**ratio**", *_medians([pair[many].over(pair[few]) for pair in pairs])))


def _medians(columns: list[tuple[float, ...]]) -> tuple[str, ...]:
    return tuple(f"{statistics.median(column):.3f}" for column in zip(*columns, strict=True))
