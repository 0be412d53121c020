"""What lies around every page: the headers of a careful site, and an end to bodies that never end."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paper.intake.limits import FILE_BYTES
from rules.refusals import Refusal

# The largest file, and room for the form around it. What is longer is read to its end, so that the browser listens to
# the answer instead of reporting a broken connection; but not without end.
BODY_BYTES = FILE_BYTES + 1_000_000
DRAINED_BYTES = 10 * BODY_BYTES

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
# A browser's own PDF viewer brings styles and images with it: only the frame is forbidden there.
OF_PAPERS = {"content-security-policy": "frame-ancestors 'none'"}
# The address of the style sheet changes with its contents; the fonts never change.
OF_STATIC = {"cache-control": "public, max-age=31536000, immutable"}


class Shell:
    """ASGI layer around the pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(scope, _limited(receive), _dressed(scope["path"], send))


def _dressed(path: str, send: Send) -> Callable[[Message], Awaitable[None]]:
    async def dress(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kept = OF_STATIC if path.startswith("/static/") and message["status"] == 200 else {}
            paper = OF_PAPERS if headers.get("content-type", "").startswith("application/pdf") else {}
            for name, value in (HEADERS | kept | paper).items():
                headers[name] = value
        await send(message)

    return dress


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += _length(message)
        if taken > BODY_BYTES:
            while message.get("more_body") and taken < DRAINED_BYTES:
                message = await receive()
                taken += _length(message)
            raise Refusal("file-too-large", filename="", megabytes=FILE_BYTES // 1_000_000)
        return message

    return limited


def _length(message: Message) -> int:
    body: Any = message.get("body", b"")
    return len(body)
