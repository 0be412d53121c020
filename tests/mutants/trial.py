"""Trying mutants: a pytest plugin that lets the tests judge one change after another, each in a fork of its own.

Run among the mutants (`python -m tests.mutants.trial`), for all that were not tried yet, or for those named.
"""

import functools
import gc
import json
import os
import pickle
import resource
import signal
import sys
from collections import Counter, defaultdict
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import mutmut.mutation.trampoline as trampoline
import pytest
from _pytest.runner import runtestprotocol
from mutmut.configuration import config

KILLED, SURVIVED = 1, 0
Ends = dict[str, int | None]  # each mutant of a file with how it ended; None: not tried yet

_RECORDS = ("rules/*.meta", "paper/check/*.meta")
_PATIENCE = 8  # seconds of a processor
_REMEMBERED = 12  # tests that noticed a neighbour


class Trial:
    """A pytest plugin that tries mutants with the tests collected, instead of running them once.

    What the likeliest tests of `_PATIENCE` seconds do not notice has survived, though later ones might; what no
    test reaches has survived too, and what never comes to an end was noticed. `kept` maps mutmut's records to the ends.
    """

    def __init__(self, kept: dict[Path, Ends], wanted: list[str]) -> None:
        self.kept, self.wanted = kept, wanted
        self.noticed: dict[str, list[int]] = defaultdict(list)  # by function, and by file: the latest first
        self.running: dict[int, tuple[Path, str, int]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = session.items
        self.reached, self.took, failing = _forked(self._measured)
        if failing:
            pytest.exit(f"{failing} fails without any mutant, so its failing would prove nothing: run make test", 1)
        _forget()
        gc.collect()
        gc.freeze()
        for path, mutants in self.kept.items():
            for name in [name for name, end in mutants.items() if self._is_due(name, end)]:
                if len(self.running) == (os.cpu_count() or 1):
                    self._reap()
                self._try(path, name)
        while self.running:
            self._reap()
        return True

    def _is_due(self, name: str, end: int | None) -> bool:
        return any(fnmatch(name, one) for one in self.wanted) if self.wanted else end is None

    def _measured(self) -> tuple[dict[str, set[int]], list[float], str]:
        """Which tests reach a function, how long each takes in seconds of a processor, and one that fails."""
        reached: dict[str, set[int]] = defaultdict(set)
        took: list[float] = []
        here: set[str] = set()
        trampoline.record_trampoline_hit = lambda name, caller=None: here.add(name)
        trampoline.set_mutant_under_test("stats")
        for number, item in enumerate(self.items):
            here.clear()
            begun = _spent()
            if not _passes(item, self.items[number + 1 : number + 2]):
                return {}, [], item.nodeid
            took.append(_spent() - begun)
            for name in here:
                reached[name].add(number)
        return dict(reached), took, ""

    def _try(self, path: Path, name: str) -> None:
        order = self._order(path, name)
        if not order:
            self._keep(path, name, SURVIVED)
            return
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            self._attempt(name, order, writing)
        os.close(writing)
        self.running[child] = path, name, reading

    def _order(self, path: Path, name: str) -> list[int]:
        """The tests that reach the function of a mutant, those that noticed its neighbours first."""
        function = _function(name)
        reach = self.reached.get(function, set())
        near = dict.fromkeys([*self.noticed[function], *self.noticed[str(path)]])
        first = [number for number in near if number in reach]
        votes = Counter(number for numbers in self.noticed.values() for number in numbers)
        return first + sorted(reach - set(first), key=lambda number: (-votes[number], self.took[number]))

    def _attempt(self, name: str, order: list[int], writing: int) -> None:
        """In a process of its own: run the tests until one notices."""
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        # An end to what has none. No limit of the system's: intake's children would inherit it, and may not lift it.
        signal.setitimer(signal.ITIMER_PROF, 10 * _PATIENCE)
        trampoline.set_mutant_under_test(name.replace("__init__.", ""))
        begun, end = _spent(), SURVIVED
        try:
            for at, number in enumerate(order):
                if not _passes(self.items[number], [self.items[one] for one in order[at + 1 : at + 2]]):
                    os.write(writing, f"{number}".encode())
                    end = KILLED
                if end == KILLED or _spent() - begun > _PATIENCE:
                    break
        except BaseException:  # what goes through pytest itself is more than a test would raise
            end = KILLED
        os._exit(end)

    def _reap(self) -> None:
        child, status = os.wait()
        path, name, reading = self.running.pop(child)
        with os.fdopen(reading, "rb") as said:
            test = said.read()
        for place in (_function(name), str(path)) if test else ():
            self.noticed[place] = [int(test), *(one for one in self.noticed[place] if one != int(test))][:_REMEMBERED]
        self._keep(path, name, SURVIVED if status == 0 else KILLED)

    def _keep(self, path: Path, name: str, end: int) -> None:
        self.kept[path][name] = end
        write(path, self.kept[path])


def _passes(item: pytest.Item, following: list[pytest.Item]) -> bool:
    """Run one test; what its module shares is kept when the next one wants it."""
    reports = runtestprotocol(item, log=False, nextitem=following[0] if following else None)
    return not any(report.failed for report in reports)


def _forked(work: Any) -> Any:
    """The result of some work done in a fork: what it leaves in memory is not handed on to further forks."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(writing, "wb") as out:
            pickle.dump(work(), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        found = said.read()
    os.waitpid(child, 0)
    return pickle.loads(found)


def _forget() -> None:
    """Empty the caches of what is changed, and import now what the first test of each fork would import."""
    from actions import accounts  # noqa: F401

    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and str(one.__module__).startswith(("paper.", "rules.")):
            one.cache_clear()


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _function(name: str) -> str:
    return name.rpartition("__mutmut_")[0].replace("__init__.", "")


def write(path: Path, ends: Ends) -> None:
    """Keep how mutants ended in mutmut's record of their file."""
    path.write_text(json.dumps({**json.loads(path.read_text()), "exit_code_by_key": ends}, indent=4))


def records() -> dict[Path, Ends]:
    """mutmut's records below this directory, and how the mutants in them ended."""
    paths = sorted(path for pattern in _RECORDS for path in Path().glob(pattern))
    return {path: json.loads(path.read_text())["exit_code_by_key"] for path in paths}


if __name__ == "__main__":
    options = ["--assert=plain", "--tb=no", "-pno:xdist", "-pno:timeout", *config().pytest_add_cli_args]
    sys.exit(pytest.main([*options, *config().pytest_add_cli_args_test_selection], [Trial(records(), sys.argv[1:])]))
