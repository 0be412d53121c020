"""The chain of events: appended by many at once without fork or gap, changed by nobody, and forgery is found."""

from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from models.engine import Memory
from models.events import GENESIS, Who, after, append, broken_links, of_document
from tests.conftest import NOW
from tests.models.crowd import PATIENCE_SECONDS, all_at_once, turns, url_of

PROCESSES, EACH = 8, 40
# The guards that whoever owns the database could take off.
GUARDS = {
    "sqlite": ("events_no_update", "events_no_delete", "events_no_replace"),
    "postgresql": ("events_append_only ON events", "events_no_truncate ON events"),
}
FORGERIES = {
    "another fact": ("UPDATE events SET facts = '{\"n\": 9}' WHERE id = 2", {(2, "changed after it was written")}),
    "another person": ("UPDATE events SET person = 'ly-gia-huy' WHERE id = 3", {(3, "changed after it was written")}),
    "another instant": (
        "UPDATE events SET at = '2020-01-01 00:00:00.000000' WHERE id = 1",
        {(1, "changed after it was written")},
    ),
    "one taken out": ("DELETE FROM events WHERE id = 2", {(2, "missing")}),
    "the last ones cut off": (
        "DELETE FROM events WHERE id > 3",
        {(5, "the end of the chain was cut off or added to")},
    ),
    "all gone": ("DELETE FROM events", {(5, "the end of the chain was cut off or added to")}),
    "one put in": (
        "INSERT INTO events (id, kind, at, facts, previous, hash) "
        "SELECT 6, kind, at, facts, hash, 'f' || substr(hash, 2) FROM events WHERE id = 5",
        {(6, "changed after it was written"), (5, "the end of the chain was cut off or added to")},
    ),
    "a hash made anew for a changed line": (
        "UPDATE events SET facts = '{}', hash = 'f' || substr(hash, 2) WHERE id = 2",
        {(2, "changed after it was written"), (3, "does not follow the line before")},
    ),
}


def an_event(memory: Memory, **facts: Any) -> None:
    with memory.write() as session:
        append(session, "read", Who("mai-xuan-loc", NOW, "r1"), document_id="d1", **facts)


def faults(memory: Memory) -> set[tuple[int, str]]:
    with memory.read() as session:
        return set(broken_links(session))


def appended(number: int, url: str, together: Barrier) -> list[int]:
    memory, ids = Memory(url), []
    for turn in range(EACH):
        together.wait(PATIENCE_SECONDS)
        with memory.write() as session:
            who = Who(f"person-{number}", NOW + timedelta(seconds=turn), f"{number}-{turn}")
            ids.append(append(session, "read", who, document_id=f"d{number}", turn=turn).id)
    memory.close()
    return ids


def test_eight_processes_append_forty_events_each_without_fork_or_gap(memory: Memory) -> None:
    taken = all_at_once(PROCESSES, appended, url_of(memory), turns(PROCESSES))
    each_turn = [sorted(ids[turn] for ids in taken) for turn in range(EACH)]
    assert each_turn == [list(range(first, first + PROCESSES)) for first in range(1, PROCESSES * EACH, PROCESSES)]
    assert faults(memory) == set()
    with memory.read() as session:
        chain = after(session, 0, limit=1000)
        assert [event.facts["turn"] for event in of_document(session, "d3")] == list(range(EACH))
    assert [event.previous for event in chain] == [GENESIS, *(event.hash for event in chain[:-1])]
    assert {(e.person, e.request_id) for e in chain} == {
        (f"person-{number}", f"{number}-{turn}") for number in range(PROCESSES) for turn in range(EACH)
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET person = 'nobody'",
        "UPDATE events SET hash = previous WHERE id = 2",
        "DELETE FROM events WHERE id = 2",
        "DELETE FROM events",
    ],
)
def test_no_statement_changes_or_deletes_an_event(memory: Memory, statement: str) -> None:
    an_event(memory, n=1)
    an_event(memory, n=2)
    with pytest.raises(DatabaseError, match="events are append-only"), memory.engine.begin() as connection:
        connection.execute(text(statement))
    with memory.read() as session:
        assert [event.facts for event in after(session, 0)] == [{"n": 1}, {"n": 2}]
    assert faults(memory) == set()


def test_no_statement_replaces_an_event_or_empties_the_table(memory: Memory) -> None:
    an_event(memory, n=1)
    same = "events (id, kind, at, facts, previous, hash) SELECT id, 'forged', at, facts, previous, hash FROM events"
    statements = {
        "sqlite": f"INSERT OR REPLACE INTO {same}",
        "postgresql": "TRUNCATE events",
    }
    with pytest.raises(DatabaseError, match="events are append-only"), memory.engine.begin() as connection:
        connection.execute(text(statements[connection.dialect.name]))
    with memory.read() as session:
        assert [event.kind for event in after(session, 0)] == ["read"]


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_the_owner_of_the_database_forges_is_found(memory: Memory, forgery: str) -> None:
    for n in range(5):
        an_event(memory, n=n)
    assert faults(memory) == set()
    statement, wanted = FORGERIES[forgery]
    with memory.engine.begin() as connection:
        for guard in GUARDS[connection.dialect.name]:
            connection.execute(text(f"DROP TRIGGER {guard}"))
        assert connection.execute(text(statement)).rowcount > 0
    assert faults(memory) == wanted


def test_an_event_of_a_transaction_that_failed_leaves_no_gap(memory: Memory) -> None:
    an_event(memory, n=1)

    def broken_off() -> None:
        with memory.write() as session:
            append(session, "read", Who(None, NOW))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    an_event(memory, n=2)
    with memory.read() as session:
        assert [event.id for event in after(session, 0)] == [1, 2]
    assert faults(memory) == set()


def test_an_event_keeps_its_hash_through_the_database(memory: Memory) -> None:
    """What is hashed is what comes back: Vietnamese, numbers, nothing, an instant with another offset."""
    hanoi = datetime(2026, 3, 4, 9, 30, 0, 123456, tzinfo=UTC).astimezone()
    with memory.write() as session:
        facts = {"lý do": "Bổ sung thời hạn", "n": 1.5, "ai": None, "list": [1, "hai", {"ba": True}], "on": NOW}
        append(session, "read", Who("mai-xuan-loc", hanoi), cycle_id=7, **facts)
    assert faults(memory) == set()
    with memory.read() as session:
        (event,) = after(session, 0)
    assert (event.at, event.facts["lý do"], event.facts["on"]) == (hanoi, "Bổ sung thời hạn", str(NOW))
