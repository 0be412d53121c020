"""How a machine is taken away and given back: the acts behind the table of outages.

Times are seconds. Mounting wants root; where that is not allowed the drill breaks off and says so.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from actions.clock import Clock
from cli.demo.living import Year
from cli.processes import die_with_parent
from drills.installation import ROLES, Installation, ask
from drills.observer import Strike
from drills.picture import Fault
from tests.storage.dropping_proxy import DroppingProxy
from tests.storage.full_disk import fill
from tests.support.postgres import PostgresServer
from tests.support.seaweed import SeaweedServer

AWAY = 12.0  # longer than the short tries of an effect
LONG_AWAY = 45.0  # longer than all tries: an administrator is asked
SLOW = 2.0  # each call of the store
DISK_MEGABYTES = 320


class SlowProxy(DroppingProxy):
    """Passes every call on, `pause` seconds late."""

    pause = 0.0

    def __init__(self, upstream: str) -> None:
        super().__init__(upstream, method="", drops=0)

    def relay(self, request: object) -> None:
        time.sleep(self.pause)
        super().relay(request)  # type: ignore[arg-type]


class Machines:
    """The servers and disks one outage needs, started on a thread that stays (they die with it)."""

    def __init__(self, place: Path, wanted: tuple[str, ...], hands: ThreadPoolExecutor) -> None:
        self.disk, self.urls, self._wanted, self._hands = place / "disk", dict[str, str](), wanted, hands
        self.postgres = PostgresServer(fsync="on", synchronous_commit="on", full_page_writes="on")
        self.seaweed = SeaweedServer(self.disk / "weed" if "disk" in wanted else None)
        self.proxy: SlowProxy | None = None
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.do(self._start)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        if self.proxy:
            self.proxy.__exit__(kind, error, trace)
        if "seaweed" in self._wanted:
            self.seaweed.close()
        if "postgres" in self._wanted:
            self.postgres.stop()
        if "disk" in self._wanted:
            subprocess.run(["umount", "--lazy", str(self.disk)], check=True)

    def do(self, act: Callable[[], object]) -> None:
        """Have something done by the hands, and wait for it."""
        self._hands.submit(act).result()

    def _start(self) -> None:
        self.disk.mkdir(parents=True)
        if "disk" in self._wanted:
            size = f"size={DISK_MEGABYTES}m"
            subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(self.disk)], check=True)
            self.urls["TRINHKY_ARCHIVE_URL"] = (self.disk / "archive").as_uri()
        if "postgres" in self._wanted:
            self.postgres.start()
            self.urls["TRINHKY_DATABASE_URL"] = self.postgres.url("trinhky")
            self.urls["TRINHKY_PREFECT_DATABASE_URL"] = self.postgres.async_url("prefect")
        if "seaweed" in self._wanted:
            self.seaweed.start()
            self.proxy = SlowProxy(self.seaweed.endpoint).__enter__()
            self.urls["TRINHKY_ARCHIVE_URL"] = f"s3+http://{self.proxy.endpoint}/drill"
            self.urls["TRINHKY_S3_ACCESS_KEY"] = self.seaweed.access_key
            self.urls["TRINHKY_S3_SECRET_KEY"] = self.seaweed.secret_key


def nothing(machines: Machines, installation: Installation) -> dict[str, Strike]:
    """An office that is left alone; what is done to it comes after."""
    return {}


def prefects_database_is_deleted(machines: Machines, installation: Installation) -> dict[str, Strike]:
    """The machine goes dark, and comes up again without Prefect's database, at three moments."""

    def wipe(pause: float = 0.0) -> Callable[[], None]:
        def act() -> None:
            time.sleep(pause)
            machines.do(installation.die)
            for path in installation.data.glob("prefect.db*"):
                path.unlink()
            machines.do(installation.start)

        return act

    return {
        "Prefect's database deleted: a form open": Strike("opened", wipe(1.0), nth=2),
        "Prefect's database deleted: between decision and wake": Strike("decided", wipe(), nth=3),
        "Prefect's database deleted: during issuing": Strike("numbered", wipe(), nth=3),
    }


def server_and_worker_die(machines: Machines, installation: Installation) -> dict[str, Strike]:
    """Both are killed in the same instant; the household that looks after them stays."""

    def act() -> None:
        for pid in filter(None, map(installation.pid_of, ROLES)):
            os.kill(pid, signal.SIGKILL)

    return {
        "server and worker killed together: a form decided": Strike("decided", act, nth=2),
        "server and worker killed together: a paper signed": Strike("signed", act, nth=2),
        "server and worker killed together: a number taken": Strike("numbered", act, nth=3),
    }


