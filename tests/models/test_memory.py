"""The two kinds of transaction, instants with their zone, and writers that queue."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from models.engine import Memory
from models.tables import OutboxCursor, Receipt
from tests.conftest import NOW

PATIENCE_SECONDS = 60


def a_receipt(at: datetime) -> Receipt:
    return Receipt(
        unit="ptp", kind="plan", person="p", filename="f", sha256="0" * 64, refusal="not-a-docx", text="t", at=at
    )


def test_a_naive_instant_is_refused(memory: Memory) -> None:
    with pytest.raises(StatementError, match="an instant needs its time zone"), memory.write() as session:
        session.add(a_receipt(datetime(2026, 1, 15, 9, 0)))


def test_an_instant_comes_back_aware_and_the_same_from_any_zone(memory: Memory) -> None:
    hanoi = NOW.astimezone(timezone(timedelta(hours=7))) + timedelta(microseconds=1)
    with memory.write() as session:
        session.add(a_receipt(hanoi))
    with memory.read() as session:
        at = session.scalars(select(Receipt.at)).one()
    assert (at, at.utcoffset()) == (hanoi, timedelta(0))


def test_nothing_that_a_reader_changes_is_kept(memory: Memory) -> None:
    with memory.read() as session:
        session.add(a_receipt(NOW))
        session.flush()
    with memory.read() as session:
        assert session.scalar(select(func.count()).select_from(Receipt)) == 0


def test_an_error_takes_back_everything_that_a_writer_did(memory: Memory) -> None:
    def broken_off() -> None:
        with memory.write() as session:
            session.add(a_receipt(NOW))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    with memory.read() as session:
        assert session.scalar(select(func.count()).select_from(Receipt)) == 0


@pytest.mark.parametrize("memory", ["sqlite"], indirect=True)
def test_a_second_writer_on_sqlite_waits_at_the_start_and_not_in_the_middle(memory: Memory) -> None:
    with memory.write() as session:
        session.add(OutboxCursor(reader="r", event_id=0))
    arrived, inside = threading.Event(), threading.Event()

    def second() -> int:
        arrived.set()
        with memory.write() as session:
            row = session.get_one(OutboxCursor, "r")
            inside.set()
            row.event_id += 1
            return row.event_id

    with ThreadPoolExecutor(1) as pool:
        with memory.write() as session:
            row = session.get_one(OutboxCursor, "r")
            later = pool.submit(second)
            assert arrived.wait(PATIENCE_SECONDS)
            assert not inside.wait(0.3), "two writers were inside at once"
            row.event_id = 10
        assert later.result(PATIENCE_SECONDS) == 11, "the second writer saw what the first one had left"


def test_a_reader_does_not_wait_for_a_writer(memory: Memory) -> None:
    def looked() -> int:
        with memory.read() as session:
            return session.scalar(select(func.count()).select_from(Receipt)) or 0

    with ThreadPoolExecutor(1) as pool, memory.write() as session:
        session.add(a_receipt(NOW))
        session.flush()
        assert pool.submit(looked).result(PATIENCE_SECONDS) == 0
    assert looked() == 1
