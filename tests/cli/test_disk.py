"""No room on the disk, or a disk that takes nothing, while nothing runs: every command says so plainly, and changes
nothing; with room again the same command does its work."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cli.answers import BROKEN, REFUSED
from tests.cli.program import PROFILE, trinhky

ROOT = Path(__file__).parents[2]
COMMANDS = (
    ("cycle", "start", "2027", "--as", "ly-gia-huy"),
    ("archive", "find", "kế hoạch"),
    ("backup", "backups"),
    ("register", "print", "outgoing", "2026", "-o", "so.pdf"),
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office at rest: its database is closed, without the companions that only an open one has."""
    place = tmp_path_factory.mktemp("at-rest") / "office"
    for words in (("migrate",), ("profile", "load", PROFILE), ("cycle", "start", "2026", "--as", "ly-gia-huy")):
        assert trinhky(*words, "--data", place).code == 0
    return place


def behind(walls: list[str], script: str) -> list[tuple[int, dict[str, dict[str, str]]]]:
    """Exit code and object of each `run …` of a shell script, on a file system that nobody else sees."""
    program = f'{shlex.quote(sys.executable)} -c "from cli.main import app; app()"'
    run = f'run() {{ said=$({program} "$@" --json 2>/dev/null); echo "$? $said"; }}\n'
    words = ["bwrap", "--bind", "/", "/", "--dev-bind", "/dev", "/dev", *walls, "sh", "-c", run + script]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    answers = (line.partition(" ") for line in done.stdout.splitlines())
    return [(int(code), json.loads(said)) for code, _, said in answers]


def each(place: Path, *commands: tuple[str, ...]) -> str:
    return "".join(f"run {shlex.join(words)} --data {shlex.quote(str(place))}\n" for words in commands)


FULL = ("cp -r {office}/. {place}", "dd if=/dev/zero of={place}/ballast bs=1k 2>/dev/null || true")


@pytest.mark.parametrize("disk", ["full", "read-only"])
def test_a_disk_that_takes_nothing_is_said_plainly(office: Path, tmp_path: Path, disk: str) -> None:
    place = tmp_path / "place" if disk == "full" else office
    (tmp_path / "place").mkdir()
    walls = ["--size", "3000000", "--tmpfs", str(place)] if disk == "full" else ["--ro-bind", str(office), str(office)]
    fill = "\n".join(FULL).format(office=shlex.quote(str(office)), place=shlex.quote(str(place)))
    *said, (code, health) = behind(walls, (fill if disk == "full" else "") + "\n" + each(place, *COMMANDS, ("doctor",)))
    for answer in said:
        assert answer[0] == REFUSED, answer
        assert answer[1]["refused"]["code"] == "database-cannot-open"
    assert code == BROKEN
    bad = [check for check in health["checks"] if not check["ok"]]
    assert [check["name"] for check in bad] == ["database", "migrations"]
    assert [check["remedy"].split()[0] for check in bad] == ["Kiểm", "Chưa"], (
        "what to look at; and that nothing was seen"
    )


def test_a_backup_comes_back_on_a_full_disk_once_there_is_room(office: Path, tmp_path: Path) -> None:
    assert trinhky("backup", tmp_path / "backups", "--data", office).code == 0
    small, place = tmp_path / "small", tmp_path / "small" / "there"
    small.mkdir()
    restore = each(place, ("restore", str(tmp_path / "backups")))
    room = f"rm {shlex.quote(str(small))}/ballast\n"
    fill = f"dd if=/dev/zero of={shlex.quote(str(small))}/ballast bs=1k count=2800 2>/dev/null\n"
    full, done = behind(["--size", "3000000", "--tmpfs", str(small)], fill + restore + room + restore)
    assert (full[0], full[1]["refused"]["code"]) == (REFUSED, "disk-full")
    assert "No space left on device" in full[1]["refused"]["message"]
    assert done[0] == 0
