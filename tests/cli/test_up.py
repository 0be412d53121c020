"""`trinhky up` as people run it: real processes, and what becomes of them when one is killed."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.processes import claim_port
from rules.refusals import Refusal
from tests.cli.program import trinhky
from tests.support import prefect_memory
from tests.support.sockets import listening_ports

PATIENCE = 120  # seconds until something that must come is given up
WORDS = {"serve": "web.gate", "work": "work"}


@dataclass
class Up:
    """One running household."""

    process: subprocess.Popen[bytes]
    data: Path
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def children(self) -> dict[str, int]:
        """The children that live now, by name."""
        found: dict[str, int] = {}
        with suppress(FileNotFoundError):
            for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
                words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
                found |= {name: int(pid) for name, word in WORDS.items() if word in words or "serve" in words}
        return found

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.told()
        return self.log.with_suffix(".out").read_bytes().endswith(b"\n")

    def told(self) -> str:
        logs = [self.log, *self.data.glob("logs/*.log")]
        return "\n".join(f"== {log.name}\n{log.read_text(errors='replace')[-3000:]}" for log in logs if log.exists())


def eventually(happens: Callable[[], object], what: str, told: Callable[[], str] = str) -> None:
    give_up = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < give_up, f"{what} did not happen within {PATIENCE} s\n{told()}"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def healthy(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with suppress(OSError), direct.open(f"{url}/health", timeout=5) as answer:
        return int(answer.status) == 200
    return False


def is_free(port: int) -> bool:
    with suppress(Refusal):
        claim_port("127.0.0.1", port)
        return True
    return False


def start(place: Path, port: int) -> Up:
    out = place / "up.out"
    with out.open("wb") as stdout, (place / "up.log").open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "cli", "up", "--json", "--data", str(place / "data"), "--port", str(port)],
            stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, cwd=place,
        )  # fmt: skip
    return Up(process, place / "data", port, place / "up.log")


@pytest.fixture
def prefects_memory(tmp_path: Path) -> None:
    """The directory holds Prefect's empty database, as a second start finds it."""
    (tmp_path / "data").mkdir()
    prefect_memory.put_into(tmp_path / "data")


@pytest.fixture
def up(tmp_path: Path, free_port: int) -> Iterator[Up]:
    """A household that is ready, over an empty data directory (or over what a fixture before this one put there)."""
    household = start(tmp_path, free_port)
    try:
        eventually(household.is_ready, "the ready line", household.told)
        yield household
    finally:
        household.process.kill()
        household.process.wait()


def test_one_life_of_a_household(up: Up) -> None:
    (line,) = up.log.with_suffix(".out").read_text().splitlines()
    told = json.loads(line)
    assert told == {"ready": True, "url": up.url, "pids": up.children()}
    assert healthy(up.url)
    assert listening_ports(up.process.pid) == {up.port}, "Prefect has no port of its own"

    found = {check["name"]: check for check in trinhky("doctor", "--data", up.data, "--json").json["checks"]}
    assert found["server"]["detail"] == f"{up.url} và Prefect trả lời"
    assert found["worker"]["detail"].startswith("dấu hiệu sống mới nhất của tiến trình làm việc: ")

    worker = up.children()["work"]
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: up.children().get("work", worker) != worker, "a new worker", up.told)
    assert "work đã dừng (mã -9)" in up.log.read_text()
    assert healthy(up.url), "the server did not notice"

    server = up.children()["serve"]
    os.kill(server, signal.SIGKILL)
    eventually(lambda: up.children().get("serve", server) != server and healthy(up.url), "a new server", up.told)

    children = up.children()
    assert set(children) == {"serve", "work"}
    up.process.terminate()
    assert up.process.wait(PATIENCE) == 0, up.told()
    assert [name for name, pid in children.items() if alive(pid)] == []


@pytest.mark.usefixtures("prefects_memory")
def test_a_household_is_alone_with_its_data_until_it_is_killed_and_takes_its_children_along(
    up: Up, free_port: int
) -> None:
    second = trinhky("up", "--data", up.data, "--port", free_port, "--json")
    assert (second.code, second.json["refused"]["code"]) == (3, "already-up")
    assert (second.json["refused"]["pid"], second.json["refused"]["url"]) == (up.process.pid, up.url)
    assert healthy(up.url)

    children = up.children()
    assert set(children) == {"serve", "work"}
    up.process.kill()
    up.process.wait()
    eventually(lambda: not any(map(alive, children.values())), "the children's end")
    with (up.data / "up.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises while somebody holds it
    eventually(lambda: is_free(up.port), "the port's release")


@pytest.mark.parametrize("command", ["up", "serve"])
def test_a_port_that_somebody_holds_is_refused(command: str, tmp_path: Path, held_port: int) -> None:
    words = [sys.executable, "-P", "-m", "cli", command, "--data", str(tmp_path), "--port", str(held_port)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 3, done.stderr
    assert f"Không mở được cổng {held_port}" in done.stderr


def test_a_household_that_cannot_stand_gives_up_and_says_why(tmp_path: Path, free_port: int) -> None:
    """Prefect is broken where it is installed, so the server falls each time."""
    broken = tmp_path / "broken" / "prefect" / "__init__.py"
    broken.parent.mkdir(parents=True)
    broken.write_text("raise ImportError('half of Prefect is missing')")
    words = [sys.executable, "-P", "-m", "cli", "up", "--data", str(tmp_path / "data"), "--port", str(free_port)]
    path = os.pathsep.join([str(broken.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {"PYTHONPATH": path}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1, done.stderr
    assert "Hỏng: WillNotStart: serve không khởi động được" in done.stderr
    told = (tmp_path / "data" / "logs" / "errors.log").read_text()
    assert "ImportError: half of Prefect is missing" in told, "the fallen server's last words"
