"""A scan of an issued paper arrives by the word of who sends it, is compared by văn thư, and is kept as it came."""

from dataclasses import replace
from datetime import date

import pytest

from actions import agenda, hand_in, keeping, slip, verifying
from actions.hand_in import HandIn
from actions.runtime import Runtime
from actions.scanned import Told
from models import documents, records, registers
from models.tables import Document, Record
from rules.refusals import Refusal
from tests.actions.desk import decided, history, the_document, waiting
from tests.paper.intake.test_scans import scan

CLERK = "vo-thi-diem"
TOLD = Told("05/KH-UBND", date(2026, 1, 12), "Thực hiện công tác dân vận năm 2026")


def scanned(told: Told = TOLD, data: bytes | None = None) -> HandIn:
    return HandIn("xa-my-tho", "plan", 2026, "ban-chup.pdf", scan(pages=2) if data is None else data, told=told)


def refused(runtime: Runtime, paper: HandIn) -> Refusal:
    with pytest.raises(Refusal) as raised:
        hand_in.submit(runtime, runtime.who(CLERK), paper)
    with runtime.memory.read() as session:
        assert session.query(Document).count() == 0
    assert list(runtime.archive.keys()) == [] or raised.value.code == "wrong-paper"
    assert history(runtime, "refused")[-1].facts["refusal"] == raised.value.code
    return raised.value


def test_a_scan_arrives_with_the_number_date_and_subject_that_were_told(runtime: Runtime) -> None:
    taken = hand_in.submit(runtime, runtime.who(CLERK), scanned())
    document = the_document(runtime, taken.document_id)
    assert (document.direction, document.state) == ("incoming", "received")
    assert (document.code, document.issued_on, document.subject) == (TOLD.code, TOLD.issued_on, TOLD.subject)
    (note,) = taken.notes
    assert (note.code, dict(note.facts)) == ("scan", {"pages": "2", "dpi": "200"})
    with runtime.memory.read() as session:
        assert documents.version(session, taken.document_id, 1).facts["pages"] == 2
    text = slip.slip(runtime, waiting(runtime, taken.document_id).id).text
    assert "Đối chiếu với văn bản giấy" in text, "văn thư is told that the words are the sender's"


def test_a_scan_is_registered_and_its_bytes_go_to_be_kept(runtime: Runtime) -> None:
    taken = hand_in.submit(runtime, runtime.who(CLERK), scanned())
    assert decided(runtime, taken.document_id).state == "registered"
    with runtime.memory.read() as session:
        (line,) = registers.incoming(session, "ubnd", 2026)
    assert (line.code_number, line.code_notation, line.page_amount) == ("05", "KH-UBND", 2)
    assert agenda.next_job(runtime, taken.document_id).work == "keep"


@pytest.mark.parametrize(
    "told", [Told(), replace(TOLD, code=" "), replace(TOLD, issued_on=None), replace(TOLD, subject="  ")]
)
def test_a_scan_of_which_nothing_is_told_is_asked_about(runtime: Runtime, told: Told) -> None:
    refusal = refused(runtime, scanned(told))
    assert refusal.code == "scan-needs-words"
    assert "(2 trang, 200 dpi)" in refusal.text


def test_what_is_told_is_held_to_what_is_handed_in(runtime: Runtime) -> None:
    assert refused(runtime, scanned(replace(TOLD, code="năm"))).code == "code-unreadable"
    other_year = refused(runtime, scanned(replace(TOLD, issued_on=date(2025, 1, 12))))
    assert other_year.code == "wrong-paper"
    assert "12/01/2025" in other_year.text


def test_a_scan_below_the_standard_is_not_stored(runtime: Runtime) -> None:
    assert refused(runtime, scanned(data=scan(dpi=150))).code == "scan-below-standard"


def keep(runtime: Runtime, document_id: str) -> None:
    """What the task of keeping does."""
    hashes = {}
    for part in keeping.parts(runtime, document_id):
        data = part.data or runtime.archive.get(part.source or "", part.sha256)
        stored = runtime.archive.put(part.key, data, media=part.media, hold=True, lock_until=keeping.first_lock())
        hashes[stored.key] = stored.sha256
    keeping.kept(runtime, runtime.who(None), document_id, hashes)


def test_a_kept_scan_is_proved_by_hashes_and_history_as_it_has_no_signature(runtime: Runtime) -> None:
    paper = scanned()
    taken = hand_in.submit(runtime, runtime.who(CLERK), paper)
    decided(runtime, taken.document_id)
    keep(runtime, taken.document_id)
    (proof,) = verifying.verify_all(runtime).proofs
    assert proof.why == ()
    with runtime.memory.read() as session:
        record = records.of_document(session, taken.document_id)
    assert record is not None
    assert runtime.archive.get(record.key, record.sha256) == paper.data, "byte for byte what came"
    other = Record(document_id=record.document_id, sha256="0" * 64)
    assert not verifying._came_as_scan(runtime, other), "other bytes in its place are no scan"
