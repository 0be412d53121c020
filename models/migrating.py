"""Bring a database to this release's tables, under a lock, so that two starting processes do it once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from models.engine import Memory

LOCK = 0x7472_6E68  # "trnh": the advisory lock of migrations on PostgreSQL


def migrate(memory: Memory, revision: str = "head") -> None:
    """Upgrade the database to `revision`; a database already there is left alone."""
    with _locked(memory) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(memory: Memory, revision: str = "base") -> None:
    """Take migrations back to `revision`."""
    with _locked(memory) as connection:
        command.downgrade(_config(connection), revision)


def check(memory: Memory) -> None:
    """Raise `alembic.util.CommandError` when the tables in code and in the database differ."""
    with _locked(memory) as connection:
        command.check(_config(connection))


def revisions(memory: Memory) -> tuple[str | None, str | None]:
    """The revision at which the database stands (None: no tables yet), and this release's."""
    with memory.engine.connect() as connection:
        standing = MigrationContext.configure(connection).get_current_revision()
        return standing, ScriptDirectory.from_config(_config(connection)).get_current_head()


@contextmanager
def _locked(memory: Memory) -> Iterator[Connection]:
    with memory.engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
