"""The year: opened by an administrator and nobody else, once; its dues follow from papers; closed when all is done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from actions import drafting, evaluating, hand_in, issuing, year
from actions.runtime import Runtime
from models import cycles, documents
from models.tables import CaseFile, Cycle
from rules.refusals import Refusal
from tests.actions.desk import a_hand_in, come_to_rest, decided, history, sent, to_issued, to_signed, vietnam
from tests.actions.test_evaluating import evaluated, recognise, sends_its_year
from tests.makers import ADMINISTRATOR, AUDITOR

OWING = ("ptckh", "ptp", "pvhtt", "xa-ba-sao", "xa-my-tho", "xa-phuong-thinh")


def refusal_of(act: object, *given: object) -> Refusal:
    assert callable(act)
    with pytest.raises(Refusal) as raised:
        act(*given)
    return raised.value


def the_cycle(runtime: Runtime) -> Cycle:
    with runtime.memory.read() as session:
        return session.get_one(Cycle, year.open_cycle_id(runtime, 2026))


@pytest.mark.parametrize("person", ["pham-huu-nghia", "tran-quoc-bao", AUDITOR, "khong-ai", None])
def test_only_an_administrator_opens_or_closes_a_year(runtime: Runtime, person: str | None) -> None:
    """Neither the owner of the work, nor the chair, nor the auditor, nor the machine by itself."""
    who = runtime.who(person)
    assert refusal_of(year.start_cycle, runtime, who, 2027).code == "administrators-only"
    assert refusal_of(year.close_cycle, runtime, who, 2026).code == "administrators-only"
    assert [event.facts["year"] for event in history(runtime, "cycle-started")] == [2026]


def test_opening_a_year_twice_is_opening_it_once(runtime: Runtime) -> None:
    admin = runtime.who(ADMINISTRATOR)
    assert year.start_cycle(runtime, admin, 2027) == year.start_cycle(runtime, admin, 2027)
    assert [event.facts["year"] for event in history(runtime, "cycle-started")] == [2026, 2027]


def test_two_who_open_a_year_at_once_open_one(either: Runtime) -> None:
    barrier = Barrier(4)

    def start(_: int) -> int:
        barrier.wait(60)
        return year.start_cycle(either, either.who(ADMINISTRATOR), 2027)

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(start, range(4)))
    assert len(ids) == 1
    with either.memory.read() as session:
        assert len(cycles.obligations(session, ids.pop())) == 18
    assert [event.facts["year"] for event in history(either, "cycle-started")] == [2026, 2027]


def test_every_due_instant_is_the_last_moment_before_the_day_that_a_paper_names(runtime: Runtime) -> None:
    with runtime.memory.read() as session:
        owed = cycles.obligations(session, year.open_cycle_id(runtime, 2026))
    assert {(row.kind, row.due_at) for row in owed} == {
        ("plan", vietnam(2026, 3, 15, 0)),
        ("report_h1", vietnam(2026, 5, 25, 0)),
        ("report_annual", vietnam(2026, 10, 20, 0)),
    }
    assert tuple(row.unit for row in owed if row.kind == "plan") == OWING
    assert all("Kế hoạch 19/KH-UBND" in row.authority or "Công văn 45/UBND-NC" in row.authority for row in owed)


def test_the_milestones_of_the_year_are_its_dues_and_the_judging_after_the_last(runtime: Runtime) -> None:
    found = year.milestones(runtime, the_cycle(runtime).id)
    assert [(one.flow, one.kind, one.at) for one in found] == [
        ("deadline", "plan", vietnam(2026, 3, 15, 0)),
        ("deadline", "report_h1", vietnam(2026, 5, 25, 0)),
        ("deadline", "report_annual", vietnam(2026, 10, 20, 0)),
        ("evaluation", "classification", vietnam(2026, 11, 3, 0)),
    ]
    assert len({one.key(1) for one in found}) == 4


def test_a_milestone_is_overdue_from_its_instant_until_its_flow_has_left_its_mark(runtime: Runtime) -> None:
    cycle_id = the_cycle(runtime).id
    runtime.clock.set(vietnam(2026, 3, 14, 23, 59))
    assert year.overdue_milestones(runtime) == ()
    runtime.clock.set(vietnam(2026, 3, 15, 0))
    assert year.overdue_milestones(runtime) == (f"milestone:{cycle_id}:plan",)
    year.note_deadline(runtime, runtime.who(None), cycle_id, "plan")
    assert year.overdue_milestones(runtime) == ()


def test_a_passed_deadline_names_who_has_not_sent_and_is_noted_once(either: Runtime) -> None:
    cycle_id = the_cycle(either).id
    to_issued(either, sent(either).document_id)
    still_being_signed = sent(either, "xa-my-tho")
    to_signed(either, still_being_signed.document_id)
    either.clock.set(vietnam(2026, 3, 15))
    barrier = Barrier(3)

    def note(_: int) -> tuple[str, ...]:
        barrier.wait(60)
        return year.note_deadline(either, either.who(None), cycle_id, "plan")

    with ThreadPoolExecutor(3) as pool:
        (missing,) = set(pool.map(note, range(3)))
    assert len(missing) == 5
    assert "Ủy ban nhân dân xã Mỹ Thọ" in missing, "a paper that was not issued has not been sent"
    assert "Phòng Tư pháp huyện Cao Lãnh" not in missing
    assert len(history(either, "deadline-passed")) == 1


def test_a_year_with_open_things_is_not_closed_and_they_are_named(runtime: Runtime) -> None:
    sent(runtime)
    refusal = refusal_of(year.close_cycle, runtime, runtime.who(ADMINISTRATOR), 2026)
    assert refusal.code == "cycle-unfinished"
    assert "Thực hiện công tác dân vận chính quyền năm 2026" in refusal.text
    assert "chưa có kết quả xếp loại" in refusal.text
    assert the_cycle(runtime).state == "open"


def open_at_the_end(runtime: Runtime) -> str:
    """What keeps the year from being closed, once every paper lies kept."""
    come_to_rest(runtime)
    return str(refusal_of(year.close_cycle, runtime, runtime.who(ADMINISTRATOR), 2026).facts["open"])


def test_a_year_is_closed_only_when_its_results_and_its_awards_are_decided_on_paper(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    sheets = evaluated(runtime)
    assert open_at_the_end(runtime) == "kết quả xếp loại chưa có quyết định công nhận"
    recognise(runtime, sheets)
    assert open_at_the_end(runtime) == "chưa xét khen thưởng"
    choice = evaluating.propose(runtime, runtime.who(None), the_cycle(runtime).id)
    assert open_at_the_end(runtime) == "đề nghị khen thưởng chưa có quyết định"
    draft = drafting.commendation_draft(runtime, runtime.who(None), the_cycle(runtime).id, choice)
    taken = hand_in.submit_drafted(runtime, runtime.who(None), draft.paper, draft.officer)
    said = open_at_the_end(runtime)
    assert "(Đang trình duyệt)" in said
    assert said.endswith("đề nghị khen thưởng chưa có quyết định")
    to_issued(runtime, taken.document_id)
    come_to_rest(runtime)
    year.close_cycle(runtime, runtime.who(ADMINISTRATOR), 2026)
    assert the_state_of_2026(runtime) == "closed"


def the_state_of_2026(runtime: Runtime) -> str:
    with runtime.memory.read() as session:
        return session.query(Cycle).filter_by(year=2026).one().state


def test_a_year_with_nobody_to_commend_awaits_no_commendation(runtime: Runtime) -> None:
    recognise(runtime, evaluated(runtime))
    assert open_at_the_end(runtime) == "chưa xét khen thưởng"
    cycle_id = the_cycle(runtime).id
    assert year.awaiting_commendation(runtime) == (cycle_id,)
    for _ in range(2):
        evaluating.propose(runtime, runtime.who(None), cycle_id)
    assert year.awaiting_commendation(runtime) == ()
    assert [event.facts["units"] for event in history(runtime, "awards-proposed")] == [[]]
    year.close_cycle(runtime, runtime.who(ADMINISTRATOR), 2026)


def test_a_closed_year_takes_nothing_more_and_does_not_open_again(runtime: Runtime) -> None:
    cycle_id = the_cycle(runtime).id
    recognise(runtime, evaluated(runtime))
    assert evaluating.propose(runtime, runtime.who(None), cycle_id).proposals == (), "nobody sent anything"
    come_to_rest(runtime)
    admin = runtime.who(ADMINISTRATOR)
    assert year.close_cycle(runtime, admin, 2026) == year.close_cycle(runtime, admin, 2026) == cycle_id
    with runtime.memory.read() as session:
        file = session.query(CaseFile).one()
    assert (file.closed_at, file.end_date) == (runtime.clock.now(), runtime.clock.now().date())
    assert len(history(runtime, "cycle-closed")) == 1
    paper = a_hand_in(runtime)
    late = runtime.who("truong-my-duyen")
    assert refusal_of(hand_in.submit, runtime, late, paper).code == "no-open-cycle"
    assert refusal_of(year.start_cycle, runtime, admin, 2026).code == "cycle-closed"
    assert refusal_of(year.close_cycle, runtime, admin, 2031).code == "no-open-cycle"


def test_a_paper_that_came_is_fulfilled_only_when_it_was_accepted(runtime: Runtime) -> None:
    first = sent(runtime)
    runtime.clock.set(vietnam(2026, 2, 2))
    to_issued(runtime, first.document_id)
    with runtime.memory.read() as session:
        arrived = documents.incoming_of(session, first.document_id)
        owed = cycles.obligation(session, the_cycle(runtime).id, "ptp", "plan")
    assert arrived is not None
    assert owed is not None
    assert (owed.first_arrived_at, owed.fulfilled_at) == (vietnam(2026, 2, 2), None)
    runtime.clock.set(vietnam(2026, 2, 4))
    decided(runtime, arrived.id)
    decided(runtime, arrived.id)
    with runtime.memory.read() as session:
        owed = cycles.obligation(session, the_cycle(runtime).id, "ptp", "plan")
    assert owed is not None
    assert (owed.first_arrived_at, owed.fulfilled_at) == (vietnam(2026, 2, 2), vietnam(2026, 2, 4))


def test_an_issued_paper_is_issued_once(runtime: Runtime) -> None:
    first = sent(runtime)
    code = to_issued(runtime, first.document_id)
    issuing.issue(runtime, runtime.who(None), first.document_id)
    assert code == "01/KH-PTP"
    assert len(history(runtime, "issued")) == len(history(runtime, "arrived")) == 1


def test_a_machine_that_knows_only_real_time_never_begins_before_the_offices_clock(runtime: Runtime) -> None:
    """A demonstration may lie behind reality or ahead of it; Prefect's scheduler follows the real clock."""
    really = datetime.now(UTC)
    behind, ahead = really - timedelta(days=400), really + timedelta(days=400)
    for start in (behind, ahead):
        runtime.clock.set(start)
        for days in (1, 30, 3650):
            assert runtime.clock.in_real_time(start + timedelta(days=days)) > really + timedelta(hours=23)
    runtime.clock.set(behind)
    assert runtime.clock.in_real_time(behind - timedelta(days=1)) < really, "what has passed is begun at once"
    assert runtime.clock.in_real_time(ahead) == ahead, "where reality is behind, people see the true date"
