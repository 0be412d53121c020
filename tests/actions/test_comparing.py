"""Whatever column is changed from behind is found and named; a new column cannot be forgotten here."""

import re
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, inspect, select, update
from sqlalchemy.orm import class_mapper
from sqlalchemy.types import TypeEngine

from actions import accounts, drafting, evaluating, examining, hand_in, issuing, keeping, verifying, year
from actions.comparing import NAMES, unlike_history
from actions.language import in_language
from actions.runtime import Runtime
from actions.settings import Settings
from actions.telling import KEYS, OF_A_RECORD, UNTOLD
from models import migrating
from models.columns import Base, Instant
from models.events import GENESIS, hash_of
from models.tables import (
    Account,
    AwardRow,
    ChainHead,
    Document,
    Event,
    Obligation,
    Outgoing,
    Receipt,
    Record,
    Rendition,
    SignIn,
    Step,
    Version,
)
from rules.refusals import Refusal
from tests.actions.desk import an_open_office, decided, sent, to_issued, to_numbering, vietnam
from tests.actions.spoiling import execute
from tests.actions.test_evaluating import CYCLE, accept, evaluated, recognise, sends_its_year
from tests.makers import ADMINISTRATOR

RELEASED = Path(__file__).parents[1] / "journeys" / "office-0.1.0.tar.xz"
# Tables that others hold against history, or that only say how far a reader of it has come.
ELSEWHERE = {
    "profiles": "the doctor's `profile`",
    "events": "chained",
    "chain_head": "the chain's own end",
    "outbox_cursors": "the doctor's `outbox` knows one beyond the chain's end",
    "undelivered": "what it could not hand on yet",
}


def columns_of(table: type[Base]) -> tuple[str, ...]:
    """Every column of a table, under its name in Python."""
    return tuple(attribute.key for attribute in inspect(table).column_attrs)


COLUMNS = [(table, name) for table in KEYS for name in columns_of(table)]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """An office that has closed its year: papers returned, late and in time, a classification, an award."""
    runtime = an_open_office(tmp_path_factory.mktemp("compared") / "office")
    sends_its_year(runtime, "ptp")
    accounts.set_password(runtime, runtime.who(ADMINISTRATOR), "mat khau mau", "truong-my-duyen")
    accounts.sign_in(runtime, runtime.who(None), "truong-my-duyen", "mat khau mau")
    with pytest.raises(Refusal):
        sent(runtime, "ptp")  # once more: a receipt
    runtime.clock.set(vietnam(2026, 3, 18))
    late = sent(runtime, "pvhtt").document_id
    decided(runtime, late, "return", "Bổ sung thời hạn.")
    sent(runtime, "pvhtt", note="Có thời hạn.")
    to_issued(runtime, late, 2)
    accept(runtime, late)
    sheets = evaluated(runtime)
    recognise(runtime, sheets)
    choice = evaluating.propose(runtime, runtime.who(None), CYCLE)
    draft = drafting.commendation_draft(runtime, runtime.who(None), CYCLE, choice)
    to_issued(runtime, hand_in.submit_drafted(runtime, runtime.who(None), draft.paper, draft.officer).document_id)
    keep_everything(runtime)
    year.close_cycle(runtime, runtime.who(ADMINISTRATOR), runtime.clock.now().year)
    assert found(runtime) == []
    yield runtime
    runtime.memory.close()


def keep_everything(runtime: Runtime) -> None:
    with runtime.memory.read() as session:
        ids = session.scalars(select(Document.id).order_by(Document.created_at)).all()
    for id_ in ids:
        keeping.kept(runtime, runtime.who(None), id_, {f"records/{id_}/paper.pdf": "2" * 64})


