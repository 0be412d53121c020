"""What a measure answers: a table in Markdown, printed after the raw values."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class Table:
    """A title, the columns' heads, the rows, and what has to be said beside them; `errors`: what went wrong for
    somebody, though it was measured."""

    title: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    note: str = ""
    errors: int = 0

    def __str__(self) -> str:
        lines = [f"## {self.title}", "", *([self.note, ""] if self.note else [])]
        lines += [_line(self.heads), _line(["---"] * len(self.heads)), *(_line(row) for row in self.rows)]
        return "\n".join(lines)


def raw(measure: str, database: str, what: str, values: Iterable[float] | str, digits: int = 2) -> None:
    """Print raw values, sorted as they came."""
    said = values if isinstance(values, str) else " ".join(f"{value:.{digits}f}" for value in values)
    print(f"    {measure} · {database} · {what}: {said}", flush=True)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the values do not exceed."""
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
