"""A leg whose server went away in the middle: its run has neither failed nor crashed, so recovery may take it up."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import httpx
import pytest
from prefect.exceptions import PrefectHTTPStatusError

from flows.leg import LegEngine, server_is_away
from flows.worker import InProcessWorker
from tests.flows.sample_flows import broken

REQUEST = httpx.Request("POST", "http://127.0.0.1/api/flow_runs")
AWAY = [
    httpx.ConnectError("refused"),
    httpx.RemoteProtocolError("hung up"),
    httpx.ReadTimeout("silent"),
    PrefectHTTPStatusError("busy", request=REQUEST, response=httpx.Response(503, request=REQUEST)),
]
OWN_FAULTS = [
    ValueError("the run has no deployment"),
    PrefectHTTPStatusError("no such", request=REQUEST, response=httpx.Response(422, request=REQUEST)),
]


def reported(problem: Exception, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a worker tells the server of a run whose leg ended with this."""
    told: list[str] = []

    async def breaks(self: InProcessWorker, flow_run: Any) -> None:
        raise problem

    async def report(self: InProcessWorker, flow_run: Any, why: str) -> None:
        told.append(why)

    async def take() -> None:
        worker = InProcessWorker(work_pool_name="pool")
        await worker._take(cast(Any, SimpleNamespace(id=uuid4())))

    monkeypatch.setattr(InProcessWorker, "_run_leg", breaks)
    monkeypatch.setattr(InProcessWorker, "_report_crash", report)
    asyncio.run(take())
    return told


@pytest.mark.parametrize("problem", AWAY, ids=repr)
def test_a_run_that_lost_its_server_is_left_to_recovery(problem: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    assert server_is_away(problem)
    assert reported(problem, monkeypatch) == []


@pytest.mark.parametrize("problem", OWN_FAULTS, ids=repr)
def test_a_run_that_cannot_be_started_is_reported(problem: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not server_is_away(problem)
    assert reported(problem, monkeypatch) == [f"{type(problem).__name__}: {problem}"]


def test_a_flow_that_lost_the_server_is_not_failed() -> None:
    engine = LegEngine(flow=broken)
    with pytest.raises(httpx.ConnectError):
        engine.handle_exception(AWAY[0])
