"""Keeping on a full disk: `python -m tests.tasks.full_disk DATA DISK DOCUMENT` prints what happened as JSON.

DISK is a small file system that belongs to this process alone; the archive of DATA is moved there first.
"""

import json
import shutil
import sys
from pathlib import Path

from actions import verifying
from actions.runtime import Runtime
from actions.settings import Settings
from models import events, records
from models.tables import Document
from storage.port import Unavailable
from tasks import papers
from tests.storage.full_disk import fill


def main(data: str, disk: str, document_id: str) -> None:
    shutil.copytree(Path(data, "archive"), Path(disk, "archive"))
    runtime = Runtime.open(Settings(data=Path(data), archive_url=Path(disk, "archive").as_uri()))
    Runtime.current = classmethod(lambda _: runtime)  # type: ignore[method-assign, assignment]
    assert runtime.archive
    ballast = Path(disk, "ballast")
    before = sorted(runtime.archive.keys())
    fill(ballast)
    report = {"first try": keep(document_id), "nothing half kept": sorted(runtime.archive.keys()) == before}
    report |= {"state": state(runtime, document_id), "records": count(runtime)}
    ballast.unlink()
    report |= {
        "second try": keep(document_id),
        "third try": keep(document_id),
        "state then": state(runtime, document_id),
    }
    report |= {"records then": count(runtime), "broken": [one.why for one in verifying.verify_all(runtime).broken]}
    print(json.dumps(report))


def keep(document_id: str) -> str:
    try:
        papers.keep.fn(document_id)
    except Unavailable as failure:
        return f"errno {getattr(failure.__cause__, 'errno', None)}"
    return "kept"


def state(runtime: Runtime, document_id: str) -> str:
    with runtime.memory.read() as session:
        return session.get_one(Document, document_id).state


def count(runtime: Runtime) -> tuple[int, int]:
    """How many records there are, and how many events tell of one."""
    with runtime.memory.read() as session:
        return len(records.find(session)), len(events.of_kind(session, "kept"))


if __name__ == "__main__":
    main(*sys.argv[1:])
