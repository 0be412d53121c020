"""Judging the year from what the registers know, on paper: scores, the two decisions, and when they take effect."""

from datetime import date

import pytest

from actions import drafting, evaluating, hand_in, year
from actions.runtime import Runtime
from models import documents, events
from models.tables import AwardRow, Classification, Document
from paper import read
from paper.check import check
from rules import templates
from rules.refusals import Refusal
from rules.scores import Score
from tests.actions.desk import decided, history, sent, to_issued, vietnam

CYCLE = 1
DATES = {"plan": (3, 4), "report_h1": (5, 20), "report_annual": (10, 14)}


def sends_its_year(runtime: Runtime, unit: str, **late: tuple[int, int]) -> None:
    """A unit's three papers, each issued and accepted on a day in time, or on the day given here."""
    for kind, day in (DATES | late).items():
        runtime.clock.set(vietnam(2026, *day))
        taken = sent(runtime, unit, kind)
        to_issued(runtime, taken.document_id)
        accept(runtime, taken.document_id)


def evaluated(runtime: Runtime) -> dict[str, Score]:
    runtime.clock.set(vietnam(2026, 11, 5))
    return {sheet.unit: sheet for sheet in evaluating.evaluate(runtime, runtime.who(None), CYCLE)}


def lost(sheet: Score) -> dict[str, str]:
    """The criteria on which points were lost, with the reason of each."""
    return {line.criterion: line.reason for line in sheet.lines if line.points < line.at_most}


