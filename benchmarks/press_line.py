"""Two hundred papers composed, converted, prepared, signed, numbered, sealed and verified; and what they cost where."""

import os
import resource
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from benchmarks.processes import cpu_seconds
from benchmarks.table import raw
from paper import pdf, sign
from paper.compose import Paper, compose
from paper.pdf import office

T = TypeVar("T")
ORGANISATION = "Ủy ban nhân dân huyện Cao Lãnh"


def rows(paper: Paper, count: int, at_once: int) -> list[tuple[str, ...]]:
    """The table's lines: papers a second, and CPU by part."""
    with tempfile.TemporaryDirectory() as directory:
        line = Line(paper, Path(directory))
        line.through()  # imports, keys and workers, which no later paper pays for
        line.cpu.clear()
        with _libreoffice() as spent, _reaped() as reaped:
            began = time.monotonic()
            with ThreadPoolExecutor(at_once) as threads:
                for done in [threads.submit(line.through) for _ in range(count)]:
                    done.result()
            seconds = time.monotonic() - began
    parts = line.cpu | {"LibreOffice": sum(spent.values()), "poppler and its wall": sum(reaped)}
    told = {name: parts[name] / count for name in sorted(parts, key=lambda name: -parts[name])}
    cores = f"{os.cpu_count()} cores"
    raw("papers", cores, f"{count} papers, s", f"{seconds:.1f}")
    raw("papers", cores, "CPU s/paper", ", ".join(f"{name} {cpu:.3f}" for name, cpu in told.items()))
    busy, ours = sum(parts.values()) / seconds, sum(line.cpu.values()) / seconds
    rate = f"{seconds:.1f} s, {count / seconds:.2f} papers/s"
    return [
        (f"{count} papers, compose → convert → sign → verify", rate, "", ""),
        ("cores busy; of that our own Python, which is one core at most", f"{busy:.2f}; {ours:.2f}", "", ""),
        *((f"CPU s/paper: {name}", f"{cpu:.3f}", "", "") for name, cpu in told.items()),
    ]


class Line:
    """All that a paper goes through, with the CPU seconds of each step in our own process."""

    def __init__(self, paper: Paper, keys: Path) -> None:
        self.paper, self.cpu = paper, Counter[str]()
        authority = sign.development_ca(keys)
        self.roots = (authority.root,)
        self.person = authority.person("nguyen-van-mau", paper.signer_name, ORGANISATION)
        self.office = authority.office("cao-lanh", ORGANISATION)
        self._lock = threading.Lock()

    def through(self) -> None:
        """One paper, from its content to a verified file."""
        written = self._step("compose", lambda: compose(self.paper))
        printed = self._step("convert: our checks", lambda: pdf.render(written))
        ready = self._step("places for signatures", lambda: sign.prepare(printed, signer=self.paper.signer_name))
        signed = self._step("sign", lambda: sign.sign_person(ready, self.person, capacity="KT. CHỦ TỊCH"))
        numbered = self._step("number", lambda: sign.stamp_number(signed, number="05", day="07", month="02"))
        sealed = self._step("seal", lambda: sign.seal(numbered, self.office))
        found = self._step("verify", lambda: sign.verify(sealed, roots=self.roots))
        if found.verdict != "valid":
            raise AssertionError(found.problems)

    def _step(self, name: str, work: Callable[[], T]) -> T:
        began = time.thread_time()
        done = work()
        with self._lock:
            self.cpu[name] += time.thread_time() - began
        return done


@contextmanager
def _libreoffice() -> Iterator[dict[int, float]]:
    """CPU seconds that each worker has spent meanwhile, by its process; looked at once a second, for some retire."""
    before = {one._child.pid: cpu_seconds(one._child.pid) for one in [*office._pool._all]}
    spent: dict[int, float] = {}
    over = threading.Event()

    def look() -> None:
        for one in [*office._pool._all]:
            pid = one._child.pid
            spent[pid] = max(spent.get(pid, 0.0), cpu_seconds(pid) - before.get(pid, 0.0))

    def watch() -> None:
        while not over.wait(1.0):
            look()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield spent
        look()
    finally:
        over.set()
        thread.join()


@contextmanager
def _reaped() -> Iterator[list[float]]:
    """CPU seconds of the children that have ended and been waited for meanwhile."""
    begin, found = resource.getrusage(resource.RUSAGE_CHILDREN), list[float]()
    yield found
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    found += [end.ru_utime - begin.ru_utime, end.ru_stime - begin.ru_stime]
