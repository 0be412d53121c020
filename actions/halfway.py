"""The mark of a restoring: it lies in the data directory before anything is put back, and is taken away when all is.

A restoring can die at any instant. While the mark lies there, nobody opens what is there as an office, and only the
same backup is put back into it, once more from its beginning.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from actions.language import moment
from actions.writing import sweep, sync_directory, write
from rules.refusals import Refusal

FILE = "restoring.json"


@dataclass(frozen=True)
class Mark:
    """Which backup is being put back: its directory, the SHA-256 of its SHA256SUMS, and since when (ISO 8601)."""

    backup: str
    sums: str
    at: str


def mark_of(data: Path) -> Mark | None:
    """The mark in a data directory; None where nothing is being restored, and nothing was left half restored."""
    try:
        return Mark(**json.loads((data / FILE).read_text()))
    except (FileNotFoundError, NotADirectoryError):
        return None


def refuse(data: Path) -> None:
    """Refusal restore-unfinished where a restoring has begun and not ended: half an office is none."""
    if mark := mark_of(data):
        since = moment(datetime.fromisoformat(mark.at))
        raise Refusal("restore-unfinished", data=str(data), backup=mark.backup, since=since)


def lay(data: Path, mark: Mark) -> None:
    """On the disk before this returns."""
    sweep(data / FILE)
    write(data / FILE, json.dumps(asdict(mark)).encode())


def take_away(data: Path) -> None:
    """All that was to be put back is there, and on the disk."""
    (data / FILE).unlink()
    sync_directory(data)
