"""The outbox: what a server that was away kept it from doing is done when the server is back."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.examining import Check, doctor
from actions.outbox import Message
from actions.runtime import Runtime
from flows import outbox
from models import events
from models.tables import Undelivered
from rules.refusals import NotNow
from tests import makers


def test_a_decided_document_is_not_forgotten_when_prefect_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    messages, looked_at = [Message(1, "decided", "paper", 1, {})], []

    async def ensure(_client: object, _runtime: object, document_id: str) -> None:
        looked_at.append(document_id)
        raise OSError("the server is away") if len(looked_at) == 1 else asyncio.CancelledError

    def taken(*_: object) -> list[Message]:
        return [messages.pop()] if messages else []

    monkeypatch.setattr(Runtime, "current", lambda: None)
    monkeypatch.setattr(outbox, "GATE_FIRST_SECONDS", 0.0)
    monkeypatch.setattr(outbox, "ensure_run", ensure)
    monkeypatch.setattr(outbox.outbox, "next_messages", taken)
    monkeypatch.setattr(outbox.outbox, "done", lambda *_: None)
    monkeypatch.setattr(outbox.outbox, "waiting", lambda _: set())
    monkeypatch.setattr(outbox.outbox, "due_again", lambda *_: [])
    monkeypatch.setattr(outbox, "_decided", {})
    client: Any = None
    with pytest.raises(OSError, match="away"):
        asyncio.run(outbox.carry(client))
    with pytest.raises(asyncio.CancelledError):  # the worker begins the loop again
        asyncio.run(asyncio.wait_for(outbox.carry(client), 120))
    assert looked_at == ["paper", "paper"]


@pytest.fixture
def runtime(tmp_path: Path, database_url: str) -> Iterator[Runtime]:
    """An office with an open year, once in each database."""
    made = makers.a_runtime(tmp_path, database_url=database_url)
    yield made
    made.memory.close()


def told(runtime: Runtime, *documents: str) -> list[int]:
    """One `submitted` of each document, one after another; answers the events' numbers. The cursor stands before."""
    numbers = []
    for message in outbox.outbox.next_messages(runtime, 10_000):
        outbox.outbox.done(runtime, message)
    for document in documents:
        with runtime.memory.write() as session:
            event = events.append(session, "submitted", runtime.who(None), document_id=document)
            numbers.append(event.id)
    return numbers


def carried(runtime: Runtime, monkeypatch: pytest.MonkeyPatch, fails: Callable[[int], Exception | None]) -> list[int]:
    """Two rounds of the loop; answers the events whose handlers came to their end."""
    good, looks = list[int](), [0]

    async def handler(_client: object, _runtime: object, message: Message) -> None:
        if problem := fails(message.id):
            raise problem
        good.append(message.id)

    async def milestones(*_: object) -> None:
        looks[0] += 1
        if looks[0] == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr(Runtime, "current", lambda: runtime)
    for name in ("PAUSE_SECONDS", "MILESTONES_EVERY_SECONDS"):
        monkeypatch.setattr(outbox, name, 0.0)
    monkeypatch.setattr(outbox, "_due_milestones", milestones)
    monkeypatch.setitem(outbox.HANDLERS, "submitted", handler)
    client: Any = None
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(asyncio.wait_for(outbox.carry(client), 120))
    return good


def of_the_outbox(runtime: Runtime) -> Check:
    return next(check for check in doctor(runtime) if check.name == "outbox")


def test_an_event_that_cannot_be_delivered_stands_only_in_the_way_of_its_own_document(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison, other, behind = told(runtime, "vuong", "khac", "vuong")
    monkeypatch.setattr(outbox.outbox, "PAUSES", (3600,))
    assert carried(runtime, monkeypatch, lambda id_: ValueError("hỏng") if id_ == poison else None) == [other]
    assert outbox.outbox.next_messages(runtime) == [], "the cursor is past all three"
    assert of_the_outbox(runtime).detail == "2 sự kiện đang được thử chuyển lại sang Prefect"
    assert behind not in {message.id for message in outbox.outbox.due_again(runtime, datetime.now(UTC))}
    an_hour_later = datetime.now(UTC) + timedelta(hours=2)
    assert [message.id for message in outbox.outbox.due_again(runtime, an_hour_later)] == [poison], "in their order"


def test_what_is_delivered_at_a_later_try_is_followed_by_what_waited_behind_it(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison, other, behind = told(runtime, "vuong", "khac", "vuong")
    monkeypatch.setattr(outbox.outbox, "PAUSES", (0,))
    tries = [0]

    def once(id_: int) -> Exception | None:
        tries[0] += id_ == poison
        return ValueError("một lần") if id_ == poison and tries[0] == 1 else None

    assert carried(runtime, monkeypatch, once) == [other, poison, behind]
    assert of_the_outbox(runtime).detail == "không sự kiện nào bị vướng trên đường sang Prefect"


def test_after_the_last_try_it_lies_before_a_person_and_the_rest_of_its_document_goes_on(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison, behind = told(runtime, "vuong", "vuong")
    monkeypatch.setattr(outbox.outbox, "PAUSES", (0,))
    why = ValueError("không có\ntrong Prefect")
    assert carried(runtime, monkeypatch, lambda id_: why if id_ == poison else None) == [behind]
    found = of_the_outbox(runtime)
    assert not found.ok
    assert f"sự kiện {poison} (submitted, " in found.detail
    assert "không chuyển được sang Prefect sau 2 lần thử: ValueError: không có trong Prefect" in found.detail
    assert "could not be delivered to Prefect, tried 2 times" in found.said("en").detail
    assert "what is stuck is tried at once" in found.said("en").remedy
    assert outbox.outbox.due_again(runtime, datetime.now(UTC)) == []
    outbox.outbox.try_anew(runtime, datetime.now(UTC))  # as a worker that starts does
    assert carried(runtime, monkeypatch, lambda _: None) == [poison]
    assert of_the_outbox(runtime).ok


@pytest.mark.parametrize(
    "problem",
    [
        httpx.ConnectError("refused"),
        OSError("disk"),
        NotNow("database-full"),
        httpx.HTTPStatusError(
            "who are you", request=httpx.Request("POST", "http://127.0.0.1"), response=httpx.Response(401)
        ),
    ],
    ids=lambda problem: type(problem).__name__,
)
def test_what_no_event_can_help_puts_none_aside(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    first, _ = told(runtime, "mot", "hai")
    with pytest.raises(type(problem)):
        carried(runtime, monkeypatch, lambda _: problem)
    assert outbox.outbox.next_messages(runtime)[0].id == first, "the loop begins again where it was"


def test_the_pauses_grow_and_are_kept_over_the_death_of_a_worker(runtime: Runtime) -> None:
    told(runtime, "vuong")
    (message,) = outbox.outbox.next_messages(runtime)
    now, pauses = datetime.now(UTC), list[float]()
    for tries in range(1, len(outbox.outbox.PAUSES) + 2):
        outbox.outbox.put_aside(runtime, message, now, "hỏng")
        with runtime.memory.read() as session:
            (row,) = session.query(Undelivered)
        assert row.tries == tries
        if row.again_at is None:
            break
        pauses.append((row.again_at - now).total_seconds())
        (message,) = outbox.outbox.due_again(runtime, row.again_at)
    assert pauses == sorted(set(pauses)) == list(outbox.outbox.PAUSES)
    assert tries == len(pauses) + 1
