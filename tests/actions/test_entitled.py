"""Who may decide is asked first: whoever may not hears that, whatever he pressed."""

from pathlib import Path

import pytest

from actions import deciding, issuing
from actions.deciding import Choice
from actions.runtime import Runtime
from rules.refusals import Refusal
from tests.actions.desk import an_open_office, decided, run_of, sent, to_signed, waiting

CHAIR, FORM_CHECKER, CLERK, OTHER_CHAIR = "nguyen-hoang-phuc", "tran-van-luc", "vo-thi-diem", "duong-chi-hieu"
OTHER_CHECKER = "le-quang-vinh"
RIGHT_FORM, SIGN = "Đúng thể thức", "Duyệt và ký"


def a_plan(runtime: Runtime) -> str:
    """A commune's plan whose first form (form check) is open."""
    paper = sent(runtime, "xa-my-tho").document_id
    issuing.made(runtime, runtime.who(None), paper, 1, "rendered", "0" * 64)
    waiting(runtime, paper)
    return paper


def refused(runtime: Runtime, person: str, paper: str, verb: str) -> Refusal:
    with pytest.raises(Refusal) as raised:
        deciding.decide(runtime, runtime.who(person), Choice(verb), flow_run_id=run_of(paper))
    return raised.value


@pytest.mark.parametrize("verb", [RIGHT_FORM, SIGN, "Cấp số và đóng dấu", "Trả lại", "", "bất kỳ"])
def test_the_wrong_person_hears_that_it_is_not_his_step_whatever_he_pressed(runtime: Runtime, verb: str) -> None:
    refusal = refused(runtime, CHAIR, a_plan(runtime), verb)
    assert refusal.code == "not-your-step"
    assert "Trần Văn Lực" in refusal.text


def test_the_clerk_seals_nothing_before_the_competent_person_has_signed(runtime: Runtime) -> None:
    plan = a_plan(runtime)
    assert refused(runtime, CLERK, plan, RIGHT_FORM).code == "not-your-step"
    to_signed(runtime, plan)
    assert waiting(runtime, plan).duty == "number_seal"
    assert decided(runtime, plan, person=CLERK).state == "signed"


def test_of_two_who_may_sign_only_the_one_whom_the_paper_names_approves_it(tmp_path: Path) -> None:
    """Approving and signing are one person (Đ11.1): the other would sign above a name that is not his."""
    runtime = an_open_office(tmp_path / "data", roles=with_another_chair)
    plan = a_plan(runtime)
    decided(runtime, plan)
    assert waiting(runtime, plan).people == [CHAIR, OTHER_CHAIR]
    refusal = refused(runtime, OTHER_CHAIR, plan, SIGN)
    assert refusal.code == "signer-not-approver"
    assert "Nguyễn Hoàng Phúc" in refusal.text
    assert decided(runtime, plan, person=CHAIR).state == "approved"
    runtime.memory.close()


@pytest.mark.parametrize("verb", [RIGHT_FORM, "Trả lại", ""])
def test_of_two_who_held_a_form_the_second_hears_that_it_is_decided_though_the_next_is_open(
    tmp_path: Path, verb: str
) -> None:
    """His form stands open while the run goes on to a step that does not concern him; a form that Prefect's page has
    emptied meanwhile sends no words."""
    runtime = an_open_office(tmp_path / "data", roles=with_another_checker)
    plan = a_plan(runtime)
    decided(runtime, plan, person=FORM_CHECKER)
    assert waiting(runtime, plan).duty == "approve_sign"
    assert refused(runtime, OTHER_CHECKER, plan, verb).code == "already-decided"
    assert refused(runtime, OTHER_CHECKER, plan, SIGN).code == "not-your-step"
    assert waiting(runtime, plan).state == "waiting"
    runtime.memory.close()


def with_another_checker(roles: str) -> str:
    return _also(roles, "form_checker", OTHER_CHECKER)


def with_another_chair(roles: str) -> str:
    return _also(roles, "chair", OTHER_CHAIR)


def _also(roles: str, role: str, person: str) -> str:
    entry = f"- unit: xa-my-tho\n  role: {role}\n  person: {person}\n  valid_from: 2022-01-01\n"
    return f"{roles}\n{entry}  authority: Quyết định phân công mới (mẫu)\n"
