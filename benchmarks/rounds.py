"""How many decisions a second an arm carries: form open → decided → next form open."""

import sqlite3
import time
from dataclasses import dataclass

import httpx

from benchmarks.approval_like import open_table
from benchmarks.stacks import Arm

LOOK_SECONDS = 0.25
GIVE_UP_SECONDS = 300.0
STEPS = 1000  # more than any measure decides


@dataclass(frozen=True)
class Measure:
    """What one measure saw."""

    decisions: int
    seconds: float

    @property
    def rate(self) -> float:
        """Decisions a second."""
        return self.decisions / self.seconds


def open_documents(arm: Arm, count: int) -> list[str]:
    """Start `count` runs and wait until each has its first form open; answers the runs' ids."""
    runs = []
    for number in range(count):
        body = {"parameters": {"document": f"d{number}", "steps": STEPS}, "state": {"type": "SCHEDULED"}}
        runs.append(arm.post(f"/deployments/{arm.deployment}/create_flow_run", body)["id"])
    give_up = time.monotonic() + GIVE_UP_SECONDS
    while len(_forms(arm)) < count:
        if time.monotonic() > give_up:
            raise TimeoutError(f"{arm.name}: the first forms did not open")
        time.sleep(LOOK_SECONDS)
    return runs


def measure(arm: Arm, runs: list[str], rounds: int) -> Measure:
    """Decide each run's form `rounds` times, as soon as it is seen open; ends when the last next form is open.

    An arm that does not get there in `GIVE_UP_SECONDS` is given what it did.
    """
    began, done, table = time.monotonic(), 0, open_table(arm.table)
    left, pending = dict.fromkeys(runs, rounds), dict[str, str]()
    while (left or pending) and time.monotonic() - began < GIVE_UP_SECONDS:
        for run, key in _forms(arm).items():
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
    return Measure(done, time.monotonic() - began)


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


def _forms(arm: Arm) -> dict[str, str]:
    """The key of each open form, by run."""
    try:
        found = arm.post("/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["PAUSED"]}}}, "limit": 200})
    except httpx.HTTPError:
        return {}
    return {run["id"]: run["state"]["state_details"]["pause_key"] for run in found}
