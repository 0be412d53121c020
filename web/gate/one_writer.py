"""On SQLite, writing requests stand in line: it has one writer.

Prefect's transactions wait for their turn by themselves (prefect_database.py), but as SQLite does: each looks again
after longer and longer pauses, whoever looks at the right moment is next, and after a minute one has failed. In a line
the first is the first. What is left to wait for are Prefect's own services in the same process.

Who stands in line has sent his whole request: one that is half sent would hold up everybody behind it.
"""

import asyncio
from contextlib import nullcontext

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.gate.calls import HungUp, TooLarge, answer, json_reply, read_body

# Reading calls that Prefect makes by POST: they need not stand in line. (A worker's look begins as a writer would.)
READING_ENDINGS = ("/filter", "/count", "/paginate", "/history", "/lateness", "/validate")

LARGEST_CALL = 20_000_000  # a worker's: Prefect's own bounds, of parameters, artifacts and results, lie below it
BODY_SECONDS = 20.0  # for sending a body whole
REQUEST_TIMEOUT = 408
TURNED_AWAY: dict[type[Exception], int] = {TooLarge: 413, HungUp: 400, TimeoutError: REQUEST_TIMEOUT}


class OneWriter:
    """ASGI layer around Prefect's server; `app` gets at most one writing HTTP request at a time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.line = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_call(scope):
            await self.app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await read_body(receive, LARGEST_CALL)
        except (HungUp, TooLarge, TimeoutError) as problem:
            await _turn_away(send, problem)
            return
        async with self.line if writes(scope) else nullcontext():
            await self.app(scope, _replay(body, receive), send)


def is_call(scope: Scope) -> bool:
    """Whether this is a call of Prefect's API, rather than its UI, a websocket or the server's lifespan."""
    path: str = scope.get("path", "")
    return scope["type"] == "http" and path.startswith("/api/")


def writes(scope: Scope) -> bool:
    """Whether the call may change Prefect's database."""
    path: str = scope["path"]
    return scope["method"] not in ("GET", "HEAD", "OPTIONS") and not path.rstrip("/").endswith(READING_ENDINGS)


async def _turn_away(send: Send, problem: Exception) -> None:
    """Answers a request whose body did not come whole; after 408 the connection is of no use, and is let go."""
    status = next(status for kind, status in TURNED_AWAY.items() if isinstance(problem, kind))
    closing = ((b"connection", b"close"),) if status == REQUEST_TIMEOUT else ()
    await answer(send, json_reply(status, {}), *closing)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Gives the body once more, and then whatever else comes: the caller may hang up."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
