"""The arms of the comparison with stock Prefect, each a server and a worker as processes: two stock ways, and ours.

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

import httpx

from benchmarks import processes
from benchmarks.approval_like import TABLE
from benchmarks.office import Office
from cli.processes import die_with_parent
from tests.support.house import free_port
from tests.support.prefect_rows import PrefectRows

ROOT = Path(__file__).parents[1]
FLOW = Path(__file__).with_name("approval_like.py")
BIN = Path(sys.executable).parent
START_SECONDS = 120
STOCK_WAYS = ("serve", "process")
SERVE = "from benchmarks.approval_like import approval_like; approval_like.serve('bench', limit=4)"


@dataclass
class Arm:
    """One way to run the flow: its name, its API, its rows, the table of decisions, server and worker."""

    name: str
    api: httpx.Client
    prefect: PrefectRows
    table: Path
    pids: dict[str, int] = field(default_factory=dict)
    deployment: str = ""

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Tell or ask Prefect; again while its database is busy. An answer that is no success is raised."""
        for _ in range(50):
            answer = self.api.post(path, json=body)
            if answer.status_code != 503:
                break
            time.sleep(0.2)
        return answer.raise_for_status().json()

    def cpu_seconds(self) -> dict[str, float]:
        """CPU so far, of server and worker with their children."""
        return {name: processes.cpu_seconds(pid) for name, pid in self.pids.items()}

    def pause(self) -> None:
        """Stop its processes where they stand."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let them go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        for pid in self.pids.values():
            os.killpg(pid, number)


@contextmanager
def stock(way: str, place: Path, database_url: str) -> Iterator[Arm]:
    """Stock Prefect, polling at 1 s: `serve` is `flow.serve(limit=4)`, `process` the process worker."""
    place.mkdir()
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = _stock_environment(place, database_url, url)
    commands = {
        "serve": [sys.executable, "-c", SERVE],
        "process": [str(BIN / "prefect"), "worker", "start", "--type", "process", "--pool", "trinhky"],
    }
    with httpx.Client(base_url=url, timeout=120, trust_env=False) as api:
        arm = Arm(f"stock {way}", api, PrefectRows(database_url), place / "table.db")
        running: list[subprocess.Popen[bytes]] = []
        try:
            running.append(_start([str(BIN / "prefect"), "server", "start", "--port", str(port)], environment, place))
            _wait(lambda: api.get("/health").status_code == 200)
            if way == "process":
                arm.post("/work_pools/", {"name": "trinhky", "type": "process", "base_job_template": {}})
                arm.deployment = _deploy(arm)
            running.append(_start(commands[way], environment, place))
            if way == "serve":
                _wait(lambda: api.get("/deployments/name/approval-like/bench").status_code == 200)
                arm.deployment = api.get("/deployments/name/approval-like/bench").json()["id"]
            arm.pids = dict(zip(("server", "worker"), (process.pid for process in running), strict=True))
            yield arm
        finally:
            arm.prefect.close()
            for process in reversed(running):
                os.killpg(process.pid, signal.SIGCONT)
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def ours(office: Office) -> Iterator[Arm]:
    """Gate, server and worker as `trinhky up` starts them. The calls carry the workers' key, for these runs are no
    documents of ours: what deciding itself costs is measured by the other measures."""
    headers = {"Authorization": f"Bearer {office.house.settings.worker_key}"}
    url = f"{office.house.settings.server_url}/api"
    with httpx.Client(base_url=url, headers=headers, timeout=120, trust_env=False) as api:
        arm = Arm("trinhky", api, office.prefect, office.house.settings.data / "table.db", office.pids)
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
        return subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=log, stderr=log, process_group=0, preexec_fn=die_with_parent()
        )


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