def test_points_are_lost_only_for_what_the_registers_know(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    sends_its_year(runtime, "pvhtt", report_annual=(10, 22))
    sheets = evaluated(runtime)
    assert sheets["ptp"].total == 100
    assert lost(sheets["ptp"]) == {}
    late = lost(sheets["pvhtt"])
    assert len(late) == 1
    assert sheets["pvhtt"].total < 100
    assert "muộn" in next(iter(late.values()))
    assert sheets["xa-ba-sao"].level == "unclassified", "who sent nothing is not classified, and is not judged weak"


def test_the_same_sheets_again_are_told_once_and_other_ones_again(runtime: Runtime) -> None:
    """A machine that died between the evaluation and its draft evaluates once more."""
    sends_its_year(runtime, "ptp")
    assert evaluated(runtime) == evaluated(runtime)
    with runtime.memory.read() as session:
        assert len(events.of_kind(session, "evaluated")) == 1
    sends_its_year(runtime, "pvhtt")
    evaluated(runtime)
    with runtime.memory.read() as session:
        assert len(events.of_kind(session, "evaluated")) == 2


def test_a_return_on_the_units_own_route_and_a_late_arrival_are_both_seen(runtime: Runtime) -> None:
    runtime.clock.set(vietnam(2026, 3, 2))
    first = sent(runtime, "ptp")
    decided(runtime, first.document_id, "return", "Bổ sung thời hạn.")
    sent(runtime, "ptp", note="Có thời hạn.")
    runtime.clock.set(vietnam(2026, 3, 18))
    to_issued(runtime, first.document_id, 2)
    accept(runtime, first.document_id)
    assert lost(evaluated(runtime)["ptp"]).keys() >= {"ke-hoach-dung-han", "khong-bi-tra-lai"}


def accept(runtime: Runtime, document_id: str) -> None:
    """The office receives and accepts what arrived of an issued paper."""
    with runtime.memory.read() as session:
        arrived = documents.incoming_of(session, document_id)
    assert arrived is not None
    decided(runtime, arrived.id)
    decided(runtime, arrived.id)


def test_judging_again_before_the_decision_judges_anew_and_after_it_nothing_moves(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    before = evaluated(runtime)
    assert evaluated(runtime) == before
    recognise(runtime, before)
    sends_its_year(runtime, "pvhtt", plan=(11, 6), report_h1=(11, 6), report_annual=(11, 6))
    assert evaluated(runtime) == before
    with runtime.memory.read() as session:
        assert session.query(Classification).count() == 6


def recognise(runtime: Runtime, sheets: dict[str, Score]) -> str:
    """The classification's decision runs the office's route and is issued; answers its document."""
    draft = drafting.classification_draft(runtime, runtime.who(None), CYCLE, list(sheets.values()))
    taken = hand_in.submit_drafted(runtime, runtime.who(None), draft.paper, draft.officer)
    to_issued(runtime, taken.document_id)
    return taken.document_id


def test_nothing_is_awarded_before_the_classification_is_on_paper(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    evaluated(runtime)
    with pytest.raises(Refusal) as raised:
        evaluating.propose(runtime, runtime.who(None), CYCLE)
    assert raised.value.code == "not-classified"


def test_both_decisions_take_effect_when_they_are_issued_and_not_before(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    sheets = evaluated(runtime)
    with runtime.memory.read() as session:
        assert not any(row.document_id for row in session.query(Classification))
    classification = recognise(runtime, sheets)
    with runtime.memory.read() as session:
        assert {row.document_id for row in session.query(Classification)} == {classification}
    assert year.awaiting_commendation(runtime) == (CYCLE,)
    choice = evaluating.propose(runtime, runtime.who(None), CYCLE)
    assert [proposal.unit for proposal in choice.proposals] == ["ptp"]
    draft = drafting.commendation_draft(runtime, runtime.who(None), CYCLE, choice)
    taken = hand_in.submit_drafted(runtime, runtime.who(None), draft.paper, draft.officer)
    assert year.awaiting_commendation(runtime) == ()
    with runtime.memory.read() as session:
        assert [row.document_id for row in session.query(AwardRow)] == [None]
    assert to_issued(runtime, taken.document_id) == "02/QĐ-UBND"
    with runtime.memory.read() as session:
        (award,) = session.query(AwardRow)
        assert session.get_one(Document, award.document_id).kind == "commendation"
    assert award.amount == choice.proposals[0].amount_dong > 0


def test_proposing_twice_proposes_once(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    recognise(runtime, evaluated(runtime))
    first = evaluating.propose(runtime, runtime.who(None), CYCLE)
    assert evaluating.propose(runtime, runtime.who(None), CYCLE) == first
    assert len(history(runtime, "awards-proposed")) == 1
    with runtime.memory.read() as session:
        assert session.query(AwardRow).count() == len(first.proposals)


@pytest.mark.parametrize("own", [True, False], ids=["the profile's words", "the usual words"])
def test_the_machines_decision_has_no_fault_of_form_whosever_words_it_has(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, own: bool
) -> None:
    sends_its_year(runtime, "ptp")
    sheets = evaluated(runtime)
    if not own:
        monkeypatch.setattr(templates, "words_for", lambda _, kind: templates.USUAL[kind])
    data = drafting.classification_draft(runtime, runtime.who(None), CYCLE, list(sheets.values())).paper.data
    text = read.read_docx(data).text
    assert ("Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân" in text) is own
    assert ("CT, các PCT/UBND Huyện" in text) is own
    assert "chịu trách nhiệm thi hành Quyết định này./." in text
    assert "Lưu: VT, PNV" in text
    assert [found.rule for found in check(data)] == []


def test_the_drafted_decision_says_what_was_judged_and_who_signs(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    sheets = evaluated(runtime)
    draft = drafting.classification_draft(runtime, runtime.who(None), CYCLE, list(sheets.values()))
    facts = read.read_docx(draft.paper.data)
    assert (draft.officer, facts.kind, facts.number) == ("dang-thuy-duong", "classification", None)
    assert facts.signer == "Trần Quốc Bảo"
    assert facts.signature_lines == ("CHỦ TỊCH",), "an individual decision carries no TM."
    assert facts.issued_on is None
    for name in ("Phòng Tư pháp huyện Cao Lãnh", "Ủy ban nhân dân xã Ba Sao"):
        assert name in facts.text
    assert str(date(2026, 1, 1).year) in facts.subject
