"""setup.sh on machines that lack something: each test gives it a PATH of its own, with a recording `apt-get`."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

NEEDED_BY_THE_SCRIPT = ("sh", "dirname", "tr", "env", "true")
COMPONENTS = ("fc-list", "bwrap", "pdfsig", "pdftotext", "initdb", "chromium", "git")


class Machine:
    """A directory of commands: the script's own tools, and whichever components are said to be there."""

    def __init__(self, place: Path, components: set[str]) -> None:
        self.bin = place
        self.asked = place / "asked-of-apt"
        for name in NEEDED_BY_THE_SCRIPT:
            (self.bin / name).symlink_to(str(shutil.which(name)))
        for name in components:
            self.command(name, "exit 0")
        (self.bin / "python3.11").symlink_to(sys.executable)

    def command(self, name: str, script: str) -> None:
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def user(self, number: int) -> None:
        self.command("id", f"echo {number}")

    def with_apt(self) -> None:
        self.command("apt-get", f'echo "$*" >> {self.asked}')

    def set_up(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(ROOT / "setup.sh"), *words], env={"PATH": str(self.bin), "PYTHON": "python3.11"},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        )  # fmt: skip


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Everything is there but bubblewrap, poppler and Chromium."""
    found = Machine(tmp_path, set(COMPONENTS) - {"bwrap", "pdfsig", "chromium"})
    found.with_apt()
    return found


def test_root_gets_exactly_what_is_missing_after_one_update(machine: Machine) -> None:
    machine.user(0)
    done = machine.set_up("packages", "test")
    assert done.returncode == 0, done.stderr
    asked = machine.asked.read_text().splitlines()
    assert asked == ["update", "install -y --no-install-recommends bubblewrap poppler-utils chromium"]
    assert "bubblewrap poppler-utils chromium" in done.stdout


def test_the_program_alone_asks_for_no_browser(machine: Machine) -> None:
    machine.user(0)
    assert machine.set_up("packages", "run").returncode == 0
    assert "chromium" not in machine.asked.read_text()


def test_sudo_is_used_where_it_asks_no_password(machine: Machine) -> None:
    machine.user(1000)
    machine.command("sudo", '[ "$1" = -n ] && shift && exec "$@"')
    assert machine.set_up("packages", "run").returncode == 0
    assert machine.asked.read_text().splitlines()[-1] == "install -y --no-install-recommends bubblewrap poppler-utils"


def test_a_user_without_rights_is_told_the_one_command_and_nothing_is_tried(machine: Machine) -> None:
    machine.user(1000)
    machine.command("sudo", "exit 1")
    done = machine.set_up("packages", "run")
    commands = [line.strip() for line in done.stderr.splitlines() if line.startswith("    ")]
    install = "apt-get install -y --no-install-recommends bubblewrap poppler-utils"
    assert (done.returncode, commands) == (1, [f"sudo sh -c 'apt-get update && {install}'"])
    assert not machine.asked.exists()


def test_a_machine_without_apt_is_told_what_is_missing(machine: Machine) -> None:
    (machine.bin / "apt-get").unlink()
    machine.user(0)
    done = machine.set_up("packages", "run")
    assert done.returncode == 1
    assert "bubblewrap poppler-utils" in done.stderr


def test_nothing_is_asked_of_apt_where_nothing_is_missing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, set(COMPONENTS))
    machine.with_apt()
    machine.user(1000)
    done = machine.set_up("packages", "test")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not machine.asked.exists()


def test_an_unsuitable_python_is_named_before_anything_is_installed(machine: Machine) -> None:
    machine.command("python3.11", "exit 1")
    machine.user(0)
    done = machine.set_up("packages", "run")
    assert done.returncode == 1
    assert "Python 3.11 or 3.12 is needed" in done.stderr
    assert not machine.asked.exists()
