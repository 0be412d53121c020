"""Makes the installation that `test_upgrade.py` takes over: a small office as a release left it, its papers waiting.

Run in a clone of the release's commit (57cdcda), with the environment of its uv.lock, on a machine that calls itself
otherwise:

    unshare --uts --map-root-user sh -c 'hostname may-cu && PYTHONPATH=. exec python -P "$@"' - \\
        …/tests/journeys/make_upgrade_fixture.py …/tests/journeys/office-0.1.0.tar.xz

The simulated date lies far ahead, so that no milestone of that year comes due while a test runs. The certificates are
of the development CA and say that they have no legal value.
"""

import getpass
import shutil
import socket
import sqlite3
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
from PIL import Image

from actions import accounts, issuing
from cli.demo.doors import Person
from cli.household import Household
from tests.journeys.running import Office
from tests.support.house import PASSWORD, build_house

AT = datetime(2030, 1, 15, 2, 0, tzinfo=UTC)
ADMINISTRATOR = "ly-gia-huy"
# What belongs to the machine and its run, not to the office; the next start makes it again.
SWEPT = ("logs", "prefect", "up.lock", "worker.key", "archive/incoming", "archive/turns")
SWEPT_TABLES = {"trinhky.db": ("sign_ins",), "prefect.db": ("log", "events", "event_resources", "worker")}


def let_papers_wait(office: Office) -> None:
    """One paper at each place where a release may leave one."""
    form, approval, returned = (office.hand_in(unit, "plan") for unit in ("xa-my-tho", "xa-ba-sao", "xa-phuong-thinh"))
    seal, numbered, arrived = (office.hand_in(unit, "plan") for unit in ("ptp", "pvhtt", "ptckh"))
    for document_id in (approval, seal, numbered, arrived, arrived):
        agree(office, document_id)
    give_back(office, returned)
    (incoming,) = office.wait("the issued plan has arrived", lambda: office.arrived(arrived))
    agree(office, incoming)
    for document_id in (form, approval, seal, numbered, incoming):
        office.open_form(document_id)
    office.wait("the returned one waits for its drafter", lambda: waits_for_a_redraft(office, returned))
    lose_the_worker_between_number_and_seal(office, numbered)


def agree(office: Office, document_id: str) -> None:
    """The holder of the waiting step agrees."""
    answer = office.decide(document_id)
    assert answer.status == 201, answer


def give_back(office: Office, document_id: str) -> None:
    """The holder of the waiting step returns the draft."""
    run, step = office.open_form(document_id), office.step(document_id)
    assert step is not None
    accounts.set_password(office.house.runtime, office.house.runtime.who(None), step.people[0], PASSWORD)
    person = Person(office.house.origin, step.people[0], PASSWORD)
    assert person.resume(run, "Trả lại", "Bổ sung thời hạn hoàn thành cho từng nhiệm vụ.").status == 201


def waits_for_a_redraft(office: Office, document_id: str) -> bool:
    """Whether Prefect holds the run of a returned paper suspended."""
    run = office.run(office.document(document_id).flow_run_id)
    return run is not None and "redraft" in run["tags"] and run["state"]["type"] == "PAUSED"


def lose_the_worker_between_number_and_seal(office: Office, document_id: str) -> None:
    """The clerk has decided and the number is taken; there the worker falls for good."""
    worker = office.household.children["work"]
    assert worker.process is not None
    worker.process.terminate()
    worker.process.wait()
    worker.process = None
    agree(office, document_id)
    issuing.take_number(office.house.runtime, office.house.runtime.who(None), document_id)


def sweep(data: Path) -> None:
    """Leaves what the office owns, and that small: its sample seals and signatures in fewer colours."""
    for name in SWEPT:
        shutil.rmtree(data / name) if (data / name).is_dir() else (data / name).unlink(missing_ok=True)
    for name, tables in SWEPT_TABLES.items():
        connection = sqlite3.connect(data / name, isolation_level=None)
        for table in tables:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")
        connection.close()
    for image in data.glob("keys/holders/*/image.png"):
        Image.open(image).quantize(32, Image.Quantize.FASTOCTREE).save(image, optimize=True)


def traces_of_this_machine(data: Path) -> Iterator[str]:
    """Paths and names of the machine that made it, wherever they stand in the files."""
    names = (str(Path.home()), str(Path.cwd()), str(data), getpass.getuser() + "@", "/tmp/")
    for path in sorted(data.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        yield from (f"{path.name}: {name}" for name in names if name.encode() in content)


def pack(data: Path, to: Path) -> None:
    """One archive that tells no owner and no hour."""

    def bare(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = 0
        return entry

    with tarfile.open(to, "w:xz", preset=9) as packed:
        packed.add(data, "office", filter=bare)


def main() -> None:
    """Builds, lives, stops, sweeps, packs."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "var"
        house = build_house(data, AT, (ADMINISTRATOR,))
        # As `at_work` in running.py, which release 0.1.0 does not have.
        headers = {"Authorization": f"Bearer {house.settings.worker_key}"}
        address = f"{house.settings.server_url}/api"
        with httpx.Client(base_url=address, headers=headers, timeout=60, trust_env=False) as system:
            office = Office(house, Household(house.settings), system)
            try:
                office.household.open()
                office.household.wait_until_ready(600)
                let_papers_wait(office)
            finally:
                office.household.stop()
        house.runtime.memory.close()
        sweep(data)
        assert not (found := list(traces_of_this_machine(data))), found
        pack(data, Path(sys.argv[1]))
    print(f"{sys.argv[1]}: {Path(sys.argv[1]).stat().st_size} bytes, made on {socket.gethostname()}")


if __name__ == "__main__":
    main()
