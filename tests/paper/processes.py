"""Who lives below a process, and waiting until something is so."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def eventually(ask: Callable[[], bool], seconds: float = 20) -> bool:
    """Ask until it is so; the bound only ends a test that would fail anyway."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ask():
            return True
        time.sleep(0.02)
    return ask()


def descendants(root: int | None = None) -> dict[int, str]:
    """Every living process below one, by default this one (pid → name)."""
    parents: dict[int, tuple[int, str]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, name, rest = status.read_text().replace(")", "(").split("(")
        except (OSError, ValueError):
            continue
        state, parent = rest.split()[:2]
        if state != "Z":
            parents[int(pid)] = (int(parent), name)
    below, fresh = {}, {root or os.getpid()}
    while fresh:
        fresh = {pid for pid, (parent, _) in parents.items() if parent in fresh}
        below |= {pid: parents[pid][1] for pid in fresh}
    return below


def offices(root: int | None = None) -> set[int]:
    """The LibreOffice processes below one."""
    return {pid for pid, name in descendants(root).items() if name.startswith("soffice")}


def living(pids: set[int]) -> set[int]:
    """Those of the processes that still run, wherever they are in the tree."""
    return {pid for pid in pids if _state(pid) not in ("", "Z")}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""
