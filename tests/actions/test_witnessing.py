"""The witness: once a day, locked, bound to the chain both ways, and never late unnoticed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions import backing_up, restoring, witnessing
from actions.clock import MARK
from actions.examining import doctor
from actions.exporting import export
from actions.language import in_language, moment
from actions.runtime import Runtime
from actions.settings import Settings
from models import events
from models.events import Who
from models.tables import ChainHead
from tests.actions.office import KeptOffice, an_office
from tests.actions.spoiling import execute
from tests.models.crowd import all_at_once


def a_witness(runtime: Runtime) -> witnessing.Witness:
    return witnessing.write(runtime, runtime.who(None))


def next_day(runtime: Runtime) -> None:
    runtime.clock.set(runtime.clock.now() + timedelta(days=1))


def faults(runtime: Runtime) -> str:
    return "; ".join(witnessing.examine(runtime)[0])


def test_it_tells_the_head_of_the_chain_every_event_and_every_record(office: KeptOffice) -> None:
    runtime = office.runtime
    with runtime.memory.read() as session:
        head = session.get_one(ChainHead, 1)
        chain = events.hashes(session, 1, head.event_id)
    witness = a_witness(runtime)
    told = json.loads(runtime.archive.get("witness/2026-01-15.json"))
    assert (told["head"], told["count"]) == ({"id": head.event_id, "hash": head.hash}, head.event_id)
    assert list(witness.hashes) == list(chain.values())
    assert {record["id"] for record in told["records"]} == {office.division, office.commune}
    assert runtime.archive.is_locked(witness.key)


def test_the_next_day_tells_only_what_is_new_and_names_the_day_before(office: KeptOffice) -> None:
    first = a_witness(office.runtime)
    next_day(office.runtime)
    second = a_witness(office.runtime)
    assert (second.first, second.records) == (first.head_id + 1, ())
    assert second.previous == {"key": first.key, "sha256": first.sha256}
    assert witnessing.examine(office.runtime)[1].startswith("chứng thư mới nhất ngày 16/01/2026: sự kiện ")


def test_twice_a_day_is_the_same_as_once(office: KeptOffice) -> None:
    assert a_witness(office.runtime) == a_witness(office.runtime)
    with office.runtime.memory.read() as session:
        assert len(events.of_kind(session, "witnessed")) == 1


def test_two_at_once_are_one(tmp_path: Path, database_url: str, now: datetime) -> None:
    an_office(tmp_path / "data", now, database_url).memory.close()
    said = all_at_once(4, one_of_many, tmp_path / "data", database_url)
    assert len(set(said)) == 1
    assert said[0][1] == 1, "one event of it"


def one_of_many(_: int, data: Path, url: str) -> tuple[str, int]:
    runtime = Runtime.open(Settings(data=data, database_url=url))
    witness = a_witness(runtime)
    with runtime.memory.read() as session:
        noted = len(events.of_kind(session, "witnessed"))
    runtime.memory.close()
    return witness.sha256, noted


def test_a_death_between_archive_and_chain_is_made_good(office: KeptOffice) -> None:
    a_witness(office.runtime)
    execute(office.runtime, "DELETE FROM events WHERE kind = 'witnessed'")
    execute(office.runtime, "UPDATE chain_head SET event_id = event_id - 1, hash = (SELECT hash FROM events "
            "ORDER BY id DESC LIMIT 1)")  # fmt: skip
    a_witness(office.runtime)
    with office.runtime.memory.read() as session:
        assert len(events.of_kind(session, "witnessed")) == 1
    assert faults(office.runtime) == ""


def test_a_witness_that_was_taken_away_is_missed(office: KeptOffice) -> None:
    witness = a_witness(office.runtime)
    (office.archive / "objects" / witness.key).unlink()
    assert faults(office.runtime) == f"kho không còn chứng thư {witness.key}"


def test_a_witness_that_was_exchanged_is_known(office: KeptOffice) -> None:
    witness = a_witness(office.runtime)
    for place in (office.archive / "objects" / witness.key, office.archive / "records" / f"{witness.key}~.json"):
        place.unlink()
    office.runtime.archive.put(witness.key, b"{}", media="application/json")
    assert "không còn nguyên vẹn" in faults(office.runtime)


@pytest.fixture
def in_real_time(office: KeptOffice) -> Runtime:
    (office.data / MARK).unlink()
    return office.runtime


def test_an_event_that_no_witness_saw_for_two_days_is_told(in_real_time: Runtime) -> None:
    assert "chưa có chứng thư nào ghi" in faults(in_real_time), "its year is long past"
    a_witness(in_real_time)
    assert faults(in_real_time) == ""
    for days, well in ((1, True), (3, False)):
        with in_real_time.memory.write() as session:
            events.append(session, "read", Who(None, datetime.now(UTC) - timedelta(days=days)))
        assert (faults(in_real_time) == "") == well


def test_the_doctor_says_it_in_english_too(office: KeptOffice) -> None:
    a_witness(office.runtime)
    told = in_language(witnessing.examine(office.runtime)[1], "en")
    assert told.startswith("newest witness of 15/01/2026: event ")


def test_the_export_brings_the_witnesses_and_tells_of_none_that_it_lacks(office: KeptOffice, tmp_path: Path) -> None:
    without = export(office.runtime, office.runtime.who(None), tmp_path / "before").directory
    assert "witness/" not in (without / "README.txt").read_text()
    witness = a_witness(office.runtime)
    place = export(office.runtime, office.runtime.who(None), tmp_path / "out").directory
    assert (place / witness.key).read_bytes() == office.runtime.archive.get(witness.key)
    assert witness.key in (place / "SHA256SUMS").read_text()
    assert "witness/" in (place / "README.txt").read_text()


@pytest.mark.parametrize("witnessed_before", [False, True], ids=["today's witness comes with it", "one was there"])
def test_a_restoring_has_been_seen_by_a_witness_also_where_todays_was_written_before(
    office: KeptOffice, tmp_path: Path, witnessed_before: bool
) -> None:
    if witnessed_before:
        a_witness(office.runtime)
    name = backing_up.back_up(office.runtime, office.runtime.who(None), tmp_path / "backups").directory.name
    there = Runtime.open(Settings(data=tmp_path / "there"))
    done = restoring.restore(there, tmp_path / "backups")
    with there.memory.read() as session:
        (restored,) = events.of_kind(session, "restored")
    key = f"witness/2026-01-15.later-{restored.id:09}.json" if witnessed_before else "witness/2026-01-15.json"
    assert witnessing.keys(there)[-1] == key
    assert restored.hash in witnessing.read(there, key).hashes
    (line,) = [check for check in doctor(there) if check.name == "witness"]
    assert line.mark == "✓"
    assert (
        f"phục hồi lúc {moment(restored.at)} từ bản sao lưu {name}: có đến sự kiện {done.events}, việc làm sau đó ở "
        f"nơi cũ không còn (sự kiện {restored.id}, chứng thư {key} đã ghi)"
    ) in line.detail
    assert (
        f"restored at {moment(restored.at)} from the backup {name}: up to event {done.events}, what was done after "
        f"that in the old place is lost (event {restored.id}, seen by the witness {key})"
    ) in line.said("en").detail
    next_day(there)
    after = a_witness(there)
    assert after.previous is not None
    assert after.previous["key"] == key, "tomorrow's follows the last of today"
    assert faults(there) == ""
    there.memory.close()


def test_a_restoring_that_no_witness_has_seen_is_said_to_be_so(office: KeptOffice) -> None:
    a_witness(office.runtime)
    with office.runtime.memory.write() as session:
        events.append(session, "restored", office.runtime.who(None), backup="2026-01-14", last_event=7)
    said = witnessing.examine(office.runtime)[1]
    assert "từ bản sao lưu 2026-01-14: có đến sự kiện 7" in said
    assert "chưa chứng thư nào ghi" in said
    assert "seen by no witness yet" in in_language(said, "en")


def test_a_lock_that_was_shortened_is_told_with_both_its_ends(office: KeptOffice) -> None:
    witness = a_witness(office.runtime)
    lock = office.runtime.archive.lock_of(witness.key)
    assert lock is not None
    note = office.archive / "records" / f"{witness.key}~.json"
    facts, sooner = json.loads(note.read_text()), lock - timedelta(days=365)
    note.unlink()
    note.write_text(json.dumps({**facts, "lock_until": sooner.isoformat()}))
    ends = f"chỉ còn khóa đến {moment(sooner)}, đã ghi trong chuỗi là đến {moment(lock)}"
    assert faults(office.runtime) == f"chứng thư {witness.key} {ends}"
