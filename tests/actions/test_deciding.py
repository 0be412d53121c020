"""Deciding a step: the right person, the right round, a reason where one is owed, once; every refused try is kept."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from actions import agenda, deciding, issuing, stepping
from actions.deciding import Choice, Decided
from actions.runtime import Runtime
from models import documents
from models.tables import Decision
from rules.refusals import Refusal
from tests.actions.desk import (
    DRAFTERS,
    an_open_office,
    history,
    run_of,
    sent,
    the_document,
    vietnam,
    waiting,
)

CHAIR, FORM_CHECKER = "nguyen-hoang-phuc", "tran-van-luc"
RIGHT_FORM, SIGN = "Đúng thể thức", "Duyệt và ký"


@pytest.fixture
def plan(runtime: Runtime) -> str:
    """A commune's plan whose first form (form check) is open."""
    return a_plan(runtime)


def a_plan(runtime: Runtime) -> str:
    taken = sent(runtime, "xa-my-tho")
    issuing.made(runtime, runtime.who(None), taken.document_id, 1, "rendered", "0" * 64)
    waiting(runtime, taken.document_id)
    return taken.document_id


def press(runtime: Runtime, person: str, document_id: str, verb: str, reason: str | None = None) -> Decided:
    who = runtime.who(person, "request-x")
    return deciding.decide(runtime, who, Choice(verb, reason), flow_run_id=run_of(document_id))


def refused(runtime: Runtime, person: str, document_id: str, verb: str, reason: str | None = None) -> Refusal:
    """The refusal, after making sure that nothing else than the refused try was written down."""
    before, known = the_document(runtime, document_id), decisions(runtime, document_id)
    tried = len(history(runtime, "decision-refused"))
    with pytest.raises(Refusal) as raised:
        press(runtime, person, document_id, verb, reason)
    after = the_document(runtime, document_id)
    assert (after.state, after.round) == (before.state, before.round)
    assert len(decisions(runtime, document_id)) == len(known)
    (*_, event) = history(runtime, "decision-refused")
    assert len(history(runtime, "decision-refused")) == tried + 1
    assert (event.person, event.document_id, event.request_id) == (person, document_id, "request-x")
    assert event.facts["refusal"] == raised.value.code
    return raised.value


def decisions(runtime: Runtime, document_id: str) -> list[Decision]:
    with runtime.memory.read() as session:
        return list(documents.decisions(session, document_id))


def test_a_decision_keeps_who_which_step_which_round_and_which_bytes(runtime: Runtime, plan: str) -> None:
    step = waiting(runtime, plan)
    done = press(runtime, FORM_CHECKER, plan, RIGHT_FORM)
    assert (done.document_id, done.flow_run_id, done.verdict, done.state) == (plan, run_of(plan), "pass", "in_review")
    (decision,) = decisions(runtime, plan)
    with runtime.memory.read() as session:
        version = documents.version(session, plan, 1)
    assert (decision.step_id, decision.round, decision.duty) == (step.id, 1, "form")
    assert (decision.person, decision.name, decision.verb) == (FORM_CHECKER, "Trần Văn Lực", RIGHT_FORM)
    assert (decision.sha256, decision.request_id) == (version.sha256, "request-x")
    (event,) = history(runtime, "decided")
    assert (event.person, event.request_id, event.facts["step"]) == (FORM_CHECKER, "request-x", step.id)
    assert (event.facts["sha256"], event.facts["verdict"]) == (version.sha256, "pass")


def test_who_signs_signs_in_the_capacity_that_a_paper_gives_him(runtime: Runtime, plan: str) -> None:
    press(runtime, FORM_CHECKER, plan, RIGHT_FORM)
    waiting(runtime, plan)
    assert press(runtime, CHAIR, plan, SIGN).state == "approved"
    assert decisions(runtime, plan)[-1].capacity == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def test_nobody_decides_another_ones_step(runtime: Runtime, plan: str) -> None:
    refusal = refused(runtime, CHAIR, plan, RIGHT_FORM)
    assert refusal.code == "not-your-step"
    assert "Trần Văn Lực" in refusal.text
    assert the_document(runtime, plan).subject not in refusal.text, "he may have no business with the paper"


def test_a_form_without_a_choice_decides_nothing(runtime: Runtime, plan: str) -> None:
    refusal = refused(runtime, FORM_CHECKER, plan, "")
    assert refusal.code == "verb-unknown"
    assert RIGHT_FORM in refusal.text
    assert refused(runtime, FORM_CHECKER, plan, SIGN).code == "verb-unknown", "another duty's word"


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_a_return_needs_a_reason(runtime: Runtime, plan: str, reason: str | None) -> None:
    assert refused(runtime, FORM_CHECKER, plan, "Trả lại", reason).code == "reason-needed"


