"""A paper that arrives already issued, as a PDF with both signatures: taken as it is, or told what is wrong."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from actions import agenda, hand_in
from actions.hand_in import HandIn
from actions.runtime import Runtime
from models import documents, registers
from models.tables import Document, Record
from paper import read
from rules.refusals import Refusal
from tests.actions.desk import an_open_office, decided, history, the_document, vietnam
from tests.actions.office import KeptOffice
from tests.actions.spoiling import append, cut_off_seal, flip

DRAFTER, CLERK = "le-thi-cam-tu", "vo-thi-diem"


@pytest.fixture
def signed(office: KeptOffice, runtime: Runtime) -> HandIn:
    """The commune's plan as another system issued it, under a root that this office trusts."""
    return issued_elsewhere(office, runtime, office.commune, "xa-my-tho")


def issued_elsewhere(office: KeptOffice, runtime: Runtime, record_id: str, unit: str) -> HandIn:
    shutil.copytree(office.data / "keys", runtime.settings.data / "keys", dirs_exist_ok=True)
    with office.runtime.memory.read() as session:
        record = session.get_one(Record, record_id)
    return HandIn(unit, "plan", 2026, f"ke-hoach-{unit}.pdf", office.runtime.archive.get(record.key))


def refused(runtime: Runtime, paper: HandIn, person: str = CLERK) -> Refusal:
    with pytest.raises(Refusal) as raised:
        hand_in.submit(runtime, runtime.who(person), paper)
    with runtime.memory.read() as session:
        assert session.query(Document).count() == 0
    assert list(runtime.archive.keys()) == [] or raised.value.code != "not-authentic"
    (event,) = history(runtime, "refused")
    assert event.facts["refusal"] == raised.value.code
    return raised.value


def test_a_signed_paper_arrives_with_its_own_number_and_is_never_signed_here(runtime: Runtime, signed: HandIn) -> None:
    runtime.clock.set(vietnam(2026, 2, 3))
    taken = hand_in.submit(runtime, runtime.who(CLERK), signed)
    document = the_document(runtime, taken.document_id)
    assert (document.direction, document.state, document.late) == ("incoming", "received", False)
    assert (document.code, str(document.issued_on)) == ("01/KH-UBND", "2026-01-15")
    assert document.subject.startswith("Thực hiện công tác dân vận chính quyền năm 2026")
    with runtime.memory.read() as session:
        steps = documents.steps(session, taken.document_id)
    assert [(step.duty, step.unit) for step in steps] == [("receive", "ubnd"), ("examine", "pnv")]
    assert decided(runtime, taken.document_id).state == "registered"
    with runtime.memory.read() as session:
        (line,) = registers.incoming(session, "ubnd", 2026)
        assert registers.all_outgoing(session) == []
    assert (line.arrival_number, line.code_number, line.code_notation) == (1, "01", "KH-UBND")
    assert (line.arrived_at, line.received_by) == (vietnam(2026, 2, 3), "Nguyễn Thị Bích Ngọc")
    assert agenda.next_job(runtime, taken.document_id).work == "keep", "the record is what arrived, byte for byte"


def test_arrival_decides_its_lateness_whatever_date_it_carries(runtime: Runtime, signed: HandIn) -> None:
    runtime.clock.set(vietnam(2026, 3, 15, 0))
    taken = hand_in.submit(runtime, runtime.who(CLERK), signed)
    assert (taken.late, taken.state) == (True, "received")


def test_a_signed_paper_with_bytes_behind_its_end_is_not_the_file_that_was_signed(
    runtime: Runtime, signed: HandIn
) -> None:
    assert refused(runtime, replace(signed, data=append(signed.data))).code == "broken-pdf"


@pytest.mark.parametrize("spoil", [flip, cut_off_seal], ids=["flipped byte", "seal cut off"])
def test_a_signed_paper_that_was_touched_is_not_authentic(
    runtime: Runtime, signed: HandIn, spoil: Callable[[bytes], bytes]
) -> None:
    refusal = refused(runtime, replace(signed, data=spoil(signed.data)))
    assert refusal.code == "not-authentic"
    assert refusal.facts["problems"]


