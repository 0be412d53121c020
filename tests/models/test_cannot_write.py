"""A full disk, a read-only database: one plain refusal, nothing half written, and it works again by itself."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg import sql
from psycopg.errors import DiskFull
from sqlalchemy import text

from actions.language import say
from models import events
from models.engine import Memory
from models.events import Who
from models.migrating import migrate
from rules.refusals import NotNow
from tests.conftest import NOW
from tests.models import small_disk
from tests.support.postgres import PostgresServer

ROOT = Path(__file__).parents[2]
DISK = 40_000_000  # an empty PostgreSQL database takes 8 MB


def in_a_small_house(tmp_path: Path, *words: str) -> dict[str, object]:
    """What `tests.models.small_disk` reports from a file system of its own."""
    walls = ["bwrap", "--bind", "/", "/", "--dev-bind", "/dev", "/dev", *words]
    life = [sys.executable, "-m", "tests.models.small_disk", str(tmp_path)]
    ran = subprocess.run([*walls, *life], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    report: dict[str, object] = json.loads(ran.stdout)
    return report


FULL = {"written": "database-full", "half written": False, "still read": True, "written with room again": "yes"}


def test_sqlite_on_a_full_disk_refuses_reads_on_and_writes_again_with_room(tmp_path: Path) -> None:
    assert in_a_small_house(tmp_path, "--size", "3000000", "--tmpfs", str(tmp_path)) == FULL


def test_sqlite_on_a_file_system_that_became_read_only_refuses_and_reads_on(tmp_path: Path) -> None:
    memory = Memory(f"sqlite:///{tmp_path}/trinhky.db")
    migrate(memory)
    with memory.read() as session:  # it is open here, as in a server whose disk falls back to reading only
        session.execute(text("SELECT 1"))
        report = in_a_small_house(tmp_path, "--ro-bind", str(tmp_path), str(tmp_path))
    assert report == {"written": "database-read-only", "half written": False, "still read": True}
    assert small_disk.written(memory) == "yes", "with the disk writable again"
    memory.close()


@contextmanager
def reading_only(server: PostgresServer, memory: Memory) -> Iterator[None]:
    """The database as a standby, or an administrator's switch, makes it."""
    name = sql.Identifier(str(memory.engine.url.database))
    for value in ("on", "off"):
        server.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = {}").format(name, sql.SQL(value)))
        memory.close()  # the setting is read by new connections
        if value == "on":
            yield


def test_postgresql_that_only_reads_refuses_and_reads_on(postgres: PostgresServer, postgres_url: str) -> None:
    memory = Memory(postgres_url)
    migrate(memory)
    with reading_only(postgres, memory):
        assert small_disk.written(memory) == "database-read-only"
        assert small_disk.lines(memory) == 0
    assert small_disk.written(memory) == "yes"
    memory.close()


class SmallServer(PostgresServer):
    """A server that sees a small disk at `disk`, which nobody else sees."""

    disk: Path

    def _command(self, program: str) -> list[str]:
        walls = ["bwrap", "--die-with-parent", "--bind", "/", "/", "--dev-bind", "/dev", "/dev"]
        return [*walls, "--size", str(DISK), "--tmpfs", str(self.disk), program]


def test_postgresql_on_a_full_disk_refuses_reads_on_and_writes_again_with_room(tmp_path: Path) -> None:
    server = SmallServer()
    server.disk = Path("/mnt")
    with server:
        server.execute(sql.SQL("CREATE TABLESPACE small LOCATION '/mnt'"))
        server.execute(sql.SQL("CREATE DATABASE tight TABLESPACE small"))
        memory = Memory(f"postgresql+psycopg://postgres:{server.password}@{server.host}:{server.port}/tight")
        migrate(memory)
        assert small_disk.written(memory) == "yes"
        with pytest.raises(DiskFull):
            server.execute(sql.SQL("COPY (SELECT repeat('x', 1000) FROM generate_series(1, 100000)) TO '/mnt/ballast'"))
        before = small_disk.lines(memory)
        assert small_disk.written(memory) == "database-full"
        assert small_disk.lines(memory) == before, "nothing half written, and it still reads"
        server.execute(sql.SQL("COPY (SELECT 1) TO '/mnt/ballast'"))
        assert small_disk.written(memory) == "yes"
        memory.close()


def test_the_refusal_says_in_both_languages_what_to_do() -> None:
    for code in ("database-full", "database-read-only"):
        assert "quản trị" in say(NotNow(code), "vi")
        assert "administrator" in say(NotNow(code), "en")


def test_what_the_driver_says_otherwise_is_not_hidden(memory: Memory) -> None:
    with pytest.raises(Exception, match="no_such_table"), memory.write() as session:
        session.execute(text("SELECT * FROM no_such_table"))
    with memory.write() as session:
        events.append(session, "read", Who(None, NOW))
