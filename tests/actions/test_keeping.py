"""What is kept of a paper: all parts, locked, once; and what an auditor reads of it without this system."""

import json
from datetime import UTC, datetime, timedelta

from actions import keeping
from models import cycles, documents, records, registers
from models.tables import Document, Record
from tests.actions.desk import history
from tests.actions.office import KeptOffice


def the_record(office: KeptOffice) -> Record:
    with office.runtime.memory.read() as session:
        return session.get_one(Record, office.division)


def test_every_part_of_a_record_is_there_held_and_locked(office: KeptOffice) -> None:
    record, archive = the_record(office), office.runtime.archive
    names = {"paper.pdf", "draft.docx", "metadata.json"}
    assert set(record.parts) == {f"records/{record.document_id}/{name}" for name in names}
    assert (record.key, record.sha256) == (
        f"records/{record.document_id}/paper.pdf",
        record.parts[f"records/{record.document_id}/paper.pdf"],
    )
    for key, sha256 in record.parts.items():
        assert archive.get(key, sha256)
        assert archive.hold_of(key)
        until = archive.lock_of(key)
        assert until is not None
        assert until - datetime.now(UTC) > keeping.FIRST_LOCK - timedelta(days=1), "locks are kept by real time"


def test_the_record_is_the_sealed_paper_and_the_draft_that_was_decided(office: KeptOffice) -> None:
    record = the_record(office)
    with office.runtime.memory.read() as session:
        sealed = documents.rendition(session, record.document_id, 1, "sealed")
        version = documents.version(session, record.document_id, 1)
    assert sealed is not None
    assert record.sha256 == sealed.sha256
    assert record.parts[f"records/{record.document_id}/draft.docx"] == version.sha256


def test_its_metadata_say_who_decided_what_over_which_bytes(office: KeptOffice) -> None:
    record = the_record(office)
    told = json.loads(office.runtime.archive.get(f"records/{record.document_id}/metadata.json"))
    assert (told["code"], told["issued_on"], told["unit"]) == ("01/KH-PTP", "2026-01-15", "ptp")
    assert [(one["duty"], one["name"], one["verb"]) for one in told["decisions"]] == [
        ("approve_sign", "Nguyễn Văn Thuận", "Duyệt và ký"),
        ("number_seal", "Cao Thị Nhàn", "Cấp số và đóng dấu"),
    ]
    (version,) = told["versions"]
    assert {one["sha256"] for one in told["decisions"]} == {version["sha256"]}
    assert version["handed_in_by"] == "truong-my-duyen"


def test_what_is_kept_twice_is_kept_once(office: KeptOffice) -> None:
    runtime, record = office.runtime, the_record(office)
    before = history(runtime, "kept")
    keeping.kept(runtime, runtime.who(None), record.document_id, dict(record.parts))
    assert len(history(runtime, "kept")) == len(before) == 2
    with runtime.memory.read() as session:
        assert len(records.find(session)) == 2
        assert cycles.case_file(session, 1).doc_total == 2


def test_what_arrived_from_within_is_not_kept_a_second_time(office: KeptOffice) -> None:
    with office.runtime.memory.read() as session:
        arrived = documents.incoming_of(session, the_record(office).document_id)
        assert arrived is not None
        assert arrived.state == "accepted"
        assert records.of_document(session, arrived.id) is None
        assert session.query(Document).count() == 4


def test_papers_are_numbered_in_the_years_file_in_the_order_of_keeping(office: KeptOffice) -> None:
    with office.runtime.memory.read() as session:
        lines = {line.issuer: line.doc_ordinal for line in registers.all_outgoing(session)}
    assert lines == {"ptp": 1, "xa-my-tho": 2}


def test_a_record_is_found_by_words_without_marks(office: KeptOffice) -> None:
    with office.runtime.memory.read() as session:
        found = records.find(session, words=["phong", "tu", "phap", "dan", "van"], year=2026, kind="plan")
    assert [record.id for record in found] == [office.division]
