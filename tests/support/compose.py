"""docker-compose.yml without Docker: its commands, with its environments, as processes on this machine.

What is taken from the file: variables and their defaults, each service's command, environment, health check and
dependencies, and the SQL that makes the databases. What stands in for a container: host names become addresses on
127.0.0.1 (`places`), and so do mounted directories become temporary ones.
"""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
VARIABLE = re.compile(r"\$(?:(\$)|\{([A-Za-z_][A-Za-z0-9_]*)(?::([-?])([^}]*))?\})")
HEALTH_SECONDS = 120
STOP_SECONDS = 10  # compose's own default of stop_grace_period


class MissingVariable(Exception):
    """`${NAME:?why}` without a value: compose would stop here, saying why."""


def substitute(text: str, variables: dict[str, str]) -> str:
    """`text` with `${NAME}`, `${NAME:-default}`, `${NAME:?why}` and `$$` as compose reads them."""

    def value(match: re.Match[str]) -> str:
        dollar, name, how, rest = match.groups()
        if dollar:
            return "$"
        given = variables.get(name, "")
        if given or how is None:
            return given
        if how == "?":
            raise MissingVariable(f"{name}: {rest}")
        return str(rest)

    return VARIABLE.sub(value, text)


def read_compose(variables: dict[str, str]) -> dict[str, Any]:
    """The whole file as compose understands it, with `variables` in place."""
    document = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    filled: dict[str, Any] = _fill(document, variables)
    return filled


def _fill(node: Any, variables: dict[str, str]) -> Any:
    if isinstance(node, str):
        return substitute(node, variables)
    if isinstance(node, list):
        return [_fill(item, variables) for item in node]
    if isinstance(node, dict):
        return {key: _fill(item, variables) for key, item in node.items()}
    return node


@dataclass
class Stack:
    """The services of a filled compose file, run as processes; `stop()` ends all that are still there.

    `places` maps what a container would see to what stands for it here, e.g. `"postgres:5432"` to
    `"127.0.0.1:40123"` and `"/data"` to a temporary directory; `overrides` are environment values that a container
    would not need (the port, because containers do not share theirs).
    """

    compose: dict[str, Any]
    places: dict[str, str]
    overrides: dict[str, str]
    logs: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def environment(self, service: str) -> dict[str, str]:
        """What a process of `service` finds in its environment: the file's values and nothing of ours."""
        declared: dict[str, Any] = self.compose["services"][service].get("environment", {})
        placed = {name: self._placed(str(value)) for name, value in declared.items()}
        placed |= {name: value for name, value in self.overrides.items() if name in declared}
        programs = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        return {"PATH": programs, "LANG": "C.UTF-8", "HOME": str(self.logs), "PYTHONUNBUFFERED": "1"} | placed

    def run(self, service: str, command: list[str] | None = None, timeout: float = 180) -> str:
        """`docker compose run --rm SERVICE [COMMAND]`: waits for its end, which must be 0, and returns its stdout."""
        words = command or self.compose["services"][service]["command"]
        done = subprocess.run(
            words, env=self.environment(service), cwd=self.logs, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=timeout,
        )  # fmt: skip
        assert done.returncode == 0, f"{service}: {words} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self, service: str, replica: int = 1) -> None:
        """`docker compose up -d SERVICE`, one replica of it."""
        name = f"{service}-{replica}"
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.compose["services"][service]["command"], env=self.environment(service), cwd=self.logs,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait_until_healthy(self, service: str, replica: int = 1) -> None:
        """Ask the service's own health check until it says yes; a service that ends meanwhile has failed."""
        kind, *words = self.compose["services"][service]["healthcheck"]["test"]
        assert kind == "CMD", f"{service}: only health checks of the form CMD can be run here"
        give_up = time.monotonic() + HEALTH_SECONDS
        while time.monotonic() < give_up:
            assert self.running[f"{service}-{replica}"].poll() is None, (
                f"{service} ended:\n{self.log(service, replica)}"
            )
            if self._is_healthy(service, words):
                return
            time.sleep(0.5)
        raise AssertionError(f"{service} was not healthy within {HEALTH_SECONDS} s:\n{self.log(service, replica)}")

    def kill(self, service: str, replica: int = 1) -> None:
        """As a machine that loses power: no farewell."""
        self._signal(self.running.pop(f"{service}-{replica}"), signal.SIGKILL)

    def log(self, service: str, replica: int = 1) -> str:
        return (self.logs / f"{service}-{replica}.log").read_text(errors="replace")[-20_000:]

    def stop(self) -> dict[str, int]:
        """`docker compose stop`: SIGTERM to every service, dependants first; their exit codes by name.

        One that is still there after its grace period is killed, and its code is -9.
        """
        codes = {}
        for name in reversed(list(self.running)):
            process = self.running.pop(name)
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=self._grace(name.rpartition("-")[0]))
            self._signal(process, signal.SIGKILL)
            codes[name] = process.wait()
        return codes

    def _grace(self, service: str) -> int:
        return int(str(self.compose["services"][service].get("stop_grace_period", STOP_SECONDS)).removesuffix("s"))

    def _is_healthy(self, service: str, words: list[str]) -> bool:
        done = subprocess.run(words, env=self.environment(service), capture_output=True, cwd=self.logs, timeout=30)
        return done.returncode == 0

    def _placed(self, value: str) -> str:
        for there, here in self.places.items():
            value = value.replace(there, here)
        return value

    @staticmethod
    def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        """To the whole group: the process and the children it may have left."""
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
        process.wait(timeout=20)