def test_a_return_with_its_reason_goes_to_the_drafter(runtime: Runtime, plan: str) -> None:
    assert press(runtime, FORM_CHECKER, plan, "Trả lại", "Sai lề trái.").state == "returned"
    (decision,) = decisions(runtime, plan)
    assert (decision.verdict, decision.reason) == ("return", "Sai lề trái.")
    assert refused(runtime, FORM_CHECKER, plan, RIGHT_FORM).code == "already-decided"


def test_a_form_of_an_old_round_decides_nothing_in_the_new_one(runtime: Runtime, plan: str) -> None:
    press(runtime, FORM_CHECKER, plan, "Trả lại", "Sai lề trái.")
    assert sent(runtime, "xa-my-tho", note="Đã sửa lề.").round == 2
    step = waiting(runtime, plan)
    refusal = refused(runtime, FORM_CHECKER, plan, RIGHT_FORM)
    assert refusal.code == "old-round"
    assert deciding.verbs(step) == ("Đúng thể thức (lần trình 2)", "Trả lại (lần trình 2)")
    press(runtime, FORM_CHECKER, plan, "Đúng thể thức (lần trình 2)")
    first, second = decisions(runtime, plan)
    assert (first.round, second.round) == (1, 2)
    assert first.sha256 != second.sha256, "each decision stays bound to the bytes that were seen"


def test_a_run_that_nobody_knows_is_refused(runtime: Runtime) -> None:
    with pytest.raises(Refusal) as raised:
        press(runtime, CHAIR, "khong-co", SIGN)
    assert raised.value.code == "no-such-run"


def test_a_step_whose_form_was_not_opened_cannot_be_decided(runtime: Runtime) -> None:
    taken = sent(runtime, "xa-my-tho")
    with pytest.raises(Refusal) as raised:
        deciding.decide(runtime, runtime.who(FORM_CHECKER), Choice(RIGHT_FORM), document_id=taken.document_id)
    assert raised.value.code == "already-decided"


def test_the_same_click_many_times_at_once_is_one_decision_and_nobody_is_refused(either: Runtime) -> None:
    plan, clicks = a_plan(either), 6
    barrier = Barrier(clicks)

    def click(number: int) -> bool:
        barrier.wait(60)
        who = either.who(FORM_CHECKER, f"click-{number}")
        return deciding.decide(either, who, Choice(RIGHT_FORM), flow_run_id=run_of(plan)).again

    with ThreadPoolExecutor(clicks) as pool:
        outcomes = list(pool.map(click, range(clicks)))
    assert sorted(outcomes) == [False] + [True] * 5
    (decision,) = decisions(either, plan)
    assert decision.request_id == f"click-{outcomes.index(False)}"
    assert history(either, "decision-refused") == []


def test_a_click_that_comes_again_at_the_next_step_decides_nothing_there(runtime: Runtime, plan: str) -> None:
    press(runtime, FORM_CHECKER, plan, RIGHT_FORM)
    assert waiting(runtime, plan).duty == "approve_sign"
    assert press(runtime, FORM_CHECKER, plan, RIGHT_FORM).again
    assert waiting(runtime, plan).state == "waiting"
    assert refused(runtime, FORM_CHECKER, plan, SIGN).code == "not-your-step"
    assert refused(runtime, CHAIR, plan, RIGHT_FORM).code == "verb-unknown", "he never pressed it"


def test_of_two_at_once_one_wins_and_the_others_are_told(either: Runtime) -> None:
    plan, people = a_plan(either), 6
    barrier = Barrier(people)

    def click(number: int) -> str:
        barrier.wait(60)
        who = either.who(FORM_CHECKER, f"click-{number}")
        choice = Choice(RIGHT_FORM if number % 2 else "Trả lại", f"Lý do {number}.")
        try:
            return deciding.decide(either, who, choice, flow_run_id=run_of(plan)).verdict
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(people) as pool:
        outcomes = list(pool.map(click, range(people)))
    assert sorted(outcomes)[:5] == ["already-decided"] * 5
    (decision,) = decisions(either, plan)
    winner = next(number for number, outcome in enumerate(outcomes) if outcome != "already-decided")
    assert (decision.request_id, decision.verdict) == (f"click-{winner}", outcomes[winner])
    assert [event.request_id for event in history(either, "decided")] == [f"click-{winner}"]
    assert len(history(either, "decision-refused")) == 5


def test_the_drafter_does_not_check_the_form_of_his_own_paper(tmp_path: Path) -> None:
    """The commune's drafter is also its form checker: the house's rule refuses, and names its paper."""
    runtime = an_open_office(tmp_path / "data", roles=lambda text: text.replace(FORM_CHECKER, DRAFTERS["xa-my-tho"]))
    refusal = refused(runtime, DRAFTERS["xa-my-tho"], a_plan(runtime), RIGHT_FORM)
    assert refusal.code == "house-rule"
    assert "người soạn thảo không tự kiểm tra thể thức" in refusal.text
    assert "Quy chế công tác văn thư 03/QĐ-UBND" in refusal.text
    runtime.memory.close()


