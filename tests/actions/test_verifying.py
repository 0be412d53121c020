"""Four witnesses of a record (bytes, our database, history, signatures): who forges one is found by another."""

import json
from collections.abc import Callable

import pytest

from actions.verifying import verify_all, verify_record
from rules.refusals import Refusal
from storage.port import Unavailable
from tests.actions.office import KeptOffice
from tests.actions.spoiling import (
    append,
    change_bytes,
    cover_up,
    cut_off_seal,
    execute,
    flip,
    forge_the_keeping,
    key_of,
)

Spoil = Callable[[bytes], bytes]


def faults(office: KeptOffice) -> dict[str, str]:
    return {proof.id: " ".join(proof.why) for proof in verify_all(office.runtime).broken}


def test_papers_that_nobody_touched_are_intact(office: KeptOffice) -> None:
    audit = verify_all(office.runtime)
    assert {proof.id for proof in audit.proofs} == {office.division, office.commune}
    assert audit.broken == ()


@pytest.mark.parametrize("spoil", [flip, cut_off_seal, append])
def test_changed_bytes_are_found_by_their_hash_and_only_where_they_are(office: KeptOffice, spoil: Spoil) -> None:
    change_bytes(office.runtime, office.division, spoil)
    found = faults(office)
    assert set(found) == {office.division}
    assert "không còn nguyên vẹn: sha256" in found[office.division]


@pytest.mark.parametrize("spoil", [flip, cut_off_seal, append])
def test_a_forger_who_changes_every_hash_is_found_by_the_event_of_the_keeping(office: KeptOffice, spoil: Spoil) -> None:
    cover_up(office.runtime, office.division, change_bytes(office.runtime, office.division, spoil))
    found = faults(office)
    assert set(found) == {office.division}
    assert "khác mã băm đã ghi ở sự kiện" in found[office.division]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (flip, "không còn nguyên vẹn"),
        (cut_off_seal, "Thiếu chữ ký số của cơ quan"),
        (append, "byte được nối thêm vào cuối tệp"),
    ],
)
def test_a_forger_who_also_changes_the_event_is_found_by_the_signatures(
    office: KeptOffice, spoil: Spoil, reason: str
) -> None:
    data = change_bytes(office.runtime, office.division, spoil)
    cover_up(office.runtime, office.division, data)
    forge_the_keeping(office.runtime, office.division)
    found = faults(office)
    assert set(found) == {office.division}
    assert reason in found[office.division]


def test_a_missing_part_is_named(office: KeptOffice) -> None:
    key = key_of(office.runtime, office.commune).replace("paper.pdf", "draft.docx")
    (office.archive / "objects" / key).unlink()
    assert f"Kho lưu trữ không có {key}" in faults(office)[office.commune]


@pytest.mark.parametrize("lock_until", [None, "2099-01-01T00:00:00+00:00"], ids=["nothing binds", "a lock is left"])
def test_a_part_that_is_held_no_more_is_named(office: KeptOffice, lock_until: str | None) -> None:
    key = key_of(office.runtime, office.commune)
    note = office.archive / "records" / f"{key}~.json"
    facts = json.loads(note.read_text())
    note.unlink()
    note.write_text(json.dumps({**facts, "hold": False, "lock_until": lock_until}))
    assert faults(office) == {office.commune: f"{key}: không còn được giữ (legal hold)."}


def test_a_record_taken_out_of_the_database_is_missed(office: KeptOffice) -> None:
    execute(office.runtime, "DELETE FROM records WHERE id = :id", id=office.commune)
    assert "sổ lưu không còn dòng này" in faults(office)[office.commune]
    assert not verify_record(office.runtime, office.commune).intact


def test_a_record_that_was_never_kept_is_a_forgery(office: KeptOffice) -> None:
    execute(office.runtime, "UPDATE events SET kind = 'read' WHERE kind = 'kept'")
    assert "Không có sự kiện lưu văn bản này" in faults(office)[office.commune]


def test_an_unknown_record_is_refused(office: KeptOffice) -> None:
    with pytest.raises(Refusal) as refused:
        verify_record(office.runtime, "0000")
    assert refused.value.code == "no-such-record"


def test_an_archive_that_is_away_accuses_no_record(office: KeptOffice) -> None:
    assert verify_record(office.runtime, office.division).intact
    (office.archive / "objects").rename(office.archive / "elsewhere")
    with pytest.raises(Unavailable):
        verify_record(office.runtime, office.division)
