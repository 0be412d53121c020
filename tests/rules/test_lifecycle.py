from typing import get_args

import pytest

from rules.duties import DUTIES
from rules.lifecycle import (
    ACT_LABELS,
    FIRST,
    LABELS,
    TRANSITIONS,
    WORK,
    State,
    act_of,
    acts_from,
    is_final,
    label_of,
    next_state,
    work_for,
)
from rules.refusals import Refusal


def walk(state: str, *acts: str) -> str:
    for act in acts:
        state = next_state(state, act)
    return state


def test_an_outgoing_paper_goes_from_draft_to_kept() -> None:
    acts = ("submit", "pass", "approve", "sign", "pass", "number", "seal", "issue", "keep")
    assert walk("draft", *acts) == "kept"


def test_a_returned_paper_is_mended_and_submitted_again() -> None:
    assert walk("draft", "submit", "return") == "returned"
    assert walk("returned", "submit", "approve") == "approved"


def test_an_incoming_paper_is_registered_and_then_accepted_supplemented_or_refused() -> None:
    assert walk("received", "register", "accept") == "accepted"
    assert walk("received", "register", "request_supplement") == "supplement_requested"
    assert walk("received", "refuse") == "refused"


def test_an_edit_after_approval_goes_back_into_review() -> None:
    assert walk("approved", "edit") == "in_review"
    assert TRANSITIONS["approved", "edit"].source == "NĐ 30/2020 Đ11.2"


def test_a_voided_number_leaves_a_signed_paper_that_takes_a_new_number() -> None:
    assert walk("numbered", "void_number", "number") == "numbered"


@pytest.mark.parametrize(
    ("state", "act"),
    [
        ("draft", "seal"),
        ("approved", "seal"),
        ("signed", "seal"),
        ("in_review", "sign"),
        ("approved", "number"),
        ("signed", "edit"),
        ("signed", "withdraw"),
        ("kept", "return"),
        ("issued", "void_number"),
        ("received", "accept"),
        ("registered", "refuse"),
        ("registered", "sign"),
        ("kept", "keep"),
    ],
)
def test_what_the_table_does_not_allow_is_refused_naming_state_and_act(state: str, act: str) -> None:
    with pytest.raises(Refusal) as refusal:
        next_state(state, act)
    assert refusal.value.code == "act-not-allowed"
    assert refusal.value.facts == {"state": label_of(state), "act": ACT_LABELS[act]}


def test_an_act_that_nobody_knows_is_refused_by_its_code() -> None:
    with pytest.raises(Refusal) as refusal:
        next_state("draft", "burn")
    assert refusal.value.facts == {"state": label_of("draft"), "act": "burn"}


def test_the_refusal_speaks_vietnamese() -> None:
    with pytest.raises(Refusal, match="đang ở trạng thái “Đã duyệt”, không thể ký số của cơ quan"):
        next_state("approved", "seal")
    assert label_of("elsewhere") == "elsewhere"


def test_the_final_states_are_exactly_these() -> None:
    final = {state for state in get_args(State) if is_final(state)}
    assert final == {"kept", "withdrawn", "accepted", "supplement_requested", "refused"}


def test_every_state_is_labelled_and_reached_from_a_first_state() -> None:
    reached: set[str] = set(FIRST.values())
    while found := {t.to for (state, _), t in TRANSITIONS.items() if state in reached} - reached:
        reached |= found
    assert reached == set(get_args(State)) == set(LABELS)


def test_every_transition_cites_its_source_and_names_a_labelled_act() -> None:
    assert all(transition.source.startswith("NĐ 30/2020 Đ") for transition in TRANSITIONS.values())
    assert {act for _, act in TRANSITIONS} == set(ACT_LABELS)


def test_a_number_once_taken_is_used_or_voided_and_nothing_else() -> None:
    """No return, no withdrawal, no edit of a paper that holds a number: first the number is voided with its reason."""
    assert acts_from("numbered") == ("void_number", "seal")
    after = {"sealed": ("issue",), "issued": ("keep",), "kept": ()}
    assert {state: acts_from(state) for state in after} == after


def test_no_paper_is_sealed_before_it_is_signed_and_numbered() -> None:
    assert [state for (state, act) in TRANSITIONS if act == "seal"] == ["numbered"]
    assert [state for (state, act) in TRANSITIONS if act == "number"] == ["signed"]
    assert [state for (state, act) in TRANSITIONS if act == "sign"] == ["approved"]


def test_every_decision_of_every_duty_is_an_act_of_the_table() -> None:
    places = {"number_seal": "signed", "receive": "received", "examine": "registered"}
    for duty in DUTIES.values():
        for verb in duty.verbs:
            act = act_of(duty.code, verb.verdict)
            assert act in acts_from(places.get(duty.code, "in_review")) if duty.outside is None else act is None


def test_the_machines_work_is_what_the_table_allows_next() -> None:
    for work in WORK:
        assert work.act is None or work.act in acts_from(work.state)
        assert work.after_duty is None or work.after_duty in DUTIES


def test_the_machine_renders_signs_numbers_seals_delivers_and_keeps_in_this_order() -> None:
    assert [work.task for work in WORK if work.direction == "outgoing"] == [
        "render",
        "sign",
        "number",
        "seal",
        "deliver",
        "keep",
    ]


def test_the_number_and_the_seal_wait_for_the_clerk() -> None:
    numbering, sealing = work_for("signed", direction="outgoing"), work_for("numbered", direction="outgoing")
    assert numbering is not None
    assert sealing is not None
    assert numbering.after_duty == sealing.after_duty == "number_seal"
    assert work_for("returned", direction="outgoing") is None
