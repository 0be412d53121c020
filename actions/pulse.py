"""Signs of life: the worker of a household touches a file every few seconds, and whoever wants to know looks at it.

A process that was stopped, or whose event loop hangs, is still there for whoever asks only whether it runs.
"""

import os
import time
from pathlib import Path

from actions.language import Sentence

FILE = "worker.alive"  # in the data directory; only the worker of `trinhky up` touches it
GIVEN = "TRINHKY_PULSE"  # by the household to its worker: the path of the file
BEAT_SECONDS = 5.0
# Legs run on threads and may take an hour; what beats is the event loop, which never waits for anything that long.
SILENT_SECONDS = 120.0


def beat() -> None:
    """Touch the file that this process was given, if it was given one. It was made before: this needs no room."""
    if path := os.environ.get(GIVEN):
        os.utime(path)


class Pulse:
    """The signs of life of one process, as its parent sees them, by the parent's own steady clock."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._touched: int | None = None
        self._changed_at = 0.0
        self._beats = False

    def expect(self) -> None:
        """A process begins: make the file. It is judged only from its first beat on, for starting takes its time."""
        self.file.touch()
        self._touched, self._beats = self.file.stat().st_mtime_ns, False

    def silence(self) -> float:
        """Seconds since the last beat that was seen; 0 while there was none yet, and where the file is gone."""
        try:
            touched = self.file.stat().st_mtime_ns
        except OSError:
            return 0.0
        if touched != self._touched:
            self._touched, self._changed_at, self._beats = touched, time.monotonic(), True
        return time.monotonic() - self._changed_at if self._beats else 0.0


def examine(data: Path) -> tuple[list[Sentence], str]:
    """Faults, and what was found, about the worker of the household that is up over this data directory."""
    try:
        age = max(0, round(time.time() - (data / FILE).stat().st_mtime))
    except OSError:
        return [], Sentence("tiến trình làm việc đang khởi động")
    if age > SILENT_SECONDS:
        return [Sentence("tiến trình làm việc không còn dấu hiệu sống từ {age} giây trước", age=age)], ""
    return [], Sentence("dấu hiệu sống mới nhất của tiến trình làm việc: {age} giây trước", age=age)
