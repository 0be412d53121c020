"""The table that a drill ends with: what was tried, and what it cost."""

from collections import Counter
from dataclasses import dataclass, field

from drills.picture import Fault

HEAD = ("drill", "tried", "lost", "doubled", "gaps", "wrong", "pressed again", "seconds to heal")


@dataclass
class Row:
    """One pair or one outage. `required` rows that were not tried, or did not heal, fail the drill."""

    name: str
    required: bool = True
    tried: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    unhealed: int = 0
    pressed_again: int = 0  # calls that people had to make again, since this row's strike and before the next

    def healed(self, seconds: float | None) -> None:
        """One try, and after how many seconds work went on; None: it did not."""
        self.tried += 1
        if seconds is None:
            self.unhealed += 1
        else:
            self.seconds.append(seconds)

    def blame(self, fault: Fault) -> None:
        """Charge a fault to this row."""
        self.faults[fault.sort] += 1

    @property
    def well(self) -> bool:
        """Whether it was tried and nothing is to be said against it."""
        return not self.faults and not self.unhealed and (self.tried > 0 or not self.required)

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in its line."""
        healed = " ".join(f"{seconds:.1f}" for seconds in self.seconds)
        counts = (str(self.faults[sort]) for sort in ("lost", "doubled", "gap", "wrong"))
        again = str(self.pressed_again)
        return (self.name, str(self.tried), *counts, again, healed + (" · not healed" if self.unhealed else ""))


@dataclass
class Table:
    """All rows of a run, in the order in which they were first named."""

    rows: dict[str, Row] = field(default_factory=dict)

    def row(self, name: str) -> Row:
        """The row of that name; one that names no pair and no outage (a year as a whole) need not be tried."""
        return self.rows.setdefault(name, Row(name, required="year" not in name))

    @property
    def well(self) -> bool:
        """Whether nothing was lost, doubled, missing or left out."""
        return all(row.well for row in self.rows.values())

    def lines(self) -> list[str]:
        """The table in Markdown, and its totals."""
        shown = [row for row in self.rows.values() if row.required or row.faults or row.pressed_again]
        cells = [HEAD, tuple("---" for _ in HEAD), *(row.cells for row in shown)]
        total = Counter[str]()
        for row in shown:
            total.update(row.faults)
        tried = sum(row.tried > 0 for row in shown)
        required = sum(row.required for row in shown)
        seconds = sorted(second for row in shown for second in row.seconds)
        middle = f", heal: median {seconds[len(seconds) // 2]:.1f} s, most {seconds[-1]:.1f} s" if seconds else ""
        return [
            *("| " + " | ".join(line) + " |" for line in cells),
            "",
            f"tried {tried} of {required}, lost {total['lost']}, doubled {total['doubled']}, gaps {total['gap']}, "
            f"wrong {total['wrong']}, not healed {sum(row.unhealed for row in shown)}, "
            f"pressed again {sum(row.pressed_again for row in shown)}{middle}",
        ]
