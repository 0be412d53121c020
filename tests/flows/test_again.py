"""A document whose run broke gets another within the minute, but not again and again at once."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Failed

from flows import again

NOW = datetime(2026, 1, 15, 2, 0, tzinfo=UTC)
NOBODY: Any = None


class Prefect:
    """Prefect's server, as far as it is asked for broken runs."""

    def __init__(self, *runs: FlowRun) -> None:
        self.runs = list(runs)
        self.asked: list[Any] = []

    async def read_flow_runs(self, **asked: Any) -> list[FlowRun]:
        self.asked.append(asked)
        return sorted(self.runs, key=lambda run: run.end_time or NOW, reverse=True)


def broken(document_id: str, ago: float) -> FlowRun:
    """A run of a document that failed so many seconds ago."""
    parameters, end = {"document_id": document_id}, NOW - timedelta(seconds=ago)
    return FlowRun(id=uuid4(), flow_id=uuid4(), state=Failed(), parameters=parameters, end_time=end)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents for which a run was asked for."""
    asked: list[str] = []

    async def ensure(_client: object, _runtime: object, document_id: str) -> str:
        asked.append(document_id)
        return "hung" if document_id == "held" else "made"

    monkeypatch.setattr(again, "ensure_run", ensure)
    return asked


def look(server: Any, followed: set[UUID], later: float = 0.0) -> set[UUID]:
    return asyncio.run(again.look(server, NOBODY, followed, NOW + timedelta(seconds=later)))


def test_a_broken_run_gets_one_successor(made: list[str]) -> None:
    server = Prefect(broken("a", 11), broken("b", 11))
    followed = look(server, set())
    assert sorted(made) == ["a", "b"]
    assert look(server, followed, 15) == followed
    assert sorted(made) == ["a", "b"], "whoever has a successor is not asked about every quarter of a minute"
    wanted = server.asked[0]["flow_run_filter"]
    assert set(wanted.state.type.any_) == {StateType.FAILED, StateType.CRASHED}
    assert wanted.end_time.after_ == NOW - again.REMEMBERED


def test_a_run_that_breaks_each_time_comes_ever_more_seldom(made: list[str]) -> None:
    runs, followed, at = [broken("a", 0)], set[UUID](), 0.0
    while at < 1800:
        before, at = len(made), at + again.LOOK_SECONDS
        followed = look(Prefect(*runs), followed, at)
        if len(made) > before:  # and breaks at once
            runs.append(broken("a", -at))
    assert made[:2] == ["a", "a"], "quickly at first"
    assert len(made) <= 11, "about ten times in half an hour, not a hundred and twenty"


def test_what_could_not_be_helped_is_looked_at_again(made: list[str]) -> None:
    server = Prefect(broken("held", 11))
    assert look(server, look(server, set()), 15) == set()
    assert made == ["held", "held"]


def test_the_first_pauses_are_seconds_and_the_longest_is_minutes() -> None:
    pause: Callable[[int], float] = lambda times: again.pause_after(times).total_seconds()  # noqa: E731
    assert [pause(times) for times in (1, 2, 3)] == [10, 20, 40]
    assert pause(50) == again.LONGEST_PAUSE.total_seconds()
