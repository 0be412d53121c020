"""What a Prefect server in trouble does with a call: it is slow, breaks, is silent, or says something else."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.types import Send

Misbehaviour = Callable[[Send], Awaitable[None]]


def says(status: int, content: Any) -> Misbehaviour:
    """A whole answer."""

    async def say(send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(content).encode()})

    return say


async def hangs(send: Send) -> None:
    """Nothing, ever."""
    await asyncio.Event().wait()


async def raises(send: Send) -> None:
    """An error that nobody has turned into an answer."""
    raise OSError("the database is gone")


async def breaks_after_its_answer(send: Send) -> None:
    """As Starlette does with an error: the answer is sent, and the error raised once more for the log."""
    await says(500, {"exception_message": "Internal Server Error"})(send)
    raise OSError("the database is gone")


async def breaks_in_the_middle(send: Send) -> None:
    """The beginning of a good answer, and then an error."""
    await send({"type": "http.response.start", "status": 201, "headers": []})
    await send({"type": "http.response.body", "body": b'{"status": "ACC', "more_body": True})
    raise OSError("the connection is gone")


async def is_silent(send: Send) -> None:
    """It ends without an answer."""


ABORTED = {"status": "ABORT", "state": None, "details": {"type": "abort_details", "reason": "not paused"}}
REJECTED = {"status": "REJECT", "state": None, "details": {"type": "reject_details", "reason": "not paused"}}

NO_ANSWER: dict[str, Misbehaviour] = {
    "raises": raises,
    "breaks after its answer": breaks_after_its_answer,
    "breaks in the middle": breaks_in_the_middle,
    "is silent": is_silent,
    "500": says(500, {"exception_message": "Internal Server Error"}),
    "503": says(503, {"exception_message": "Service Unavailable"}),
}
ANOTHER_ANSWER: dict[str, Misbehaviour] = {
    "404": says(404, {"detail": "Flow run not found"}),
    "409": says(409, {"detail": "Data integrity conflict."}),
    "422": says(422, {"detail": []}),
}
NO_WAKING: dict[str, Misbehaviour] = {
    "hangs": hangs,
    "aborts": says(200, ABORTED),
    "rejects": says(200, REJECTED),
    "says a list": says(200, ["ACCEPT"]),
    **NO_ANSWER,
    **ANOTHER_ANSWER,
}