def test_a_signature_that_leads_to_no_trusted_root_is_not_authentic(runtime: Runtime, signed: HandIn) -> None:
    shutil.rmtree(runtime.settings.data / "keys")
    refusal = refused(runtime, signed)
    assert refusal.code == "not-authentic"
    assert refusal.facts["problems"]


def test_a_paper_of_another_unit_is_answered_with_both_names(
    runtime: Runtime, office: KeptOffice, signed: HandIn
) -> None:
    other = replace(issued_elsewhere(office, runtime, office.division, "xa-my-tho"))
    refusal = refused(runtime, other)
    assert refusal.code == "wrong-paper"
    assert "PHÒNG TƯ PHÁP, không phải Ủy ban nhân dân xã Mỹ Thọ" in refusal.text


def test_a_whole_paper_sealed_by_another_agency_is_not_this_agencys_record(
    runtime: Runtime, office: KeptOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its header says the commune; its seal and its signature are the division's."""
    mixed = issued_elsewhere(office, runtime, office.division, "xa-my-tho")
    of_the_commune = read.read_pdf(issued_elsewhere(office, runtime, office.commune, "xa-my-tho").data)
    monkeypatch.setattr(hand_in.read, "read_pdf", lambda _: of_the_commune)
    refusal = refused(runtime, mixed)
    assert refusal.code == "not-authentic"
    assert (
        "Chữ ký số của cơ quan là của Phòng Tư pháp huyện Cao Lãnh, không phải của Ủy ban nhân dân xã" in refusal.text
    )
    assert "nhưng văn bản ghi người ký là" in refusal.text


def test_a_paper_of_another_year_is_answered_with_both_years(runtime: Runtime, signed: HandIn) -> None:
    from actions import year

    year.start_cycle(runtime, runtime.who("ly-gia-huy"), 2027)
    refusal = refused(runtime, replace(signed, year=2027))
    assert refusal.code == "wrong-paper"
    assert "ngày 15/01/2026, không thuộc năm công tác 2027" in refusal.text


def test_who_is_neither_drafter_nor_clerk_of_the_unit_hands_in_nothing(runtime: Runtime, signed: HandIn) -> None:
    assert refused(runtime, signed, "tran-van-luc").code == "not-your-unit"


def test_a_drafts_docx_is_not_the_clerks_to_hand_in(runtime: Runtime) -> None:
    from tests.actions.desk import a_hand_in

    assert refused(runtime, a_hand_in(runtime, "xa-my-tho"), CLERK).code == "not-your-unit"


def test_two_clerks_who_hand_in_the_same_file_at_the_same_instant_make_one_document(
    tmp_path: Path, database_url: str, office: KeptOffice
) -> None:
    runtime = an_open_office(tmp_path / "at-once", database_url)
    signed = issued_elsewhere(office, runtime, office.commune, "xa-my-tho")
    people, barrier = [DRAFTER, CLERK] * 2, Barrier(4)
    assert runtime.archive
    assert runtime.roots

    def send(person: str) -> str:
        barrier.wait(60)
        try:
            hand_in.submit(runtime, runtime.who(person), signed)
        except Refusal as refusal:
            return refusal.code
        return "taken"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(send, people))
    assert outcomes == ["already-handed-in"] * 3 + ["taken"]
    with runtime.memory.read() as session:
        assert session.query(Document).count() == 1
    runtime.memory.close()


def test_the_same_paper_again_is_told_from_a_second_one(runtime: Runtime, signed: HandIn) -> None:
    hand_in.submit(runtime, runtime.who(CLERK), signed)
    with pytest.raises(Refusal) as raised:
        hand_in.submit(runtime, runtime.who(DRAFTER), replace(signed, filename="ban-khac.pdf"))
    assert raised.value.code == "already-handed-in"
