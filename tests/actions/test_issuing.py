"""Numbers: gapless, from 01 each year, void ones stay; and everything the machine writes down, it writes down once."""

from datetime import UTC, datetime

import pytest

from actions import agenda, issuing, year
from actions.runtime import Runtime
from models import documents, registers
from models.events import Who
from models.tables import Outgoing
from rules.refusals import Refusal
from tests.actions.desk import (
    DRAFTERS,
    decided,
    history,
    sent,
    the_document,
    to_issued,
    to_numbering,
    to_signed,
    vietnam,
    waiting,
)
from tests.actions.numbering import numbers_for_all
from tests.makers import ADMINISTRATOR
from tests.models.crowd import all_at_once, url_of

KINDS = ("plan", "report_h1", "report_annual")
PROCESSES = 16


def take(runtime: Runtime, document_id: str) -> str:
    return issuing.take_number(runtime, runtime.who(None), document_id)


def register(runtime: Runtime, of: int, issuer: str = "ptp") -> list[Outgoing]:
    with runtime.memory.read() as session:
        return list(registers.outgoing(session, issuer, of))


def ready(runtime: Runtime, kind: str = "plan", of: int = 2026) -> str:
    """A paper of the division of justice for which văn thư has ordered number and seal."""
    document_id = sent(runtime, "ptp", kind, of).document_id
    to_numbering(runtime, document_id)
    return document_id


def test_a_number_stands_in_the_register_with_what_the_decree_wants(runtime: Runtime) -> None:
    paper = ready(runtime)
    assert take(runtime, paper) == "01/KH-PTP"
    (line,) = register(runtime, 2026)
    assert (line.number, line.code_number, line.code_notation) == (1, "01", "KH-PTP")
    assert (line.type_name, line.organ_name) == ("Kế hoạch", "Phòng Tư pháp huyện Cao Lãnh")
    assert (line.signer, line.full_name, line.position) == ("Nguyễn Văn Thuận", "Nguyễn Văn Thuận", "TRƯỞNG PHÒNG")
    assert (line.issued_date, line.taken_at) == (runtime.clock.now().date(), runtime.clock.now())
    (event,) = history(runtime, "numbered")
    assert event.person == "cao-thi-nhan", "whoever ordered it stands in the event"
    assert (event.facts["number"], event.facts["code"]) == (1, "01/KH-PTP")


def test_kinds_of_one_series_share_its_numbers(runtime: Runtime) -> None:
    assert [take(runtime, ready(runtime, kind)) for kind in KINDS] == ["01/KH-PTP", "02/BC-PTP", "03/BC-PTP"]


def test_asking_twice_for_a_papers_number_takes_one(runtime: Runtime) -> None:
    paper = ready(runtime)
    assert take(runtime, paper) == take(runtime, paper) == "01/KH-PTP"
    assert len(register(runtime, 2026)) == len(history(runtime, "numbered")) == 1


def test_no_number_before_the_signature_or_without_the_clerks_order(runtime: Runtime) -> None:
    unsigned = sent(runtime).document_id
    with pytest.raises(Refusal) as raised:
        take(runtime, unsigned)
    assert raised.value.code == "act-not-allowed"
    to_signed(runtime, unsigned)
    assert agenda.next_job(runtime, unsigned).kind == "form", "a signed paper waits for văn thư"
    assert register(runtime, 2026) == []


def test_sixteen_processes_number_sixteen_papers_without_gap_and_none_twice(either: Runtime) -> None:
    """Every process asks for every paper: the same paper gets the same code from all, different ones never."""
    for later in range(2027, 2032):
        year.start_cycle(either, Who(ADMINISTRATOR, datetime(later, 1, 5, tzinfo=UTC)), later)
    papers = [ready(either, kind, of) for of in range(2026, 2032) for kind in KINDS][:PROCESSES]
    assert len(papers) == PROCESSES
    answers = all_at_once(PROCESSES, numbers_for_all, either.settings.data, url_of(either.memory), papers)
    assert all(codes == answers[0] for codes in answers)
    lines = register(either, 2026)
    assert [line.number for line in lines] == list(range(1, PROCESSES + 1))
    assert {line.document_id for line in lines} == set(papers)
    assert sorted(int(code.partition("/")[0]) for code in answers[0].values()) == list(range(1, PROCESSES + 1))
    assert len(history(either, "numbered")) == PROCESSES


