"""The year's own flows: start, deadlines, evaluation, commendation, close. The decisions behind them are actions that
a person took at a door; a flow finds them in our database and does what follows."""

from uuid import UUID

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.states import Completed, Scheduled

from actions import board, drafting, evaluating, hand_in
from actions import year as office_year
from actions.runtime import Runtime
from flows.refused import refusals_are_answers


@flow(name="start-cycle", persist_result=False)
@refusals_are_answers
def start_cycle(year: int) -> State:
    """The milestones of a started year become Scheduled runs; the board is published."""
    runtime = Runtime.current()
    cycle_id = office_year.open_cycle_id(runtime, year)
    for milestone in office_year.milestones(runtime, cycle_id):
        _schedule(runtime, cycle_id, milestone)
    publish_board(runtime, cycle_id)
    return Completed(message=f"Năm công tác {year} đã mở.")


@flow(name="deadline", persist_result=False)
@refusals_are_answers
def deadline(cycle_id: int, kind: str) -> State:
    """A due instant has passed: note who has not sent."""
    runtime = Runtime.current()
    missing = office_year.note_deadline(runtime, runtime.who(None), cycle_id, kind)
    publish_board(runtime, cycle_id)
    return Completed(message="Chưa gửi: " + ", ".join(missing) if missing else "Các đơn vị đã gửi đủ.")


@flow(name="evaluation", persist_result=False)
@refusals_are_answers
def evaluation(cycle_id: int, kind: str = "classification") -> State:
    """Score the units and draft the classification decision for its officer."""
    runtime = Runtime.current()
    sheets = evaluating.evaluate(runtime, runtime.who(None), cycle_id)
    if office_year.drafted(runtime, cycle_id, kind):
        return Completed(message="Đã có dự thảo quyết định xếp loại.")
    draft = drafting.classification_draft(runtime, runtime.who(None), cycle_id, sheets)
    hand_in.submit_drafted(runtime, runtime.who(None), draft.paper, draft.officer)
    publish_board(runtime, cycle_id)
    return Completed(message=f"Đã chấm điểm {len(sheets)} đơn vị và soạn dự thảo quyết định xếp loại.")


@flow(name="commendation", persist_result=False)
@refusals_are_answers
def commendation(cycle_id: int) -> State:
    """Choose the units to commend and draft the decision for its officer."""
    runtime = Runtime.current()
    if office_year.drafted(runtime, cycle_id, "commendation"):
        return Completed(message="Đã có dự thảo quyết định khen thưởng.")
    choice = evaluating.propose(runtime, runtime.who(None), cycle_id)
    if not choice.proposals:
        return Completed(message="Không có đơn vị nào đủ điều kiện khen thưởng.")
    draft = drafting.commendation_draft(runtime, runtime.who(None), cycle_id, choice)
    hand_in.submit_drafted(runtime, runtime.who(None), draft.paper, draft.officer)
    return Completed(message=f"Đã đề nghị khen thưởng {len(choice.proposals)} đơn vị và soạn dự thảo quyết định.")


@flow(name="close-cycle", persist_result=False)
@refusals_are_answers
def close_cycle(year: int) -> State:
    """Publish the closed year's board."""
    runtime = Runtime.current()
    publish_board(runtime, office_year.closed_cycle_id(runtime, year))
    return Completed(message=f"Năm công tác {year} đã đóng.")


def publish_board(runtime: Runtime, cycle_id: int) -> None:
    """The cycle artifact: who owes, who sent, what waits, what was decided."""
    page = board.markdown(runtime, cycle_id)
    create_markdown_artifact(key=page.key, markdown=page.text, description=page.title)


def restore(runtime: Runtime) -> None:
    """What lies ahead in open years and Prefect may have lost with its database: milestones and the commendation; and
    the evaluation of a year whose facts have changed since its classification was returned.

    Each has an idempotency key, so what Prefect still holds is not made again.
    """
    for cycle_id, milestone in office_year.pending_milestones(runtime):
        _schedule(runtime, cycle_id, milestone)
    for cycle_id in office_year.awaiting_commendation(runtime):
        client = get_client(sync_client=True)
        deployment = client.read_deployment_by_name("commendation/commendation")
        key = office_year.commendation_key(runtime, cycle_id)  # as the outbox starts it
        client.create_flow_run_from_deployment(deployment.id, parameters={"cycle_id": cycle_id}, idempotency_key=key)
    for cycle_id, key in evaluating.to_judge_anew(runtime):
        client = get_client(sync_client=True)
        deployment = client.read_deployment_by_name("evaluation/evaluation")
        client.create_flow_run_from_deployment(deployment.id, parameters={"cycle_id": cycle_id}, idempotency_key=key)


def _schedule(runtime: Runtime, cycle_id: int, milestone: office_year.Milestone) -> UUID:
    """A Scheduled run at the milestone's instant; once, however often asked."""
    audience = office_year.audience(runtime, cycle_id)
    client = get_client(sync_client=True)
    deployment = client.read_deployment_by_name(f"{milestone.flow}/{milestone.flow}")
    run = client.create_flow_run_from_deployment(
        deployment.id,
        parameters={"cycle_id": cycle_id, "kind": milestone.kind},
        state=Scheduled(scheduled_time=runtime.clock.in_real_time(milestone.at)),
        name=milestone.name,
        tags=["milestone", milestone.key(cycle_id), *(f"with:{code}" for code in audience)],
        idempotency_key=milestone.key(cycle_id),
    )
    return run.id
