"""When a worker looks for what is due, and for how much of it."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import httpx
import pytest

from flows.worker import BELL, InProcessWorker
from tests.flows.conftest import Works

LOOK = """
import asyncio
from prefect.client.orchestration import get_client
from flows.worker import InProcessWorker

async def looked(pool, most):
    async with get_client() as client:
        worker = InProcessWorker(work_pool_name=pool)
        worker._client = client
        return [str(found.flow_run.id) for found in await worker._look(most)]

for pool, most in {looks}:
    print(*asyncio.run(looked(pool, most)))
"""


def test_a_look_brings_no_more_of_a_crowd_than_there_may_be_places_for(works: Works, tmp_path: Path) -> None:
    pool = works.pool("crowd")
    runs = [works.start("with_forms", tmp_path / "notes", pool=pool, forms=0) for _ in range(5)]
    said, _ = works.python(LOOK.format(looks=[(pool, 3), (pool, 50), ("no-such-pool", 3)])).communicate(timeout=60)
    few, all_of_them, none = (line.split() for line in said.splitlines())
    assert few == runs[:3], "those that have waited longest"
    assert all_of_them == runs
    assert none == []


def worker_at(status: int, asked: list[str]) -> InProcessWorker:
    """A worker whose server answers everything with this status."""

    async def request(_method: str, path: str, **_: Any) -> httpx.Response:
        asked.append(path)
        answer = httpx.Response(status, json={"strokes": 3}, request=httpx.Request("GET", "http://mau.test"))
        return answer.raise_for_status()

    worker = InProcessWorker(work_pool_name="trinhky")
    worker._client = SimpleNamespace(request=request)  # type: ignore[assignment]
    return worker


def test_it_remembers_what_it_has_heard_of_the_bell() -> None:
    worker = worker_at(200, [])
    asyncio.run(worker._listen())
    assert (worker._heard, worker._bell) == (3, True)


def test_at_a_server_without_a_bell_it_looks_again_and_again() -> None:
    asked: list[str] = []
    worker = worker_at(404, asked)
    for _ in range(2):
        asyncio.run(worker.get_and_submit_flow_runs())
    assert asked == [BELL]


def test_under_a_crowd_that_does_not_end_it_keeps_none_of_what_it_has_started() -> None:
    """It grew by each run of a shift, as long as more was due than it had places."""
    crowd = [SimpleNamespace(flow_run=SimpleNamespace(id=number)) for number in range(5)]
    last = asyncio.run(_started_one_after_another(worker_at(404, []), crowd))
    assert crowd == [], "each was started"
    assert last == [4]


async def _started_one_after_another(worker: InProcessWorker, crowd: list[SimpleNamespace]) -> list[int]:
    """What a worker with one place answers when its look has ended."""

    async def look(_most: int) -> list[SimpleNamespace]:
        return crowd[:2]

    async def take(flow_run: SimpleNamespace) -> None:
        crowd.pop(0)
        worker._submitting_flow_run_ids.discard(flow_run.id)
        worker._leg_ended.set()

    worker.legs, worker._has_successfully_synced = 1, True
    worker._look, worker._take = look, take  # type: ignore[method-assign, assignment]
    async with anyio.create_task_group() as worker._runs_task_group:
        last = await worker.get_and_submit_flow_runs()
    return [flow_run.id for flow_run in last]


def test_a_server_that_breaks_while_it_is_listened_to_is_told_to_prefects_own_loop() -> None:
    worker = worker_at(500, [])
    with pytest.raises(httpx.HTTPStatusError):
        asyncio.run(worker._listen())
    assert worker._bell, "it has one, once it stands again"
