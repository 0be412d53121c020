"""How does one look at `trinhky up` from outside, and make it die? By /proc, by plain SQL, and by signals."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, text

from cli.processes import die_with_parent, healthy

ROOT = Path(__file__).parents[1]
ROLES = ("worker", "server")
READY_SECONDS = 600.0
SYNCHRONOUS = {"sqlite+aiosqlite": "sqlite", "postgresql+asyncpg": "postgresql+psycopg"}


@dataclass
class Installation:
    """One data directory and the process that keeps it up; `urls` are settings of the environment (TRINHKY_…)."""

    data: Path
    port: int
    urls: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the gate answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def ours(self) -> Engine:
        """Our database, for reading by plain SQL; each question has a connection of its own."""
        return _engine(self.urls.get("TRINHKY_DATABASE_URL") or f"sqlite:///{self.data}/trinhky.db")

    @property
    def prefects(self) -> Engine:
        """Prefect's database, likewise."""
        return _engine(self.urls.get("TRINHKY_PREFECT_DATABASE_URL") or f"sqlite:///{self.data}/prefect.db")

    def command(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """A `trinhky` command over this installation, in a process of its own; `given` is its standard input."""
        command = [sys.executable, "-P", "-m", "cli", *words, "--data", str(self.data)]
        environment = self.environment()
        return subprocess.run(command, env=environment, input=given, capture_output=True, text=True, timeout=300)

    def start(self) -> None:
        """Start `trinhky up` and return when a form can be answered. RuntimeError with its last words otherwise."""
        self._begin()
        give_up = time.monotonic() + READY_SECONDS
        said = self.data.with_name(f"{self.data.name}.up.log")
        while '"ready": true' not in said.read_text():
            if time.monotonic() > give_up or self.process is None or self.process.poll() is not None:
                raise RuntimeError(f"trinhky up did not start: {said.read_text()[-2000:]}")
            time.sleep(0.1)

    def _begin(self) -> None:
        command = [sys.executable, "-P", "-m", "cli", "up", "--json"]
        command += ["--data", str(self.data), "--port", str(self.port)]
        with self.data.with_name(f"{self.data.name}.up.log").open("wb") as log:
            self.process = subprocess.Popen(
                command, env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=die_with_parent(),
            )  # fmt: skip

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGTERM)

    def die(self) -> None:
        """End all of it at once, as when the machine goes dark: the kernel takes the children along."""
        pids = [pid for role in ROLES if (pid := self.pid_of(role))]
        self._end(signal.SIGKILL)
        give_up = time.monotonic() + 20
        while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < give_up:
            time.sleep(0.02)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            try:
                self.process.wait(120)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def pid_of(self, role: str) -> int | None:
        """The present process of the worker or the server, by /proc; None while there is none."""
        wanted = {"worker": ("work",), "server": ("web.gate", "serve")}[role]
        for pid in self._children():
            with suppress(OSError):
                words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
                if any(word in wanted for word in words):
                    return pid
        return None

    def _children(self) -> list[int]:
        if self.process is None:
            return []
        with suppress(OSError):
            tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
            return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]
        return []

    def serves(self) -> bool:
        """Whether the gate says that all is well."""
        return healthy(self.address)

    def workers(self) -> set[str]:
        """The workers that ever reported to Prefect, by its own table: each start of one has a name of its own."""
        return {name for (name,) in ask(self.prefects, "SELECT name FROM worker")}

    def environment(self) -> dict[str, str]:
        """What its processes find in their environment: of the caller's own, what is neither ours nor Prefect's."""
        known = {name: value for name, value in os.environ.items() if not name.startswith(("TRINHKY_", "PREFECT_"))}
        return {**known, **self.urls, "PYTHONPATH": str(ROOT)}


def ask(engine: Engine, question: str, **values: Any) -> list[Any]:
    """The rows that plain SQL answers."""
    with engine.connect() as connection:
        return list(connection.execute(text(question), values).all())


def _engine(url: str) -> Engine:
    driver, _, place = url.partition(":")
    return create_engine(f"{SYNCHRONOUS.get(driver, driver)}:{place}", poolclass=NullPool, isolation_level="AUTOCOMMIT")
