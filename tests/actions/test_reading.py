"""Who reads a paper, on what ground, and what the history says of it afterwards."""

import hashlib

import pytest

from actions import finding, reading, showing
from actions.finding import Wanted
from actions.renditions import rendition_key
from actions.runtime import Runtime
from models import documents, events
from models.tables import Event, Record
from rules.refusals import Refusal
from tests import makers
from tests.actions.office import KeptOffice

DRAFTER, OTHER_DRAFTER, HEAD = "le-thi-cam-tu", "truong-my-duyen", "nguyen-van-thuan"
OFFICER, CLERK = "dang-thuy-duong", "nguyen-thi-bich-ngoc"
AUDITOR, ADMINISTRATOR = makers.AUDITOR, makers.ADMINISTRATOR


def record_of(runtime: Runtime, record_id: str) -> Record:
    with runtime.memory.read() as session:
        return session.get_one(Record, record_id)


def readings(runtime: Runtime, document_id: str) -> list[Event]:
    with runtime.memory.read() as session:
        return [line for line in events.of_document(session, document_id) if line.kind in showing.READINGS]


def test_a_drafter_reads_the_record_of_his_paper_and_the_history_says_so(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    file = reading.paper_now(office.runtime, office.runtime.who(DRAFTER, "request-1"), record.document_id)
    assert hashlib.sha256(file.data).hexdigest() == record.sha256 == file.sha256
    assert (file.filename, file.media) == ("01-KH-UBND.pdf", "application/pdf")
    [line] = readings(office.runtime, record.document_id)
    assert (line.kind, line.person, line.request_id) == ("read", DRAFTER, "request-1")
    assert line.facts == {
        "what": "paper", "ground": "drafter", "why": "người soạn thảo", "sha256": record.sha256,
    }  # fmt: skip


def test_another_units_drafter_is_refused_and_that_is_remembered(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    stranger = office.runtime.who(OTHER_DRAFTER, "request-2")
    for attempt in (
        lambda: reading.paper_now(office.runtime, stranger, record.document_id),
        lambda: reading.version_file(office.runtime, stranger, record.document_id, 1),
        lambda: reading.record_file(office.runtime, stranger, record.id),
        lambda: showing.show(office.runtime, stranger, record.document_id),
        lambda: finding.look(office.runtime, stranger, record.id),
        lambda: finding.verify(office.runtime, stranger, record.id),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "not-allowed-to-read"
    lines = readings(office.runtime, record.document_id)
    assert {(line.kind, line.person) for line in lines} == {("read-refused", OTHER_DRAFTER)}
    assert [line.facts["what"] for line in lines] == ["paper", "version", "record", "document", "record", "verify"]


def test_a_reader_whom_nobody_knows_is_refused(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    with pytest.raises(Refusal, match="không thuộc số người được đọc"):
        reading.record_file(office.runtime, office.runtime.who(None), record.id)


def test_the_auditor_reads_everything_by_his_mandate(office: KeptOffice) -> None:
    who = office.runtime.who(AUDITOR)
    for record_id in (office.commune, office.division):
        reading.record_file(office.runtime, who, record_id)
        [line] = readings(office.runtime, record_of(office.runtime, record_id).document_id)
        assert (line.facts["ground"], line.facts["what"]) == ("auditor", "record")


def test_even_the_auditors_look_at_a_page_leaves_a_line_and_a_members_does_not(office: KeptOffice) -> None:
    document_id = record_of(office.runtime, office.commune).document_id
    showing.show(office.runtime, office.runtime.who(DRAFTER), document_id)
    assert readings(office.runtime, document_id) == []
    showing.show(office.runtime, office.runtime.who(AUDITOR), document_id)
    [line] = readings(office.runtime, document_id)
    assert (line.person, line.facts["what"]) == (AUDITOR, "document")


def test_the_office_reads_what_a_unit_issued_to_it_but_not_the_units_own_papers(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    officer = office.runtime.who(OFFICER)
    assert reading.record_file(office.runtime, officer, record.id).sha256 == record.sha256
    with pytest.raises(Refusal) as refused:
        showing.show(office.runtime, officer, record.document_id)
    assert refused.value.code == "not-allowed-to-read"
    arrived = makers.arrived(office.runtime, record.document_id)
    shown = showing.show(office.runtime, officer, arrived)
    assert (shown.incoming, shown.state, shown.code) == (True, "accepted", "01/KH-UBND")
    assert [(link.relation, link.readable) for link in shown.links] == [("Văn bản đi của đơn vị ban hành", False)]


def test_what_arrived_is_byte_for_byte_what_was_sealed(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    arrived = makers.arrived(office.runtime, record.document_id)
    clerk = office.runtime.who(CLERK)
    as_handed_in = reading.version_file(office.runtime, clerk, arrived, 1)
    assert as_handed_in.data == reading.paper_now(office.runtime, clerk, arrived).data
    assert as_handed_in.sha256 == record.sha256


def test_a_damaged_record_is_given_to_nobody_and_counts_as_unread(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    kept = office.archive / "objects" / record.key
    kept.chmod(0o644)
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 1
    kept.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        reading.record_file(office.runtime, office.runtime.who(DRAFTER), record.id)
    assert refused.value.code == "archive-broken"
    assert readings(office.runtime, record.document_id) == []


def test_a_new_draft_has_no_pdf_and_then_the_one_its_checker_sees(office: KeptOffice) -> None:
    runtime, who = office.runtime, office.runtime.who(DRAFTER)
    handed = makers.handed_in(runtime, DRAFTER, kind="report_h1")
    with pytest.raises(Refusal) as refused:
        reading.paper_now(runtime, who, handed.document_id)
    assert refused.value.code == "no-pdf-yet"
    assert not showing.show(runtime, who, handed.document_id).has_pdf
    makers.open_form(runtime, handed.document_id)
    with runtime.memory.read() as session:
        rendered = documents.renditions(session, handed.document_id, 1)["rendered"]
    assert reading.paper_now(runtime, who, handed.document_id).sha256 == rendered
    key = rendition_key(handed.document_id, 1, "rendered")
    assert runtime.archive.get(key, rendered).startswith(b"%PDF")


def test_the_draft_itself_can_be_taken_out_again(office: KeptOffice) -> None:
    document_id = record_of(office.runtime, office.commune).document_id
    file = reading.version_file(office.runtime, office.runtime.who(DRAFTER), document_id, 1)
    assert (file.filename, file.data[:2]) == ("xa-my-tho.docx", b"PK")
    with pytest.raises(Refusal) as refused:
        reading.version_file(office.runtime, office.runtime.who(DRAFTER), document_id, 2)
    assert refused.value.code == "no-such-document"


def test_what_does_not_exist_is_said_not_to_exist(office: KeptOffice) -> None:
    who = office.runtime.who(AUDITOR)
    for act, code in (
        (lambda: reading.paper_now(office.runtime, who, "nothing"), "no-such-document"),
        (lambda: showing.show(office.runtime, who, "nothing"), "no-such-document"),
        (lambda: reading.record_file(office.runtime, who, "nothing"), "no-such-record"),
        (lambda: finding.verify(office.runtime, who, "nothing"), "no-such-record"),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert (refused.value.code, refused.value.wording.status) == (code, 404)


def test_records_are_found_by_words_without_marks_and_by_every_filter(office: KeptOffice) -> None:
    def found(**wanted: object) -> list[str]:
        who = office.runtime.who(AUDITOR)
        return sorted(record.id for record in finding.find(office.runtime, who, Wanted(**wanted)))  # type: ignore[arg-type]

    both = sorted([office.commune, office.division])
    assert found(words="DAN VAN chinh quyen") == found(words="dân vận") == found(year=2026, kind="plan") == both
    assert found(words="Mỹ Thọ") == found(unit="xa-my-tho") == [office.commune]
    assert found(words="dan van my tho khong-co-tu-nay") == found(year=2025) == found(kind="report_h1") == []
    assert found(words="%") == found(words="_____") == [], "signs of the query language are letters like others"


def test_everybody_finds_only_what_he_may_read(office: KeptOffice) -> None:
    def found(person: str) -> dict[str, str]:
        return {r.id: r.ground for r in finding.find(office.runtime, office.runtime.who(person), Wanted())}

    assert found(DRAFTER) == {office.commune: "người soạn thảo"}
    assert found(HEAD) == {office.division: "người được giao một bước"}
    assert set(found(OFFICER)) == set(found(AUDITOR)) == set(found(ADMINISTRATOR)) == {office.commune, office.division}
    assert found("bui-ngoc-anh") == {}


def test_verifying_names_both_signers_in_order_and_is_a_reading(office: KeptOffice) -> None:
    found = finding.verify(office.runtime, office.runtime.who(AUDITOR), office.commune)
    assert (found.verdict, found.problems) == ("valid", ())
    assert [signature.signer for signature in found.signatures] == ["Nguyễn Hoàng Phúc", "Ủy ban nhân dân xã Mỹ Thọ"]
    [line] = readings(office.runtime, record_of(office.runtime, office.commune).document_id)
    assert line.facts["what"] == "verify"


def test_the_page_of_a_document_tells_every_hand_file_and_line(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    shown = showing.show(office.runtime, office.runtime.who(DRAFTER), record.document_id)
    assert [hand.verb for hand in shown.hands] == ["Đúng thể thức", "Duyệt và ký", "Cấp số và đóng dấu"]
    assert [hand.name for hand in shown.hands][1] == "Nguyễn Hoàng Phúc"
    assert shown.hands[1].capacity == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert [(file.round, file.filename) for file in shown.files] == [(1, "xa-my-tho.docx")]
    labels = [line.label for line in shown.history]
    assert labels[0] == "Gửi văn bản"
    assert labels[-1] == "Lưu vào kho"
    assert (shown.record_id, shown.code, shown.readings) == (record.id, "01/KH-UBND", ())


def test_every_event_of_a_documents_life_has_a_name_for_people(office: KeptOffice) -> None:
    with office.runtime.memory.read() as session:
        kinds = {line.kind for line in events.after(session, 0, 10_000) if line.document_id}
    assert kinds - set(showing.EVENT_LABELS) == set()


def test_the_register_of_use_is_shown_to_those_who_inspect(office: KeptOffice) -> None:
    document_id = record_of(office.runtime, office.commune).document_id
    reading.paper_now(office.runtime, office.runtime.who(DRAFTER), document_id)
    shown = showing.show(office.runtime, office.runtime.who(AUDITOR), document_id)
    assert [(line.label, line.person, line.detail) for line in shown.readings] == [
        ("Đọc", "Lê Thị Cẩm Tú", "người soạn thảo")
    ]
