"""Handing in a draft: what is taken, what is refused and for which reasons, and that nothing is taken twice."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from actions import hand_in, issuing
from actions.hand_in import HandedIn, HandIn
from actions.runtime import Runtime
from models import documents
from models.tables import Document, Receipt, Step, Version
from paper.compose import compose
from rules.refusals import Refusal
from tests.actions.desk import (
    DRAFTERS,
    a_hand_in,
    decided,
    history,
    sent,
    the_document,
    to_issued,
    to_numbering,
    to_sealed,
    to_signed,
    vietnam,
    waiting,
)
from tests.makers import a_paper, profile_of


def refused(runtime: Runtime, paper: HandIn, person: str = DRAFTERS["ptp"]) -> Refusal:
    with pytest.raises(Refusal) as raised:
        hand_in.submit(runtime, runtime.who(person, "gui"), paper)
    return raised.value


def receipts(runtime: Runtime) -> list[Receipt]:
    with runtime.memory.read() as session:
        return list(session.scalars(select(Receipt).order_by(Receipt.id)))


def counted(runtime: Runtime) -> tuple[int, int, int]:
    """How many documents, versions and steps there are."""
    with runtime.memory.read() as session:
        documents_, versions, steps = (
            session.scalar(select(func.count()).select_from(table)) or 0 for table in (Document, Version, Step)
        )
        return documents_, versions, steps


def test_a_draft_begins_its_first_round_on_its_units_own_route(runtime: Runtime) -> None:
    paper = a_hand_in(runtime, "xa-my-tho")
    taken = hand_in.submit(runtime, runtime.who(DRAFTERS["xa-my-tho"], "request-1"), paper)
    assert (taken.round, taken.state, taken.late) == (1, "in_review", False)
    with runtime.memory.read() as session:
        steps = documents.steps(session, taken.document_id)
        version = documents.version(session, taken.document_id, 1)
    assert [(step.duty, step.unit, step.people, step.state) for step in steps] == [
        ("form", "xa-my-tho", ["tran-van-luc"], "pending"),
        ("approve_sign", "xa-my-tho", ["nguyen-hoang-phuc"], "pending"),
        ("number_seal", "xa-my-tho", ["vo-thi-diem"], "pending"),
    ]
    assert (version.sha256, version.media, version.handed_in_by) == (paper.sha256, "docx", DRAFTERS["xa-my-tho"])
    assert runtime.archive.get(hand_in.version_key(paper.sha256, "docx"), paper.sha256) == paper.data
    (event,) = history(runtime, "submitted")
    assert (event.document_id, event.person, event.request_id) == (
        taken.document_id,
        DRAFTERS["xa-my-tho"],
        "request-1",
    )
    assert (event.facts["sha256"], event.facts["late"]) == (paper.sha256, False)


def test_what_is_not_a_docx_leaves_a_timed_receipt_and_nothing_else(runtime: Runtime) -> None:
    text = HandIn("ptp", "plan", 2026, "ke-hoach.docx", "Kế hoạch năm".encode())
    refusal = refused(runtime, text)
    assert refusal.code == "not-a-docx"
    assert "ke-hoach.docx" in refusal.text
    (receipt,) = receipts(runtime)
    assert (receipt.unit, receipt.person, receipt.filename) == ("ptp", DRAFTERS["ptp"], "ke-hoach.docx")
    assert (receipt.sha256, receipt.refusal, receipt.at) == (text.sha256, "not-a-docx", runtime.clock.now())
    assert receipt.text == refusal.text
    (event,) = history(runtime, "refused")
    assert (event.person, event.request_id, event.facts["refusal"]) == (DRAFTERS["ptp"], "gui", "not-a-docx")
    assert counted(runtime) == (0, 0, 0)
    assert list(runtime.archive.keys()) == []


def test_nobody_hands_in_for_a_unit_that_is_not_his(runtime: Runtime) -> None:
    refusal = refused(runtime, a_hand_in(runtime, "pvhtt"))
    assert refusal.code == "not-your-unit"
    assert "Phòng Văn hóa và Thông tin" in refusal.text
    assert [receipt.refusal for receipt in receipts(runtime)] == ["not-your-unit"]
    assert counted(runtime) == (0, 0, 0)


def test_another_units_paper_is_answered_with_both_names_and_the_right_signer(runtime: Runtime) -> None:
    refusal = refused(runtime, replace(a_hand_in(runtime, "pvhtt"), unit="ptp"))
    assert refusal.code == "wrong-paper"
    assert "PHÒNG VĂN HÓA VÀ THÔNG TIN, không phải Phòng Tư pháp" in refusal.text
    assert "Người ký ghi là Lâm Tuấn Kiệt; người có thẩm quyền ký là Nguyễn Văn Thuận (Đ13)" in refusal.text
    assert counted(runtime) == (0, 0, 0)


def test_a_plan_numbered_elsewhere_and_without_header_is_answered_with_every_reason(runtime: Runtime) -> None:
    """The shape of the plan that this office issued in 2022, handed in as a unit's plan of this year."""
    old = replace(a_paper(profile_of(runtime), "ubnd"), number=19, issued_on=date(2022, 2, 11))
    headless = replace(a_hand_in(runtime), data=without_header(compose(old)))
    refusal = refused(runtime, headless)
    assert refusal.code == "wrong-paper"
    for reason in (
        "Thiếu tên cơ quan ban hành ở góc trên bên trái",
        "ghi ngày 11/02/2022, không thuộc năm công tác 2026",
        "đã có số 19/KH-UBND: bản thảo để trống số và ngày",
        "Người ký ghi là Lê Thị Thu Hà; người có thẩm quyền ký là Nguyễn Văn Thuận",
    ):
        assert reason in refusal.text
    assert "(4)" in refusal.text
    assert "(5)" not in refusal.text


