"""HTTP on the ASGI level: reading a body once, calling an app inside this process, answering JSON."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1_000_000


class TooLarge(Exception):
    """A body that is longer than it may be: no call of Prefect's UI is over `LARGEST_BODY` bytes."""


class HungUp(Exception):
    """The caller went away before his request was whole: nothing may come of the part that arrived."""


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    body: bytes
    media: bytes = b"application/json"

    @property
    def json(self) -> Any:
        """The body as JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def json_reply(status: int, content: Any) -> Reply:
    """An answer of JSON."""
    return Reply(status, json.dumps(content, ensure_ascii=False).encode())


async def read_body(receive: Receive, largest: int = LARGEST_BODY) -> bytes:
    """The whole body of a request. Raises `TooLarge` (over `largest` bytes), `HungUp`."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HungUp
        body += message.get("body", b"")
        if len(body) > largest:
            raise TooLarge
        if not message.get("more_body"):
            return bytes(body)


async def call(app: ASGIApp, scope: Scope, *, body: bytes = b"", **changes: Any) -> Reply:
    """Call an app with a body of ours, on a copy of a person's request; the person's own headers stay outside."""
    status, parts, media = 500, [], b"application/json"
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:  # we stay until the answer is whole: one that is streamed ends where its caller goes away
            await asyncio.get_running_loop().create_future()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, media
        if message["type"] == "http.response.start":
            status = message["status"]
            media = dict(message.get("headers", [])).get(b"content-type", media)
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    headers = [
        (b"host", b"gate"),
        (b"content-type", b"application/json"),
        (b"accept", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await app({**scope, "headers": headers, "query_string": b"", **changes}, receive, send)
    return Reply(status, b"".join(parts), media)


async def answer(send: Send, reply: Reply, *headers: tuple[bytes, bytes]) -> None:
    """Send a whole answer; answers to people are never stored on the way."""
    fixed = [
        (b"content-type", reply.media),
        (b"content-length", str(len(reply.body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": [*fixed, *headers]})
    await send({"type": "http.response.body", "body": reply.body})
