"""A private PostgreSQL cluster for tests and benchmarks: real, empty, and gone when its maker is gone."""

import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql

SUPERUSER = "postgres"
START_SECONDS = 60
PR_SET_PDEATHSIG = 1

# Tests want speed and throw the cluster away: a power cut may lose it. Everything that decides what a statement
# means (isolation, encoding, collation) stays as in docker-compose.yml.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
    "timezone": "UTC",
}


class PostgresMissing(Exception):
    """There is no PostgreSQL server on this machine; `make setup` installs one."""


class PostgresServer:
    """One cluster in a temporary directory, on a free port of 127.0.0.1, with a password nobody else knows.

    >>> with PostgresServer() as server:  # doctest: +SKIP
    ...     server.url("trinhky")
    'postgresql+psycopg://postgres:…@127.0.0.1:40123/trinhky'

    The server dies with the *thread* that called `start` (PR_SET_PDEATHSIG), so start it from the main thread. As
    root it runs as the user `postgres` (or `nobody`), because PostgreSQL refuses to be root.
    """

    def __init__(self, **settings: str) -> None:
        self.host = "127.0.0.1"
        self.port = 0
        self.password = secrets.token_hex(16)
        self._settings = SETTINGS | settings
        self._process: subprocess.Popen[bytes] | None = None
        self._directory: Path | None = None
        self._databases: set[str] = set()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def directory(self) -> Path:
        """The temporary directory: `data/`, the unix socket and `log`."""
        if self._directory is None:
            raise RuntimeError("The server has not been started")
        return self._directory

    def start(self) -> Self:
        """Make the cluster, start it, and return when it answers a query (about 2 s)."""
        self._directory = Path(tempfile.mkdtemp(prefix="trinhky-pg-"))
        try:
            self._hand_over(self._directory)
            self._initdb()
            self._launch()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End the server at once (its data is not wanted) and remove its directory. Calling it twice is fine."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGQUIT)
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:  # on a full disk it has been seen to stay
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = None
        self._databases.clear()

    def restart(self) -> None:
        """Stop as a machine would be shut down (fast shutdown), and start on the same data and port."""
        self.halt(signal.SIGINT)
        self.resume()

    def halt(self, how: signal.Signals) -> None:
        """Stop it: SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one. Data and port stay its own."""
        assert self._process is not None, "The server has not been started"
        self._process.send_signal(how)
        self._process.wait(timeout=60)

    def resume(self) -> None:
        """Start again on the same data and port."""
        self._launch(port=self.port)

    def url(self, database: str, driver: str = "postgresql+psycopg") -> str:
        """SQLAlchemy URL of `database`, which is made, empty, when it is first asked for."""
        if database not in self._databases:
            self.create(database)
        return f"{driver}://{SUPERUSER}:{self.password}@{self.host}:{self.port}/{database}"

    def async_url(self, database: str) -> str:
        """The same for asyncpg: the URL that Prefect's server wants."""
        return self.url(database, driver="postgresql+asyncpg")

    def fresh_url(self, driver: str = "postgresql+psycopg") -> str:
        """URL of a new empty database with a name of its own."""
        return self.url(f"t_{secrets.token_hex(6)}", driver)

    def create(self, database: str) -> None:
        """Make `database` if there is none yet (about 50 ms)."""
        with contextlib.suppress(psycopg.errors.DuplicateDatabase):
            self.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        self._databases.add(database)

    def drop(self, database: str) -> None:
        """Remove `database` and end whoever is connected to it."""
        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
        self._databases.discard(database)

    def execute(self, statement: sql.SQL | sql.Composed, database: str = "postgres") -> None:
        """Run one statement as the superuser, outside any transaction."""
        with self._connect(database) as connection:
            connection.execute(statement)

    def log(self) -> str:
        """What the server has written so far."""
        return (self.directory / "log").read_text(errors="replace")

    def _connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=self.host, port=self.port, user=SUPERUSER, password=self.password,
            dbname=database, autocommit=True, connect_timeout=5,
        )  # fmt: skip

    def _initdb(self) -> None:
        words = self.directory / "password"
        words.write_text(self.password)
        self._hand_over(words)
        command = [_program("initdb"), "-D", str(self.directory / "data"), "-U", SUPERUSER, f"--pwfile={words}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.directory, **_identity())
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")

    def _launch(self, port: int | None = None) -> None:
        """Start on `port`; without one, try three free ones, since another process may take it in between."""
        for _ in range(3 if port is None else 1):
            self.port = port or _free_port()
            self._process = self._spawn()
            if self._wait_until_it_answers():
                return
        raise RuntimeError(f"PostgreSQL did not start:\n{self.log()}")

    def _spawn(self) -> subprocess.Popen[bytes]:
        options = self._settings | {
            "listen_addresses": self.host,
            "port": str(self.port),
            "unix_socket_directories": str(self.directory),
        }
        command = [*self._command(_program("postgres")), "-D", str(self.directory / "data")]
        command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with (self.directory / "log").open("ab") as log:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.directory,
                start_new_session=True, preexec_fn=_die_with(os.getpid()), **_identity(),
            )  # fmt: skip

    def _command(self, program: str) -> list[str]:
        """How the server's program is called; who wants walls around it puts them before."""
        return [program]

    def _wait_until_it_answers(self) -> bool:
        """False when the process ended by itself (its port was taken)."""
        assert self._process is not None
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            if self._process.poll() is not None:
                return False
            with contextlib.suppress(psycopg.OperationalError):
                self._connect("postgres").close()
                return True
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL gave no answer within {START_SECONDS} s:\n{self.log()}")

    def _hand_over(self, path: Path) -> None:
        path.chmod(0o700 if path.is_dir() else 0o600)
        if user := _unprivileged_user():
            os.chown(path, user.pw_uid, user.pw_gid)


def _program(name: str) -> str:
    """Path of a PostgreSQL program: on PATH, or the newest of Debian's `/usr/lib/postgresql/*/bin`."""
    if found := shutil.which(name):
        return found
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    if not versions:
        raise PostgresMissing(f"{name} was not found: run `make setup`, which installs PostgreSQL")
    return str(versions[-1])


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Who the server runs as when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresMissing("PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody`")


def _identity() -> dict[str, Any]:
    user = _unprivileged_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _die_with(parent: int) -> Callable[[], None]:
    """For `preexec_fn`: an immediate shutdown when `parent` is gone, even by kill -9 (Linux)."""
    libc = ctypes.CDLL(None, use_errno=True)

    def arm() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
        if os.getppid() != parent:  # it died between fork and here
            os._exit(1)

    return arm


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
