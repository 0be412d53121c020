"""Whatever stands still in the pages or the gate, the event loop moves, and Prefect's API has its threads.

Each test stops one kind of our work dead while sixty people ask for it, and lets it go only after others were answered:
were it done on the event loop, or on the threads that Prefect's API needs, nobody could be answered first.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from actions import accounts, deciding, finding, hand_in, my_work, reading
from models import documents
from rules.refusals import Refusal
from tests.web.gate.conftest import HEAD, KEY, ORIGIN, RUN, Entrance
from tests.web.gate.misbehaving import says
from web.gate.app import Gate
from web.pages.app import pages_app

PEOPLE = 60
RESUME = f"/api/flow_runs/{RUN}/resume"
APPROVE = {"run_input": {"verb": "Duyệt và ký", "reason": ""}}
PAPER = {"unit": "ptp", "kind": "plan", "year": "2026"}

Ask = Callable[[httpx.AsyncClient], Any]
# What stands still, and who asks for it.
WORK: dict[str, tuple[object, str, Ask]] = {
    "who is it": (accounts, "signed_in", lambda browser: browser.get("/archive")),
    "passwords": (accounts, "sign_in", lambda browser: browser.post("/sign-in", data={"person": HEAD})),
    "decisions": (deciding, "decide", lambda browser: browser.post(RESUME, json=APPROVE)),
    "my work": (my_work, "my_work", lambda browser: browser.get("/")),
    "a paper that comes in": (
        hand_in,
        "submit",
        lambda browser: browser.post("/hand-in", data=PAPER, files={"file": ("a.docx", b"a")}),
    ),
    "the archive": (reading, "record_file", lambda browser: browser.get(f"/records/{RUN}/pdf")),
    "signatures": (finding, "look", lambda browser: browser.get(f"/records/{RUN}/verify")),
}


@pytest.fixture
def gate(entrance: Entrance) -> Gate:
    """The gate with the real pages, before a Prefect that takes a thread for each call, as its dependencies do."""

    async def prefect(scope: Scope, receive: Receive, send: Send) -> None:
        await run_in_threadpool(lambda: None)
        await says(200, [])(send)

    runtime = entrance.house.runtime
    return Gate(prefect, pages_app(runtime), runtime)


def browser_of(gate: Gate, cookie: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(gate), base_url=ORIGIN, cookies={"trinhky_session": cookie}, timeout=None
    )


async def others_are_answered(gate: Gate) -> None:
    """A machine that asks for health, and a worker with more calls than there are threads."""
    async with browser_of(gate, "") as other:
        key = {"Authorization": f"Bearer {KEY}"}
        calls = [other.get("/api/flows/1", headers=key) for _ in range(PEOPLE)]
        answers = await asyncio.gather(other.get("/api/health"), *calls)
        assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize("work", WORK)
def test_work_that_stands_still_stops_nobody_else(
    entrance: Entrance, gate: Gate, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    room, name, ask = WORK[work]
    cookie = entrance.house.session_of(HEAD)
    begun, go = threading.Event(), threading.Event()

    def stand_still(*_: object, **__: object) -> None:
        begun.set()
        if not go.wait(60):
            raise TimeoutError("nobody came past")
        if work != "who is it":
            raise Refusal("no-such-run")

    monkeypatch.setattr(room, name, stand_still)

    async def crowd() -> set[int]:
        async with browser_of(gate, cookie) as browser:
            waiting = [asyncio.create_task(ask(browser)) for _ in range(PEOPLE)]
            while not begun.is_set():
                await asyncio.sleep(0.01)
            try:
                await asyncio.wait_for(others_are_answered(gate), 50)
            finally:
                go.set()
            return {answer.status_code for answer in await asyncio.gather(*waiting)}

    assert asyncio.run(crowd()) == {303 if work == "who is it" else 404}


def test_while_others_hold_the_database_one_reads_and_then_writes(entrance: Entrance, gate: Gate) -> None:
    """Somebody holds the writers' lock of SQLite; six people press Resume; the front page still comes."""
    document_id = entrance.form_before_the_head()
    cookie = entrance.house.session_of(HEAD)
    holder = sqlite3.connect(entrance.house.settings.data / "trinhky.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    async def office() -> list[int]:
        async with browser_of(gate, cookie) as browser:
            pressing = [asyncio.create_task(browser.post(RESUME, json=APPROVE)) for _ in range(6)]
            page = await browser.get("/")
            assert page.status_code == 200
            assert not any(task.done() for task in pressing)
            holder.execute("ROLLBACK")
            return [(await task).status_code for task in pressing]

    assert asyncio.run(office()) == [201] * 6
    with entrance.house.runtime.memory.read() as session:
        assert len(documents.decisions(session, document_id)) == 1
