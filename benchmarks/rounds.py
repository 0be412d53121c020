"""How many decisions a second an arm carries: form open → decided → next form open; and what each costs in CPU."""

import sqlite3
import time
import uuid
from dataclasses import dataclass

import httpx

from benchmarks.approval_like import open_table
from benchmarks.stacks import Arm

LOOK_SECONDS = 0.05
GIVE_UP_SECONDS = 300.0
STEPS = 1000  # more than any measure decides


@dataclass(frozen=True)
class Round:
    """What one measure saw; `cpu` is seconds, of server and worker."""

    decisions: int
    seconds: float
    cpu: dict[str, float]

    @property
    def rate(self) -> float:
        """Decisions a second."""
        return self.decisions / self.seconds

    def cpu_of(self, part: str) -> float:
        """CPU seconds of server or worker for each decision."""
        return self.cpu[part] / max(self.decisions, 1)


def open_documents(arm: Arm, count: int) -> list[str]:
    """Start `count` runs and wait until each has its first form open; answers the runs' ids."""
    runs = []
    for _ in range(count):
        body = {"parameters": {"document": uuid.uuid4().hex, "steps": STEPS}, "state": {"type": "SCHEDULED"}}
        runs.append(arm.post(f"/deployments/{arm.deployment}/create_flow_run", body)["id"])
    give_up = time.monotonic() + GIVE_UP_SECONDS
    while not arm.prefect.open_forms().keys() >= set(runs):
        if time.monotonic() > give_up:
            raise TimeoutError(f"{arm.name}: the first forms did not open")
        time.sleep(LOOK_SECONDS)
    return runs


def measure(arm: Arm, runs: list[str], rounds: int) -> Round:
    """Decide each run's form `rounds` times, as soon as it is seen open; ends when the last next form is open.

    An arm that does not get there in `GIVE_UP_SECONDS` is given what it did.
    """
    began, before, done, table = time.monotonic(), arm.cpu_seconds(), 0, open_table(arm.table)
    left, pending = dict.fromkeys(runs, rounds), dict[str, str]()
    while (left or pending) and time.monotonic() - began < GIVE_UP_SECONDS:
        for run, key in arm.prefect.open_forms().items():
            if pending.get(run) == key:
                continue  # not moved yet
            if pending.pop(run, None) is not None:
                done += 1
            if run in left and _decide(arm, table, run, key):
                pending[run] = key
                left[run] -= 1
                if left[run] == 0:
                    del left[run]
        time.sleep(LOOK_SECONDS)
    table.close()
    spent = {part: seconds - before[part] for part, seconds in arm.cpu_seconds().items()}
    return Round(done, time.monotonic() - began, spent)


def _decide(arm: Arm, table: sqlite3.Connection, run: str, key: str) -> bool:
    """The decision into the table, then Resume; whether Prefect took it (it is tried again at the next look)."""
    document, _, step = key.partition("-")
    table.execute("INSERT OR IGNORE INTO decision VALUES (?, ?)", (document, int(step)))
    try:
        body = {"run_input": {"verb": "Đồng ý trình", "reason": ""}}
        answer = arm.api.post(f"/flow_runs/{run}/resume", json=body)
    except httpx.TransportError:
        return False
    return answer.status_code == 201
