"""The two result decisions: the machine drafts them from what was scored, and nothing else becomes one."""

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as open_docx

from actions import drafting, evaluating, hand_in, my_work, profiles, year
from actions.hand_in import HandIn
from actions.language import say
from actions.runtime import Runtime
from models import cycles, documents
from models.tables import Document
from paper import read
from paper.compose import compose
from paper.compose.metrics import width_mm
from rules.awards import Choice
from rules.refusals import Refusal
from rules.scores import Score
from tests.actions.desk import decided, to_issued, vietnam
from tests.actions.test_evaluating import CYCLE, evaluated, recognise, sends_its_year
from tests.makers import PROFILE, a_paper, profile_of

CELL_MARGINS_MM = 3.0  # 85 twentieths of a point on either side (paper/compose/looks.py)
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


def mended(runtime: Runtime, sheets: list[Score]) -> HandIn:
    """The classification as an officer mends it on another day: these sheets stand in its annex."""
    runtime.clock.set(vietnam(2026, 11, 6))
    paper = drafting.classification_draft(runtime, runtime.who(None), CYCLE, sheets).paper
    return replace(paper, filename="xep-loai-sua.docx", data=retouched(paper.data))


def retouched(docx: bytes) -> bytes:
    """The same paper with a word of its text mended, so that its bytes are new."""
    opened = open_docx(BytesIO(docx))
    article = next(paragraph for paragraph in opened.paragraphs if "có hiệu lực" in paragraph.text)
    article.add_run(" Thủ trưởng các đơn vị biết, thực hiện.")
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def test_a_mended_draft_with_the_scored_results_goes_on_as_its_second_round(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    document = drafted(runtime)
    decided(runtime, document, "return", "Bổ sung lời văn.")
    taken = hand_in.submit(runtime, runtime.who(OFFICER), mended(runtime, list(evaluated(runtime).values())))
    assert (taken.document_id, taken.round) == (document, 2)
    to_issued(runtime, document, 2)
    with runtime.memory.read() as session:
        assert {row.document_id for row in cycles.classifications(session, CYCLE)} == {document}


def test_an_annex_that_says_excellent_for_all_is_refused_and_every_difference_is_named(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    document = drafted(runtime)
    decided(runtime, document, "return", "Xem lại.")
    sheets = list(evaluated(runtime).values())
    all_best = [replace(sheet, level="excellent", level_name="Xuất sắc") for sheet in sheets]
    refusal = refused(runtime, mended(runtime, all_best))
    assert refusal.code == "differs-from-results"
    assert "Ủy ban nhân dân xã Ba Sao, Xếp loại: ghi Xuất sắc, kết quả là Không xếp loại" in refusal.text
    assert refusal.text.count("ghi Xuất sắc") == 5, "the sixth is excellent indeed"
    assert "the paper says Xuất sắc, the result is Không xếp loại" in say(refusal, "en")
    with runtime.memory.read() as session:
        assert session.get_one(Document, document).state == "returned"


def test_points_a_missing_unit_a_doubled_one_and_a_strange_one_are_named(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    decided(runtime, drafted(runtime), "return", "Xem lại.")
    first, second, *others = evaluated(runtime).values()
    refusal = refused(runtime, mended(runtime, [first, first, replace(second, unit="pnv"), *others[1:]]))
    assert "Phòng Tư pháp huyện Cao Lãnh: ghi hai lần" in refusal.text
    assert "Phòng Nội vụ huyện Cao Lãnh: không có trong kết quả" in refusal.text
    assert refusal.text.count("thiếu trong phụ lục") == 2
    fewer = replace(first, total=first.total - 1)
    refusal = refused(runtime, mended(runtime, [fewer, second, *others]))
    assert "Phòng Tư pháp huyện Cao Lãnh, Điểm: ghi 99, kết quả là 100" in refusal.text


def test_an_annex_without_its_table_lacks_every_unit(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    decided(runtime, drafted(runtime), "return", "Xem lại.")
    assert refused(runtime, by_hand(runtime, "classification")).text.count("thiếu trong phụ lục") == 6


def returned_commendation(runtime: Runtime) -> Choice:
    """One unit is proposed for an award, and the decision's draft was returned."""
    sends_its_year(runtime, "ptp")
    recognise(runtime, evaluated(runtime))
    choice = evaluating.propose(runtime, runtime.who(None), CYCLE)
    draft = drafting.commendation_draft(runtime, runtime.who(None), CYCLE, choice)
    document = hand_in.submit_drafted(runtime, runtime.who(None), draft.paper, draft.officer).document_id
    decided(runtime, document, "return", "Xem lại.")
    return choice


def mended_commendation(runtime: Runtime, choice: Choice) -> HandIn:
    paper = drafting.commendation_draft(runtime, runtime.who(None), CYCLE, choice).paper
    return replace(paper, data=retouched(paper.data))


def test_an_award_for_another_unit_or_of_another_amount_is_refused(runtime: Runtime) -> None:
    choice = returned_commendation(runtime)
    (proposal,) = choice.proposals
    richer = Choice((replace(proposal, amount_dong=9_900_000),), ())
    said = refused(runtime, mended_commendation(runtime, richer)).text
    assert "Phòng Tư pháp huyện Cao Lãnh, Tiền thưởng (đồng): ghi 9.900.000, kết quả là 1.520.000" in said
    assert "tổng tiền thưởng 1.520.000 đồng không còn trong văn bản" in said
    other = Choice((replace(proposal, unit="pvhtt"),), ())
    said = refused(runtime, mended_commendation(runtime, other)).text
    assert "Phòng Văn hóa và Thông tin huyện Cao Lãnh: không có trong kết quả" in said
    assert "Phòng Tư pháp huyện Cao Lãnh: thiếu trong phụ lục" in said
    assert hand_in.submit(runtime, runtime.who(OFFICER), mended_commendation(runtime, choice)).round == 2


def test_a_table_is_read_cell_by_cell_as_it_prints(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    sheets = list(evaluated(runtime).values())
    paper = drafting.classification_draft(runtime, runtime.who(None), CYCLE, sheets).paper
    annex = read.read_tables(paper.data)[-1]
    assert annex[0] == ("STT", "Đơn vị", "Điểm", "Xếp loại", "Lý do trừ điểm")
    assert annex[1] == ("1", "Phòng Tư pháp huyện Cao Lãnh", "100", "Xuất sắc", "")
    assert len(annex) == 7


def commended(runtime: Runtime) -> read.PaperFacts:
    """The commendation as it would be drafted now."""
    choice = evaluating.propose(runtime, runtime.who(None), CYCLE)
    return read.read_docx(drafting.commendation_draft(runtime, runtime.who(None), CYCLE, choice).paper.data)


def test_a_commendation_cites_the_classification_by_number_and_date(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    recognise(runtime, evaluated(runtime))
    text = commended(runtime).text
    cited = "Căn cứ Quyết định số 01/QĐ-UBND ngày 05/11/2026 của Chủ tịch Ủy ban nhân dân huyện Cao Lãnh"
    assert f"{cited} về việc công nhận kết quả đánh giá, xếp loại" in text
    assert "Căn cứ Nghị định số 152/2025/NĐ-CP" in text
    assert "Tiền thưởng kèm theo là 1.520.000 đồng" in text
    assert "Theo đề nghị" not in text, "nobody sent a tờ trình"
    assert "Theo kết quả tổng hợp, đánh giá của Phòng Nội vụ huyện Cao Lãnh" in text


def test_after_the_decree_has_ended_the_award_carries_no_money_and_does_not_cite_it(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    recognise(runtime, evaluated(runtime))
    runtime.clock.set(vietnam(2027, 3, 1))
    text = commended(runtime).text
    assert "152/2025" not in text
    assert "Tiền thưởng kèm theo" not in text
    assert "không kèm tiền thưởng" in text


def test_a_rate_that_became_law_after_the_year_began_is_the_one_that_is_paid(runtime: Runtime, tmp_path: Path) -> None:
    sends_its_year(runtime, "ptp")
    recognise(runtime, evaluated(runtime))
    changed = Path(shutil.copytree(PROFILE, tmp_path / "profile"))
    entries = (changed / "awards.yaml").read_text(encoding="utf-8")
    (changed / "awards.yaml").write_text(entries.replace("rate: 0.6", "rate: 1"), encoding="utf-8")
    before = year.commendation_key(runtime, CYCLE)
    profiles.load_profile(runtime, runtime.who(None), changed)
    assert year.commendation_key(runtime, CYCLE) != before, "a run that was refused for want of a rate has a successor"
    choice = evaluating.propose(runtime, runtime.who(None), CYCLE)
    assert [proposal.amount_dong for proposal in choice.proposals] == [2_530_000]


@pytest.mark.parametrize("kind", SUBJECTS)
def test_no_heading_of_an_annex_is_broken_inside_a_word(runtime: Runtime, kind: str) -> None:
    sends_its_year(runtime, "ptp")
    sheets = evaluated(runtime)
    recognise(runtime, sheets)
    choice = evaluating.propose(runtime, runtime.who(None), CYCLE)
    drafts = {
        "classification": lambda: drafting.classification_draft(runtime, runtime.who(None), CYCLE, [*sheets.values()]),
        "commendation": lambda: drafting.commendation_draft(runtime, runtime.who(None), CYCLE, choice),
    }
    table = open_docx(BytesIO(drafts[kind]().paper.data)).tables[-1]
    for cell in table.rows[0].cells:
        widest = max(width_mm(word, 13, "bold") for word in cell.text.split())
        assert widest <= cell.width.mm - CELL_MARGINS_MM, cell.text
