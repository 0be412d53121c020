"""A backup of the whole office, and back on an empty machine: the same registers, byte for byte."""

import re
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from actions import backing_up, restoring, witnessing
from actions.backing_up import BackedUp
from actions.examining import doctor
from actions.exporting import export
from actions.runtime import Runtime
from actions.settings import Settings
from models import events
from rules.refusals import Refusal
from tests import makers
from tests.actions.office import KeptOffice
from tests.actions.shapes import Shape
from tests.actions.spoiling import flip


def back_up(runtime: Runtime, place: Path) -> BackedUp:
    return backing_up.back_up(runtime, runtime.who(None), place)


def registers(runtime: Runtime, place: Path) -> dict[str, bytes]:
    export(runtime, runtime.who(None), place)
    return {path.name: path.read_bytes() for path in (place / "registers").iterdir()}


def bound(runtime: Runtime) -> dict[str, tuple[object, ...]]:
    """Every object with its bytes' hash, hold and lock."""
    kept = runtime.archive
    return {key: (kept.stat(key).sha256, kept.hold_of(key), kept.lock_of(key)) for key in set(kept.keys())}


def test_a_restored_office_has_the_same_registers_byte_for_byte(shape: Shape, tmp_path: Path) -> None:
    runtime = makers.a_runtime(tmp_path, **shape.office)
    makers.an_open_year(runtime)
    makers.to_rest(runtime, makers.handed_in(runtime, "truong-my-duyen", "ptp").document_id)
    witnessing.write(runtime, runtime.who(None))
    before, held = registers(runtime, tmp_path / "before"), bound(runtime)
    made = back_up(runtime, tmp_path / "backups")
    there = Runtime.open(Settings(data=tmp_path / "there", **shape.empty))  # type: ignore[arg-type]
    done = restoring.restore(there, tmp_path / "backups")
    assert (done.backup, done.objects) == (made.directory, made.objects)
    assert [check for check in doctor(there) if not check.ok] == []
    assert len(before) >= 2
    assert registers(there, tmp_path / "after") == before
    newest = witnessing.keys(there)[-1]  # of the restoring itself
    assert {key: said for key, said in bound(there).items() if key != newest} == held
    secrets = [path for path in (there.settings.data / "keys").rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}
    for opened in (runtime, there):
        opened.memory.close()


def test_the_next_backup_writes_only_what_is_new(office: KeptOffice, tmp_path: Path) -> None:
    first, second = (back_up(office.runtime, tmp_path / "backups") for _ in range(2))
    assert first.new > 0
    assert (second.new, second.objects) == (0, first.objects)
    office.runtime.archive.put("versions/moi.docx", b"moi", media="text/plain")
    assert back_up(office.runtime, tmp_path / "backups").new == 1


def test_sha256sum_accepts_a_backup_and_only_its_owner_reads_it(office: KeptOffice, tmp_path: Path) -> None:
    made = back_up(office.runtime, tmp_path / "backups")
    words = ["sha256sum", "-c", "--strict", "SHA256SUMS"]
    done = subprocess.run(words, cwd=made.directory, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": OK\n") > made.objects
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "backups").rglob("*")}
    assert modes <= {0o700, 0o600, 0o400}


def an_object(backup: Path) -> Path:
    return next(path for path in (backup.parent / "objects").rglob("*") if path.is_file())


def spoil(path: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(flip(data))


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda backup: spoil(an_object(backup)), "đã bị thay đổi"),
        (lambda backup: an_object(backup).unlink(), "thiếu "),
        (lambda backup: spoil(backup / "database"), "database đã bị thay đổi"),
        (lambda backup: spoil(backup / "data" / "worker.key"), "worker.key đã bị thay đổi"),
        (lambda backup: (backup / "data" / "them.key").write_bytes(b"x"), "data/them.key không có trong SHA256SUMS"),
        (lambda backup: (backup / "SHA256SUMS").unlink(), "thiếu SHA256SUMS"),
        (lambda backup: (backup / "SHA256SUMS").write_text(""), "thiếu ../objects/"),
    ],
)
def test_a_broken_or_half_backup_is_refused_by_name_and_nothing_is_written(
    office: KeptOffice, tmp_path: Path, damage: Callable[[Path], object], named: str
) -> None:
    backup = back_up(office.runtime, tmp_path / "backups").directory
    damage(backup)
    there = Runtime.open(Settings(data=tmp_path / "there"))
    with pytest.raises(Refusal) as refused:
        restoring.restore(there, tmp_path / "backups")
    assert refused.value.code == "backup-broken"
    assert str(backup) in refused.value.text
    assert named in refused.value.text
    assert {path.name for path in there.settings.data.iterdir()} == {"worker.key"}


def test_a_backup_that_was_broken_off_leaves_nothing_that_looks_like_one(office: KeptOffice, tmp_path: Path) -> None:
    paper = next((office.archive / "objects" / "records").rglob("paper.pdf"))
    spoil(paper)
    with pytest.raises(Refusal) as refused:
        back_up(office.runtime, tmp_path / "backups")
    assert refused.value.code == "archive-broken"
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["objects"]
    with pytest.raises(Refusal, match="không có bản sao lưu nào"):
        restoring.restore(Runtime.open(Settings(data=tmp_path / "there")), tmp_path / "backups")


