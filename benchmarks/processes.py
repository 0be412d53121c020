"""What a process and its children cost, from /proc: CPU seconds (of ended children too), memory, their number."""

import os
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PARENT, TIMES = 1, slice(11, 15)  # in /proc/PID/stat after the name: ppid; utime, stime, cutime, cstime


def cpu_seconds(pid: int) -> float:
    """CPU of the process and all its descendants, living or reaped (a child's time goes to who waits for it)."""
    return sum(int(ticks) for stat in _stats(pid).values() for ticks in stat[TIMES]) / TICKS


def resident_kb(pid: int) -> int:
    """Resident memory of the process and its living descendants, kB."""
    return sum(_resident(living) for living in _stats(pid))


def count(pid: int) -> int:
    """The process and its living descendants, how many."""
    return len(_stats(pid))


def _stats(root: int) -> dict[int, list[str]]:
    """/proc/PID/stat without pid and name, of the process and its living descendants."""
    everybody = dict(_everybody())
    family = {root}
    while grown := {pid for pid, stat in everybody.items() if int(stat[PARENT]) in family} - family:
        family |= grown
    return {pid: everybody[pid] for pid in family if pid in everybody}


def _everybody() -> Iterator[tuple[int, list[str]]]:
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            yield int(directory.name), (directory / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
