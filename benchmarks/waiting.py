"""What waiting costs: memory and processes with a few and with very many forms open, in one life of the processes.

Both numbers are read after the server's slowest garbage collection has come once more.
"""

import time

from benchmarks.bench import Bench
from benchmarks.office import Office
from benchmarks.shift import Shift
from benchmarks.table import Table, raw

HEADS = ("database", "forms open", "server, MB", "worker, MB", "server, ratio", "worker, ratio", "processes")


def report(bench: Bench) -> Table:
    """Memory with few and with many open forms on each database."""
    table = Table("Waiting", HEADS, note="Resident memory; the ratios are to the first line (≤ 1.1).")
    for database in bench.databases:
        with bench.office(database, "waiting") as office:
            Shift(office).work(bench.sizes.warm_up)
            first: dict[str, int] = {}
            for wanted in bench.sizes.waiting:
                _open(office, wanted)
                time.sleep(bench.sizes.settle_seconds)
                kb = office.resident_kb()
                first = first or kb
                raw("waiting", database, f"{wanted} forms open, kB", ", ".join(f"{n} {v}" for n, v in kb.items()))
                ratios = [f"{kb[part] / first[part]:.3f}" for part in kb]
                sizes = [f"{size / 1024:.0f}" for size in kb.values()]
                table.rows.append((database, str(wanted), *sizes, *ratios, str(office.processes())))
    return table


def _open(office: Office, wanted: int) -> None:
    """Papers arrive until so many forms are open."""
    papers = office.lay_ready(wanted - len(office.forms()))
    office.arrive(papers)
    office.wait(f"{wanted} forms are open", lambda: len(office.forms()) >= wanted, look_seconds=0.5)
