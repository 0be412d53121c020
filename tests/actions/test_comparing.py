"""Whatever column is changed from behind is found and named; a new column cannot be forgotten here."""

import re
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import select, update

from actions import issuing
from actions.comparing import NAMES, unlike_history
from actions.language import in_language
from actions.runtime import Runtime
from actions.settings import Settings
from actions.telling import KEYS, OF_A_RECORD, UNTOLD
from models import migrating
from models.columns import Base
from models.events import GENESIS, hash_of
from models.tables import (
    AwardRow,
    ChainHead,
    Event,
    Obligation,
    Outgoing,
    Record,
)
from tests.actions.desk import an_open_office, sent, to_numbering, vietnam
from tests.actions.forging import columns_of, found, spoil
from tests.actions.spoiling import execute, unguarded
from tests.actions.test_evaluating import CYCLE

RELEASED = Path(__file__).parents[1] / "journeys" / "office-0.1.0.tar.xz"
# Tables that others hold against history, or that only say how far a reader of it has come.
ELSEWHERE = {
    "profiles": "the doctor's `profile`",
    "events": "chained",
    "chain_head": "the chain's own end",
    "outbox_cursors": "the doctor's `outbox` knows one beyond the chain's end",
    "undelivered": "what it could not hand on yet",
}


COLUMNS = [(table, name) for table in KEYS for name in columns_of(table)]


@pytest.mark.parametrize(("table", "name"), COLUMNS, ids=[f"{t.__tablename__}.{n}" for t, n in COLUMNS])
def test_a_column_that_was_changed_from_behind_is_named(undone: Runtime, table: type[Base], name: str) -> None:
    spoil(undone, table, name)
    said = found(undone)
    if name in UNTOLD.get(table, {}):
        assert said == [], "what is found needs no excuse"
    elif name in KEYS[table]:
        assert said, "a row under another key is missed, and nobody knows the new one"
    elif table is Record and name in OF_A_RECORD:
        assert [one for one in said if name in one or "Mã băm trong sổ khác" in one], said
    else:
        assert [one for one in said if re.search(rf"\b{name}\b", one)], said


def test_every_table_is_held_against_history_or_says_why_not() -> None:
    tables = {mapper.class_.__tablename__ for mapper in Base.registry.mappers}
    assert tables == {table.__tablename__ for table in KEYS} | set(ELSEWHERE)
    assert set(NAMES) == set(KEYS), "each can be named in a sentence"


def test_what_is_excused_is_still_there() -> None:
    for table, excused in UNTOLD.items():
        assert set(excused) < set(columns_of(table))


def test_a_row_that_was_put_in_from_behind_has_no_event(undone: Runtime) -> None:
    with undone.memory.write() as session:
        session.add(AwardRow(cycle_id=CYCLE, unit="xa-ba-sao", award="giay-khen", amount=1, reason="Giả"))
        owed = session.scalars(select(Obligation)).first()
        assert owed is not None
        facts = {"due_at": owed.due_at, "wording": owed.wording, "authority": owed.authority}
        session.add(Obligation(cycle_id=CYCLE, unit="ubnd", kind="plan", **facts))
    assert found(undone) == [
        "việc phải gửi của ubnd (plan) không có sự kiện",
        "khen thưởng của xa-ba-sao không có sự kiện",
    ]


def test_a_row_that_was_taken_out_is_missed(undone: Runtime) -> None:
    execute(undone, "DELETE FROM awards")
    (said,) = found(undone)
    assert re.fullmatch(r"sự kiện \d+ \(05/11/2026 09:00\): dòng mà nó ghi \(.*unit ptp.*\) đã bị xóa khỏi bảng", said)
    assert "was taken out of its table" in in_language(said, "en")


def test_a_change_is_dated_by_the_event_that_said_otherwise(undone: Runtime) -> None:
    execute(undone, "UPDATE awards SET amount = 99000000, document_id = NULL")
    assert [re.sub(r"sự kiện \d+", "sự kiện N", said) for said in found(undone)] == [
        "khen thưởng của ptp khác sự kiện N (05/11/2026 09:00) ở: amount",
        "khen thưởng của ptp khác sự kiện N (05/11/2026 09:00) ở: document_id",
    ], "proposed is one event, recognised by an issued decision another"


@pytest.mark.parametrize("rows", [True, False], ids=["told whole", "told by 0.1.0"])
def test_a_void_number_and_the_same_one_of_the_new_year_are_two_lines(tmp_path: Path, rows: bool) -> None:
    runtime = an_open_office(tmp_path / "office")
    runtime.clock.set(vietnam(2026, 12, 31))
    paper = sent(runtime, "ptp").document_id
    to_numbering(runtime, paper)
    assert issuing.take_number(runtime, runtime.who(None), paper) == "01/KH-PTP"
    runtime.clock.set(vietnam(2027, 1, 4))
    issuing.void_number(runtime, runtime.who("cao-thi-nhan"), paper, "Ghi nhầm ngày.")
    assert issuing.take_number(runtime, runtime.who(None), paper) == "01/KH-PTP"
    if not rows:
        forget_rows(runtime)
    assert found(runtime) == []
    execute(runtime, "UPDATE outgoing SET signer = 'Kẻ khác' WHERE year = 2026")
    assert len(found(runtime)) == 1, "each is held against its own event"
    execute(runtime, "DELETE FROM outgoing WHERE year = 2026")
    assert [said for said in found(runtime) if "không có trong sổ" in said]
    runtime.memory.close()


def test_what_release_0_1_0_did_not_write_is_not_compared(undone: Runtime) -> None:
    """Its events carry no `rows`; what they told flat is compared all the same."""
    forget_rows(undone)
    execute(undone, "DELETE FROM sign_ins")  # as the upgrade does
    assert found(undone) == []
    execute(undone, "UPDATE outgoing SET \"CodeNumber\" = '99'")
    assert found(undone) == []
    execute(undone, "UPDATE outgoing SET signer = 'Kẻ khác'")
    execute(undone, "UPDATE decisions SET decided_at = '2026-01-01 00:00:00', request_id = 'giả'")
    said = found(undone)
    assert all(one.endswith(("ở: signer", "ở: decided_at, request_id")) for one in said)
    with undone.memory.read() as session:
        assert len(said) > session.query(Outgoing).count()


def forget_rows(runtime: Runtime) -> None:
    """The chain as release 0.1.0 would have written it."""
    with unguarded(runtime), runtime.memory.write() as session:
        previous = GENESIS
        for event in session.scalars(select(Event).order_by(Event.id)):
            event.facts = {name: fact for name, fact in event.facts.items() if name != "rows"}
            event.previous = previous
            previous = event.hash = hash_of(event)
        session.execute(update(ChainHead).values(hash=previous))


def test_an_installation_of_0_1_0_is_like_its_history(tmp_path: Path) -> None:
    with tarfile.open(RELEASED) as packed:
        packed.extractall(tmp_path)
    runtime = Runtime.open(Settings(data=tmp_path / "office"))
    migrating.migrate(runtime.memory)
    with runtime.memory.read() as session:
        assert list(unlike_history(session)) == []
    runtime.memory.close()
