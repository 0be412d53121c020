"""Thousands of decisions in one life of the processes: does memory grow, does it get slower?"""

import time
from dataclasses import dataclass, field

from benchmarks.bench import Bench
from benchmarks.office import Office
from benchmarks.shift import Shift
from benchmarks.table import Table, raw

PARTS = ("server", "worker")
HEADS = (
    "database", "decisions", "decisions/s, first tenth", "decisions/s, last tenth", "server, MB", "worker, MB",
    "server, kB per 1,000", "worker, kB per 1,000", "server, second half", "worker, second half",
)  # fmt: skip
NOTE = """Real decisions through the gate, after a warm-up that is not counted. Memory at the end, and its slope over
all samples and over the second half of them (least squares)."""


def report(bench: Bench) -> Table:
    """One long shift on each database."""
    table = Table("Soak", HEADS, note=NOTE)
    for database in bench.databases:
        with bench.office(database, "soak") as office:
            Shift(office).work(bench.sizes.warm_up)
            samples = _Samples(database, office, every=max(bench.sizes.soak // bench.sizes.samples, 1))
            samples.take(0)
            Shift(office).work(bench.sizes.soak, after_each=samples.look)
        tenth = max(len(samples.decisions) // 10, 1)
        rates = (samples.rate(0, tenth), samples.rate(-1 - tenth, -1))
        half = len(samples.decisions) // 2
        memory = [f"{samples.kb[part][-1] / 1024:.0f}" for part in PARTS]
        slopes = [f"{samples.slope(part, first):+.0f}" for first in (0, half) for part in PARTS]
        table.rows.append((database, str(bench.sizes.soak), *(f"{rate:.2f}" for rate in rates), *memory, *slopes))
    return table


@dataclass
class _Samples:
    """Time and memory, after so many decisions."""

    database: str
    office: Office
    every: int
    began: float = field(default_factory=time.monotonic)
    decisions: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    kb: dict[str, list[int]] = field(default_factory=lambda: {part: [] for part in PARTS})

    def look(self, decided: int) -> None:
        """Take a sample when it is time."""
        if decided % self.every == 0:
            self.take(decided)

    def take(self, decided: int) -> None:
        """Take a sample now, and print it."""
        self.decisions.append(decided)
        self.seconds.append(time.monotonic() - self.began)
        now = self.office.resident_kb()
        for part, kb in now.items():
            self.kb[part].append(kb)
        told = ", ".join(f"{part} {kb} kB" for part, kb in now.items())
        raw("soak", self.database, f"after {decided} decisions", f"{self.seconds[-1]:.1f} s, {told}")

    def rate(self, first: int, last: int) -> float:
        """Decisions a second between two samples."""
        return (self.decisions[last] - self.decisions[first]) / (self.seconds[last] - self.seconds[first])

    def slope(self, part: str, first: int) -> float:
        """Growth by least squares from a sample on, kB for each 1,000 decisions; 0 when there is one sample."""
        xs, ys = self.decisions[first:], self.kb[part][first:]
        middle, level = sum(xs) / len(xs), sum(ys) / len(ys)
        spread = sum((x - middle) ** 2 for x in xs)
        return 1000 * sum((x - middle) * (y - level) for x, y in zip(xs, ys, strict=True)) / spread if spread else 0.0
