"""The server that other tests lean on: is it what it says, and does it always go away?"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests.support.postgres import SUPERUSER, PostgresServer

OWNER = """
import time
from tests.support.postgres import PostgresServer
server = PostgresServer().start()
print(server._process.pid, server.directory, flush=True)
time.sleep(60)
"""


def test_a_database_is_made_when_it_is_first_asked_for(postgres: PostgresServer) -> None:
    url = postgres.fresh_url()
    engine = create_engine(url)
    with engine.connect() as connection:
        name, encoding = connection.execute(text("SELECT current_database(), pg_encoding_to_char(6)")).one()
        tables = connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar_one()
    engine.dispose()
    assert (name, encoding, tables) == (url.rpartition("/")[2], "UTF8", 0)


def test_a_stranger_without_the_password_gets_no_connection(postgres: PostgresServer) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"no password supplied|password authentication failed"):
        psycopg.connect(host=postgres.host, port=postgres.port, user=SUPERUSER, dbname="postgres", connect_timeout=5)


def test_committed_rows_are_still_there_after_a_restart() -> None:
    with PostgresServer() as server:
        engine = create_engine(server.url("kept"))
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept AS SELECT 'giữ lại' AS words"))
        engine.dispose()
        server.restart()
        with engine.connect() as connection:
            words = connection.execute(text("SELECT words FROM kept")).scalar_one()
        engine.dispose()
    assert words == "giữ lại"


def test_stopping_leaves_neither_process_nor_directory() -> None:
    server = PostgresServer().start()
    directory, pid = server.directory, server._process.pid  # type: ignore[union-attr]
    server.stop()
    server.stop()
    assert not directory.exists()
    assert not _is_running(pid)


def test_the_server_dies_when_its_maker_is_killed() -> None:
    root = Path(__file__).parents[2]
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True, cwd=root)
    assert owner.stdout is not None
    with owner:
        pid, directory = owner.stdout.readline().split()
        owner.send_signal(signal.SIGKILL)
    for _ in range(300):
        if not _is_running(int(pid)):
            break
        time.sleep(0.1)
    subprocess.run(["rm", "-rf", directory], check=True)
    assert not _is_running(int(pid)), "PostgreSQL outlived the process that started it"


def _is_running(pid: int) -> bool:
    """A process that has ended but was not collected yet does not count as running."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text() and os.path.exists(f"/proc/{pid}")
    except (FileNotFoundError, ProcessLookupError):
        return False
