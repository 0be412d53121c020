"""The gate before a Prefect of paper: it writes down what reaches it and answers what a test tells it to."""

import json
import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from actions import stepping
from actions.runtime import Runtime
from actions.settings import Settings
from models import documents
from models.tables import Document
from tests.conftest import NOW
from tests.support.house import House, build_house
from web.gate.app import Gate

ORIGIN = "http://trinhky.mau.test"
KEY = "khoa-cua-tien-trinh"
HEAD, OTHER_HEAD, DRAFTER = "nguyen-van-thuan", "lam-tuan-kiet", "truong-my-duyen"
ADMINISTRATOR, AUDITOR = "ly-gia-huy", "mai-xuan-loc"
RUN = "0b6b1d3e-6f6d-4d7e-9a55-6f2a4f5f0001"
ACCEPTED = {"status": "ACCEPT", "state": None, "details": {"type": "accept_details"}}


@dataclass
class Reached:
    """One request that got through to Prefect."""

    method: str
    path: str
    body: Any


@dataclass
class PaperPrefect:
    """Stands where Prefect's server stands; `answers` are by (method, path), everything else is 200 and {}.

    `wild`: what it does instead of answering, by the end of the path.
    """

    answers: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    reached: list[Reached] = field(default_factory=list)
    websockets: list[str] = field(default_factory=list)
    wild: dict[str, Callable[[Send], Awaitable[None]]] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            self.websockets.append(scope["path"])
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": 1000})
            return
        message: Message = await receive()
        body = message.get("body", b"")
        self.reached.append(Reached(scope["method"], scope["path"], json.loads(body) if body else None))
        for ending, act in self.wild.items():
            if scope["path"].endswith(ending):
                await act(send)
                return
        status, content = self.answers.get((scope["method"], scope["path"]), (200, {}))
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/json")]})
        await send({"type": "http.response.body", "body": json.dumps(content).encode()})

    def calls(self, ending: str) -> list[Reached]:
        """What reached it, by the end of the path."""
        return [call for call in self.reached if call.path.endswith(ending)]


@dataclass
class Entrance:
    """The gate of a house, with the Prefect of paper behind it."""

    house: House
    prefect: PaperPrefect
    gate: Gate

    def as_(self, person: str | None, **headers: str) -> TestClient:
        """A browser: of a person who has signed in, or of a stranger."""
        cookies = {"trinhky_session": self.house.session_of(person)} if person else {}
        return TestClient(self.gate, ORIGIN, headers=headers, cookies=cookies, follow_redirects=False)

    def as_worker(self, key: str = KEY) -> TestClient:
        """The worker, or somebody who guesses its key."""
        return TestClient(self.gate, ORIGIN, headers={"Authorization": f"Bearer {key}"})

    def tag_run(self, *people: str, run: str = RUN) -> None:
        """Let a run lie before these people."""
        self.prefect.answers["GET", f"/api/flow_runs/{run}"] = (200, {"tags": [f"with:{code}" for code in people]})

    def form_before_the_head(self, run: str = RUN) -> str:
        """A plan handed in, its approval form open in `run` before the head of its unit; answers the document's id."""
        document_id = self.house.hand_in(DRAFTER, "ptp", "plan", self.house.draft("ptp"))
        runtime = self.house.runtime
        with runtime.memory.read() as session:
            step = documents.current_step(session, session.get_one(Document, document_id))
            assert step is not None
            step_id = step.id
        stepping.open_step(runtime, runtime.who(None), step_id, run)
        self.tag_run(HEAD, run=run)
        self.prefect.answers["POST", f"/api/flow_runs/{run}/resume"] = (201, ACCEPTED)
        return document_id


async def _pages(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"pages"})


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house that the tests copy."""
    data = tmp_path_factory.mktemp("built") / "var"
    house = build_house(data, NOW, (HEAD, OTHER_HEAD, DRAFTER, ADMINISTRATOR, AUDITOR))
    house.runtime.memory.close()
    return data


@pytest.fixture
def entrance(built: Path, tmp_path: Path) -> Iterator[Entrance]:
    """The gate of a house of the test's own."""
    data = shutil.copytree(built, tmp_path / "var")
    runtime = Runtime.open(Settings(data=data, origin=ORIGIN, worker_key=KEY))
    prefect = PaperPrefect()
    yield Entrance(House(runtime), prefect, Gate(prefect, _pages, runtime))
    runtime.memory.close()


@pytest.fixture
def decisions(entrance: Entrance) -> Callable[[str], list[tuple[str, str]]]:
    """The (person, verb) pairs that our database holds for a document."""

    def read(document_id: str) -> list[tuple[str, str]]:
        with entrance.house.runtime.memory.read() as session:
            return [(past.person, past.verb) for past in documents.decisions(session, document_id)]

    return read
