"""The bell: a worker hears at once that a run may have become due, instead of asking several times a second.

It listens with `GET /api/bell?heard=N`, N being what it was last answered, and is answered when the bell has been
rung since, or after two seconds. Where several servers stand side by side, a stroke is heard at one of them; whoever
listens at another looks after those two seconds, as everybody does for what was due at a time.
"""

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.gate.calls import answer, json_reply

PATH = "/api/bell"
LISTEN_SECONDS = 2.0
RINGING = ("/resume", "/create_flow_run")
SETTING = "/set_state"  # rings when the state is one that waits for a worker
SCHEDULED = b'"SCHEDULED"'


class Bell:
    """ASGI layer around Prefect's server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.strokes = 0
        self._stroke = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] == PATH:
            await answer(send, json_reply(200, {"strokes": await self._stroke_after(_heard(scope))}))
        else:
            await self._pass_on(scope, receive, send)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, scheduled = scope["path"].rstrip("/"), False

        async def overheard() -> Message:
            nonlocal scheduled
            message = await receive()
            scheduled = scheduled or SCHEDULED in message.get("body", b"")
            return message

        if path.endswith(SETTING):
            await self.app(scope, overheard, send)
        else:
            await self.app(scope, receive, send)
        if scheduled or (scope["method"] == "POST" and path.endswith(RINGING)):
            self._ring()

    def _ring(self) -> None:
        self.strokes += 1
        self._stroke.set()
        self._stroke = asyncio.Event()

    async def _stroke_after(self, heard: str) -> int:
        """The number of strokes, as soon as it is another than was heard (after a restart it may be less)."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LISTEN_SECONDS):
                while str(self.strokes) == heard:
                    await self._stroke.wait()
        return self.strokes


def _heard(scope: Scope) -> str:
    return str(scope["query_string"].decode("latin-1").removeprefix("heard="))
