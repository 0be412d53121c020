"""A year that was closed, and what a forger with every key in hand could write into its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, select, update
from sqlalchemy.orm import class_mapper
from sqlalchemy.types import TypeEngine

from actions import accounts, drafting, evaluating, hand_in, keeping, number_lines, verifying, year
from actions.comparing import unlike_history
from actions.runtime import Runtime
from models.columns import Base, Instant
from models.tables import Document
from rules.refusals import Refusal
from tests.actions.desk import an_open_office, decided, sent, to_issued, vietnam
from tests.actions.test_evaluating import CYCLE, accept, evaluated, recognise, sends_its_year
from tests.makers import ADMINISTRATOR


def a_closed_year(place: Path) -> Runtime:
    """An office that has closed its year: papers returned, late and in time, a classification, an award."""
    runtime = an_open_office(place)
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
    return runtime


def keep_everything(runtime: Runtime) -> None:
    with runtime.memory.read() as session:
        ids = session.scalars(select(Document.id).order_by(Document.created_at)).all()
    for id_ in ids:
        keeping.kept(runtime, runtime.who(None), id_, {f"records/{id_}/paper.pdf": "2" * 64})


def found(runtime: Runtime) -> list[str]:
    """What is said of rows: by the comparison, by the registers, and of records where they are proved."""
    with runtime.memory.read() as session:
        said = list(unlike_history(session))
    said += number_lines.examine(runtime)[0]
    whys = [why for proof in verifying.verify_all(runtime, signatures=False).proofs for why in proof.why]
    return said + [why for why in whys if "sự kiện" in why.lower()]


def columns_of(table: type[Base]) -> tuple[str, ...]:
    """Every column of a table, under its name in Python."""
    return tuple(attribute.key for attribute in inspect(table).column_attrs)


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
