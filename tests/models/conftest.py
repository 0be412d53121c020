"""A memory whose tables are there, once on SQLite and once on PostgreSQL: migrated once, then copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import sql

from models.engine import Memory
from models.migrating import migrate
from tests.support.postgres import PostgresServer

TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables."""
    path = tmp_path_factory.mktemp("migrated") / "trinhky.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> PostgresServer:
    """The server, with a template database that has all tables."""
    _migrate(postgres.url(TEMPLATE))
    return postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Memory]:
    """A migrated memory of the test's own on each of the two databases."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "trinhky.db")
        opened = Memory(f"sqlite:///{copy}")
        yield opened
        opened.close()
        return
    server: PostgresServer = request.getfixturevalue("migrated_postgres")
    name = f"t_{tmp_path.name}"[-60:].lower()
    copied = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE))
    server.execute(copied)
    opened = Memory(server.url(name))
    yield opened
    opened.close()
    server.drop(name)


def _migrate(url: str) -> None:
    memory = Memory(url)
    migrate(memory)
    memory.close()
