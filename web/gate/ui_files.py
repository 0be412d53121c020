"""The files of Prefect's UI, packed once.

A page of it is two hundred files of ten megabytes, and Prefect packs them anew for whoever opens it, on the loop on
which everybody else waits. Their names hold a hash of their contents: one answer is good for all, and for ever.
"""

import gzip
import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from web.gate.calls import Reply, call
from web.threads import on_thread

# Each file has one spelling, so that no more are kept than there are.
FILE = re.compile(r"/prefect/(v2/)?assets/[\w.-]+", re.ASCII)
PAGE = b"text/html"  # what Prefect answers in place of a file that it has not
FOR_EVER = b"private, max-age=31536000, immutable"


class UiFiles:
    """ASGI layer around Prefect's server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._packed: dict[str, Reply] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _asks_for_a_file(scope):
            packed = self._packed.get(scope["path"]) or await self._pack(scope)
            if packed:
                await _send(send, packed)
                return
        await self.app(scope, receive, send)

    async def _pack(self, scope: Scope) -> Reply | None:
        """The file, kept; None where Prefect has none of that name."""
        found = await call(self.app, scope)
        if found.status != 200 or found.media.startswith(PAGE):
            return None
        packed = Reply(200, await on_thread("pages", gzip.compress, found.body), found.media)
        self._packed[scope["path"]] = packed
        return packed


def _asks_for_a_file(scope: Scope) -> bool:
    packs = "gzip" in Headers(scope=scope).get("accept-encoding", "")
    return scope["method"] == "GET" and FILE.fullmatch(scope["path"]) is not None and packs


async def _send(send: Send, packed: Reply) -> None:
    headers = [
        (b"content-type", packed.media),
        (b"content-length", str(len(packed.body)).encode()),
        (b"content-encoding", b"gzip"),
        (b"vary", b"accept-encoding"),
        (b"cache-control", FOR_EVER),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": packed.body})
