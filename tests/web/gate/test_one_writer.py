"""On SQLite writing calls stand in line, each with its whole body."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from web.gate import one_writer
from web.gate.one_writer import OneWriter


@dataclass
class Echo:
    """A server that answers with the body it is sent, and knows how many calls were in it at once."""

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
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})


async def call(app: OneWriter, method: str = "DELETE", path: str = "/api/deployments/1") -> tuple[int, bytes]:
    sent: list[dict[str, Any]] = []
    parts = [{"type": "http.request", "body": b"bo", "more_body": True}, {"type": "http.request", "body": b"dy"}]

    async def receive() -> Any:
        return parts.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await app({"type": "http", "method": method, "path": path, "headers": []}, receive, send)
    return sent[0]["status"], b"".join(message["body"] for message in sent[1:])


@pytest.mark.parametrize("method", ["DELETE", "POST", "GET"])
def test_a_call_is_passed_on_with_its_whole_body(method: str) -> None:
    server = Echo()
    assert asyncio.run(call(OneWriter(server), method)) == (200, b"body")
    assert server.heard == [b"body"]


def test_writers_stand_in_line_and_readers_do_not() -> None:
    async def two(path: str, server: Echo) -> None:
        app = OneWriter(server)
        await asyncio.gather(call(app, "POST", path), call(app, "POST", path))

    writing, reading = Echo(), Echo()
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

    server, begun = Echo(), asyncio.Event()
    app = OneWriter(server)
    asyncio.run(beside())
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
    assert server.heard == [b"body"], "nothing comes of a part"
