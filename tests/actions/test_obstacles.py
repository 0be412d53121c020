"""Obstacles: what the machine gave up waits for an administrator, who decides about the machine and nothing else."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError

from actions import agenda, board, deciding, issuing, keeping, my_work, obstacles, showing, slip, stepping
from actions.deciding import Choice
from actions.runtime import Runtime
from models import documents
from rules.duties import UNBLOCK
from rules.refusals import NotNow, Refusal
from storage.port import Unavailable
from tests.actions.desk import history, run_of, sent, the_document, to_numbering, to_sealed, to_signed, waiting
from tests.makers import ADMINISTRATOR, AUDITOR

CLERK, SIGNER, DRAFTER = "cao-thi-nhan", "nguyen-van-thuan", "truong-my-duyen"
GO_ON = "Đã khắc phục, làm tiếp"
FULL = Unavailable("/kho/objects: No space left on device")


@pytest.fixture
def stuck(runtime: Runtime) -> str:
    """A plan that was numbered, and whose seal the archive did not take; the administrator's form is open."""
    return a_stuck_plan(runtime)


def a_stuck_plan(runtime: Runtime) -> str:
    paper = sent(runtime).document_id
    to_numbering(runtime, paper)
    issuing.take_number(runtime, runtime.who(None), paper)
    stop(runtime, paper)
    assert waiting(runtime, paper).duty == UNBLOCK
    return paper


def stop(runtime: Runtime, paper: str, work: str = "seal", failure: Exception = FULL) -> None:
    obstacles.stop(runtime, runtime.who(None), paper, work, failure)


def press(runtime: Runtime, paper: str, person: str = ADMINISTRATOR, verb: str = GO_ON) -> deciding.Decided:
    return deciding.decide(runtime, runtime.who(person, "bam"), Choice(verb), flow_run_id=run_of(paper))


def test_an_obstacle_is_an_event_and_a_form_of_the_administrators(runtime: Runtime, stuck: str) -> None:
    (event,) = history(runtime, "stopped")
    assert (event.document_id, event.person) == (stuck, None)
    assert (event.facts["work"], event.facts["error"]) == ("seal", "Unavailable")
    assert event.facts["what"] == "Kho lưu trữ không ghi được hoặc không trả lời."
    step = waiting(runtime, stuck)
    assert (step.people, step.due_on) == ([ADMINISTRATOR], None), "no paper has set a due date for it"
    form = slip.slip(runtime, step.id)
    assert form.name == "Vướng: đóng dấu · Kế hoạch năm · Phòng Tư pháp huyện Cao Lãnh"
    assert form.verbs == (GO_ON,)
    assert {f"with:{ADMINISTRATOR}", f"doc:{stuck}", "duty:unblock"} <= set(form.tags)
    for said in ("Máy đang vướng khi đóng dấu", "Đã thử 3 lần", "không ghi được", "No space left on device",
                 "Kiểm tra dung lượng đĩa", "01/KH\\-PTP", "không quyết định gì về văn bản"):  # fmt: skip
        assert said in form.text


def test_after_the_press_the_same_work_is_due_and_the_paper_is_where_it_was(runtime: Runtime, stuck: str) -> None:
    before = the_document(runtime, stuck)
    assert press(runtime, stuck).state == "numbered"
    assert agenda.next_job(runtime, stuck).work == "seal"
    after = the_document(runtime, stuck)
    assert (after.state, after.code, after.round) == (before.state, before.code, before.round)
    stop(runtime, stuck)
    step = waiting(runtime, stuck)
    assert step.duty == UNBLOCK, "what fails again opens a new form"
    assert press(runtime, stuck).verdict == "pass"
    with runtime.memory.read() as session:
        decisions = documents.decisions(session, stuck)
    assert [(one.person, one.duty) for one in decisions[-2:]] == [(ADMINISTRATOR, UNBLOCK)] * 2


@pytest.mark.parametrize("person", [CLERK, SIGNER, DRAFTER, AUDITOR])
def test_nobody_but_an_administrator_unblocks_the_machine(runtime: Runtime, stuck: str, person: str) -> None:
    with pytest.raises(Refusal) as raised:
        press(runtime, stuck, person)
    assert raised.value.code == "not-your-step"
    assert "Lý Gia Huy" in raised.value.text
    assert agenda.next_job(runtime, stuck).kind == "form"


def test_the_form_offers_an_administrator_nothing_else(runtime: Runtime, stuck: str) -> None:
    with pytest.raises(Refusal) as raised:
        press(runtime, stuck, verb="Cấp số và đóng dấu")
    assert raised.value.code == "verb-unknown"


