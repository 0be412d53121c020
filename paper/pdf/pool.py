"""A few warm workers for everybody in this process: begun when needed, ended when tired, idle, or badly behaved."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from paper.pdf.worker import Worker


@dataclass(frozen=True)
class Bounds:
    """How many workers there are at once, and how long the life of each is."""

    workers: int = 2  # one a core of the smallest machine: a paper keeps one core busy
    papers: int = 100
    work_seconds: float = 240.0
    memory: int = 600 << 20  # resident bytes after a paper; a fresh one has 150 MB
    idle_seconds: float = 300.0
    start_seconds: float = 60.0


class Pool:
    """Papers are printed by whichever worker rests; the next waits until one does. Any thread may ask."""

    def __init__(self, make: Callable[[], Worker], bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self._make = make
        self._slots = threading.BoundedSemaphore(self.bounds.workers)
        self._lock = threading.Lock()
        self._resting: list[Worker] = []
        self._all: set[Worker] = set()
        self._wanted: queue.SimpleQueue[Future[Worker]] = queue.SimpleQueue()
        self._keeper: threading.Thread | None = None

    def convert(self, docx: bytes, seconds: float) -> bytes | None:
        """The PDF of a docx, None when LibreOffice cannot open it; the time begins when a worker takes it up.

        Raises what `Worker` raises; the worker that failed is ended, and the next paper gets another.
        """
        with self._slots:
            worker = self._rested()
            if worker is not None:
                pdf = self._printed(worker, docx, seconds)
                if pdf is not None:
                    self._rest(worker)
                    return pdf
                self._end(worker)  # no paper is refused for what an earlier one has left behind: a fresh one decides
            worker = self._fresh()
            pdf = self._printed(worker, docx, seconds)
            self._rest(worker)
            return pdf

    def close(self) -> None:
        """End every worker, also those at work."""
        with self._lock:
            workers = [*self._all]
        for worker in workers:
            self._end(worker)

    def _printed(self, worker: Worker, docx: bytes, seconds: float) -> bytes | None:
        try:
            return worker.convert(docx, seconds)
        except BaseException:
            self._end(worker)
            raise

    def _rest(self, worker: Worker) -> None:
        """Let the others have it, or end it when it is tired."""
        bounds = self.bounds
        tired = worker.served >= bounds.papers or worker.worked >= bounds.work_seconds
        if tired or worker.memory > bounds.memory:
            self._end(worker)
            return
        with self._lock:
            self._resting.append(worker)

    def _rested(self) -> Worker | None:
        """A resting worker that is still alive, the last used first so that the others can be ended."""
        while True:
            with self._lock:
                if not self._resting:
                    return None
                worker = self._resting.pop()
            if worker.alive:
                return worker
            self._end(worker)

    def _fresh(self) -> Worker:
        asked: Future[Worker] = Future()
        with self._lock:
            if self._keeper is None:
                self._keeper = threading.Thread(target=self._keep, name="pressroom", daemon=True)
                self._keeper.start()
        self._wanted.put(asked)
        worker = asked.result()
        try:
            worker.begin(self.bounds.start_seconds)
        except BaseException:
            self._end(worker)
            raise
        return worker

    def _end(self, worker: Worker) -> None:
        with self._lock:
            self._all.discard(worker)
            if worker in self._resting:
                self._resting.remove(worker)
        worker.end()

    def _keep(self) -> None:
        """Start workers for all threads and end the idle ones, as long as the process lives.

        Linux tells a child that its parent died when the *thread* that started it ends, and most threads end soon.
        """
        while True:
            try:
                asked = self._wanted.get(timeout=min(self.bounds.idle_seconds / 4, 5.0))
            except queue.Empty:
                self._end_idle()
                continue
            try:
                worker = self._make()
            except BaseException as error:
                asked.set_exception(error)
                continue
            with self._lock:
                self._all.add(worker)
            asked.set_result(worker)

    def _end_idle(self) -> None:
        since = time.monotonic() - self.bounds.idle_seconds
        with self._lock:
            idle = [worker for worker in self._resting if worker.rested_at < since]
            self._resting = [worker for worker in self._resting if worker not in idle]
        for worker in idle:
            self._end(worker)
