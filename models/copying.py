"""A copy of the whole database in one file, at one instant, while everything runs; and back into an empty one.

SQLite by its own backup call, PostgreSQL by `pg_dump` and `pg_restore` in their custom format.
"""

import errno
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, inspect, text
from sqlalchemy.orm import Session

from models.engine import Memory
from rules.refusals import Refusal
from rules.sentences import Sentence

PUTTING_BACK = 0x7472_6E6B  # "trnk": the advisory lock on PostgreSQL
PATIENCE_SECONDS = 5.0


def kind(memory: Memory) -> str:
    """`sqlite` or `postgresql`: a copy goes back only into its own kind."""
    return memory.engine.dialect.name


def is_empty(memory: Memory) -> bool:
    """Whether the database has no tables yet."""
    return not inspect(memory.engine).get_table_names()


@contextmanager
def copied(memory: Memory, path: Path) -> Iterator[Session]:
    """Write the database to `path`, and look at exactly what was written there.

    Refusals: no-postgresql-client, postgresql-client-failed.
    """
    if kind(memory) == "sqlite":
        _copy_sqlite(Path(str(memory.engine.url.database)), path)
        copy = create_engine(f"sqlite:///{path}")  # not a `Memory`: that would make it a file with companions
        with Session(copy) as session:
            yield session
        copy.dispose()
        return
    with memory.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        _run(memory, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}")
        with Session(connection) as session:
            yield session


@contextmanager
def alone(memory: Memory) -> Iterator[bool]:
    """Whether nobody else is putting a copy back into this database now, and nobody will until the end. (SQLite's lies
    in a data directory, and that is locked.)"""
    if kind(memory) == "sqlite":
        yield True
        return
    with memory.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.detach()  # closed at the end, and not given back: the lock goes with it
        yield _locked(connection)


def _locked(connection: Connection) -> bool:
    """Takes PostgreSQL's lock. The session of a process that has just died holds it until the server has noticed."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": PUTTING_BACK}):
        if time.monotonic() > give_up:
            return False
        time.sleep(0.1)
    return True


def put_back(memory: Memory, path: Path) -> None:
    """Fill an empty database of the same kind from such a file, wholly or not at all: both are one transaction.

    Refusals: as for `copied`.
    """
    memory.close()  # connections of before would not know what came
    if kind(memory) == "sqlite":
        _copy_sqlite(path, Path(str(memory.engine.url.database)))
    else:
        _run(memory, "pg_restore", "--exit-on-error", "--single-transaction", path=path)


def _copy_sqlite(source: Path, to: Path) -> None:
    """One file without companions. OSError where there is no room for it."""
    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(to)) as there:
            here.backup(there)
            there.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_FULL:
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(to)) from error


def _run(memory: Memory, program: str, *options: str, path: Path | None = None) -> None:
    url = memory.engine.url
    place = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query).render_as_string()
    words = [_program(program), "--no-owner", "--no-privileges", "--no-password", *options, f"--dbname={place}"]
    words += [str(path)] if path else []
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        why = last[0][:300] if last else Sentence("mã {code}", code=done.returncode)
        raise Refusal("postgresql-client-failed", program=program, why=why)


def _program(name: str) -> str:
    """Path of a PostgreSQL program: on PATH, or the newest of Debian's `/usr/lib/postgresql/*/bin`."""
    if found := shutil.which(name):
        return found
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    if not installed:
        raise Refusal("no-postgresql-client", program=name)
    return str(installed[-1])