def test_an_administrator_has_no_part_in_the_papers_way(runtime: Runtime, stuck: str) -> None:
    press(runtime, stuck)
    to_sealed(runtime, stuck)
    shown = showing.show(runtime, runtime.who(ADMINISTRATOR), stuck)
    assert [hand.name for hand in shown.hands] == ["Nguyễn Văn Thuận", "Cao Thị Nhàn"]
    assert shown.ground == "quản trị hệ thống", "to have unblocked the machine is no ground for reading"
    with runtime.memory.read() as session:
        assert documents.people_of_steps(session)[stuck] == {SIGNER, CLERK}
    metadata = keeping.parts(runtime, stuck)[-1].data or b""
    assert ADMINISTRATOR.encode() not in metadata
    assert "Lý Gia Huy".encode() not in metadata


def test_what_is_kept_is_the_same_before_and_after_an_obstacle(runtime: Runtime) -> None:
    """Keeping may have put its parts before it failed; they must not differ when it is tried again."""
    paper = sent(runtime).document_id
    to_numbering(runtime, paper)
    issuing.take_number(runtime, runtime.who(None), paper)
    to_sealed(runtime, paper)
    issuing.issue(runtime, runtime.who(None), paper)
    before = keeping.parts(runtime, paper)
    stop(runtime, paper, "keep")
    assert waiting(runtime, paper).duty == UNBLOCK
    press(runtime, paper)
    assert keeping.parts(runtime, paper) == before


def test_everybody_sees_where_it_is_stuck_and_since_when(runtime: Runtime, stuck: str) -> None:
    shown = showing.show(runtime, runtime.who(DRAFTER), stuck).stuck
    assert shown is not None
    assert (shown.work, shown.people, shown.mine) == ("đóng dấu", ("Lý Gia Huy",), False)
    assert shown.since == runtime.clock.now()
    (followed,) = my_work.my_work(runtime, runtime.who(DRAFTER)).followed
    assert (followed.stuck, followed.stuck_since) == ("đóng dấu", runtime.clock.now())
    (mine,) = my_work.my_work(runtime, runtime.who(ADMINISTRATOR)).waiting
    assert (mine.document_id, mine.stuck) == (stuck, "đóng dấu")
    page = board.markdown(runtime, the_document(runtime, stuck).cycle_id).text
    assert "Máy vướng khi đóng dấu**, từ 09:00 15/01, quản trị đã được báo · Kế hoạch năm" in page
    press(runtime, stuck)
    assert showing.show(runtime, runtime.who(DRAFTER), stuck).stuck is None


def test_only_what_is_still_to_be_done_stops_and_only_once(runtime: Runtime, stuck: str) -> None:
    stop(runtime, stuck)
    paper = sent(runtime, "pvhtt").document_id
    to_signed(runtime, paper)
    stop(runtime, paper, "sign")
    assert len(history(runtime, "stopped")) == 1, "signed by another run meanwhile"


def test_an_obstacle_goes_by_itself_when_another_run_did_the_work(runtime: Runtime, stuck: str) -> None:
    to_sealed(runtime, stuck)
    assert agenda.next_job(runtime, stuck).work == "deliver"
    with pytest.raises(Refusal) as raised:
        press(runtime, stuck)
    assert raised.value.code == "already-decided"


def test_a_draft_that_waits_for_its_rendering_is_stuck_too(runtime: Runtime) -> None:
    paper = sent(runtime).document_id
    stop(runtime, paper, "render", Refusal("archive-broken", key="versions/x", why="sai mã băm"))
    step = waiting(runtime, paper)
    assert (step.duty, history(runtime, "stopped")[0].facts["error"]) == (UNBLOCK, "archive-broken")
    assert "không còn nguyên vẹn" in slip.slip(runtime, step.id).text
    press(runtime, paper)
    assert agenda.next_job(runtime, paper).work == "render"


@pytest.mark.parametrize(
    "away", [lambda: OperationalError("SELECT 1", {}, Exception("gone")), lambda: NotNow("database-full")]
)
def test_where_our_own_database_fails_nothing_is_written_and_the_run_fails(
    runtime: Runtime, away: Callable[[], Exception]
) -> None:
    paper = sent(runtime).document_id
    failure = away()
    with pytest.raises(type(failure)):
        stop(runtime, paper, "render", failure)
    assert history(runtime, "stopped") == []


def test_whoever_administers_later_finds_the_open_form(runtime: Runtime, stuck: str) -> None:
    step = waiting(runtime, stuck)
    assert agenda.need_of(runtime, stuck).key == step.key, "the form stands right, reconcile leaves it"
    key = stepping.open_step(runtime, runtime.who(None), step.id, run_of(stuck))
    assert key != step.key
    assert press(runtime, stuck).verdict == "pass"
