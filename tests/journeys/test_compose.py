"""docker-compose.yml, started: its commands with its environments against a real PostgreSQL and a real S3 server."""

import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg import sql

from tests.support.compose import Stack, read_compose
from tests.support.postgres import PostgresServer
from tests.support.seaweed import SeaweedServer
from tests.support.sockets import listening_ports

WORKER_KEY = "the-key-of-the-workers-in-this-test"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def stack(seaweed: SeaweedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Databases made, `migrate` done, `app` healthy, two workers started."""
    place, port = tmp_path_factory.mktemp("compose"), free_port()
    with PostgresServer() as postgres:
        compose = read_compose(
            {
                "POSTGRES_PASSWORD": postgres.password,
                "TRINHKY_DATABASE_PASSWORD": "mot2ba4nam6",
                "TRINHKY_S3_ACCESS_KEY": seaweed.access_key,
                "TRINHKY_S3_SECRET_KEY": seaweed.secret_key,
                "TRINHKY_WORKER_KEY": WORKER_KEY,
                "TRINHKY_ORIGIN": f"http://127.0.0.1:{port}",
            }
        )
        make_databases(postgres, compose["configs"]["databases"]["content"])
        stack = Stack(compose, places(postgres, seaweed, port, place), {"TRINHKY_PORT": str(port)}, place)
        try:
            stack.run("migrate")
            stack.start("app")
            stack.wait_until_healthy("app")
            for replica in range(1, int(compose["services"]["worker"]["deploy"]["replicas"]) + 1):
                stack.start("worker", replica)
            yield stack
        finally:
            stack.stop()


def make_databases(postgres: PostgresServer, script: str) -> None:
    """What the image of PostgreSQL does with a script in its init directory."""
    for statement in script.split(";"):
        if statement.strip():
            postgres.execute(sql.SQL(statement.strip()))


def places(postgres: PostgresServer, seaweed: SeaweedServer, port: int, place: Path) -> dict[str, str]:
    """Where the containers' addresses and directories are on this machine."""
    return {
        "postgres:5432": f"{postgres.host}:{postgres.port}",
        "s3:9000": seaweed.endpoint,
        "app:4280": f"127.0.0.1:{port}",
        "0.0.0.0": "127.0.0.1",
        "/data": str(place / "data"),
        "/tmp/prefect": str(place / "prefect"),
    }


def call(stack: Stack, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
    """Status and JSON of a call to the gate; with `key`, as a worker."""
    address = stack.environment("worker")["TRINHKY_SERVER_URL"] + path
    content = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    try:
        with urllib.request.urlopen(urllib.request.Request(address, content, headers), timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, None


def test_migrate_may_run_again_over_what_it_has_made(stack: Stack) -> None:
    stack.run("migrate")


def test_the_app_listens_on_the_gates_port_and_on_no_other(stack: Stack) -> None:
    ports = listening_ports(stack.running["app-1"].pid)
    assert ports == {int(stack.environment("app")["TRINHKY_PORT"])}


def test_prefect_answers_the_workers_and_no_stranger(stack: Stack) -> None:
    strangers, _ = call(stack, "/api/flows/filter", {})
    workers, flows = call(stack, "/api/flows/filter", {}, key=WORKER_KEY)
    assert (strangers, workers) == (401, 200)
    assert "approval" in {flow["name"] for flow in flows}


def test_both_workers_report_to_prefect_through_the_gate(stack: Stack) -> None:
    online: set[str] = set()
    for _ in range(120):
        _, found = call(stack, "/api/work_pools/trinhky/workers/filter", {}, key=WORKER_KEY)
        online = {worker["name"] for worker in found or [] if worker["status"] == "ONLINE"}
        if len(online) == 2:
            break
        for replica in (1, 2):
            assert stack.running[f"worker-{replica}"].poll() is None, stack.log("worker", replica)
        time.sleep(0.5)
    assert len(online) == 2, stack.log("worker", 1) + stack.log("worker", 2)


def test_a_stop_lets_every_service_end_by_itself(stack: Stack) -> None:
    codes = stack.stop()
    assert codes == {"app-1": 0, "worker-1": 0, "worker-2": 0}
