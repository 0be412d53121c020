"""Reading the events as an outbox: a cursor per reader, moved after each message was handled (at least once).

A message that cannot be delivered is put aside, so that the cursor goes on: it is tried again after growing pauses, and
what comes after it in its own lane (the same document, or the same year) waits behind it. After the last try it lies
before a person, whom the doctor tells, and stands in nobody's way any more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.language import Sentence, moment
from actions.runtime import Runtime
from models import events
from models.tables import ChainHead, Event, OutboxCursor, Undelivered

READER = "prefect"
PAUSES = (2, 10, 60, 300, 1800)  # seconds before each further try of one message
LONGEST_WORDS = 300


@dataclass(frozen=True)
class Message:
    """One event as a reader of the outbox sees it; `tries` is how often it failed. `aside`: the cursor is past it."""

    id: int
    kind: str
    document_id: str | None
    cycle_id: int | None
    facts: dict[str, Any]
    tries: int = 0
    aside: bool = False

    @property
    def lane(self) -> str:
        """Messages of one lane keep their order."""
        return self.document_id or f"cycle:{self.cycle_id}"


def next_messages(runtime: Runtime, limit: int = 100) -> list[Message]:
    """The events after the cursor, oldest first."""
    with runtime.memory.read() as session:
        cursor = session.get(OutboxCursor, READER)
        found = events.after(session, cursor.event_id if cursor else 0, limit)
        return [Message(e.id, e.kind, e.document_id, e.cycle_id, e.facts) for e in found]


def done(runtime: Runtime, last: Message) -> None:
    """All messages up to this one are handled, or put aside."""
    with runtime.memory.write() as session:
        _pass_by(session, last)


def put_aside(runtime: Runtime, message: Message, now: datetime, why: str = "") -> None:
    """The cursor goes past a message: it failed once more (`why`), or waits behind one of its lane (no `why`)."""
    with runtime.memory.write() as session:
        row = session.get(Undelivered, (READER, message.id))
        if row is None:
            row = Undelivered(reader=READER, event_id=message.id, lane=message.lane, tries=0, again_at=now, why="")
            session.add(row)
        if why:
            row.tries = message.tries + 1  # two workers that fail at once have tried once
            pause = PAUSES[row.tries - 1] if row.tries <= len(PAUSES) else None
            row.again_at = None if pause is None else now + timedelta(seconds=pause)
            row.why = why[:LONGEST_WORDS]
        _pass_by(session, message)


def delivered(runtime: Runtime, message: Message) -> None:
    """A message that was aside has been handled after all."""
    with runtime.memory.write() as session:
        if row := session.get(Undelivered, (READER, message.id)):
            session.delete(row)


def waiting(runtime: Runtime) -> set[str]:
    """The lanes in which something is still to be tried again: what comes after it waits."""
    with runtime.memory.read() as session:
        return {row.lane for row in _aside(session) if row.again_at is not None}


def due_again(runtime: Runtime, now: datetime) -> list[Message]:
    """The first of each such lane, where its pause is over."""
    with runtime.memory.read() as session:
        first: dict[str, Undelivered] = {}
        for row in _aside(session):
            if row.again_at is not None:
                first.setdefault(row.lane, row)
        due = [row for row in first.values() if row.again_at is not None and row.again_at <= now]
        found = [(row, session.get_one(Event, row.event_id)) for row in due]
        return [Message(e.id, e.kind, e.document_id, e.cycle_id, e.facts, row.tries, True) for row, e in found]


def try_anew(runtime: Runtime, now: datetime) -> None:
    """A worker that starts tries what was left to a person, who may have mended the cause."""
    with runtime.memory.read() as session:
        if all(row.again_at is not None for row in _aside(session)):
            return  # a database that cannot be written to now keeps no worker from starting
    with runtime.memory.write() as session:
        for row in _aside(session):
            if row.again_at is None:
                row.tries, row.again_at = 0, now


def examine(runtime: Runtime) -> tuple[list[Sentence], Sentence]:
    """What was left to a person; and how many are still tried again."""
    with runtime.memory.read() as session:
        rows = [(row, session.get_one(Event, row.event_id)) for row in _aside(session)]
        left = [
            Sentence(
                "sự kiện {id} ({kind}, {at}) không chuyển được sang Prefect sau {tries} lần thử: {why}",
                id=event.id, kind=event.kind, at=moment(event.at), tries=row.tries, why=row.why,
            )
            for row, event in rows
            if row.again_at is None
        ]  # fmt: skip
        left += _beyond_the_end(session)
    if rows:
        return left, Sentence("{count} sự kiện đang được thử chuyển lại sang Prefect", count=len(rows) - len(left))
    return left, Sentence("không sự kiện nào bị vướng trên đường sang Prefect")


def _beyond_the_end(session: Session) -> Iterator[Sentence]:
    """A reader cannot have come further than the chain goes: its end was cut off, the head with it."""
    cursor, head = session.get(OutboxCursor, READER), session.get(ChainHead, 1)
    if cursor is not None and head is not None and cursor.event_id > head.event_id:
        yield Sentence(
            "đã chuyển đến sự kiện {cursor} mà chuỗi chỉ còn đến {head}: cuối chuỗi bị cắt",
            cursor=cursor.event_id, head=head.event_id,
        )  # fmt: skip


def _pass_by(session: Session, message: Message) -> None:
    cursor = session.get(OutboxCursor, READER)
    if cursor is None:
        session.add(OutboxCursor(reader=READER, event_id=message.id))
    elif cursor.event_id < message.id:
        cursor.event_id = message.id


def _aside(session: Session) -> list[Undelivered]:
    return list(session.scalars(select(Undelivered).where(Undelivered.reader == READER).order_by(Undelivered.event_id)))
