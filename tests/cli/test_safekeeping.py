"""`trinhky backup` and `trinhky restore`, called as people call them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from actions import halfway
from actions.halfway import Mark
from actions.runtime import Runtime
from actions.settings import Settings
from cli.household import Household
from rules.refusals import Refusal
from tests.actions.office import KeptOffice
from tests.cli.program import trinhky
from tests.cli.test_no_office import READING, WRITING

STARTING = [["up"], ["serve"], ["work"], ["migrate"], ["demo"]]


def test_a_backup_restored_ends_with_a_doctor_who_is_content(office: KeptOffice, tmp_path: Path) -> None:
    made = trinhky("backup", tmp_path / "backups", "--data", office.data, "--lang", "en")
    assert made.code == 0
    assert "mode 0600" in made.out, "that it holds the keys is said aloud"
    restored = trinhky("restore", tmp_path / "backups", "--data", tmp_path / "there", "--json")
    assert restored.code == 0
    assert restored.json["doctor"]["ok"]
    asked = {check["name"] for check in restored.json["doctor"]["checks"]}
    assert asked >= {"events", "registers", "witness", "records"}
    again = trinhky("restore", tmp_path / "backups", "--data", tmp_path / "there", "--json")
    assert (again.code, again.json["refused"]["code"]) == (3, "place-not-empty")


def test_a_directory_without_a_backup_is_refused_in_english_too(tmp_path: Path) -> None:
    refused = trinhky("restore", tmp_path, "--data", tmp_path / "there", "--lang", "en")
    assert refused.code == 3
    assert "there is no backup" in refused.err


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """A data directory of which somebody began to make an office again."""
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    place = tmp_path / "half"
    halfway.lay(place, Mark("/sao-luu/2026-11-24", "0" * 64, "2026-11-24T03:00:00+00:00"))
    return place


@pytest.mark.parametrize("words", READING + WRITING + STARTING, ids=lambda words: " ".join(map(str, words[:2])))
def test_no_command_opens_half_an_office(
    words: list[str], half: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = trinhky(*words, "--data", half, "--lang", "en", given="mat-khau-dai\n")
    assert said.code == 3
    assert "is being restored from the backup /sao-luu/2026-11-24 (since 24/11/2026 10:00)" in said.err
    assert "run again: trinhky restore /sao-luu/2026-11-24" in said.err
    assert [path.name for path in half.iterdir()] == [halfway.FILE]


def test_no_process_opens_half_an_office_that_was_begun_after_its_door(
    half: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRINHKY_DATA", str(half))
    with pytest.raises(Refusal) as refused:
        Runtime.current.__wrapped__(Runtime)  # type: ignore[attr-defined]
    assert refused.value.code == "restore-unfinished"
    household = Household(Settings(data=half).resolved())
    with pytest.raises(Refusal) as refused:
        household.open()
    assert refused.value.code == "restore-unfinished"
    assert not (half / "trinhky.db").exists()


def test_a_restore_that_was_killed_is_given_again(office: KeptOffice, tmp_path: Path) -> None:
    assert trinhky("backup", tmp_path / "backups", "--data", office.data).code == 0
    there = tmp_path / "there"
    words = [sys.executable, "-P", "-m", "cli", "restore", str(tmp_path / "backups"), "--data", str(there)]
    with subprocess.Popen(words, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}) as process:
        while process.poll() is None and not (there / halfway.FILE).exists():
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    assert (process.returncode, (there / halfway.FILE).exists()) == (-signal.SIGKILL, True)
    assert trinhky("doctor", "--data", there, "--json").json["refused"]["code"] == "restore-unfinished"
    again = trinhky("restore", tmp_path / "backups", "--data", there, "--json")
    assert (again.code, again.json["doctor"]["ok"]) == (0, True)
    assert trinhky("doctor", "--data", there).code == 0
