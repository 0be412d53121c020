"""`trinhky backup` and `trinhky restore`, called as people call them."""

from pathlib import Path

from tests.actions.office import KeptOffice
from tests.cli.program import trinhky


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
