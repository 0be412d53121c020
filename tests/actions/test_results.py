"""The two result decisions: the machine drafts them from what was scored, and nothing else becomes one."""

from dataclasses import replace

import pytest

from actions import drafting, hand_in, my_work, year
from actions.hand_in import HandIn
from actions.runtime import Runtime
from models import cycles, documents
from models.tables import Document
from paper.compose import compose
from rules.refusals import Refusal
from tests.actions.desk import decided, to_issued
from tests.actions.test_evaluating import CYCLE, evaluated, recognise, sends_its_year
from tests.makers import a_paper, profile_of

OFFICER = "dang-thuy-duong"
SUBJECTS = {
    "classification": "Về việc công nhận kết quả đánh giá, xếp loại công tác dân vận chính quyền năm 2026",
    "commendation": "Về việc khen thưởng thành tích xuất sắc trong công tác dân vận chính quyền năm 2026",
}


def by_hand(runtime: Runtime, kind: str) -> HandIn:
    """A decision of a kind as its officer would write it himself: in good form, and nothing was scored."""
    paper = replace(a_paper(profile_of(runtime), "ubnd", kind), subject=SUBJECTS[kind])
    return HandIn("ubnd", kind, 2026, f"{kind}-tu-soan.docx", compose(paper))


def refused(runtime: Runtime, paper: HandIn) -> Refusal:
    with pytest.raises(Refusal) as raised:
        hand_in.submit(runtime, runtime.who(OFFICER), paper)
    return raised.value


def drafted(runtime: Runtime) -> str:
    """The classification, drafted by the machine from the present sheets; answers its document."""
    sheets = list(evaluated(runtime).values())
    draft = drafting.classification_draft(runtime, runtime.who(None), CYCLE, sheets)
    return hand_in.submit_drafted(runtime, runtime.who(None), draft.paper, draft.officer).document_id


@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_result_decision_written_by_hand_is_refused_and_says_what_to_do(runtime: Runtime, kind: str) -> None:
    refusal = refused(runtime, by_hand(runtime, kind))
    assert refusal.code == "machine-drafts-it"
    assert "(hiện: chưa soạn)" in refusal.text
    assert "trả lại dự thảo rồi gửi bản sửa .docx" in refusal.text
    with runtime.memory.read() as session:
        assert documents.of_cycle(session, CYCLE) == []


def test_while_the_draft_is_under_way_or_issued_none_is_handed_in_beside_it(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    document = drafted(runtime)
    assert "(hiện: Đang trình duyệt)" in refused(runtime, by_hand(runtime, "classification")).text
    to_issued(runtime, document)
    assert "(hiện: Đã ban hành)" in refused(runtime, by_hand(runtime, "classification")).text


def test_the_page_offers_the_kind_only_while_its_draft_is_returned(runtime: Runtime) -> None:
    def offered() -> set[str]:
        return set(SUBJECTS) & set(my_work.choices(runtime, runtime.who(OFFICER)).kinds)

    assert offered() == set()
    sends_its_year(runtime, "ptp")
    document = drafted(runtime)
    assert offered() == set()
    decided(runtime, document, "return", "Sửa lời văn Điều 3.")
    assert offered() == {"classification"}


def a_foreign_decision(runtime: Runtime, kind: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A decision written by hand that release 0.1.0 still took."""
    with monkeypatch.context() as earlier:
        earlier.setattr(hand_in, "MACHINE_DRAFTED", frozenset())
        return hand_in.submit(runtime, runtime.who(OFFICER), by_hand(runtime, kind)).document_id


def test_a_foreign_decision_neither_stops_the_evaluation_nor_recognises_its_results(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = a_foreign_decision(runtime, "classification", monkeypatch)
    assert not year.drafted(runtime, CYCLE, "classification")
    sends_its_year(runtime, "ptp")
    own = drafted(runtime)
    assert own != foreign
    assert year.drafted(runtime, CYCLE, "classification")
    assert to_issued(runtime, foreign) == "01/QĐ-UBND"
    with runtime.memory.read() as session:
        assert {row.document_id for row in cycles.classifications(session, CYCLE)} == {None}
    assert to_issued(runtime, own) == "02/QĐ-UBND"
    with runtime.memory.read() as session:
        assert {row.document_id for row in cycles.classifications(session, CYCLE)} == {own}


def test_a_foreign_commendation_does_not_stand_for_the_one_that_is_awaited(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_foreign_decision(runtime, "commendation", monkeypatch)
    sends_its_year(runtime, "ptp")
    recognise(runtime, evaluated(runtime))
    assert year.awaiting_commendation(runtime) == (CYCLE,)


def test_what_a_drafted_decision_prints_is_not_judged_anew_behind_it(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    document = drafted(runtime)
    before = evaluated(runtime)
    sends_its_year(runtime, "pvhtt", plan=(11, 6), report_h1=(11, 6), report_annual=(11, 6))
    assert evaluated(runtime) == before
    with runtime.memory.read() as session:
        assert session.get_one(Document, document).state == "in_review"
