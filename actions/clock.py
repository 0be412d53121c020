"""The clock is given: real time, or the simulated date of a data directory that was made for demonstration.

Only `make_demo` makes such a directory, and only when it is empty; cryptographic time is always real.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from actions.settings import WORKER_KEY
from rules.refusals import Refusal

MARK = "demo.json"


class Clock:
    """Tells the instant that all processes of a data directory honour."""

    def __init__(self, data: Path) -> None:
        self._mark = data / MARK

    @property
    def simulated(self) -> bool:
        """Whether this directory carries a simulated date."""
        return self._mark.exists()

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        if not self.simulated:
            return datetime.now(UTC)
        return datetime.fromisoformat(json.loads(self._mark.read_text())["now"]).astimezone(UTC)

    def in_real_time(self, instant: datetime) -> datetime:
        """When something that this clock reaches at `instant` may be scheduled by a machine that knows only real time.

        The instant itself, but for a simulated date that lies behind reality: then as far ahead as it is from here.
        """
        present, really = self.now(), datetime.now(UTC)
        if instant <= present or instant > really:
            return instant
        return really + (instant - present)

    def set(self, instant: datetime) -> None:
        """Move a simulated date; other directories refuse."""
        if not self.simulated:
            raise Refusal("not-a-demo", data=str(self._mark.parent))
        _write(self._mark, instant)


def make_demo(data: Path, instant: datetime) -> Clock:
    """Mark an empty data directory as a demonstration that starts at `instant`."""
    data.mkdir(parents=True, exist_ok=True)
    if {path.name for path in data.iterdir()} - {WORKER_KEY}:  # opening the settings has already made the key
        raise Refusal("data-not-empty", data=str(data))
    _write(data / MARK, instant)
    return Clock(data)


def _write(mark: Path, instant: datetime) -> None:
    draft = mark.with_suffix(".new")
    draft.write_text(json.dumps({"now": instant.astimezone(UTC).isoformat()}))
    os.replace(draft, mark)