def test_the_same_file_twice_is_one_document(runtime: Runtime) -> None:
    paper = a_hand_in(runtime)
    first = hand_in.submit(runtime, runtime.who(DRAFTERS["ptp"]), paper)
    refusal = refused(runtime, replace(paper, filename="ten-khac.docx"))
    assert (refusal.code, refusal.facts["document"]) == ("already-handed-in", first.document_id)
    assert counted(runtime) == (1, 1, 2)
    assert [receipt.filename for receipt in receipts(runtime)] == ["ten-khac.docx"]


def test_a_second_plan_waits_until_the_first_is_done(runtime: Runtime) -> None:
    first = sent(runtime)
    refusal = refused(runtime, a_hand_in(runtime, note="Bản khác."))
    assert (refusal.code, refusal.facts["document"]) == ("already-in-review", first.document_id)


@pytest.mark.parametrize(
    ("minute_before", "late"), [(True, False), (False, True)], ids=["the last minute of the 14th", "midnight"]
)
def test_the_last_moment_of_the_day_before_is_in_time_and_midnight_is_late(
    runtime: Runtime, minute_before: bool, late: bool
) -> None:
    """ "Trước ngày 15 tháng 3": late papers are taken all the same, and flagged."""
    runtime.clock.set(vietnam(2026, 3, 14, 23, 59) if minute_before else vietnam(2026, 3, 15, 0, 0))
    taken = sent(runtime)
    assert (taken.late, taken.state) == (late, "in_review")
    assert [event.facts["late"] for event in history(runtime, "submitted")] == [late]


def test_arrival_decides_lateness_and_not_the_day_of_handing_in(runtime: Runtime) -> None:
    runtime.clock.set(vietnam(2026, 3, 13))
    on_time = sent(runtime)
    to_numbering(runtime, on_time.document_id)
    runtime.clock.set(vietnam(2026, 3, 16))
    issuing.take_number(runtime, runtime.who(None), on_time.document_id)
    to_sealed(runtime, on_time.document_id)
    issuing.issue(runtime, runtime.who(None), on_time.document_id)
    with runtime.memory.read() as session:
        arrived = documents.incoming_of(session, on_time.document_id)
    assert arrived is not None
    assert (on_time.late, arrived.late, arrived.created_at) == (False, True, vietnam(2026, 3, 16))
    assert [event.facts["late"] for event in history(runtime, "arrived")] == [True]


