"""A memory that cannot be written to: `python -m tests.models.small_disk DIRECTORY` prints what happened as JSON.

DIRECTORY is a file system of this process alone: small, and filled here, or read-only with a database in it.
"""

import json
import os
import sys
from pathlib import Path

from sqlalchemy import func, select

from models import events
from models.engine import Memory
from models.events import Who
from models.migrating import migrate
from models.tables import Event
from rules.refusals import NotNow
from tests.conftest import NOW
from tests.storage.full_disk import fill


def main(directory: str) -> None:
    memory = Memory(f"sqlite:///{directory}/trinhky.db")
    ballast = Path(directory, "ballast")
    small = os.access(directory, os.W_OK)
    if small:
        migrate(memory)
        assert written(memory) == "yes"
        fill(ballast)
    before = lines(memory)
    report: dict[str, object] = {"written": written(memory), "half written": lines(memory) != before}
    report["still read"] = before == (1 if small else 0)
    if small:
        ballast.unlink()
        report["written with room again"] = written(memory)
    print(json.dumps(report))


def written(memory: Memory) -> str:
    """Try to write an event that needs room of its own: "yes", or the code of the refusal."""
    try:
        with memory.write() as session:
            events.append(session, "read", Who(None, NOW), ballast=os.urandom(100_000).hex())
    except NotNow as refusal:
        return refusal.code
    return "yes"


def lines(memory: Memory) -> int:
    """How many events there are."""
    with memory.read() as session:
        return session.scalars(select(func.count()).select_from(Event)).one()


if __name__ == "__main__":
    main(sys.argv[1])