def test_a_house_that_only_warns_lets_it_pass_and_keeps_the_warning(tmp_path: Path) -> None:
    runtime = an_open_office(
        tmp_path / "data",
        roles=lambda text: text.replace(FORM_CHECKER, DRAFTERS["xa-my-tho"]),
        separation=lambda text: text.replace(
            "drafter-not-form-checker\n  policy: refuse", "drafter-not-form-checker\n  policy: warn"
        ),
    )
    plan = a_plan(runtime)
    press(runtime, DRAFTERS["xa-my-tho"], plan, RIGHT_FORM)
    (decision,) = decisions(runtime, plan)
    assert decision.warnings[0].startswith("người soạn thảo không tự kiểm tra thể thức (Quy chế")
    runtime.memory.close()


def test_a_role_that_ended_while_the_form_waited_decides_nothing(tmp_path: Path) -> None:
    runtime = an_open_office(tmp_path / "data", roles=handed_over)
    plan = a_plan(runtime)
    runtime.clock.set(vietnam(2026, 3, 1))
    refusal = refused(runtime, FORM_CHECKER, plan, RIGHT_FORM)
    assert (refusal.code, refusal.facts["on"]) == ("role-ended", "01/03/2026")
    runtime.clock.set(vietnam(2026, 2, 28, 23, 59))
    assert press(runtime, FORM_CHECKER, plan, RIGHT_FORM).verdict == "pass", "the last day is a whole day"
    runtime.memory.close()


def test_whoever_takes_over_a_role_takes_over_its_open_forms(tmp_path: Path) -> None:
    runtime = an_open_office(tmp_path / "data", roles=handed_over)
    plan = a_plan(runtime)
    assert agenda.need_of(runtime, plan).key == waiting(runtime, plan).key, "the form stands right"
    runtime.clock.set(vietnam(2026, 3, 1))
    assert agenda.need_of(runtime, plan).key is None, "its run is woken and lays it before somebody else"
    key = stepping.open_step(runtime, runtime.who(None), waiting(runtime, plan).id, run_of(plan))
    assert waiting(runtime, plan).people == [SUCCESSOR]
    assert agenda.need_of(runtime, plan).key == key
    assert refused(runtime, FORM_CHECKER, plan, RIGHT_FORM).code == "not-your-step"
    assert press(runtime, SUCCESSOR, plan, RIGHT_FORM).verdict == "pass"
    runtime.memory.close()


def test_a_step_that_nobody_holds_waits_where_it_is(tmp_path: Path) -> None:
    runtime = an_open_office(tmp_path / "data", roles=lambda text: ending(text, f"person: {FORM_CHECKER}"))
    plan = a_plan(runtime)
    runtime.clock.set(vietnam(2026, 3, 1))
    assert refused(runtime, FORM_CHECKER, plan, RIGHT_FORM).code == "nobody-holds"
    assert agenda.need_of(runtime, plan).key == waiting(runtime, plan).key
    runtime.memory.close()


SUCCESSOR = "duong-chi-hieu"


def handed_over(roles: str) -> str:
    """The commune's form check goes to somebody else on 1 March 2026."""
    entry = f"- unit: xa-my-tho\n  role: form_checker\n  person: {SUCCESSOR}\n  valid_from: 2026-03-01\n"
    return f"{ending(roles, f'person: {FORM_CHECKER}')}\n{entry}  authority: Quyết định phân công mới (mẫu)\n"


def test_a_capacity_that_ended_signs_nothing(tmp_path: Path) -> None:
    runtime = an_open_office(tmp_path / "data", capacities=lambda text: ending(text, f"person: {CHAIR}"))
    plan = a_plan(runtime)
    press(runtime, FORM_CHECKER, plan, RIGHT_FORM)
    waiting(runtime, plan)
    runtime.clock.set(vietnam(2026, 3, 1))
    refusal = refused(runtime, CHAIR, plan, SIGN)
    assert refusal.code == "capacity-ended"
    assert "28/02/2026" in refusal.text
    assert press(runtime, CHAIR, plan, "Trả lại", "Chờ quyết định mới.").verdict == "return", "he may still return it"
    runtime.memory.close()


def test_a_person_who_left_decides_nothing(tmp_path: Path) -> None:
    runtime = an_open_office(tmp_path / "data", people=lambda text: ending(text, f"code: {FORM_CHECKER}"))
    plan = a_plan(runtime)
    runtime.clock.set(vietnam(2026, 3, 1))
    assert refused(runtime, FORM_CHECKER, plan, RIGHT_FORM).code == "unknown-person"
    runtime.memory.close()


def ending(text: str, line: str) -> str:
    """The entry of a profile's list that has this line, in force until 28 February 2026."""
    entries = text.split("\n- ")
    assert sum(line in entry for entry in entries) >= 1
    changed = [
        entry.replace("valid_from: 2022-01-01", "valid_from: 2022-01-01\n  valid_to: 2026-02-28")
        if line in entry
        else entry
        for entry in entries
    ]
    return "\n- ".join(changed)
