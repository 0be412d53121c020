"""Whose worker is gone: decided from the signature in a taken run's state."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from prefect.client.schemas.objects import State, StateType
from prefect.exceptions import PrefectHTTPStatusError

from flows.recovery import ALREADY_THERE, PATIENCE, Taker, is_orphan, put_back

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HERE = Taker("trinhky", "may-nay", os.getpid())


def taken(by: Taker | None, ago: timedelta = timedelta(seconds=1)) -> State:
    """A run's state, Running since `ago`."""
    return State(type=StateType.RUNNING, message=str(by) if by else None, timestamp=NOW - ago)


@pytest.fixture
def dead_pid() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture
def living_pid() -> Iterator[int]:
    """The id of a process that was just started."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process.pid
        process.kill()


def test_a_signature_is_read_as_it_was_written() -> None:
    strange = Taker("tên (lạ) x:1", "may-1.mau.vn", 7)
    assert Taker.of(taken(strange)) == strange
    assert Taker.of(taken(None)) is None
    assert Taker.of(None) is None


def test_a_dead_process_of_this_machine_leaves_orphans_at_once(dead_pid: int) -> None:
    before = Taker("trinhky", "may-nay", dead_pid)
    assert is_orphan(taken(before), HERE, {"trinhky"}, NOW), "the same name came back as another process"


def test_a_killed_process_whose_end_nobody_has_asked_for_is_dead_all_the_same() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and is not collected
        assert is_orphan(taken(Taker("work-1", HERE.host, process.pid)), HERE, {"work-1"}, NOW)


def test_a_living_process_of_this_machine_keeps_its_runs(living_pid: int) -> None:
    neighbour = Taker("second", "may-nay", living_pid)
    assert not is_orphan(taken(neighbour), HERE, set(), NOW), "whether the server has heard of it or not"


def test_a_process_that_got_a_dead_workers_id_does_not_keep_its_runs(living_pid: int) -> None:
    before = Taker("second", "may-nay", living_pid)
    assert is_orphan(taken(before, timedelta(days=2)), HERE, set(), NOW), "it did not live when the run was taken"


def test_what_this_process_took_and_no_longer_has_in_hand_is_an_orphan() -> None:
    assert is_orphan(taken(HERE), HERE, {"trinhky"}, NOW)


def test_another_machine_is_believed_while_the_server_hears_of_it() -> None:
    far = Taker("xa", "may-khac", 7)
    assert not is_orphan(taken(far, timedelta(days=2)), HERE, {"xa"}, NOW)
    assert is_orphan(taken(far, timedelta(days=2)), HERE, {"trinhky"}, NOW)


def test_a_worker_that_has_not_reported_yet_is_given_time() -> None:
    far = Taker("xa", "may-khac", 7)
    assert not is_orphan(taken(far, PATIENCE), HERE, set(), NOW)
    assert is_orphan(taken(far, PATIENCE + timedelta(seconds=1)), HERE, set(), NOW)


def test_a_run_that_nobody_signed_is_given_time_too() -> None:
    assert not is_orphan(taken(None), HERE, set(), NOW)
    assert is_orphan(taken(None, timedelta(hours=1)), HERE, set(), NOW)


class Notes:
    """What is asked of Prefect for putting a run back: notes under names that exist once, and the run's state."""

    def __init__(self, state: State) -> None:
        self.state, self.names, self.put = state, set[str](), 0
        self.between: Callable[[], Awaitable[object]] | None = None

    async def create_flow_run_input(self, run_id: UUID, key: str, value: str) -> None:
        if key in self.names:
            request = httpx.Request("POST", "http://127.0.0.1/api")
            answer = httpx.Response(ALREADY_THERE, request=request)
            raise PrefectHTTPStatusError("there", request=request, response=answer)
        self.names.add(key)

    async def read_flow_run(self, run_id: UUID) -> SimpleNamespace:
        found = SimpleNamespace(state=self.state)
        if between := self.between:
            self.between = None
            await between()
        return found

    async def set_flow_run_state(self, run_id: UUID, after: State, force: bool) -> None:
        self.put += 1


@pytest.mark.parametrize("later", [0, 1, 2], ids=["the same second", "over a minute's end", "the last second of it"])
def test_of_two_who_put_a_run_back_one_does_it_also_over_the_end_of_a_minute(
    later: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [59.5, 60.5, 119.5]
    clock, notes, run = [59.5], Notes(taken(None)), uuid4()
    monkeypatch.setattr("flows.recovery.time.time", lambda: clock[0])
    client: Any = notes
    answers: list[bool] = []

    async def second() -> None:
        clock[0] = seconds[later]
        answers.append(await put_back(client, run, notes.state))

    async def first() -> None:
        notes.between = second  # the first one has looked at the run and has not put it back yet
        answers.append(await put_back(client, run, notes.state))

    asyncio.run(first())
    assert (answers, notes.put) == ([False, True], 1)


def test_one_who_died_after_leaving_his_notes_or_slept_over_them_stands_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, notes, run = [59.5], Notes(taken(None)), uuid4()
    monkeypatch.setattr("flows.recovery.time.time", lambda: clock[0])
    client: Any = notes
    answers: list[bool] = []

    async def second() -> None:
        clock[0] = 120.0
        answers.append(await put_back(client, run, notes.state))

    notes.between = second
    answers.append(asyncio.run(put_back(client, run, notes.state)))
    assert (answers, notes.put) == ([True, False], 1), "the second did it, and the first wakes too late"