def found(runtime: Runtime) -> list[str]:
    """What is said of rows: by the comparison, by the registers, and of records where they are proved."""
    with runtime.memory.read() as session:
        said = list(unlike_history(session))
    said += examining._registers(runtime)[0]
    whys = [why for proof in verifying.verify_all(runtime, signatures=False).proofs for why in proof.why]
    return said + [why for why in whys if "sự kiện" in why.lower()]


def spoil(runtime: Runtime, table: type[Base], name: str) -> None:
    """Another value of the column's own kind in the table's first row, past every guard of ours."""
    column = class_mapper(table).columns[name]
    with runtime.memory.read() as session:
        row = session.scalars(select(table).order_by(*class_mapper(table).primary_key)).first()
    assert row is not None, "the year has no such row"
    primary = class_mapper(table).primary_key
    where = [key == getattr(row, class_mapper(table).get_property_by_column(key).key) for key in primary]
    forged = another(getattr(row, name), kind_of(column.type))
    with past_every_guard(runtime) as connection:
        assert connection.execute(update(table).where(*where).values({column: forged})).rowcount == 1


@contextmanager
def past_every_guard(runtime: Runtime) -> Iterator[Connection]:
    with runtime.memory.engine.connect() as connection:
        for statement in ("ROLLBACK", "PRAGMA foreign_keys=OFF", "BEGIN"):
            connection.exec_driver_sql(statement)
        yield connection
        connection.commit()
    runtime.memory.close()  # the next connection has its guards again


def kind_of(type_: TypeEngine[Any]) -> type:
    return datetime if isinstance(type_, Instant) else type_.python_type


def another(value: Any, kind: type) -> Any:
    """A value unlike this one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, list | dict):
        return ["giả"] if isinstance(value, list) else {"records/gia": "3" * 64}
    if value is None:
        return {datetime: vietnam(2026, 1, 1), date: date(2026, 1, 1), int: 77, str: "giả"}[kind]
    steps: dict[type, Any] = {datetime: timedelta(days=1), date: timedelta(days=1), int: 77, Decimal: 1, str: "giả"}
    return value + next(step for type_, step in steps.items() if isinstance(value, type_))


@pytest.fixture
def undone(closed: Runtime) -> Iterator[Runtime]:
    """The closed year; its database is put back afterwards."""
    path = closed.settings.data / "trinhky.db"
    closed.memory.close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    yield closed
    closed.memory.close()
    for name in ("trinhky.db-wal", "trinhky.db-shm"):
        path.with_name(name).unlink(missing_ok=True)
    path.write_bytes(before)


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


# What of a copy of the last row must be another's, lest a constraint refuses it.
COPIES: dict[type[Base], tuple[str, ...]] = {
    Version: ("id", "round"),
    Step: ("id", "ordinal"),
    Rendition: ("id", "stage"),
    Receipt: ("id",),
    Account: ("person",),
    SignIn: ("token_sha256",),
}


@pytest.mark.parametrize("table", COPIES, ids=lambda table: table.__tablename__)
def test_a_row_like_the_last_one_has_no_event(undone: Runtime, table: type[Base]) -> None:
    with undone.memory.write() as session:
        row = session.scalars(select(table).order_by(*class_mapper(table).primary_key).limit(1)).first()
        values = {name: getattr(row, name) for name in columns_of(table)}
        session.add(table(**values | {name: another(values[name], str) for name in COPIES[table]}))
    (said,) = found(undone)
    assert said.endswith("không có sự kiện")
    assert in_language(said, "en").endswith("has no event")


@pytest.mark.parametrize("table", list(COPIES)[:-1], ids=lambda table: table.__tablename__)
def test_a_table_that_was_emptied_is_missed(undone: Runtime, table: type[Base]) -> None:
    with past_every_guard(undone) as connection:
        gone = connection.execute(delete(table)).rowcount
    assert len([said for said in found(undone) if "đã bị xóa khỏi bảng" in said]) == gone > 0


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
    execute(runtime, "UPDATE events SET person = person")  # the guards are off now
    with runtime.memory.write() as session:
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
