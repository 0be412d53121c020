"""The three arms of the bench, each a server and a worker as processes: two ways of stock Prefect, and ours.

All of them run benchmarks/approval_like.py. While one is measured the others are stopped (SIGSTOP), so that an idle
arm takes nothing from the one that works.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx

from benchmarks.approval_like import TABLE
from cli.household import Household
from tests.conftest import NOW
from tests.support.house import build_house, free_port

ROOT = Path(__file__).parents[1]
FLOW = Path(__file__).with_name("approval_like.py")
BIN = Path(sys.executable).parent
START_SECONDS = 120
SERVE = "from benchmarks.approval_like import approval_like; approval_like.serve('bench', limit=4)"


@dataclass
class Arm:
    """One way to run the flow: its name, its API, the deployment to start, the pids of its process groups."""

    name: str
    api: httpx.Client
    table: Path
    groups: list[int] = field(default_factory=list)
    deployment: str = ""

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Tell or ask Prefect; again while its database is busy. An answer that is no success is raised."""
        for _ in range(50):
            answer = self.api.post(path, json=body)
            if answer.status_code != 503:
                break
            time.sleep(0.2)
        return answer.raise_for_status().json()

    def pause(self) -> None:
        """Stop its processes where they stand."""
        for group in self.groups:
            os.killpg(group, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let them go on."""
        for group in self.groups:
            os.killpg(group, signal.SIGCONT)


@contextmanager
def stock(name: str, place: Path, database_url: str) -> Iterator[Arm]:
    """Stock Prefect, polling at 1 s: `serve` is `flow.serve(limit=4)`, `process` the process worker."""
    place.mkdir()
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = _stock_environment(place, database_url, url)
    commands = {
        "serve": [
            sys.executable,
            "-c",
            "from benchmarks.approval_like import approval_like as f; f.serve('bench', limit=4)",
        ],
        "process": [str(BIN / "prefect"), "worker", "start", "--type", "process", "--pool", "trinhky"],
    }
    with httpx.Client(base_url=url, timeout=120, trust_env=False) as api:
        arm = Arm(f"stock {name}", api, place / "table.db")
        running: list[subprocess.Popen[bytes]] = []
        try:
            running.append(_start([str(BIN / "prefect"), "server", "start", "--port", str(port)], environment, place))
            _wait(lambda: api.get("/health").status_code == 200)
            if name == "process":
                arm.post("/work_pools/", {"name": "trinhky", "type": "process", "base_job_template": {}})
                arm.deployment = _deploy(arm)
            running.append(_start(commands[name], environment, place))
            if name == "serve":
                _wait(lambda: api.get("/deployments/name/approval-like/bench").status_code == 200)
                arm.deployment = api.get("/deployments/name/approval-like/bench").json()["id"]
            arm.groups = [process.pid for process in running]
            yield arm
        finally:
            for process in reversed(running):
                os.killpg(process.pid, signal.SIGCONT)
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def ours(place: Path, database_url: str) -> Iterator[Arm]:
    """Gate, server and worker as `trinhky up` starts them. The calls carry the workers' key, for these runs are no
    documents of ours: what a decision itself costs is measured apart (benchmarks/clicks.py)."""
    place.mkdir()
    ours_ = {"TRINHKY_PREFECT_DATABASE_URL": database_url, TABLE: str(place / "table.db")}
    with patch.dict(os.environ, ours_):
        house = build_house(place / "var", NOW, ("ly-gia-huy",))
        headers = {"Authorization": f"Bearer {house.settings.worker_key}"}
        url = f"{house.settings.server_url}/api"
        with (
            Household(house.settings) as household,
            httpx.Client(base_url=url, headers=headers, timeout=120, trust_env=False) as api,
        ):
            household.wait_until_ready()
            groups = [child.process.pid for child in household.children.values() if child.process]
            arm = Arm("trinhky", api, place / "table.db", groups)
            arm.deployment = _deploy(arm)
            yield arm
            arm.go_on()


def _stock_environment(place: Path, database_url: str, api_url: str) -> dict[str, str]:
    ours_ = ("PREFECT_", "TRINHKY_")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(ours_)},
        "PREFECT_HOME": str(place),
        "PREFECT_API_DATABASE_CONNECTION_URL": database_url,
        "PREFECT_API_URL": api_url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PYTHONPATH": str(ROOT),
        TABLE: str(place / "table.db"),
    }


def _deploy(arm: Arm) -> str:
    flow_id = arm.post("/flows/", {"name": "approval-like"})["id"]
    content = {"name": "bench", "flow_id": flow_id, "work_pool_name": "trinhky", "enforce_parameter_schema": False}
    deployment: str = arm.post("/deployments/", content | {"entrypoint": f"{FLOW}:approval_like"})["id"]
    return deployment


def _start(command: list[str], environment: dict[str, str], place: Path) -> subprocess.Popen[bytes]:
    with (place / "log").open("ab") as log:
        return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log, process_group=0)


def _wait(until: Any) -> None:
    give_up = time.monotonic() + START_SECONDS
    while True:
        try:
            if until():
                return
        except httpx.TransportError:
            pass
        if time.monotonic() > give_up:
            raise TimeoutError("a server of the bench did not start")
        time.sleep(0.3)
