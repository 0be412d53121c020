"""Sixteen processes taking numbers at once, on both databases: no gap, none twice."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models import cycles, registers
from models.engine import Memory
from models.events import Who, append
from models.tables import Cycle, Document, Incoming, Outgoing, ProfileRow
from tests.conftest import NOW
from tests.models.crowd import PATIENCE_SECONDS, all_at_once, turns, url_of

PROCESSES, EACH = 16, 6


@pytest.fixture
def cycle_id(memory: Memory) -> int:
    with memory.write() as session:
        session.add(profile := ProfileRow(sha256="0" * 64, content={}, loaded_at=NOW))
        session.flush()
        cycle = Cycle(office="ubnd", year=2026, profile_id=profile.id, state="open", started_by="p", started_at=NOW)
        session.add(cycle)
        session.flush()
        return cycle.id


def a_document(cycle_id: int, unit: str) -> Document:
    return Document(
        id=str(uuid.uuid4()), cycle_id=cycle_id, direction="outgoing", kind="plan", unit=unit, desk=unit,
        subject="s", drafter="p", state="signed", created_at=NOW,
    )  # fmt: skip


def a_line(document: Document, number: int, series: str = "van-ban", year: int = 2026) -> Outgoing:
    return Outgoing(
        issuer=document.unit, series=series, year=year, number=number, document_id=document.id, taken_at=NOW,
        signer="s", recipients=[], file_copy="VT", type_name="Kế hoạch", code_number=f"{number:02d}",
        code_notation="KH-PTP", issued_date=date(year, 1, 15), organ_name="o", subject="s", to=[],
    )  # fmt: skip


def an_arrival(document: Document, number: int) -> Incoming:
    return Incoming(
        desk="ubnd", year=2026, document_id=document.id, arrived_at=NOW, arrival_number=number,
        arrival_date=date(2026, 1, 15), type_name="Kế hoạch", code_number="01", code_notation="KH-PTP",
        organ_name="o", subject="s", transferred_to="pnv",
    )  # fmt: skip


def numbered(process: int, url: str, cycle_id: int, together: Barrier) -> list[tuple[int, int]]:
    """Take outgoing numbers of two issuers and arrival numbers of one desk, in turns."""
    memory, taken = Memory(url), []
    for turn in range(EACH):
        unit = ("ptp", "pvhtt")[(process + turn) % 2]
        together.wait(PATIENCE_SECONDS)
        with memory.write() as session:  # first the numbers: what is written before would make writers queue by itself
            out = registers.next_outgoing(session, unit, "van-ban", 2026)
            arrived = registers.next_incoming(session, "ubnd", 2026)
            session.add(document := a_document(cycle_id, unit))
            session.flush()
            session.add_all((a_line(document, out), an_arrival(document, arrived)))
        taken.append((out, arrived))
    memory.close()
    return taken


def test_sixteen_processes_take_numbers_without_gap_and_none_twice(memory: Memory, cycle_id: int) -> None:
    taken = all_at_once(PROCESSES, numbered, url_of(memory), cycle_id, turns(PROCESSES))
    total = PROCESSES * EACH
    arrived = [sorted(ones[turn][1] for ones in taken) for turn in range(EACH)]
    assert arrived == [list(range(first, first + PROCESSES)) for first in range(1, total, PROCESSES)]
    with memory.read() as session:
        for unit in ("ptp", "pvhtt"):
            assert [line.number for line in registers.outgoing(session, unit, 2026)] == list(range(1, total // 2 + 1))
        lines = registers.incoming(session, "ubnd", 2026)
        assert [line.arrival_number for line in lines] == list(range(1, total + 1))


@pytest.mark.parametrize("memory", ["postgresql"], indirect=True)
def test_who_writes_a_paper_of_a_year_does_not_wait_for_who_holds_the_year(memory: Memory, cycle_id: int) -> None:
    """Else, when the one has the chain's head already and the other waits for it, PostgreSQL breaks one of them off."""

    def arrives() -> None:
        with memory.write() as session:
            append(session, "issued", Who("p", NOW), cycle_id=cycle_id)
            session.add(a_document(cycle_id, "ptp"))
            session.flush()

    with ThreadPoolExecutor(1) as pool, memory.write() as session:
        cycles.locked_one(session, cycle_id)
        pool.submit(arrives).result(PATIENCE_SECONDS)
        assert append(session, "deadline-passed", Who("p", NOW), cycle_id=cycle_id).id == 2


def test_the_database_itself_refuses_a_number_twice(memory: Memory, cycle_id: int) -> None:
    documents = [a_document(cycle_id, "ptp"), a_document(cycle_id, "ptp")]
    with memory.write() as session:
        session.add_all(documents)
    with pytest.raises(IntegrityError), memory.write() as session:
        session.add_all(a_line(document, 1) for document in documents)


def test_a_document_has_one_living_number_and_any_void_ones(memory: Memory, cycle_id: int) -> None:
    with memory.write() as session:
        session.add(document := a_document(cycle_id, "ptp"))
        session.flush()
        void = a_line(document, 1)
        void.void_at, void.void_reason = NOW, "ghi nhầm ngày"
        session.add_all((void, a_line(document, 2)))
    with memory.read() as session:
        living = registers.number_of(session, document.id)
        assert living is not None
        assert living.number == 2
    with pytest.raises(IntegrityError), memory.write() as session:
        session.add(a_line(document, 3))


def test_each_series_and_each_year_counts_from_one(memory: Memory, cycle_id: int) -> None:
    with memory.write() as session:
        session.add(document := a_document(cycle_id, "ptp"))
        session.flush()
        session.add(a_line(document, 1))
        session.flush()
        assert registers.next_outgoing(session, "ptp", "van-ban", 2026) == 2
        assert registers.next_outgoing(session, "ptp", "van-ban", 2027) == 1
        assert registers.next_outgoing(session, "ptp", "quyet-dinh", 2026) == 1
        assert registers.next_outgoing(session, "pvhtt", "van-ban", 2026) == 1
        assert session.scalars(select(Outgoing.number)).all() == [1]
