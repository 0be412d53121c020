"""Decisions a second and CPU a decision: ours against the better of two stock ways, in interleaved pairs.

Both arms run the same flow (benchmarks/approval_like.py) and are answered by the same calls, so that nothing but the
engine differs: `decide` and the reviewers' papers are in the other measures.
"""

import statistics
from contextlib import ExitStack

from benchmarks.bench import Bench
from benchmarks.rounds import Round, measure, open_documents
from benchmarks.stacks import STOCK_WAYS, Arm, ours, stock
from benchmarks.table import Table, raw

PARTS = ("server", "worker")
HEADS = ("database", "pair", "stock /s", "trinhky /s", "ratio")
NOTE = """Form open → decided → next form open. The same flow in both arms, eight papers at once; stock is the better of
`flow.serve(limit=4)` and the process worker, polling every second. CPU is of the process and its children; what
PostgreSQL itself spends is not in it."""


def report(bench: Bench) -> Table:
    """Pairs of the better stock way and ours, on each database."""
    cpu = tuple(f"{part} CPU s/decision: {arm}" for part in PARTS for arm in ("stock", "trinhky"))
    table = Table("Decisions per second against stock Prefect", (*HEADS, *cpu), note=NOTE)
    for database in bench.databases:
        with ExitStack() as stack:
            _compare(bench, database, stack, table)
    return table


def _compare(bench: Bench, database: str, stack: ExitStack, table: Table) -> None:
    documents, (stock_rounds, our_rounds) = bench.sizes.documents, bench.sizes.rounds
    first: dict[str, tuple[Arm, list[str], float]] = {}
    for way in STOCK_WAYS:
        name = f"decisions_{way}"
        arm = stack.enter_context(stock(way, bench.place / f"{name}-{database}", bench.prefect_url(database, name)))
        runs = open_documents(arm, documents)
        first[way] = (arm, runs, measure(arm, runs, stock_rounds).rate)
        arm.pause()
        raw("decisions", database, f"first look at {arm.name}, decisions/s", [first[way][2]], 3)
    stock_arm, stock_runs, _ = max(first.values(), key=lambda seen: seen[2])
    our_arm = stack.enter_context(ours(stack.enter_context(bench.office(database, "decisions"))))
    our_runs = open_documents(our_arm, documents)
    our_arm.pause()
    pairs = []
    for pair in range(1, bench.sizes.pairs + 1):
        pairs.append((_measured(stock_arm, stock_runs, stock_rounds), _measured(our_arm, our_runs, our_rounds)))
        table.rows.append((database, str(pair), *_cells(*_numbers(*pairs[-1]))))
        raw("decisions", database, f"pair {pair} ({stock_arm.name}, trinhky)", " · ".join(table.rows[-1][2:]))
    medians = [statistics.median(column) for column in zip(*(_numbers(*pair) for pair in pairs), strict=True)]
    table.rows.append((database, "**median**", *_cells(*medians)))


def _measured(arm: Arm, runs: list[str], rounds: int) -> Round:
    arm.go_on()
    try:
        return measure(arm, runs, rounds)
    finally:
        arm.pause()


def _numbers(stock_round: Round, our_round: Round) -> list[float]:
    rates = [stock_round.rate, our_round.rate, our_round.rate / stock_round.rate]
    return rates + [seen.cpu_of(part) for part in PARTS for seen in (stock_round, our_round)]


def _cells(stock_rate: float, our_rate: float, ratio: float, *cpu: float) -> tuple[str, ...]:
    return (f"{stock_rate:.3f}", f"{our_rate:.3f}", f"{ratio:.1f}", *(f"{seconds:.3f}" for seconds in cpu))
