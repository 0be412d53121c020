"""`python -m benchmarks`: decisions a second against stock Prefect, and how long a click takes; raw values printed."""

import argparse
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks import clicks
from benchmarks.rounds import measure, open_documents
from benchmarks.stacks import Arm, ours, stock
from tests.support.postgres import PostgresServer

DOCUMENTS = 8
STOCK_ROUNDS, OUR_ROUNDS = 1, 6
Url = Callable[[str], str]


def main() -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--only", choices=("decisions", "clicks"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trinhky-bench-") as directory, PostgresServer() as server:
        place = Path(directory)
        urls: dict[str, Url] = {
            "sqlite": lambda name: f"sqlite+aiosqlite:///{place}/{name}.db",
            "postgresql": server.async_url,
        }
        for database in asked.databases.split(","):
            if asked.only != "clicks":
                compare(database, place / f"{database}-arms", urls[database], asked.pairs)
            if asked.only != "decisions":
                clicks.report(database, place / f"{database}-clicks", server)


def compare(database: str, place: Path, url: Url, pairs: int) -> None:
    """Five interleaved pairs of the better stock way and ours on one database."""
    place.mkdir()
    with ExitStack() as stack:
        arms = {
            name: stack.enter_context(stock(name, place / name, url(f"bench_{name}"))) for name in ("serve", "process")
        }
        runs = {}
        for name, arm in arms.items():
            runs[name] = open_documents(arm, DOCUMENTS)
            arm.pause()
        first = {name: _measured(arm, runs[name], STOCK_ROUNDS) for name, arm in arms.items()}
        better = max(first, key=lambda name: first[name])
        print(f"{database}: first look, decisions/s: {_line(first)}; the better stock way is {better}", flush=True)
        our_arm = stack.enter_context(ours(place / "ours", url("bench_ours")))
        our_runs = open_documents(our_arm, DOCUMENTS)
        our_arm.pause()
        ratios = []
        for pair in range(1, pairs + 1):
            rates = {
                f"stock {better}": _measured(arms[better], runs[better], STOCK_ROUNDS),
                "trinhky": _measured(our_arm, our_runs, OUR_ROUNDS),
            }
            ratios.append(rates["trinhky"] / rates[f"stock {better}"])
            print(f"{database}: pair {pair}, decisions/s: {_line(rates)}; ratio {ratios[-1]:.1f}", flush=True)
        print(f"{database}: ratio median {statistics.median(ratios):.1f}, least {min(ratios):.1f}", flush=True)


def _measured(arm: Arm, runs: list[str], rounds: int) -> float:
    arm.go_on()
    try:
        return measure(arm, runs, rounds).rate
    finally:
        arm.pause()


def _line(rates: dict[str, float]) -> str:
    return ", ".join(f"{name} {rate:.3f}" for name, rate in rates.items())


if __name__ == "__main__":
    main()
