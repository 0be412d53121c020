"""On SQLite: a call that met a locked database is made again before anybody hears of it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from web.gate import one_writer
from web.gate.one_writer import OneWriter


@dataclass
class LockedFor:
    """A server whose database is locked for so many calls, and which then echoes the body it is sent."""

    calls: int
    heard: list[bytes] = field(default_factory=list)
    inside: int = 0
    most_inside: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = (await receive())["body"]
        self.heard.append(body)
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        await asyncio.sleep(0)
        self.inside -= 1
        locked = len(self.heard) <= self.calls
        await send({"type": "http.response.start", "status": 503 if locked else 200, "headers": []})
        await send({"type": "http.response.body", "body": b"locked" if locked else body})
        if locked:
            raise RuntimeError("as Starlette does, for the log")


async def call(app: OneWriter, method: str = "DELETE", path: str = "/api/deployments/1") -> tuple[int, bytes]:
    sent: list[dict[str, Any]] = []
    parts = [{"type": "http.request", "body": b"bo", "more_body": True}, {"type": "http.request", "body": b"dy"}]

    async def receive() -> Any:
        return parts.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await app({"type": "http", "method": method, "path": path, "headers": []}, receive, send)
    return sent[0]["status"], b"".join(message["body"] for message in sent[1:])


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_writer, "PAUSES_SECONDS", (0.0, 0.0, 0.0))


@pytest.mark.parametrize("method", ["DELETE", "POST", "GET"])
def test_a_call_is_made_again_with_its_whole_body(method: str) -> None:
    server = LockedFor(2)
    assert asyncio.run(call(OneWriter(server), method)) == (200, b"body")
    assert server.heard == [b"body"] * 3


def test_a_call_that_is_made_again_finds_its_way_below_a_mount() -> None:
    """Prefect's API is mounted at /api: whoever comes with a used scope is told that there is no such page."""
    answers = [503, 503, 200]

    async def delete(_: Request) -> PlainTextResponse:
        return PlainTextResponse("said", answers.pop(0))

    routes = [Route("/deployments/{id}", delete, methods=["DELETE"])]
    server = Starlette(routes=[Mount("/api", app=Starlette(routes=routes))])
    assert asyncio.run(call(OneWriter(server))) == (200, b"said")


def test_a_database_that_stays_locked_is_told_once() -> None:
    server = LockedFor(99)
    assert asyncio.run(call(OneWriter(server))) == (503, b"locked")
    assert len(server.heard) == 4


def test_writers_stand_in_line_and_readers_do_not() -> None:
    async def two(path: str, server: LockedFor) -> None:
        app = OneWriter(server)
        await asyncio.gather(call(app, "POST", path), call(app, "POST", path))

    writing, reading = LockedFor(0), LockedFor(0)
    asyncio.run(two("/api/flow_runs/1/resume", writing))
    asyncio.run(two("/api/flow_runs/filter", reading))
    assert (writing.most_inside, reading.most_inside) == (1, 2)


def test_a_half_sent_request_keeps_nobody_waiting_and_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever knows a key could otherwise stop all writing with one open connection."""
    monkeypatch.setattr(one_writer, "BODY_SECONDS", 0.5)
    sent: list[Any] = []

    async def half() -> Any:
        if begun.is_set():
            await asyncio.Event().wait()
        begun.set()
        return {"type": "http.request", "body": b"{", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    async def beside() -> None:
        scope = {"type": "http", "method": "POST", "path": "/api/flow_runs/", "headers": []}
        slow = asyncio.create_task(app(scope, half, send))
        await begun.wait()
        assert await asyncio.wait_for(call(app), 0.4) == (200, b"body")
        assert not slow.done(), "the other passed while this one was still being sent"
        await asyncio.wait_for(slow, 5)

    server, begun = LockedFor(0), asyncio.Event()
    app = OneWriter(server)
    asyncio.run(beside())
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
    assert server.heard == [b"body"], "nothing comes of a part"
