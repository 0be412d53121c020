"""What is left of a year? Plain SQL over both databases, files and sums of the export, the objects of the archive.

Nothing here asks our own `verify`. What must be there is what an undisturbed year of the same story left
(`drills/picture.py`), and what each place says of the others: history (`history`), the registers (`registers`), the
archive's objects (`objects`) and the export (`exported`).
"""

from collections.abc import Iterator
from pathlib import Path

from drills import exported, history, objects, registers
from drills.installation import Installation, ask
from drills.picture import Fault, Picture

ALIVE = """SELECT f.name, r.state_type, r.id FROM flow_run r JOIN flow f ON f.id = r.flow_id
           WHERE r.state_type IN ('RUNNING', 'PENDING', 'CANCELLING', 'PAUSED')
              OR (f.name = 'approval' AND r.state_type = 'SCHEDULED')"""


def faults(installation: Installation, export: Path, expected: Picture | None) -> list[Fault]:
    """Everything that can be said against a year at rest; `export` is the directory it was exported to."""
    picture = Picture.of(installation)
    found = list(picture.beside(expected)) if expected else []
    found += _prefect(installation)
    found += history.faults(installation)
    found += registers.faults(installation)
    found += objects.faults(installation)
    found += exported.faults(installation, export)
    return found


def _prefect(installation: Installation) -> Iterator[Fault]:
    for flow, state, run in ask(installation.prefects, ALIVE):
        yield Fault("wrong", f"Prefect holds a run of {flow} that is {state}: {run}")
