"""A worker for months: at most so many legs at once, an end that lets them end, and none that hangs for ever."""

import asyncio
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.objects import FlowRun
from prefect.states import Crashed, Scheduled

from actions import agenda, slip
from actions.runtime import Runtime
from flows import hanging, waking, worker
from rules.issuing import EFFECTS
from rules.refusals import NotNow
from tests.actions.desk import an_open_office, history, sent
from tests.flows.conftest import Works
from tests.flows.test_worker import legs
from tests.makers import ADMINISTRATOR

SLOWEST_TRY_SECONDS = 120.0  # LibreOffice has 60 s, the archive less

OWN = """
from datetime import timedelta
from flows import hanging, worker
hanging.LONGEST_LEG = timedelta(seconds={longest})
worker.WORK_POOL = "{pool}"
worker.COMPANIONS = ()
worker.main()
"""


def test_no_leg_that_only_tries_again_is_taken_for_one_that_hangs() -> None:
    tries = sum(len(effect.pauses) + 1 for effect in EFFECTS.values())
    pauses = sum(sum(effect.pauses) for effect in EFFECTS.values())
    assert timedelta(seconds=tries * SLOWEST_TRY_SECONDS + pauses) < hanging.LONGEST_LEG


def test_what_hangs_is_run_again_by_a_fresh_worker_but_not_for_ever(works: Works, tmp_path: Path) -> None:
    pool, notes = works.pool("hanging"), {name: tmp_path / name for name in ("once", "ever")}
    once = works.start("stuck", notes["once"], pool=pool, legs=1)
    ever = works.start("stuck", notes["ever"], pool=pool, legs=99)
    ended: list[int] = []
    worker = works.python(OWN.format(longest=8, pool=pool))

    def both_at_rest() -> bool:
        nonlocal worker
        if (code := worker.poll()) is not None:
            ended.append(code)
            worker = works.python(OWN.format(longest=8, pool=pool))
        return works.state(once) == "Completed" and works.run(ever)["state"]["type"] == "CRASHED"

    try:
        works.wait("both are at rest", both_at_rest)
        if len(ended) < hanging.HANGS_ALLOWED:  # the run may be seen at rest while its last worker is still leaving
            ended.append(worker.wait(60))
    finally:
        _end(worker)
    assert ended == [hanging.EXIT_HUNG] * hanging.HANGS_ALLOWED, "each left by itself, for its supervisor to see"
    assert len(legs(notes["ever"])) == len(set(legs(notes["ever"]))) == hanging.HANGS_ALLOWED
    state = works.run(ever)["state"]
    assert (state["name"], "treo 3 lần" in state["message"]) == (hanging.HUNG, True), "a person reads why"


def test_what_hangs_while_the_worker_leaves_for_another_is_put_back_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second leg began half a second later, and is within its hour when the worker makes up its mind."""
    noted: list[UUID] = []

    async def note(_client: Any, run_id: UUID) -> Any:
        noted.append(run_id)
        return Scheduled(message="hung")

    async def both_hang() -> None:
        own = worker.InProcessWorker(work_pool_name="pool")
        now = time.monotonic()
        own._begun = {first: now - 0.5, second: now}
        own._submitting_flow_run_ids = {first, second}
        await own._watch(cast(Any, None))

    first, second = uuid4(), uuid4()
    monkeypatch.setattr(hanging, "LONGEST_LEG", timedelta(seconds=0.4))
    monkeypatch.setattr(hanging, "note_hang", note)
    monkeypatch.setattr(worker, "leave", sys.exit)
    with pytest.raises(SystemExit) as left:
        asyncio.run(both_hang())
    assert left.value.code == hanging.EXIT_HUNG
    assert sorted(noted) == sorted((first, second))


def test_a_worker_has_its_measure_and_lets_the_legs_in_flight_end(works: Works, tmp_path: Path) -> None:
    pool, shared = works.pool("measured"), tmp_path / "shared"
    worker = works.python(OWN.format(longest=3600, pool=pool), TRINHKY_WORKER_LEGS="2")
    try:
        runs = [
            works.start("two_together", tmp_path / str(number), pool=pool, shared=str(shared)) for number in range(5)
        ]
        works.wait("all runs are completed", lambda: all(works.state(run) == "Completed" for run in runs))
        told = works.start("until_told", tmp_path / "told", pool=pool)
        works.wait("the leg has begun", lambda: len(legs(tmp_path / "told")) == 1)
        worker.terminate()
        (tmp_path / "told.go").touch()
        works.wait_for(told, "Completed")
        assert worker.wait(60) == 0
    finally:
        _end(worker)
    assert _most_at_once(shared.read_text()) == 2


class RunsThatHung:
    """Prefect's server: the document's first run ended by its third hang; notes the runs that are made after it."""

    def __init__(self) -> None:
        self.run = FlowRun(id=uuid4(), flow_id=uuid4(), state=Crashed(name=hanging.HUNG))
        self.made: list[dict[str, Any]] = []

    async def read_deployment_by_name(self, _name: str) -> SimpleNamespace:
        return SimpleNamespace(id=uuid4())

    async def create_flow_run_from_deployment(self, _id: UUID, **run: Any) -> FlowRun:
        if run["idempotency_key"].endswith(":first"):
            return self.run
        assert run["idempotency_key"].endswith(f":{self.run.id}")
        self.made.append(run)
        return FlowRun(id=uuid4(), flow_id=uuid4(), state=Scheduled())


def ensured(server: RunsThatHung, runtime: Runtime, paper: str) -> str:
    return asyncio.run(waking.ensure_run(cast(Any, server), runtime, paper))


def test_what_hung_as_often_as_it_may_lies_before_an_administrator(tmp_path: Path) -> None:
    """Otherwise it would hang three times again, and again, and nobody would ever be asked."""
    runtime, server = an_open_office(tmp_path / "open"), RunsThatHung()
    paper = sent(runtime).document_id
    assert agenda.next_job(runtime, paper).work == "render"
    assert [ensured(server, runtime, paper) for _ in range(2)] == ["made", "made"]
    (told,) = history(runtime, "stopped")
    assert (told.facts["work"], told.facts["error"], told.facts["words"]) == ("render", "Hung", "treo 3 lần")
    form = slip.slip(runtime, agenda.next_job(runtime, paper).step_id)
    assert f"with:{ADMINISTRATOR}" in form.tags
    assert "bị treo" in form.text
    assert "Đã thử 3 lần" in form.text
    assert {run["parameters"]["document_id"] for run in server.made} == {paper}, "a run that opens the form"


def test_where_nobody_can_be_told_yet_nothing_hangs_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our database is full, or the leg that hangs still holds its lock."""
    runtime, server = an_open_office(tmp_path / "open"), RunsThatHung()
    paper = sent(runtime).document_id

    def full(*_: object) -> None:
        raise NotNow("database-full")

    with monkeypatch.context() as now:
        now.setattr(waking.obstacles, "stop", full)
        assert ensured(server, runtime, paper) == "hung"
    assert server.made == []
    assert ensured(server, runtime, paper) == "made"


def _most_at_once(comings_and_goings: str) -> int:
    inside, most = 0, 0
    for sign in comings_and_goings:
        inside += 1 if sign == "+" else -1
        most = max(most, inside)
    return most


def _end(worker: "subprocess.Popen[str]") -> None:
    worker.kill()
    worker.wait()
