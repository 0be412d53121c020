"""Each test that asks for an office gets one of its own, which it may spoil."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from actions.runtime import Runtime
from tests.actions.desk import an_open_office
from tests.actions.forging import a_closed_year
from tests.actions.office import KeptOffice, a_copy_of_the_kept_office
from tests.actions.shapes import Shape
from tests.support.postgres import PostgresServer
from tests.support.seaweed import SeaweedServer


@pytest.fixture
def office(tmp_path: Path) -> Iterator[KeptOffice]:
    """An office with two kept papers."""
    kept = a_copy_of_the_kept_office(tmp_path / "kept")
    yield kept
    kept.runtime.memory.close()


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    """An office whose year is open and has no papers yet, on SQLite."""
    opened = an_open_office(tmp_path / "open")
    yield opened
    opened.memory.close()


@pytest.fixture
def either(tmp_path: Path, database_url: str) -> Iterator[Runtime]:
    """The same, once on SQLite and once on PostgreSQL."""
    opened = an_open_office(tmp_path / "open", database_url)
    yield opened
    opened.memory.close()


@pytest.fixture(params=["sqlite and directory", "postgresql and s3"])
def shape(request: pytest.FixtureRequest, tmp_path: Path) -> Shape:
    """Places of their own for an office and for what is restored of it, once in each shape."""
    if request.param == "sqlite and directory":
        return Shape({}, {})
    server: PostgresServer = request.getfixturevalue("postgres")
    seaweed: SeaweedServer = request.getfixturevalue("seaweed")
    keys = {"s3_access_key": seaweed.access_key, "s3_secret_key": seaweed.secret_key}
    name = f"backup-{tmp_path.parent.name}-{tmp_path.name}".lower().replace("_", "-")[-50:].strip("-")
    made = [
        {"database_url": server.fresh_url(), "archive_url": seaweed.url(f"{name}-{n}"), **keys} for n in ("from", "to")
    ]
    return Shape(*made)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """An office that has closed its year."""
    runtime = a_closed_year(tmp_path_factory.mktemp("closed") / "office")
    yield runtime
    runtime.memory.close()


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
