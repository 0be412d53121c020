"""The chain of events: appended under a lock, each line sealed with the hash of the one before."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.canonical import digest
from models.queueing import queued
from models.tables import ChainHead, Event

GENESIS = "0" * 64


@dataclass(frozen=True)
class Who:
    """Who acts, when, and in which request: what every action is told and every event keeps."""

    person: str | None
    at: datetime
    request_id: str | None = None


def append(
    session: Session,
    kind: str,
    who: Who,
    /,
    *,
    document_id: str | None = None,
    cycle_id: int | None = None,
    **facts: Any,
) -> Event:
    """Append one event in the caller's transaction. Locks the chain's head, so appenders queue here."""
    head = locked_head(session)
    event = Event(
        id=head.event_id + 1,
        kind=kind,
        at=who.at.astimezone(UTC),
        person=who.person,
        request_id=who.request_id,
        cycle_id=cycle_id,
        document_id=document_id,
        facts=json.loads(json.dumps(facts, default=str)),
        previous=head.hash,
    )
    event.hash = hash_of(event)
    session.add(event)
    head.event_id, head.hash = event.id, event.hash
    session.flush()
    return event


def locked_head(session: Session) -> ChainHead:
    """The chain's head, locked until the transaction ends: who must look before he appends, looks after this."""
    return session.scalars(queued(select(ChainHead).where(ChainHead.id == 1))).one()


def broken_links(session: Session) -> Iterator[tuple[int, str]]:
    """Walk the whole chain; yield (event id, why) for each line that was changed, removed or forged."""
    try:
        yield from _walk(session)
    except ValueError:  # what stands in a column is no JSON, or no instant
        yield from ((event_id, "cannot be read") for event_id in _unreadable(session))


def _walk(session: Session) -> Iterator[tuple[int, str]]:
    previous, expected_id = GENESIS, 1
    for event in all_of(session):
        if event.id != expected_id:
            yield expected_id, "missing"
        elif event.previous != previous:
            yield event.id, "does not follow the line before"
        if event.hash != hash_of(event):
            yield event.id, "changed after it was written"
        previous, expected_id = event.hash, event.id + 1
    head = session.get(ChainHead, 1)
    if head is None and expected_id > 1:
        yield expected_id - 1, "the chain's head is gone"
    elif head is not None and (head.hash, head.event_id + 1) != (previous, expected_id):
        yield head.event_id, "the end of the chain was cut off or added to"


def _unreadable(session: Session) -> Iterator[int]:
    for event_id in session.scalars(select(Event.id).order_by(Event.id)).all():
        try:
            session.get(Event, event_id)
        except ValueError:
            yield event_id


def after(session: Session, event_id: int, limit: int = 200) -> list[Event]:
    """Events after `event_id`, oldest first."""
    return list(session.scalars(select(Event).where(Event.id > event_id).order_by(Event.id).limit(limit)))


def count_after(session: Session, event_id: int, *, but: str) -> int:
    """How many events came after `event_id`, those of one kind apart."""
    return session.scalar(select(func.count()).where(Event.id > event_id, Event.kind != but)) or 0


def all_of(session: Session) -> Iterator[Event]:
    """The whole chain, oldest first, a thousand lines at a time."""
    yield from session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=1000))


def hashes(session: Session, first: int, last: int) -> dict[int, str]:
    """The hash of each event from `first` to `last`, both included."""
    query = select(Event.id, Event.hash).where(Event.id >= first, Event.id <= last).order_by(Event.id)
    return {event_id: hash_ for event_id, hash_ in session.execute(query)}


def neighbours(session: Session, event_id: int) -> list[Event]:
    """The nearest events there are before and after a number; none where the chain ends."""
    before = select(Event).where(Event.id < event_id).order_by(Event.id.desc()).limit(1)
    following = select(Event).where(Event.id > event_id).order_by(Event.id).limit(1)
    return [*session.scalars(before), *session.scalars(following)]


def of_document(session: Session, document_id: str) -> list[Event]:
    """The history of one document, oldest first."""
    return list(session.scalars(select(Event).where(Event.document_id == document_id).order_by(Event.id)))


def of_kind(session: Session, kind: str, cycle_id: int | None = None) -> list[Event]:
    """All events of a kind (in a cycle), oldest first."""
    query = select(Event).where(Event.kind == kind).order_by(Event.id)
    return list(session.scalars(query if cycle_id is None else query.where(Event.cycle_id == cycle_id)))


def hash_of(event: Event) -> str:
    """The hash that seals a line: SHA-256 over all its fields and the hash of the line before."""
    line = [
        event.id,
        event.kind,
        event.at.astimezone(UTC).isoformat(),
        event.person,
        event.request_id,
        event.cycle_id,
        event.document_id,
        event.facts,
        event.previous,
    ]
    return digest(line)
