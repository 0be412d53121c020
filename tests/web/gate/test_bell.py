"""The bell rings for what may make a run due, and for nothing else; whoever listens hears it at once, or waits."""

import asyncio
import json
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from web.gate import bell
from web.gate.bell import Bell
from web.gate.calls import Reply, call, read_body

LONG = 60.0
SCHEDULED = json.dumps({"state": {"type": "SCHEDULED"}}).encode()
RUNNING = json.dumps({"state": {"type": "RUNNING"}}).encode()


@pytest.fixture(autouse=True)
def a_listener_waits_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "LISTEN_SECONDS", LONG)


async def behind(_scope: Scope, receive: Receive, send: Send) -> None:
    """Reads its request whole, and answers with its length."""
    length = str(len(await read_body(receive))).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": length})


async def ask(app: Bell, method: str, path: str, body: bytes = b"", query: str = "") -> Reply:
    scope: dict[str, Any] = {"type": "http", "path": path, "headers": []}
    return await call(app, scope, body=body, method=method, query_string=query.encode())


async def listen(app: Bell, heard: int) -> int:
    strokes: int = (await ask(app, "GET", "/api/bell", query=f"heard={heard}")).json["strokes"]
    return strokes


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/flow_runs/1/resume", b"{}"),
        ("POST", "/api/deployments/1/create_flow_run", b"{}"),
        ("POST", "/api/flow_runs/1/set_state", SCHEDULED),
        ("POST", "/api/flow_runs/1/set_state/", SCHEDULED),
    ],
)
def test_who_listens_hears_what_may_make_a_run_due(method: str, path: str, body: bytes) -> None:
    async def story() -> tuple[list[int], bytes]:
        app = Bell(behind)
        listening = [asyncio.create_task(listen(app, 0)) for _ in range(2)]
        await asyncio.sleep(0)
        answered = await ask(app, method, path, body)
        return await asyncio.gather(*listening), answered.body

    heard, answered = asyncio.run(asyncio.wait_for(story(), LONG / 2))
    assert heard == [1, 1], "every worker hears it"
    assert answered == str(len(body)).encode(), "the request went on whole"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/flow_runs/1/set_state", RUNNING),
        ("POST", "/api/flow_runs/filter", SCHEDULED),
        ("GET", "/api/flow_runs/1/resume", b""),
        ("POST", "/api/work_pools/trinhky/get_scheduled_flow_runs", b"{}"),
    ],
)
def test_nothing_else_rings(method: str, path: str, body: bytes) -> None:
    async def story() -> int:
        app = Bell(behind)
        await ask(app, method, path, body)
        return app.strokes

    assert asyncio.run(story()) == 0


def test_what_rang_while_nobody_listened_is_heard_by_the_next_who_does() -> None:
    async def story() -> list[int]:
        app = Bell(behind)
        await ask(app, "POST", "/api/flow_runs/1/resume")
        return [await listen(app, 0), await listen(app, 17)]  # 17: what he heard of the server before this one

    assert asyncio.run(asyncio.wait_for(story(), LONG / 2)) == [1, 1]


def test_where_nothing_rings_the_listener_is_let_go_for_what_is_due_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "LISTEN_SECONDS", 0.01)
    assert asyncio.run(asyncio.wait_for(listen(Bell(behind), 0), LONG / 2)) == 0


def test_it_rings_when_the_run_is_due_and_not_before() -> None:
    """Rung on the way in, the worker would look, find nothing and wait for the next stroke."""
    done = asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await done.wait()
        await behind(scope, receive, send)

    async def story() -> tuple[int, int]:
        app = Bell(slow)
        resuming = asyncio.create_task(ask(app, "POST", "/api/flow_runs/1/resume"))
        await asyncio.sleep(0.01)
        before = app.strokes
        done.set()
        await resuming
        return before, app.strokes

    assert asyncio.run(story()) == (0, 1)


def test_websockets_and_the_lifespan_go_through() -> None:
    seen: list[str] = []

    async def prefect(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["type"])

    async def nothing() -> Message:
        return {}

    async def drop(_message: Message) -> None:
        return None

    async def story() -> None:
        app = Bell(prefect)
        for kind in ("lifespan", "websocket"):
            await app({"type": kind, "path": "/api/bell"}, nothing, drop)

    asyncio.run(story())
    assert seen == ["lifespan", "websocket"]