def test_a_void_number_stays_with_its_reason_and_the_next_one_follows(runtime: Runtime) -> None:
    paper = ready(runtime)
    assert take(runtime, paper) == "01/KH-PTP"
    clerk = runtime.who("cao-thi-nhan", "huy")
    issuing.void_number(runtime, clerk, paper, "Ghi nhầm ngày ban hành.")
    document = the_document(runtime, paper)
    assert (document.state, document.code, document.issued_on) == ("signed", None, None)
    assert agenda.next_job(runtime, paper).work == "number", "it is numbered again without asking anybody twice"
    assert take(runtime, paper) == "02/KH-PTP"
    assert take(runtime, ready(runtime, "report_h1")) == "03/BC-PTP"
    void, *_ = register(runtime, 2026)
    assert (void.number, void.void_at, void.void_reason) == (1, runtime.clock.now(), "Ghi nhầm ngày ban hành.")
    assert [line.number for line in register(runtime, 2026)] == [1, 2, 3]
    (event,) = history(runtime, "number-voided")
    assert (event.person, event.facts["number"], event.facts["reason"]) == (
        "cao-thi-nhan",
        1,
        "Ghi nhầm ngày ban hành.",
    )


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_number_is_not_voided_without_a_reason(runtime: Runtime, reason: str) -> None:
    paper = ready(runtime)
    take(runtime, paper)
    with pytest.raises(Refusal) as raised:
        issuing.void_number(runtime, runtime.who("cao-thi-nhan"), paper, reason)
    assert raised.value.code == "reason-needed"
    assert the_document(runtime, paper).code == "01/KH-PTP"


@pytest.mark.parametrize("person", ["vo-thi-diem", DRAFTERS["ptp"], None])
def test_only_the_issuers_own_clerk_voids_a_number(runtime: Runtime, person: str | None) -> None:
    paper = ready(runtime)
    take(runtime, paper)
    with pytest.raises(Refusal) as raised:
        issuing.void_number(runtime, runtime.who(person), paper, "Nhầm.")
    assert raised.value.code == "not-the-clerk"
    assert register(runtime, 2026)[0].void_at is None


def test_the_number_of_an_issued_paper_is_not_voided(runtime: Runtime) -> None:
    paper = sent(runtime).document_id
    to_issued(runtime, paper)
    with pytest.raises(Refusal) as raised:
        issuing.void_number(runtime, runtime.who("cao-thi-nhan"), paper, "Nhầm.")
    assert raised.value.code == "act-not-allowed"


def test_numbers_begin_again_with_01_in_a_new_year_by_the_offices_clock(runtime: Runtime) -> None:
    """New Year in Vietnam is 17:00 of 31 December in UTC."""
    papers = [ready(runtime, kind) for kind in KINDS]
    runtime.clock.set(vietnam(2026, 12, 31, 23, 59))
    assert take(runtime, papers[0]) == "01/KH-PTP"
    runtime.clock.set(vietnam(2027, 1, 1, 0, 0))
    assert take(runtime, papers[1]) == "01/BC-PTP"
    runtime.clock.set(vietnam(2027, 1, 2))
    assert take(runtime, papers[2]) == "02/BC-PTP"
    dates = {of: [(line.number, str(line.issued_date)) for line in register(runtime, of)] for of in (2026, 2027)}
    assert dates == {2026: [(1, "2026-12-31")], 2027: [(1, "2027-01-01"), (2, "2027-01-02")]}


def test_a_paper_signed_on_the_last_day_and_numbered_in_the_new_year_belongs_to_the_new_register(
    runtime: Runtime,
) -> None:
    runtime.clock.set(vietnam(2026, 12, 31, 16, 30))
    paper = sent(runtime).document_id
    to_signed(runtime, paper)
    runtime.clock.set(vietnam(2027, 1, 2))
    decided(runtime, paper)
    assert take(runtime, paper) == "01/KH-PTP"
    assert register(runtime, 2026) == []
    making = issuing.making(runtime, paper, "number_seal")
    assert (making.day, making.month) == ("02", "01"), "small days and January, February have two digits"


def test_what_is_recorded_twice_is_recorded_once(runtime: Runtime) -> None:
    paper = sent(runtime).document_id
    while the_document(runtime, paper).state == "in_review":
        decided(runtime, paper)
    for _ in range(2):
        issuing.made(runtime, runtime.who(None), paper, 1, "rendered", "a" * 64)
        issuing.made(runtime, runtime.who(None), paper, 1, "signed", "b" * 64)
    assert the_document(runtime, paper).state == "signed"
    assert len(history(runtime, "rendered")) == len(history(runtime, "signed")) == 1
    assert history(runtime, "signed")[0].person == "nguyen-van-thuan", "the signature is the approver's"


def test_a_draft_that_the_machine_sends_back_waits_for_its_next_round(runtime: Runtime) -> None:
    paper = sent(runtime).document_id
    waiting(runtime, paper)
    refusal = Refusal("no-place-for-number", found="Số: 19/KH-UBND")
    issuing.send_back(runtime, runtime.who(None), paper, 1, refusal)
    assert the_document(runtime, paper).state == "returned"
    assert agenda.next_job(runtime, paper).kind == "redraft"
    with runtime.memory.read() as session:
        assert {step.state for step in documents.steps(session, paper, 1)} == {"void"}
    (event,) = history(runtime, "sent-back")
    assert (event.facts["refusal"], event.facts["reason"]) == (refusal.code, refusal.text)
    again = sent(runtime, note="Đã để trống số.")
    assert (again.document_id, again.round) == (paper, 2)
