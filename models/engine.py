"""The memory: one SQLAlchemy engine for SQLite or PostgreSQL, and its two kinds of transaction.

SQLite writers begin IMMEDIATE, so that two of them queue at the start instead of failing in the middle.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, inspect
from sqlalchemy.orm import Session

from rules.effects import transaction
from rules.refusals import NotNow

BUSY_TIMEOUT_SECONDS = 30

# What the driver says when the database cannot be written to now, and the refusal that people read instead.
# SQLite's result codes, PostgreSQL's SQLSTATEs.
CANNOT_WRITE: dict[object, str] = {
    sqlite3.SQLITE_FULL: "database-full",
    sqlite3.SQLITE_IOERR_SHMSIZE: "database-full",
    "53100": "database-full",
    sqlite3.SQLITE_READONLY: "database-read-only",
    "25006": "database-read-only",
}
# SQLite's first byte where it cannot even open a file (with WAL it must write to read): full, broken, read-only, not
# there or not ours. A PostgreSQL that is away stays SQLAlchemy's error, which servers wait for to be over.
CANNOT_OPEN = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}


class Memory:
    """Opens transactions on the office's database.

    `url` is a SQLAlchemy URL: `sqlite:////abs/path.db` or `postgresql+psycopg://…`. Refusals of all that is done with
    it (`NotNow`: nothing was written, the same call may be made later): database-full, database-read-only,
    database-cannot-open.
    """

    def __init__(self, url: str) -> None:
        self.engine = _open_engine(url)
        self._writer = self.engine.execution_options(begin="BEGIN IMMEDIATE")

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One short writing transaction; commits at the end, rolls back on any error."""
        with transaction(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One reading transaction; nothing it changes is kept."""
        with transaction(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def read_one_instant(self) -> Iterator[Session]:
        """The same, where all that is read is of one instant on PostgreSQL too (SQLite's readers see it so anyway):
        for who holds one table against another while the office works."""
        with self.read() as session:
            if self.engine.dialect.name == "postgresql":
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    def stands(self, *, tables: bool = True) -> bool:
        """Whether this database is there (and has tables), without making it: SQLite makes a file by being asked."""
        if self.engine.dialect.name == "sqlite" and not Path(self.engine.url.database or "").is_file():
            return False
        return not tables or inspect(self.engine).has_table("alembic_version")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _tell_plainly(context: ExceptionContext) -> NotNow | None:
    """A disk that is full or read-only, a database that does not open, is the machine's trouble: said in our words, not
    in the driver's."""
    error = context.original_exception
    if context.connection is None and isinstance(error, sqlite3.Error):
        cannot_open = getattr(error, "sqlite_errorcode", 0) & 0xFF in CANNOT_OPEN
        return NotNow("database-cannot-open", why=str(error)) if cannot_open else None
    refusal = CANNOT_WRITE.get(_code_of(error))
    return NotNow(refusal) if refusal else None


def _code_of(error: object) -> object:
    """PostgreSQL's SQLSTATE, or SQLite's code: the whole one where the table knows it, else its first byte."""
    if isinstance(error, sqlite3.Error):
        whole = getattr(error, "sqlite_errorcode", 0)  # the module's own mistakes have none
        return whole if whole in CANNOT_WRITE else whole & 0xFF
    return getattr(error, "sqlstate", None)


def _open_engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8)
    event.listen(engine, "handle_error", _tell_plainly)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    _into_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _into_wal(connection: Any) -> None:
    """Several processes may open a new file at once; for this one change SQLite does not wait by itself."""
    give_up = time.monotonic() + BUSY_TIMEOUT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.05)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
