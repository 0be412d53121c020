"""What is left of a year? Plain SQL over both databases, files and sums of the export, the objects of the archive.

Nothing here asks our own `verify`. What must be there is what an undisturbed year of the same story left
(`drills/picture.py`), and what each place says of the others: history (`history`), the registers (`registers`), the
archive's objects (`objects`) and the export (`exported`).
"""

from collections.abc import Iterator
from pathlib import Path

from drills import exported, history, objects, registers
from drills.installation import Installation, ask
from drills.picture import OF_PAPERS, Fault, Picture

ALIVE = """SELECT f.name, r.state_type, r.id FROM flow_run r JOIN flow f ON f.id = r.flow_id
           WHERE r.state_type IN ('RUNNING', 'PENDING', 'CANCELLING', 'PAUSED')
              OR (f.name = 'approval' AND r.state_type = 'SCHEDULED')"""
OBSTACLES = "SELECT document_id, state FROM steps WHERE duty = 'unblock' AND state IN ('pending', 'waiting')"
CURSOR = "SELECT COALESCE(MAX(event_id), 0) FROM outbox_cursors"
LAST = f"SELECT COALESCE(MAX(id), 0) FROM events WHERE kind IN ({', '.join(map(repr, OF_PAPERS))})"


def faults(installation: Installation, export: Path, expected: Picture | None) -> list[Fault]:
    """Everything that can be said against a year at rest; `export` is the directory it was exported to."""
    picture = Picture.of(installation)
    found = list(picture.beside(expected)) if expected else []
    found += _prefect(installation)
    found += _left_over(installation)
    found += history.faults(installation)
    found += registers.faults(installation)
    found += objects.faults(installation)
    found += exported.faults(installation, export)
    return found


def _left_over(installation: Installation) -> Iterator[Fault]:
    """Obstacles that wait for ever, and events that were not handed on."""
    for document_id, state in ask(installation.ours, OBSTACLES):
        yield Fault("wrong", f"an obstacle is left {state}", document_id)
    for event, why in ask(installation.ours, "SELECT event_id, why FROM undelivered"):
        yield Fault("lost", f"event {event} was not handed on: {why}")
    (cursor,), (last,) = ask(installation.ours, CURSOR)[0], ask(installation.ours, LAST)[0]
    if cursor < last:
        yield Fault("lost", f"events behind {cursor} were not handed on, a paper has moved at {last}")


def _prefect(installation: Installation) -> Iterator[Fault]:
    for flow, state, run in ask(installation.prefects, ALIVE):
        yield Fault("wrong", f"Prefect holds a run of {flow} that is {state}: {run}")
