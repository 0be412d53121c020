"""What the clerk finds on a draft, from hand-in to decision: advice that is kept, and overruled with a reason."""

from datetime import date

import pytest

from actions import drafting, evaluating, form, hand_in, slip, slip_words, year
from actions.form import Form
from actions.hand_in import HandIn
from actions.language import in_language, say
from actions.runtime import Runtime
from cli.demo import papers
from models import cycles, documents
from models.tables import Version
from paper import check
from paper.check import Context
from rules.refusals import Refusal
from tests.actions.desk import (
    a_hand_in,
    decided,
    history,
    sent,
    sent_faulty,
    the_document,
    to_issued,
    vietnam,
    waiting,
)
from tests.makers import ADMINISTRATOR, profile_of

FACE = "phong-chu"
MOTTO = "tieu-ngu-loi"


def version_of(runtime: Runtime, document_id: str, round_: int = 1) -> Version:
    with runtime.memory.read() as session:
        return documents.version(session, document_id, round_)


def found_on(runtime: Runtime, document_id: str) -> Form:
    found = form.of_version(version_of(runtime, document_id))
    assert found is not None, "a docx is looked at"
    return found


def context(runtime: Runtime, unit: str, kind: str, of: int = 2026, on: date = date(2026, 12, 1)) -> Context:
    with runtime.memory.read() as session:
        cycle = cycles.by_year(session, "ubnd", of)
        assert cycle is not None
        return form.context_of(session, runtime.profile(session, cycle), cycle, unit, kind, on)


def offices_plan(runtime: Runtime) -> str:
    """The office's plan of the year, issued; answers its code."""
    paper = a_hand_in(runtime, "ubnd")
    drafter = next(role.person for role in profile_of(runtime).roles if (role.unit, role.role) == ("ubnd", "drafter"))
    return to_issued(runtime, hand_in.submit(runtime, runtime.who(drafter), paper).document_id)


def test_a_draft_full_of_errors_is_taken_and_what_was_found_stays_with_it(runtime: Runtime) -> None:
    taken = sent_faulty(runtime)
    assert taken.state == "in_review", "nothing is refused for its form at hand-in"
    found = found_on(runtime, taken.document_id)
    assert [fault.rule for fault in found.errors] == [MOTTO, FACE]
    motto, face = found.errors
    assert motto.article == "Phụ lục I, Phần I, mục II.1.b"
    assert str(face.message) == "Dùng phông Arial; quy định là Times New Roman (Unicode)."
    assert in_language(face.message, "en") == "The font is Arial; it must be Times New Roman (Unicode)."
    assert face.remedy.startswith("Bôi đen cả văn bản")
    ((where, words),) = face.places
    assert str(where).startswith("Nội dung, đoạn ")
    assert words.startswith("Thực hiện <b>*đúng*</b> hạn")
    assert (found.count, face.more) == (2, 0)
    assert [fault.rule for fault in found.rest] == ["vien-dan-dau"]


def test_of_many_places_of_one_rule_some_are_kept_and_the_rest_counted(runtime: Runtime) -> None:
    kept = form._kept(tuple(check.Finding(FACE, check.Place("{part}", {"part": "x"}), f"w{n}", {"found": "Arial"})
                            for n in range(form.PLACES + 5)))  # fmt: skip
    (fault,) = form._faults(kept)
    assert (len(fault.places), fault.more) == (form.PLACES, 5)


def test_the_papers_that_the_machine_itself_drafts_have_no_fault(runtime: Runtime) -> None:
    runtime.clock.set(vietnam(2026, 11, 5))
    sheets = evaluating.evaluate(runtime, runtime.who(None), 1)
    draft = drafting.classification_draft(runtime, runtime.who(None), 1, sheets)
    taken = hand_in.submit_drafted(runtime, runtime.who(None), draft.paper, draft.officer)
    assert found_on(runtime, taken.document_id) == Form((), ())


