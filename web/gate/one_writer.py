"""On SQLite, writing requests stand in line, and one that found the database locked is made again.

SQLite has one writer. Prefect opens its transactions by reading, and a transaction that has read before another one
wrote cannot become a writer any more: SQLite answers "database is locked" at once, Prefect's server rolls back and says
503. When calls arrive one after another they cannot fail by each other; what is left to collide with are Prefect's own
services in the same process. Prefect's client would come again after some seconds, a browser never.

Who stands in line has sent his whole request: one that is half sent would hold up everybody behind it.
"""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.gate.calls import HungUp, TooLarge, answer, json_reply, read_body

# Reading calls that Prefect makes by POST: they need not stand in line.
READING_ENDINGS = ("/filter", "/count", "/paginate", "/history", "/lateness", "/validate", "/get_scheduled_flow_runs")

BUSY = 503
LARGEST_CALL = 20_000_000  # a worker's: Prefect's own bounds, of parameters, artifacts and results, lie below it
BODY_SECONDS = 20.0  # for sending a body whole
REQUEST_TIMEOUT = 408
TURNED_AWAY: dict[type[Exception], int] = {TooLarge: 413, HungUp: 400, TimeoutError: REQUEST_TIMEOUT}
PAUSES_SECONDS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)


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
        if writes(scope):
            async with self.line:
                await self._until_let_in(scope, body, receive, send)
        else:
            await self._until_let_in(scope, body, receive, send)

    async def _until_let_in(self, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        """A request may be made again after a 503: whatever it began was rolled back."""
        for pause in PAUSES_SECONDS:
            if await self._let_in(scope, _replay(body, receive), send, busy_is_final=False):
                return
            await asyncio.sleep(pause)
        await self._let_in(scope, _replay(body, receive), send, busy_is_final=True)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, *, busy_is_final: bool) -> bool:
        """Passes a request on, once; False when it was answered 503 and nobody has heard of it yet.

        After a 503 Starlette raises what was behind it once more, only so that it is logged; a locked database is no
        news, and its traceback costs more than the request."""
        status = 0

        async def heard(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            if status != BUSY or busy_is_final:
                await send(message)

        try:
            await self.app(dict(scope), receive, heard)  # a mounted app writes where it stands into its scope
        except Exception:
            if status != BUSY:
                raise
        return status != BUSY


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
