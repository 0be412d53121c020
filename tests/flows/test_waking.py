"""Which run a document has, and which it is given: by id and by key, whatever else lies in Prefect's database."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed, Crashed, Running, Scheduled, Suspended

from actions import agenda, stepping
from actions.runtime import Runtime
from flows import waking
from models import documents
from models.tables import Document
from tests.actions.desk import an_open_office, sent
from tests.makers import to_rest

ENDED: tuple[State, ...] = (Completed(), Crashed())


@dataclass
class Server:
    """Prefect's server as far as one document asks it: runs by id and by key, and no list of runs at all."""

    runs: dict[str, FlowRun] = field(default_factory=dict)  # by idempotency key
    woken: list[UUID] = field(default_factory=list)

    def has(self, key: str, state: State) -> FlowRun:
        """A run under a key: of `first`, or of the run before it."""
        self.runs[key] = FlowRun(id=uuid4(), flow_id=uuid4(), state=state)
        return self.runs[key]

    async def read_flow_run(self, run: UUID) -> FlowRun:
        for known in self.runs.values():
            if known.id == run:
                return known
        raise ObjectNotFound(KeyError(run))

    async def read_deployment_by_name(self, _name: str) -> Any:
        return type("Deployment", (), {"id": uuid4()})

    async def create_flow_run_from_deployment(self, _id: UUID, *, idempotency_key: str, **_: Any) -> FlowRun:
        key = idempotency_key.rpartition(":")[2]
        return self.runs[key] if key in self.runs else self.has(key, Scheduled())

    async def set_flow_run_state(self, run: UUID, _state: State) -> Any:
        self.woken.append(run)
        return type("Result", (), {"status": waking.SetStateStatus.ACCEPT})


@pytest.fixture
def office(tmp_path: Path) -> Runtime:
    return an_open_office(tmp_path / "open")


def ensured(server: Server, runtime: Runtime, paper: str) -> str:
    return asyncio.run(waking.ensure_run(cast(Any, server), runtime, paper))


def remember(runtime: Runtime, paper: str, run: FlowRun) -> None:
    stepping.note_run(runtime, paper, str(run.id))


def test_a_new_document_is_given_one_run_however_often_it_is_asked_for(office: Runtime) -> None:
    server, paper = Server(), sent(office).document_id
    assert [ensured(server, office, paper) for _ in range(2)] == ["made", "made"], "it has yet to begin"
    server.has("first", Running())
    assert ensured(server, office, paper) == "fine"
    assert len(server.runs) == 1


@pytest.mark.parametrize("state", ENDED, ids=lambda state: state.name)
def test_a_run_that_ended_too_early_is_followed_by_one(office: Runtime, state: State) -> None:
    server, paper = Server(), sent(office).document_id
    first = server.has("first", state)
    remember(office, paper, first)
    assert [ensured(server, office, paper) for _ in range(2)] == ["made", "made"]
    assert list(server.runs) == ["first", str(first.id)]


def test_runs_are_followed_to_the_one_that_lives(office: Runtime) -> None:
    server, paper = Server(), sent(office).document_id
    for _ in range(3):
        before = list(server.runs.values())[-1:]
        server.has(str(before[0].id) if before else "first", Crashed())
    living = server.has(str(list(server.runs.values())[-1].id), Running())
    assert ensured(server, office, paper) == "fine"
    assert list(server.runs.values())[-1] is living


def test_a_run_that_prefect_has_lost_is_made_anew(office: Runtime) -> None:
    server, paper = Server(), sent(office).document_id
    remember(office, paper, FlowRun(id=uuid4(), flow_id=uuid4()))
    assert ensured(server, office, paper) == "made"
    assert list(server.runs) == ["first"]


def test_a_run_that_waits_for_another_form_is_woken(office: Runtime) -> None:
    server, paper = Server(), sent(office).document_id
    asleep = server.has("first", Suspended(pause_key="of-long-ago"))
    remember(office, paper, asleep)
    assert ensured(server, office, paper) == "resumed"
    assert server.woken == [asleep.id]


def test_a_document_at_rest_is_given_nothing(office: Runtime) -> None:
    server, paper = Server(), sent(office).document_id
    to_rest(office, paper)
    with office.memory.read() as session:
        assert documents.current_step(session, session.get_one(Document, paper)) is None
    assert agenda.next_job(office, paper).kind == "done"
    assert ensured(server, office, paper) == "fine"
    remember(office, paper, server.has("first", Completed()))
    assert ensured(server, office, paper) == "fine"
    assert list(server.runs) == ["first"]
