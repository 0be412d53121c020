"""Completed runs by the thousand, in Prefect's database: one that the worker really ran, copied row by row.

Each copy has its states and its forms' inputs, at instants of its own. Prefect's events are left out: it forgets them
itself after a week.
"""

import uuid
import warnings
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, bindparam, create_engine, insert, select, text, update
from sqlalchemy.exc import SAWarning

AT_ONCE = 500
APART = timedelta(minutes=10)
TABLES = ("flow_run", "flow_run_state", "flow_run_input")
NEWEST = """
    SELECT run.id FROM flow_run AS run JOIN flow ON flow.id = run.flow_id
    WHERE flow.name = 'approval' AND run.state_type = 'COMPLETED' ORDER BY run.end_time DESC LIMIT 1
"""

Row = dict[str, Any]


def fill(engine: Engine, runs: int) -> None:
    """Copy the last approval run that came to its end, so many times."""
    writer = create_engine(engine.url)  # the engine of the lookers commits each statement
    tables = _tables(writer)
    with writer.connect() as connection:
        example = _example(connection, tables)
    for first in range(0, runs, AT_ONCE):
        copies = [_copy(example, number) for number in range(first, min(first + AT_ONCE, runs))]
        with writer.begin() as connection:
            _insert(connection, tables, copies)
    writer.dispose()


def _insert(connection: Connection, tables: dict[str, Table], copies: list[dict[str, list[Row]]]) -> None:
    """A run and its last state name each other: the run comes first without it, and is told when the state is there."""
    rows = {name: [row for copy in copies for row in copy[name]] for name in TABLES}
    runs = tables["flow_run"]
    connection.execute(insert(runs), [row | {"state_id": None} for row in rows["flow_run"]])
    for name in TABLES[1:]:
        connection.execute(insert(tables[name]), rows[name])
    told = update(runs).where(runs.c.id == bindparam("run")).values(state_id=bindparam("state"))
    connection.execute(told, [{"run": row["id"], "state": row["state_id"]} for row in rows["flow_run"]])


def _tables(engine: Engine) -> dict[str, Table]:
    metadata = MetaData()
    with warnings.catch_warnings(category=SAWarning, action="ignore"):  # it cannot read some indexes; nor do we
        metadata.reflect(engine, only=TABLES, resolve_fks=False)
    return {name: metadata.tables[name] for name in TABLES}


def _example(connection: Connection, tables: dict[str, Table]) -> dict[str, list[Row]]:
    run = connection.execute(text(NEWEST)).scalar_one()
    found = {}
    for name, table in tables.items():
        column = table.c.id if name == "flow_run" else table.c.flow_run_id
        found[name] = [dict(row) for row in connection.execute(select(table).where(column == run)).mappings()]
    return found


def _copy(example: dict[str, list[Row]], number: int) -> dict[str, list[Row]]:
    ids = {row["id"]: _like(row["id"]) for rows in example.values() for row in rows}
    own = {"idempotency_key": f"filled:{uuid.uuid4()}"}
    return {name: [_row(row, ids, APART * (number + 1)) | (own if "idempotency_key" in row else {}) for row in rows]
            for name, rows in example.items()}  # fmt: skip


def _row(row: Row, ids: dict[Any, Any], earlier: timedelta) -> Row:
    """The row under new ids, at earlier instants (a run's length, which SQLite keeps as an instant of 1970, stays)."""
    return {
        column: value - earlier
        if isinstance(value, datetime) and column != "total_run_time"
        else ids.get(value, value)
        if isinstance(value, str | uuid.UUID)
        else value
        for column, value in row.items()
    }


def _like(known: Any) -> Any:
    """A new id, in the form in which this database holds them."""
    return str(uuid.uuid4()) if isinstance(known, str) else uuid.uuid4()
