"""Reading the events as an outbox: a cursor per reader, moved after each message was handled (at least once)."""

from dataclasses import dataclass
from typing import Any

from actions.runtime import Runtime
from models import events
from models.tables import OutboxCursor

READER = "prefect"


@dataclass(frozen=True)
class Message:
    """One event as a reader of the outbox sees it."""

    id: int
    kind: str
    document_id: str | None
    cycle_id: int | None
    facts: dict[str, Any]


def next_messages(runtime: Runtime, limit: int = 100) -> list[Message]:
    """The events after the cursor, oldest first."""
    with runtime.memory.read() as session:
        cursor = session.get(OutboxCursor, READER)
        found = events.after(session, cursor.event_id if cursor else 0, limit)
        return [Message(e.id, e.kind, e.document_id, e.cycle_id, e.facts) for e in found]


def done(runtime: Runtime, last: Message) -> None:
    """All messages up to this one are handled."""
    with runtime.memory.write() as session:
        cursor = session.get(OutboxCursor, READER)
        if cursor is None:
            session.add(OutboxCursor(reader=READER, event_id=last.id))
        elif cursor.event_id < last.id:
            cursor.event_id = last.id
