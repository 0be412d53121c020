"""`trinhky up`: the server and a worker as children of one process, which starts again whoever falls.

One household a data directory (a locked file says so). The kernel kills the children when this process is killed; on
SIGTERM they are asked to end by themselves, the worker first.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from types import FrameType
from typing import IO, TYPE_CHECKING

from cli.processes import DIRECT, claim_port, die_with_parent, healthy
from rules.sentences import Sentence

if TYPE_CHECKING:
    from actions.pulse import Pulse
    from actions.settings import Settings
    from cli.answers import Door

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a fallen child is started again: doubled each time
STEADY_SECONDS = 30.0  # who stood that long has got over its last fall
FALLS_BEFORE_READY = 3  # who falls that often before anything worked will not stand the next time either
STOP_SECONDS = {"work": 70.0, "serve": 20.0}  # a leg in flight may end: rendering has a minute
LARGEST_LOG = 10_000_000
TICK = 0.1


class WillNotStart(Exception):
    """A child fell again and again before the household was ready; the message ends with its last words."""


@dataclass
class Child:
    """One part of the program as a child: `work` or `serve`."""

    name: str
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    falls: int = 0
    again_at: float = 0.0
    starts: int = 0
    pulse: "Pulse | None" = None  # of a child that shows signs of life

    @property
    def stands(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    @property
    def worker_name(self) -> str:
        """Under what name this start of the worker is known in Prefect."""
        return f"up-{os.getpid()}-{self.starts}"

    def start(self) -> None:
        """Start it, in a process group of its own: Ctrl-C in a terminal reaches only the household."""
        self.starts += 1
        self.started_at = time.monotonic()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.pulse is not None:
            with suppress(OSError):  # a full or read-only disk: whoever cannot be judged is not ended
                self.pulse.expect()
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "cli", self.name],
                env=self.environment | {"TRINHKY_WORKER_NAME": self.worker_name},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                process_group=0, preexec_fn=die_with_parent(),
            )  # fmt: skip

    def fell(self) -> float:
        """Note a fall; answers the seconds until it is started again."""
        steady = time.monotonic() - self.started_at > STEADY_SECONDS
        self.falls = 1 if steady else self.falls + 1
        pause = min(FIRST_PAUSE * 2.0 ** (self.falls - 1), LONGEST_PAUSE)
        self.again_at = time.monotonic() + pause
        return pause

    def last_words(self) -> str:
        """The end of its log."""
        with suppress(OSError):
            return self.log.read_text(errors="replace")[-2000:].strip()
        return ""


@dataclass
class Household:
    """Server and worker over one data directory. Call `tend` a few times a second, from the thread that made it:
    the children die with that thread."""

    settings: "Settings"
    ready: bool = False
    news: list[Sentence] = field(default_factory=list)
    _serves: bool = False
    _lock: IO[str] | None = None

    def __post_init__(self) -> None:
        from actions.pulse import FILE, GIVEN, Pulse

        logs = self.settings.data / "logs"
        ours = {"TRINHKY_DATA": str(self.settings.data), "TRINHKY_PORT": str(self.settings.port)}
        direct = ",".join(filter(None, (os.environ.get("NO_PROXY"), "127.0.0.1", "localhost", self.settings.host)))
        environment = {**os.environ, **ours, "NO_PROXY": direct, "no_proxy": direct, "PYTHONUNBUFFERED": "1"}
        environment.pop("TRINHKY_SERVER_URL", None)  # the server of this household is here, wherever others are
        self.pulse = Pulse(self.settings.data / FILE)
        environment[GIVEN] = str(self.pulse.file)
        self.children = {name: Child(name, environment, logs / f"{name}.log") for name in ("work", "serve")}
        self.children["work"].pulse = self.pulse

    def __enter__(self) -> "Household":
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def open(self) -> None:
        """Take the data directory and the port, bring the tables up to date, start the server.

        Refusals: already-up, restore-unfinished, port-taken.
        """
        from actions import halfway, sole_use
        from actions.runtime import Runtime
        from models.migrating import migrate

        self._lock = sole_use.take(self.settings, "already-up")
        try:
            halfway.refuse(self.settings.data)  # looked at again: a restoring may have come and died since the door
            claim_port(self.settings.host, self.settings.port)
            memory = Runtime.open(self.settings).memory
            migrate(memory)
            memory.close()
            self.children["serve"].start()
        except BaseException:
            self.stop()
            raise

    def tend(self) -> None:
        """Look after the children once: start the worker when the server answers, and again whoever has fallen.

        Raises `WillNotStart` when a child falls again and again before the household was ever ready.
        """
        self._end_silent()
        for child in self.children.values():
            if child.process is not None and not child.stands:
                self._raise_again(child)
        if not self._serves and self.children["serve"].stands and healthy(self.settings.server_url):
            self._serves = True
            self.children["work"].start()
        if self._serves and not self.ready and self.children["work"].stands:
            self.ready = _reported(self.settings, self.children["work"].worker_name)

    def wait_until_ready(self, seconds: float = 180.0) -> None:
        """Tend until a form can be answered; raises `WillNotStart` also when that takes too long."""
        give_up = time.monotonic() + seconds
        while not self.ready:
            self.tend()
            if time.monotonic() > give_up:
                raise WillNotStart(Sentence("chưa sẵn sàng sau {seconds} giây", seconds=round(seconds)))
            time.sleep(TICK)

    def stop(self) -> None:
        """Ask the children to end, the worker first; kill who does not. The data directory is free afterwards."""
        for name in ("work", "serve"):
            process = self.children[name].process
            if process is not None:
                process.terminate()
                try:
                    process.wait(STOP_SECONDS[name])
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                self.children[name].process = None
        self.ready = self._serves = False
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _end_silent(self) -> None:
        """End a worker that is there and does nothing (stopped, or hung): its runs go to the next one."""
        from actions import pulse

        worker = self.children["work"]
        if worker.process is not None and worker.stands and self.pulse.silence() > pulse.SILENT_SECONDS:
            silent = round(pulse.SILENT_SECONDS)
            self.news.append(Sentence("work không còn dấu hiệu sống trong {seconds} giây; buộc dừng.", seconds=silent))
            worker.process.kill()
            worker.process.wait()

    def _raise_again(self, child: Child) -> None:
        assert child.process is not None
        if child.again_at == 0.0:
            pause = child.fell()
            facts = {"name": child.name, "code": child.process.returncode, "pause": f"{pause:.1f}"}
            self.news.append(Sentence("{name} đã dừng (mã {code}); chạy lại sau {pause} giây.", **facts))
            if not self.ready and child.falls >= FALLS_BEFORE_READY:
                told = {"name": child.name, "log": child.log, "words": child.last_words()}
                raise WillNotStart(Sentence("{name} không khởi động được. {log}:\n{words}", **told))
        elif time.monotonic() >= child.again_at:
            child.again_at = 0.0
            child.start()


def keep_up(at: "Door") -> int:
    """Keep everything up until SIGTERM or Ctrl-C; answers the exit code."""
    from actions.language import in_language

    asked = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ask)
    household, told = Household(at.settings), False
    with household:
        if not at.as_json:
            logs = at.settings.data / "logs"
            at.give({}, at.say("{url} đang khởi động; nhật ký: {logs}", url=at.settings.origin, logs=logs))
        while not asked.wait(TICK):
            household.tend()
            for line in _taken(household.news):
                print(in_language(line, at.lang), file=sys.stderr, flush=True)
            if household.ready and not told:
                told = True
                pids = {name: child.process.pid for name, child in household.children.items() if child.process}
                url = at.settings.origin
                said = at.say("Sẵn sàng: {url} (Ctrl-C để dừng)", url=url)
                at.give({"ready": True, "url": url, "pids": pids}, said)
    return 0


def _taken(news: list[Sentence]) -> list[Sentence]:
    taken, news[:] = news[:], []
    return taken


def _reported(settings: "Settings", worker: str) -> bool:
    """Whether the worker of this name has reported to Prefect: from then on it takes runs."""
    request = urllib.request.Request(
        f"{settings.server_url}/api/work_pools/trinhky/workers/filter",
        data=b"{}",
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {settings.worker_key}"},
    )
    with suppress(OSError, ValueError, HTTPException), DIRECT.open(request, timeout=5) as answer:
        return any(found["name"] == worker and found["status"] == "ONLINE" for found in json.load(answer))
    return False
