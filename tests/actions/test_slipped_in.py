"""Rows that were put in from behind, or taken out, are missed or found without an event."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import class_mapper

from actions.language import in_language
from actions.runtime import Runtime
from models.columns import Base
from models.tables import Account, Receipt, Rendition, SignIn, Step, Version
from tests.actions.forging import another, columns_of, found, past_every_guard

# What of a copy of the last row must be another's, lest a constraint refuses it.
COPIES: dict[type[Base], tuple[str, ...]] = {
    Version: ("id", "round"),
    Step: ("id", "ordinal"),
    Rendition: ("id", "stage"),
    Receipt: ("id",),
    Account: ("person",),
    SignIn: ("token_sha256",),
}


def test_no_row_can_be_slipped_in_before_the_first_one(undone: Runtime) -> None:
    """Each of these once passed for what an older release had not told."""
    with undone.memory.write() as session:
        for table, early in ((SignIn, "created_at"), (Step, "id"), (Version, "round"), (Receipt, "id")):
            row = session.scalars(select(table).limit(1)).one()
            values = {name: getattr(row, name) for name in columns_of(table)}
            forged = {name: another(values[name], str) for name in COPIES[table]}
            forged[early] = -5 if isinstance(values[early], int) else values[early] - timedelta(days=3650)
            session.add(table(**values | forged))
    said = found(undone)
    assert len(said) == 4
    assert all(one.endswith("không có sự kiện") for one in said)


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
