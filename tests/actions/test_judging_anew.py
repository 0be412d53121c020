"""A returned classification whose facts have changed since is judged anew; one returned for its words is not."""

from actions import drafting, evaluating, hand_in, year
from actions.runtime import Runtime
from tests.actions.desk import decided
from tests.actions.test_evaluating import CYCLE, evaluated, sends_its_year
from tests.actions.test_results import drafted


def test_a_returned_draft_is_judged_anew_when_its_facts_have_changed_and_laid_out_as_its_next_round(
    runtime: Runtime,
) -> None:
    sends_its_year(runtime, "ptp")
    document = drafted(runtime)
    sends_its_year(runtime, "pvhtt", plan=(11, 6), report_h1=(11, 6), report_annual=(11, 6))
    assert evaluating.to_judge_anew(runtime) == (), "while it is under way its sheets stand"
    decided(runtime, document, "return", "Còn Phòng Văn hóa và Thông tin.")
    [(cycle_id, key)] = evaluating.to_judge_anew(runtime)
    assert (cycle_id, key) == (CYCLE, f"evaluation:{CYCLE}:1:1")
    sheets = evaluated(runtime)
    assert sheets["pvhtt"].level != "unclassified"
    assert not year.drafted(runtime, CYCLE, "classification"), "the paper does not say yet what was judged"
    [(_, after_a_death)] = evaluating.to_judge_anew(runtime)
    assert after_a_death != key, "a machine that died before it drafted comes again"
    draft = drafting.classification_draft(runtime, runtime.who(None), CYCLE, list(sheets.values()))
    taken = hand_in.submit_drafted(runtime, runtime.who(None), draft.paper, draft.officer)
    assert (taken.document_id, taken.round) == (document, 2)
    assert year.drafted(runtime, CYCLE, "classification")
    assert evaluating.to_judge_anew(runtime) == ()


def test_a_draft_returned_for_its_words_alone_is_left_to_its_officer(runtime: Runtime) -> None:
    sends_its_year(runtime, "ptp")
    decided(runtime, drafted(runtime), "return", "Sửa lời văn.")
    assert evaluating.to_judge_anew(runtime) == ()
    assert year.drafted(runtime, CYCLE, "classification")