def test_a_returned_draft_comes_back_as_the_next_round(runtime: Runtime) -> None:
    first = sent(runtime)
    decided(runtime, first.document_id, "return", "Bổ sung thời hạn.")
    again = sent(runtime, note="Có thời hạn.")
    assert (again.document_id, again.round, again.state) == (first.document_id, 2, "in_review")
    with runtime.memory.read() as session:
        rounds = [(step.round, step.duty, step.state) for step in documents.steps(session, first.document_id)]
    assert rounds == [
        (1, "approve_sign", "returned"),
        (1, "number_seal", "pending"),
        (2, "approve_sign", "pending"),
        (2, "number_seal", "pending"),
    ]
    assert waiting(runtime, first.document_id).round == 2


def test_a_returned_draft_that_was_not_changed_is_no_mended_one(runtime: Runtime) -> None:
    paper = a_hand_in(runtime)
    taken = hand_in.submit(runtime, runtime.who(DRAFTERS["ptp"]), paper)
    decided(runtime, taken.document_id, "return", "Bổ sung thời hạn.")
    assert refused(runtime, paper).code == "already-handed-in"
    assert the_document(runtime, taken.document_id).state == "returned"


def test_a_supplement_that_was_asked_for_is_a_new_paper_linked_to_the_first(runtime: Runtime) -> None:
    first = sent(runtime)
    to_issued(runtime, first.document_id)
    assert refused(runtime, a_hand_in(runtime, note="Bổ sung.")).code == "already-in-review"
    with runtime.memory.read() as session:
        arrived = documents.incoming_of(session, first.document_id)
    assert arrived is not None
    decided(runtime, arrived.id)
    decided(runtime, arrived.id, "return", "Thiếu số liệu đối thoại.")
    second = sent(runtime, note="Bổ sung.")
    assert second.document_id != first.document_id
    assert the_document(runtime, second.document_id).supplements_id == first.document_id


def test_nothing_is_handed_in_for_a_year_that_is_not_open(runtime: Runtime) -> None:
    assert refused(runtime, a_hand_in(runtime, of=2027)).code == "no-open-cycle"


def test_a_draft_of_the_machine_waits_for_its_officer_to_accept_authorship(runtime: Runtime) -> None:
    paper = HandIn(
        "ubnd", "classification", 2026, "xep-loai.docx", compose(a_paper(profile_of(runtime), "ubnd", "classification"))
    )
    taken = hand_in.submit_drafted(runtime, runtime.who(None), paper, "dang-thuy-duong")
    step = waiting(runtime, taken.document_id)
    assert (step.duty, step.people) == ("authorship", ["dang-thuy-duong"])
    assert the_document(runtime, taken.document_id).drafter == "dang-thuy-duong"
    (event,) = history(runtime, "drafted")
    assert event.person is None, "the machine drafted it, nobody else"


def test_a_paper_on_its_way_to_the_seal_is_not_replaced_by_another(runtime: Runtime) -> None:
    taken: HandedIn = sent(runtime)
    to_signed(runtime, taken.document_id)
    assert refused(runtime, a_hand_in(runtime, note="Khác.")).code == "already-in-review"


def without_header(docx: bytes) -> bytes:
    """The docx without its first table, where issuer and number stand; the number as a line of its own."""
    from io import BytesIO

    from docx import Document as open_docx

    opened = open_docx(BytesIO(docx))
    header = opened.tables[0]
    lines = [paragraph.text for row in header.rows for cell in row.cells for paragraph in cell.paragraphs]
    kept = [line for line in lines if line.startswith(("Số", "Cao Lãnh"))]
    first = opened.paragraphs[0]
    for line in kept:
        first.insert_paragraph_before(line)
    header._element.getparent().remove(header._element)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()
