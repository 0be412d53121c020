"""The children that open foreign files: few, warm, watched by the clock, replaced when one misbehaves.

A child is a program started anew (never a fork of this process, which may have threads and locks). It hears of our end
by its socket: no process is left behind, however this one dies.
"""

import atexit
import contextlib
import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from paper.intake import wire
from rules.sentences import Sentence

SECONDS = 15.0  # by the clock and of the processor, for one file
START_SECONDS = 30.0
CHILDREN = 2
FILES = 500  # after which a child is replaced, whatever it looks like
_HOME = Path(__file__).parents[2]
# All that a child needs to find itself; none of this process's secrets.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV")

log = logging.getLogger(__name__)


class Misbehaved(Exception):
    """The child died or was too slow; it is gone."""


class Unavailable(Exception):
    """No child could be started, or all were busy for too long."""


@dataclass
class Child:
    """One process and the line to it."""

    process: subprocess.Popen[bytes]
    line: socket.socket
    files: int = 0
    busy: float = 0.0  # seconds of processor it has used, by the kernel's count, when last looked at

    @classmethod
    def start(cls) -> "Child":
        """A warm child. Raises Unavailable when it does not come up."""
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        paths = [str(_HOME), *(path for path in sys.path if path and path != str(_HOME))]
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "paper.intake.child"],
                stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                cwd="/", env={**environment, "PYTHONPATH": os.pathsep.join(paths), "MALLOC_ARENA_MAX": "1"},
            )  # fmt: skip
        child = cls(process, ours)
        try:
            ours.settimeout(START_SECONDS)
            wire.receive(ours)
        except (wire.Garbled, OSError) as error:
            child.end()
            raise Unavailable(Sentence("không khởi động được tiến trình kiểm tra")) from error
        return child

    def ask(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """One question, one answer. Raises Misbehaved, and then the child is gone."""
        self.files += 1
        try:
            self._allow_seconds()
            self.line.settimeout(SECONDS)
            with _ended_after(SECONDS, self.process):
                wire.send(self.line, head, body)
                return wire.receive(self.line)
        except (wire.Garbled, OSError) as error:
            self.end()
            raise Misbehaved(str(error)) from error

    def _allow_seconds(self) -> None:
        """Processor seconds from now on: beyond them the kernel ends the child, also when nobody watches any more."""
        most = round(_processor_seconds(self.process.pid) + SECONDS) + 1
        _, last = resource.prlimit(self.process.pid, resource.RLIMIT_CPU)  # what a service was given stays
        resource.prlimit(self.process.pid, resource.RLIMIT_CPU, (most, last))

    def end(self) -> None:
        """Ends it; returns when it is gone."""
        self.line.close()
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def _ended_after(seconds: float, process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kills the process when the time is over: a socket's own timeout begins anew with every byte."""
    clock = threading.Timer(seconds, process.kill)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Nursery:
    """At most `CHILDREN` children, each with one file at a time; who finds all of them busy waits his turn."""

    idle: list[Child] = field(default_factory=list)
    places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(CHILDREN))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Have a child answer. Raises Misbehaved (this file's fault) or Unavailable (nobody's)."""
        if not self.places.acquire(timeout=2 * SECONDS):
            raise Unavailable(Sentence("đang kiểm tra nhiều tệp khác"))
        try:
            child = self._warm()
            answer = child.ask(head, body)
            self._back(child)
            return answer
        finally:
            self.places.release()

    def _warm(self) -> Child:
        """An idle child that still lives, or a new one."""
        while True:
            with self.lock:
                child = self.idle.pop() if self.idle else None
            if child is None:
                return Child.start()
            if child.process.poll() is None:
                return child
            child.end()

    def _back(self, child: Child) -> None:
        if child.files >= FILES:
            child.end()
            return
        with self.lock:
            self.idle.append(child)

    def close(self) -> None:
        """Ends all idle children."""
        with self.lock:
            children, self.idle = self.idle, []
        for child in children:
            child.end()


class _Here:
    """The nursery of this process."""

    nursery = Nursery()


def ask(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """See `Nursery.ask`."""
    began = time.monotonic()
    try:
        return _Here.nursery.ask(head, body)
    except Misbehaved as error:
        log.warning("intake: a child was given up after %.1f s: %s", time.monotonic() - began, error)
        raise


def _begin_anew() -> None:
    """A fork of this process has copies of lines that are not its own."""
    _Here.nursery = Nursery()


atexit.register(lambda: _Here.nursery.close())
os.register_at_fork(after_in_child=_begin_anew)
