"""A household for the worker's tests: Prefect's own server behind the gate, and a worker, as `trinhky up` runs them."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli.household import Household
from flows.environment import inherited, worker_environment
from tests.conftest import NOW
from tests.support.house import House, build_house

FLOWS = Path(__file__).with_name("sample_flows.py")
PATIENCE_SECONDS = 240.0


@dataclass
class Works:
    """The running household, and Prefect's API as the system uses it."""

    house: House
    household: Household
    api: httpx.Client

    @property
    def worker_pid(self) -> int:
        """The process that runs the legs."""
        process = self.household.children["work"].process
        assert process is not None
        return process.pid

    def deploy(self, flow: str, *, pool: str = "trinhky", file: Path = FLOWS, **more: Any) -> str:
        """Deploy one of the sample flows; answers the deployment's id."""
        flow_id = self.post("/flows/", {"name": flow.replace("_", "-")})["id"]
        content = {"name": f"in-{pool}", "flow_id": flow_id, "work_pool_name": pool, "entrypoint": f"{file}:{flow}"}
        deployment: str = self.post("/deployments/", content | {"enforce_parameter_schema": False} | more)["id"]
        return deployment

    def start(self, flow: str, notes: Path, *, pool: str = "trinhky", file: Path = FLOWS, **parameters: Any) -> str:
        """Start a run of a sample flow; answers its id."""
        body = {"parameters": {"notes": str(notes), **parameters}, "state": {"type": "SCHEDULED"}}
        deployment = self.deploy(flow, pool=pool, file=file)
        run: str = self.post(f"/deployments/{deployment}/create_flow_run", body)["id"]
        return run

    def python(self, code: str, **more: str) -> subprocess.Popen[str]:
        """Python code in a process of its own, with the worker's environment."""
        settings = self.house.settings
        home, url = settings.data / "prefect", f"{settings.server_url}/api"
        place = worker_environment(home, url, settings.worker_key, settings.prefect_database_url)
        ours = {"TRINHKY_DATA": str(settings.data), "TRINHKY_PORT": str(settings.port), **more}
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env=inherited(place | ours),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def pool(self, name: str) -> str:
        """A work pool for which no worker of the household works; answers its name."""
        self.post("/work_pools/", {"name": name, "type": "trinhky"})
        return name

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Ask or tell Prefect something; an answer that is no success is raised, also when its database is busy."""
        return self.api.post(path, json=body).raise_for_status().json()

    def run(self, run: str) -> dict[str, Any]:
        """A run as Prefect tells it."""
        found: dict[str, Any] = self.api.get(f"/flow_runs/{run}").raise_for_status().json()
        return found

    def state(self, run: str) -> str:
        """The name of a run's state."""
        name: str = self.run(run)["state"]["name"]
        return name

    def resume(self, run: str) -> str:
        """Answer a run's form; answers what Prefect says to it."""
        said: str = self.post(f"/flow_runs/{run}/resume", {"run_input": {"verb": "Đồng ý"}})["status"]
        return said

    def wait(self, what: str, until: Callable[[], bool]) -> None:
        """Tend the household until something is so."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not until():
            last = self.household.children["work"].last_words
            assert time.monotonic() < give_up, f"waited in vain until {what}: {last()}"
            self.household.tend()
            time.sleep(0.3)  # each look is a call that the server has to answer

    def wait_for(self, run: str, state: str) -> None:
        """Wait until a run is in the state of this name."""
        self.wait(f"the run is {state}", lambda: self.state(run) == state)


@pytest.fixture(scope="package")
def works(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    """One household for all tests of the worker."""
    house = build_house(tmp_path_factory.mktemp("works") / "var", NOW, ("ly-gia-huy",))
    headers = {"Authorization": f"Bearer {house.settings.worker_key}"}
    with (
        Household(house.settings) as household,
        httpx.Client(base_url=f"{house.settings.server_url}/api", headers=headers, timeout=30, trust_env=False) as api,
    ):
        household.wait_until_ready()
        yield Works(house, household, api)