def postgres_stops(machines: Machines, installation: Installation) -> dict[str, Strike]:
    """PostgreSQL is shut down, and later ended at once, for a while."""
    server = machines.postgres

    def away(how: signal.Signals) -> Callable[[], None]:
        def act() -> None:
            server.halt(how)
            time.sleep(AWAY)
            machines.do(server.resume)

        return act

    return {
        "PostgreSQL stopped (fast) and started": Strike("decided", away(signal.SIGINT), nth=2),
        "PostgreSQL stopped (immediate) and started": Strike("sealed", away(signal.SIGQUIT), nth=2),
    }


def seaweed_stops(machines: Machines, installation: Installation) -> dict[str, Strike]:
    """The store dies for longer than every effect's tries."""

    def act() -> None:
        machines.seaweed.kill()
        time.sleep(LONG_AWAY)
        machines.do(machines.seaweed.start)

    return {"SeaweedFS killed and started": Strike("signed", act, nth=2)}


def seaweed_is_slow(machines: Machines, installation: Installation) -> dict[str, Strike]:
    """Every call of the store takes seconds, for a while."""

    def act() -> None:
        assert machines.proxy is not None
        machines.proxy.pause = SLOW
        time.sleep(LONG_AWAY)
        machines.proxy.pause = 0.0

    return {f"SeaweedFS slowed by {SLOW:.0f} s a call": Strike("signed", act)}


def seaweed_is_full(machines: Machines, installation: Installation) -> dict[str, Strike]:
    """The store's disk is full to the last block, for longer than every effect's tries."""

    def act() -> None:
        fill(machines.disk / "ballast")
        time.sleep(LONG_AWAY)
        (machines.disk / "ballast").unlink()

    return {"SeaweedFS's disk filled": Strike("signed", act)}


def archive_is_read_only(machines: Machines, installation: Installation) -> dict[str, Strike]:
    """The archive's file system is mounted read-only (root would not care for mode bits) and writable again."""

    def act() -> None:
        _remount(machines.disk, "ro")
        time.sleep(LONG_AWAY)
        _remount(machines.disk, "rw")

    return {"archive directory read-only": Strike("signed", act)}


def _remount(disk: Path, how: str) -> None:
    """Read-only is refused while a file is open for writing: then once more."""
    for _ in range(400):
        done = subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], capture_output=True, text=True)
        if done.returncode == 0:
            return
        time.sleep(0.02)
    raise RuntimeError(done.stderr)


def clock_goes_back(machines: Machines, installation: Installation) -> dict[str, Strike]:
    """Half past midnight; when the first number is taken, the clock is set back an hour, into the day before."""
    clock = Clock(installation.data)

    def past_midnight() -> None:
        clock.set(clock.now().replace(hour=17, minute=30) - timedelta(days=1))  # 00:30 in Vietnam

    def back() -> None:
        clock.set(clock.now() - timedelta(hours=1))

    return {
        "clock at half past midnight": Strike("submitted", past_midnight),
        "clock set back an hour": Strike("numbered", back),
    }


def second_worker(machines: Machines, installation: Installation, year: Year) -> None:
    """Another `trinhky work` on the same pool."""

    def start() -> None:
        name = f"second-{len(machines.workers)}"
        ours = {"TRINHKY_PORT": str(installation.port), "TRINHKY_WORKER_NAME": name}
        command = [sys.executable, "-P", "-m", "cli", "work", "--data", str(installation.data)]
        with installation.data.with_name(f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command, env=installation.environment() | ours, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=die_with_parent(),
            )  # fmt: skip
        machines.workers.append(process)

    machines.do(start)


def two_workers_die(machines: Machines, installation: Installation) -> dict[str, Strike]:
    """Of two workers on one pool first one is killed, then the other."""

    def first() -> None:
        pid = installation.pid_of("worker")
        if pid is not None:
            os.kill(pid, signal.SIGKILL)

    def second() -> None:
        machines.workers[-1].kill()

    return {
        "two workers, the first killed": Strike("signed", first),
        "two workers, the second killed": Strike("sealed", second),
    }


def rewritten_is_found(machines: Machines, installation: Installation) -> list[Fault]:
    """Bytes rewritten, and a locked version removed, beneath the S3 gateway: verify and doctor must name both."""
    records = ask(installation.ours, "SELECT id, key, code FROM records ORDER BY code")[:2]
    assert records, "nothing was kept that could be rewritten"
    client, faults = machines.seaweed.client(), list[Fault]()
    for way, (_, key, _) in zip(("PUT", "DELETE"), records, strict=False):
        (version,) = client.list_objects("drill", prefix=key, recursive=True, include_version=True)
        place = f"http://127.0.0.1:{machines.seaweed.filer_port}/buckets/drill/{key}.versions/v_{version.version_id}"
        httpx.request(way, place, content=b"rewritten" if way == "PUT" else None).raise_for_status()
    told = {words: installation.command(*words, "--json") for words in (("archive", "verify"), ("doctor",))}
    for words, answer in told.items():
        for record_id, _, code in records:
            if answer.returncode == 0 or (record_id not in answer.stdout and code not in answer.stdout):
                faults.append(Fault("lost", f"{' '.join(words)} does not name {code}"))
    return faults
