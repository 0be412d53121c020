"""The memory: one SQLAlchemy engine for SQLite or PostgreSQL, and its two kinds of transaction.

SQLite writers begin IMMEDIATE, so that two of them queue at the start instead of failing in the middle.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from rules.effects import transaction

BUSY_TIMEOUT_SECONDS = 30


class Memory:
    """Opens transactions on the office's database.

    `url` is a SQLAlchemy URL: `sqlite:////abs/path.db` or `postgresql+psycopg://…`.
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

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _open_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
