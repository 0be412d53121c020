"""`python -m benchmarks`: the numbers of this product, measured here and now; raw values first, then tables.

Ends with 1 when a measure broke or somebody saw an error in it, never because a number is slow.
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks import clicks, crowd, decisions, flat, machine, papers, soak, waiting
from benchmarks.bench import DATABASES, Bench, Sizes
from benchmarks.table import Table
from tests.support.postgres import PostgresServer

MEASURES: dict[str, Callable[[Bench], Table]] = {
    "decisions": decisions.report,
    "clicks": clicks.report,
    "crowd": crowd.report,
    "waiting": waiting.report,
    "flat": flat.report,
    "soak": soak.report,
    "papers": papers.report,
}


def main() -> int:
    """Measure what the arguments ask for; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=MEASURES, help="this measure (may be given again)")
    parser.add_argument("--databases", default=",".join(DATABASES))
    parser.add_argument("--pairs", type=int, default=Sizes.pairs)
    parser.add_argument("--decisions", type=int, default=Sizes.soak, help="of the soak")
    asked = parser.parse_args()
    sizes = replace(Sizes(), pairs=asked.pairs, soak=asked.decisions)
    load, began = machine.load(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="trinhky-bench-") as directory, PostgresServer() as postgres:
        described = machine.described(postgres.url("bench"))
        print(f"{described}\n- load before: {load}\n", flush=True)
        bench = Bench(Path(directory), postgres, sizes, tuple(asked.databases.split(",")))
        tables = [_measured(name, bench) for name in asked.only or MEASURES]
    print(f"\n{described}\n- load before: {load}; after: {machine.load()}; {time.monotonic() - began:.0f} s\n")
    print("\n\n".join(str(table) for table in tables if table is not None))
    return 1 if any(table is None or table.errors for table in tables) else 0


def _measured(name: str, bench: Bench) -> Table | None:
    """One measure's table; None when it broke, which the others do not suffer for."""
    began = time.monotonic()
    print(f"==> {name}", flush=True)
    try:
        return MEASURES[name](bench)
    except Exception:
        traceback.print_exc()
        return None
    finally:
        print(f"==> {name}: {time.monotonic() - began:.0f} s, load {machine.load()}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