@pytest.mark.parametrize("unit", ["ubnd", "ptp", "xa-my-tho"])
@pytest.mark.parametrize("kind", ["plan", "report_h1", "report_annual"])
def test_a_good_draft_of_every_route_has_no_error(runtime: Runtime, unit: str, kind: str) -> None:
    assert found_in(runtime, a_hand_in(runtime, unit, kind)).errors == ()


def found_in(runtime: Runtime, paper: HandIn) -> Form:
    kept = form.looked_at(runtime, runtime.who(None), paper.data, "", unit=paper.unit, kind=paper.kind, year=paper.year)
    found = form.of_version(Version(facts={form.FORM: kept}))
    assert found is not None
    return found


def test_a_clerk_who_fails_costs_no_paper_its_day_of_arrival(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(check, "check", lambda *_: 1 // 0)
    taken = sent_faulty(runtime)
    assert taken.state == "in_review"
    assert form.of_version(version_of(runtime, taken.document_id)) is None
    assert "could not be checked" in caplog.text
    assert decided(runtime, taken.document_id).verdict == "pass", "what nobody found is not held against the checker"


def test_a_paper_too_long_for_the_clerk_is_taken_without_him(runtime: Runtime) -> None:
    paper = a_hand_in(runtime)
    asked = {"unit": paper.unit, "kind": paper.kind, "year": paper.year}
    for text, looked_at in (
        ("x" * form.LONGEST, True),
        ("x" * (form.LONGEST + 1), False),
        ("x\n" * (form.MOST_LINES - 1), True),
        ("x\n" * form.MOST_LINES, False),
    ):
        found = form.looked_at(runtime, runtime.who(None), paper.data, text, **asked)
        assert (found is not None) == looked_at, (len(text), text.count("\n"))


def test_a_units_plan_must_cite_what_the_office_names_and_the_offices_plan_once_it_is_out(runtime: Runtime) -> None:
    named = profile_of(runtime).office.parents
    assert context(runtime, "ptp", "plan").parents == named
    runtime.clock.set(vietnam(2026, 2, 11))
    code = offices_plan(runtime)
    assert context(runtime, "ptp", "plan", on=date(2026, 2, 11)).parents == (*named, code)
    assert context(runtime, "ptp", "plan", on=date(2026, 2, 10)).parents == named, "nobody cites what is not out yet"
    assert context(runtime, "ubnd", "plan").parents == (), "the office's plan does not cite itself"


def test_a_report_must_cite_its_units_plan(runtime: Runtime) -> None:
    assert context(runtime, "ptp", "report_h1").parents == ()
    code = to_issued(runtime, sent(runtime, "ptp").document_id)
    assert context(runtime, "ptp", "report_h1").parents == (code,)
    assert context(runtime, "pvhtt", "report_h1").parents == (), "not another unit's"
    (fault,) = found_in(runtime, a_hand_in(runtime, "ptp", "report_h1")).errors
    assert str(fault.message).startswith(f"Chưa viện dẫn {code}")


def test_the_clerk_knows_whose_paper_it_is_and_of_which_year(runtime: Runtime) -> None:
    known = context(runtime, "ptp", "plan")
    assert (known.kind, known.year, known.issuer) == ("plan", 2026, "PHÒNG TƯ PHÁP")
    assert "Phòng Văn hóa và Thông tin huyện Cao Lãnh" in known.others
    assert "Phòng Tư pháp huyện Cao Lãnh" not in known.others
    assert context(runtime, "ubnd", "plan").issuer == "ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH"
    assert context(runtime, "ubnd", "plan").others == (), "the office's plan says what every unit is to do"


def test_last_years_paper_of_the_same_unit_and_kind_is_compared_without_head_and_foot(runtime: Runtime) -> None:
    to_issued(runtime, sent(runtime, "ptp").document_id)
    year.start_cycle(runtime, runtime.who(ADMINISTRATOR), 2027)
    last = context(runtime, "ptp", "plan", 2027).last
    assert last.startswith("Thực hiện Nghị quyết số 01-NQ/TU")
    assert last.endswith("tổng hợp việc thực hiện./.")
    assert "Nơi nhận" not in last
    assert context(runtime, "ptp", "report_h1", 2027).last == ""
    assert context(runtime, "pvhtt", "plan", 2027).last == ""


def test_the_form_checker_lets_an_error_pass_only_with_a_reason_and_the_event_names_the_rules(runtime: Runtime) -> None:
    document_id = sent_faulty(runtime).document_id
    with pytest.raises(Refusal) as raised:
        decided(runtime, document_id)
    refusal = raised.value
    assert refusal.code == "form-errors-stand"
    assert "còn 2 lỗi thể thức: Tiêu ngữ ghi chưa đúng" in refusal.text
    assert "ghi lý do vào ô Lý do" in refusal.text
    assert "2 errors of form" in say(refusal, "en")
    assert "Arial" in say(refusal, "en")
    assert the_document(runtime, document_id).state == "in_review"
    assert history(runtime, "decision-refused")[-1].facts["refusal"] == "form-errors-stand"
    with pytest.raises(Refusal, match="lỗi thể thức"):
        decided(runtime, document_id, reason="  ")
    assert decided(runtime, document_id, reason="Máy nhầm phông của hình.").verdict == "pass"
    (event,) = history(runtime, "decided")
    assert event.facts["overruled"] == [MOTTO, FACE]
    assert event.facts["reason"] == "Máy nhầm phông của hình."
    with runtime.memory.read() as session:
        (decision,) = documents.decisions(session, document_id)
    assert decision.reason == "Máy nhầm phông của hình."


def test_a_clean_paper_passes_the_form_check_without_a_word(runtime: Runtime) -> None:
    decided(runtime, sent(runtime, "xa-my-tho").document_id)
    (event,) = history(runtime, "decided")
    assert "overruled" not in event.facts


def test_a_return_wants_its_own_reason_and_overrules_nothing(runtime: Runtime) -> None:
    document_id = sent_faulty(runtime).document_id
    with pytest.raises(Refusal) as raised:
        decided(runtime, document_id, "return")
    assert raised.value.code == "reason-needed"
    decided(runtime, document_id, "return", "Sai phông chữ.")
    (event,) = history(runtime, "decided")
    assert "overruled" not in event.facts


def test_no_other_duty_is_hindered_by_errors_of_form(runtime: Runtime) -> None:
    document_id = sent_faulty(runtime, "ptp").document_id
    assert waiting(runtime, document_id).duty == "approve_sign"
    assert decided(runtime, document_id).verdict == "pass"


def test_a_paper_from_before_there_was_a_clerk_is_decided_as_before() -> None:
    assert form.of_version(Version(facts={"text": "x"})) is None
    assert form.overruled(Version(facts={"text": "x"}), "form", "pass", None) == ()


def test_a_rule_that_is_no_more_says_nothing() -> None:
    row = {"rule": "bo-roi", "pattern": "Toàn văn bản", "place": {}, "words": "", "facts": {}}
    kept = {"findings": [row], "counts": {"bo-roi": 1}}
    assert form.of_version(Version(facts={form.FORM: kept})) == Form((), ())


def test_the_phieu_trinh_lists_the_errors_folds_the_rest_and_asks_for_a_reason(runtime: Runtime) -> None:
    document_id = sent_faulty(runtime).document_id
    text = slip.slip(runtime, waiting(runtime, document_id).id).text
    section = text[text.index("**Thể thức (máy kiểm tra)**") :].split("\n\n**")[0]
    assert "- Tiêu ngữ ghi chưa đúng" in section
    assert (
        "- Dùng phông Arial; quy định là Times New Roman \\(Unicode\\) (Phụ lục I, Phần I, mục I.4). Ở: Nội "
        "dung, đoạn 6 “Thực hiện \\<b\\>\\*đúng\\*\\</b\\> hạn"
    ) in section, "words of the paper are never markup"
    assert f"/documents/{document_id}#form)" in section
    assert "<details><summary>1 chỗ nên sửa hoặc nên xem lại</summary>" in section
    assert text.index("Thể thức (máy kiểm tra)") < text.index("Đọc toàn văn")
    assert "Còn 2 lỗi thể thức: **phải ghi lý do cho qua.**" in text


def test_another_duty_sees_the_errors_and_owes_no_reason(runtime: Runtime) -> None:
    text = slip.slip(runtime, waiting(runtime, sent_faulty(runtime, "ptp").document_id).id).text
    assert "Dùng phông Arial" in text
    assert "phải ghi lý do cho qua" not in text


def test_a_paper_without_errors_says_so_in_one_line() -> None:
    shown = slip_words.form(Form((), ()), "http://x#form")
    assert shown == "**Thể thức (máy kiểm tra)**\n\n- Không thấy lỗi nào."
    advice = check.Finding("van-ban-goc", check.Place("Toàn văn bản"), "", {"code": "1/KH-UBND"})
    shown = slip_words.form(Form((), tuple(form._faults(form._kept((advice,))))), "http://x#form")
    assert "- Không thấy lỗi; 1 chỗ nên xem lại ở dưới.\n- [Xem từng chỗ](http://x#form)" in shown


def test_many_errors_are_counted_not_listed() -> None:
    place = check.Place("Toàn văn bản")
    findings = tuple(check.Finding("van-ban-goc", place, "", {"code": f"{n}/KH-UBND"}) for n in range(9))
    (*faults,) = form._faults(form._kept(findings))
    shown = slip_words.form(Form(tuple(faults), ()), "http://x#form")
    assert shown.count("Chưa viện dẫn") == slip_words.SHOWN_FAULTS
    assert "- và 3 lỗi khác" in shown


def test_of_one_error_in_many_places_the_first_are_named(runtime: Runtime) -> None:
    findings = tuple(
        check.Finding(FACE, check.Place("Nội dung, đoạn {number}", {"number": n}), "", {"found": "Arial"})
        for n in range(1, 9)
    )
    (*faults,) = form._faults(form._kept(findings))
    shown = slip_words.form(Form(tuple(faults), ()), "http://x#form")
    assert "Nội dung, đoạn 3 và 5 chỗ nữa" in shown
    assert "đoạn 4" not in shown


def test_the_slip_of_a_paper_that_came_in_says_nothing_of_its_form(runtime: Runtime) -> None:
    """A margin is no ground to send back another agency's paper (Đ21.2.b)."""
    document_id = sent_faulty(runtime, "ptp").document_id
    to_issued(runtime, document_id)
    with runtime.memory.read() as session:
        arrived = documents.incoming_of(session, document_id)
    assert arrived is not None
    assert "Thể thức (máy kiểm tra)" not in slip.slip(runtime, waiting(runtime, arrived.id).id).text


def test_the_demonstrations_papers_pass_the_form_check_without_a_word_all_year(runtime: Runtime) -> None:
    profile = profile_of(runtime)
    for unit, kind, month, day in (
        ("ubnd", "plan", 2, 11),
        ("xa-my-tho", "plan", 3, 4),
        ("xa-my-tho", "report_h1", 5, 20),
        ("xa-my-tho", "report_annual", 10, 14),
    ):
        at = vietnam(2026, month, day)
        runtime.clock.set(at)
        with runtime.memory.read() as session:
            plan = papers.plan_cited(session, profile, unit, kind, at.date())
        assert bool(plan) == (unit != "ubnd"), "from the second paper on there is a plan to cite"
        data = papers.draft(profile, unit, kind, at.date(), plan=plan, deadlines=kind == "plan")
        drafter = next(role.person for role in profile.roles if (role.unit, role.role) == (unit, "drafter"))
        taken = hand_in.submit(runtime, runtime.who(drafter), HandIn(unit, kind, 2026, f"{kind}.docx", data))
        assert found_on(runtime, taken.document_id) == Form((), ())
        to_issued(runtime, taken.document_id)