PARTS = pytest.mark.parametrize("part", ["versions/*.docx", "work/*/1/rendered.pdf", "records/*/paper.pdf"])


@PARTS
def test_an_object_that_was_spoiled_since_stops_the_next_backup_too(
    office: KeptOffice, tmp_path: Path, part: str
) -> None:
    back_up(office.runtime, tmp_path / "backups")
    spoil(next((office.archive / "objects").glob(part)))
    with pytest.raises(Refusal) as refused:
        back_up(office.runtime, tmp_path / "backups")
    assert refused.value.code == "archive-broken"
    assert len(list((tmp_path / "backups").glob("*/manifest.jsonl"))) == 1, "the earlier one is left alone"


@PARTS
def test_an_object_that_the_database_names_and_the_archive_lacks_stops_the_backup_and_is_named(
    office: KeptOffice, tmp_path: Path, part: str
) -> None:
    gone = next((office.archive / "objects").glob(part))
    key = gone.relative_to(office.archive / "objects").as_posix()
    gone.unlink()
    with pytest.raises(Refusal) as refused:
        back_up(office.runtime, tmp_path / "backups")
    assert (refused.value.code, refused.value.facts) == ("archive-incomplete", {"count": 1, "keys": key})
    assert not list((tmp_path / "backups").glob("*/manifest.jsonl")), "a backup without it would look whole"
    found = {check.name: check for check in doctor(office.runtime)}["objects"]
    assert not found.ok
    assert re.fullmatch(rf"thiếu {re.escape(key)} \(.+, 15/01/2026 \d\d:\d\d\)", found.detail)
    assert found.said("en").detail.startswith(f"{key} is missing (")


def test_what_is_not_empty_is_refused_and_left_alone(office: KeptOffice, tmp_path: Path) -> None:
    back_up(office.runtime, tmp_path / "backups")
    with pytest.raises(Refusal) as refused:
        restoring.restore(office.runtime, tmp_path / "backups")
    assert refused.value.code == "place-not-empty"
    (tmp_path / "there" / "archive" / "objects").mkdir(parents=True)
    (tmp_path / "there" / "archive" / "objects" / "a.pdf").write_bytes(b"mine")
    with pytest.raises(Refusal, match="there/archive"):
        restoring.restore(Runtime.open(Settings(data=tmp_path / "there")), tmp_path / "backups")


def test_an_object_that_an_effect_wrote_after_the_copy_stays_out(
    office: KeptOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It belongs to a decision that the copied database does not know."""
    kept = backing_up.events.append

    def meanwhile(*given: object, **facts: object) -> object:
        path = office.archive / "objects" / "work"
        path.mkdir(exist_ok=True)
        (path / "signed.pdf").write_bytes(b"later")
        return kept(*given, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(backing_up.events, "append", meanwhile)
    made = back_up(office.runtime, tmp_path / "backups")
    assert "work/signed.pdf" not in (made.directory / "manifest.jsonl").read_text()


def test_an_object_that_the_copy_names_is_in_even_if_it_came_after_the_first_look(
    office: KeptOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, looks = office.runtime.archive, [0]
    everything = set(archive.keys())

    def keys(prefix: str = "") -> set[str]:
        looks[0] += 1
        return set() if looks[0] == 1 else everything

    monkeypatch.setattr(archive, "keys", keys)
    manifest = back_up(office.runtime, tmp_path / "backups").directory / "manifest.jsonl"
    assert {line["key"] for line in backing_up.lines_of(manifest)} == everything


def test_a_machine_without_the_postgresql_client_is_told_what_to_install(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = makers.a_runtime(tmp_path, database_url=postgres_url)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    with pytest.raises(Refusal) as refused:
        back_up(runtime, tmp_path / "backups")
    assert refused.value.code == "no-postgresql-client"
    assert "postgresql-client" in refused.value.text
    runtime.memory.close()


def test_backing_up_and_restoring_stand_in_the_history(office: KeptOffice, tmp_path: Path) -> None:
    made = back_up(office.runtime, tmp_path / "backups")
    there = Runtime.open(Settings(data=tmp_path / "there"))
    restoring.restore(there, made.directory)
    with there.memory.read() as session:
        told = [events.of_kind(session, kind)[0].facts for kind in ("backed-up", "restored")]
    assert told == [{"backup": made.directory.name}, {"backup": made.directory.name, "last_event": made.events}]
    there.memory.close()


def test_a_damaged_database_is_told_and_not_backed_up(office: KeptOffice, tmp_path: Path) -> None:
    """An index whose page is no page any more: reading a table past it finds nothing wrong."""
    database = office.data / "trinhky.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_documents_desk_state'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    office.runtime.memory.close()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    found = {check.name: check for check in doctor(office.runtime)}["tables"]
    assert not found.ok
    assert "tệp cơ sở dữ liệu bị hỏng" in found.detail
    with pytest.raises(Refusal) as refused:
        back_up(office.runtime, tmp_path / "backups")
    assert refused.value.code == "database-damaged"
    assert not list((tmp_path / "backups").glob("*/manifest.jsonl"))
