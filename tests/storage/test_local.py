"""The directory archive against what happens to disks and processes: full, read-only, gone, cut off, tampered with."""

import errno
import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rules.refusals import Refusal
from storage.local import LocalArchive
from storage.port import Unavailable, digest
from tests.storage.writer import content

ROOT = Path(__file__).parents[2]
PDF = "application/pdf"
PAPER = b"%PDF-1.7 mau" * 100
OTHER = b"%PDF-1.7 khac" * 100


@pytest.fixture
def archive(tmp_path: Path) -> LocalArchive:
    opened = LocalArchive(tmp_path / "kho")
    opened.prove()
    return opened


def writer(archive: LocalArchive, prefix: str, count: int, size: int, *walls: str) -> subprocess.Popen[str]:
    """A writing process of its own, inside bubblewrap when `walls` are given."""
    inside = ["bwrap", "--bind", "/", "/", "--dev-bind", "/dev", "/dev", *walls] if walls else []
    command = [*inside, sys.executable, "-m", "tests.storage.writer", str(archive.root), prefix, str(count), str(size)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def files(directory: Path) -> list[str]:
    return sorted(at.relative_to(directory).as_posix() for at in directory.rglob("*") if at.is_file())


def test_a_kept_file_is_read_only_and_its_record_lies_beside_it(archive: LocalArchive) -> None:
    archive.put("2026/ke-hoach.pdf", PAPER, media=PDF, hold=True)
    kept = archive.root / "objects/2026/ke-hoach.pdf"
    assert kept.read_bytes() == PAPER
    assert kept.stat().st_mode & 0o777 == 0o444
    assert json.loads((archive.root / "records/2026/ke-hoach.pdf~.json").read_bytes()) == {
        "sha256": digest(PAPER),
        "size": len(PAPER),
        "media": PDF,
        "hold": True,
        "lock_until": None,
    }
    assert files(archive.root / "incoming") == []


def test_many_may_open_a_new_archive_at_once(tmp_path: Path) -> None:
    """Each writes its probe and takes it away again beneath the eyes of the others."""
    with ThreadPoolExecutor(8) as openers:
        for opened in [openers.submit(LocalArchive(tmp_path / "kho").prove) for _ in range(200)]:
            opened.result()
    assert files(tmp_path / "kho") == []


def test_a_flipped_byte_is_found(archive: LocalArchive) -> None:
    stored = archive.put("ke-hoach.pdf", PAPER, media=PDF)
    kept = archive.root / "objects/ke-hoach.pdf"
    kept.chmod(0o644)
    kept.write_bytes(PAPER[:-1] + b"X")
    with pytest.raises(Refusal) as refused:
        archive.get("ke-hoach.pdf")
    assert (refused.value.code, refused.value.facts["key"]) == ("archive-broken", "ke-hoach.pdf")
    assert stored.sha256 in str(refused.value)


def test_a_forger_who_mends_the_record_too_is_found_by_the_hash_in_our_database(archive: LocalArchive) -> None:
    stored = archive.put("ke-hoach.pdf", PAPER, media=PDF)
    kept, record = archive.root / "objects/ke-hoach.pdf", archive.root / "records/ke-hoach.pdf~.json"
    forged_record = record.read_bytes().replace(digest(PAPER).encode(), digest(OTHER).encode())
    for forged, text in ((kept, OTHER), (record, forged_record)):
        forged.chmod(0o644)
        forged.write_bytes(text)
    assert archive.get("ke-hoach.pdf") == OTHER
    with pytest.raises(Refusal) as refused:
        archive.get("ke-hoach.pdf", stored.sha256)
    assert refused.value.code == "archive-broken"


@pytest.mark.parametrize("text", [None, b"", b"[]", b'{"sha256": 1}', b'{"lock_until": "hom nay"}'])
def test_a_lost_or_senseless_record_is_a_broken_one(archive: LocalArchive, text: bytes | None) -> None:
    archive.put("ke-hoach.pdf", PAPER, media=PDF)
    record = archive.root / "records/ke-hoach.pdf~.json"
    record.unlink()
    if text is not None:
        record.write_bytes(text)
    for act in (archive.get, archive.stat, lambda key: archive.put(key, PAPER, media=PDF)):
        with pytest.raises(Refusal) as refused:
            act("ke-hoach.pdf")
        assert refused.value.code == "archive-broken"


def test_a_put_cut_off_before_its_bytes_were_visible_left_nothing_that_binds(archive: LocalArchive) -> None:
    archive.put("ke-hoach.pdf", PAPER, media=PDF)
    (archive.root / "objects/ke-hoach.pdf").unlink()  # as if the power had gone between the record and the link
    with pytest.raises(Refusal) as refused:
        archive.get("ke-hoach.pdf")
    assert refused.value.code == "archive-missing"
    archive.put("ke-hoach.pdf", OTHER, media=PDF)
    assert archive.get("ke-hoach.pdf", digest(OTHER)) == OTHER


def test_what_killed_writers_had_acknowledged_is_whole_and_nothing_else_is_visible(archive: LocalArchive) -> None:
    acknowledged: set[str] = set()
    for number in range(6):
        process = writer(archive, f"lan-{number}", 100_000, 200_000)
        assert process.stdout is not None
        acknowledged.update(process.stdout.readline().strip() for _ in range(10 + number))
        process.send_signal(signal.SIGKILL)
        said_since = process.stdout.read().splitlines(keepends=True)
        acknowledged.update(line.strip() for line in said_since if line.endswith("\n"))
        process.wait(30)
    kept = set(archive.keys())
    assert acknowledged <= kept
    assert len(kept - acknowledged) <= 6
    for key in kept:
        assert archive.get(key) == content(key, 200_000)


@pytest.mark.parametrize("size", [10, 3_000, 300_000])
def test_a_full_disk_is_unavailable_shows_no_half_file_and_works_again_with_room(tmp_path: Path, size: int) -> None:
    disk = ["bwrap", "--bind", "/", "/", "--size", "3000000", "--tmpfs", str(tmp_path)]
    life = [sys.executable, "-m", "tests.storage.full_disk", str(tmp_path), str(size)]
    ran = subprocess.run([*disk, *life], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    report = json.loads(ran.stdout)
    assert report.pop("acknowledged") > 0
    assert report == {
        "errno": errno.ENOSPC,
        "visible are the acknowledged": True,
        "whole": True,
        "left behind": 0,
        "kept with room again": True,
    }


def test_a_file_larger_than_the_system_allows_is_unavailable_and_leaves_nothing(archive: LocalArchive) -> None:
    narrow = ["prlimit", f"--fsize={100_000}", sys.executable, "-m", "tests.storage.writer", str(archive.root)]
    ran = subprocess.run([*narrow, "to", "1", "200000"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.stdout.split() == ["Unavailable", str(errno.EFBIG)]
    assert list(archive.keys()) == []
    assert files(archive.root / "incoming") == []


def test_a_read_only_disk_still_reads_and_is_unavailable_for_writing(archive: LocalArchive) -> None:
    archive.put("truoc.pdf", PAPER, media=PDF)
    process = writer(archive, "sau", 1, 1000, "--ro-bind", str(archive.root), str(archive.root))
    said, _ = process.communicate(timeout=60)
    assert said.split() == ["Unavailable", str(errno.EROFS)]
    assert list(archive.keys()) == ["truoc.pdf"]
    proof = (
        "import sys; from pathlib import Path; from storage.local import LocalArchive as A; a = A(Path(sys.argv[1]));"
    )
    walls = ["bwrap", "--bind", "/", "/", "--ro-bind", str(archive.root), str(archive.root), sys.executable, "-c"]
    ran = subprocess.run(
        [*walls, proof + "print(len(a.get('truoc.pdf'))); a.prove()", str(archive.root)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout.split() == [str(len(PAPER))]
    assert "storage.port.Unavailable" in ran.stderr
    assert "Read-only file system" in ran.stderr


def test_a_disk_that_is_not_mounted_is_unavailable_and_not_an_empty_archive(tmp_path: Path) -> None:
    unmounted = LocalArchive(tmp_path / "chua-gan")
    for act in (
        lambda: unmounted.put("ke-hoach.pdf", PAPER, media=PDF),
        lambda: unmounted.get("ke-hoach.pdf"),
        lambda: unmounted.stat("ke-hoach.pdf"),
        lambda: list(unmounted.keys()),
    ):
        with pytest.raises(Unavailable) as failure:
            act()
        assert isinstance(failure.value.__cause__, FileNotFoundError)
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_directory_should_be_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "kho").write_bytes(b"")
    with pytest.raises(Unavailable, match="kho"):
        LocalArchive(tmp_path / "kho").prove()


def test_four_processes_with_the_same_keys_keep_each_once(archive: LocalArchive) -> None:
    processes = [writer(archive, "chung", 40, 5_000) for _ in range(4)]
    said = [process.communicate(timeout=120)[0].split() for process in processes]
    keys = [f"chung/{number:06d}.pdf" for number in range(40)]
    assert said == [keys] * 4
    assert files(archive.root / "objects") == keys
    assert files(archive.root / "records") == [f"{key}~.json" for key in keys]
    assert files(archive.root / "incoming") == []


def test_locks_grown_at_once_by_many_end_at_the_longest(archive: LocalArchive) -> None:
    archive.put("ke-hoach.pdf", PAPER, media=PDF)
    ends = [datetime.now(UTC).replace(microsecond=0) + timedelta(hours=hours) for hours in range(1, 17)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda until: archive.put("ke-hoach.pdf", PAPER, media=PDF, hold=True, lock_until=until), ends))
    assert (archive.lock_of("ke-hoach.pdf"), archive.hold_of("ke-hoach.pdf")) == (ends[-1], True)


def test_starting_sweeps_away_what_a_crash_left_and_not_what_is_being_written(archive: LocalArchive) -> None:
    left, now_written = archive.root / "incoming/left", archive.root / "incoming/now"
    for path in (left, now_written):
        path.write_bytes(b"half")
    os.utime(left, (0, 0))
    archive.prove()
    assert files(archive.root / "incoming") == ["now"]
