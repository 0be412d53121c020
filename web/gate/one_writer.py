"""On SQLite, writing requests stand in line.

SQLite has one writer. Prefect opens its transactions by reading, and a transaction that has read before another one
wrote cannot become a writer any more: SQLite answers "database is locked" at once, and Prefect's server 503. When
calls arrive one after another there is nothing to fail, and the single event loop behind them loses nothing.
"""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Reading calls that Prefect makes by POST: they need not stand in line.
READING_ENDINGS = ("/filter", "/count", "/paginate", "/history", "/lateness", "/validate", "/get_scheduled_flow_runs")

BUSY = 503


class OneWriter:
    """ASGI layer around Prefect's server; `app` gets at most one writing HTTP request at a time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.line = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not writes(scope):
            await self._let_in(scope, receive, send)
            return
        async with self.line:
            await self._let_in(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on. After a 503 Starlette raises what was behind it once more, only so that it is logged;
        a locked database is no news, and its traceback costs more than the request."""
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception:
            if status != BUSY:
                raise


def writes(scope: Scope) -> bool:
    """Whether the request may change Prefect's database."""
    if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return False
    path: str = scope["path"]
    return path.startswith("/api/") and not path.rstrip("/").endswith(READING_ENDINGS)
