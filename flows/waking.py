"""Every living document has one run, in the right place: the one function by which runs are made and woken."""

import asyncio
import logging
from typing import Any, Literal
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas import OrchestrationResult
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import SetStateStatus
from prefect.exceptions import ObjectNotFound
from prefect.states import Scheduled
from sqlalchemy.exc import OperationalError

from actions import agenda, obstacles
from actions.obstacles import Hung
from actions.runtime import Runtime
from flows.hanging import HANGS_ALLOWED, gave_up
from rules.refusals import NotNow

Woken = Literal["fine", "made", "resumed", "hung"]

log = logging.getLogger("trinhky.flows")


async def ensure_run(client: PrefectClient, runtime: Runtime, document_id: str) -> Woken:
    """Make or wake the approval run of a document where our truth says that it should move; safe at any time.

    Runs are found by their id or their key, never by a tag: Prefect would read every run that ever was for it.
    Answers "made" for a run that has yet to begin, and "hung" where nothing was done, because a work that hung could
    not be laid before an administrator yet."""
    need = agenda.need_of(runtime, document_id)
    known = await _known(client, need.flow_run_id)
    run = known
    if need.job.kind == "done" and (run is None or _ended(run)):
        return "fine"
    while run is None or _ended(run):
        if run and gave_up(run) and not await _told_of_hanging(runtime, document_id, need.job.work):
            return "hung"
        run = await _next(client, document_id, after=run)
    if run is not known and run.state is not None and run.state.is_scheduled():
        return "made"
    if run.state is None or not run.state.is_paused() or _waits_rightly(run, need):
        return "fine"
    # Not by "resume": that wants the form's answer, which nobody gives here. The next leg asks our truth anyway.
    result: OrchestrationResult[Any] = await client.set_flow_run_state(run.id, Scheduled(name="Resuming"))
    return "resumed" if result.status == SetStateStatus.ACCEPT else "fine"


async def _told_of_hanging(runtime: Runtime, document_id: str, work: str) -> bool:
    """Lays the work at which a document's last run hung before an administrator; False when our database cannot take
    it now. What hung was no work of the machine: there is nothing to lay before anybody, and another run may try."""
    if not work:
        return True
    try:
        failure = Hung(HANGS_ALLOWED)
        await asyncio.to_thread(obstacles.stop, runtime, runtime.who(None), document_id, work, failure)
    except (OperationalError, NotNow) as why:
        log.warning("%s of document %s hung, and nobody could be told yet: %s", work, document_id, why)
        return False
    return True


def _waits_rightly(run: FlowRun, need: agenda.Need) -> bool:
    """A suspended run stands right when it waits for the very form that is needed, or for a redraft."""
    assert run.state is not None
    key = run.state.state_details.pause_key
    if need.job.kind == "redraft":
        return "redraft" in run.tags
    return need.job.kind == "form" and key == need.key


async def _known(client: PrefectClient, flow_run_id: str | None) -> FlowRun | None:
    """The run in which the document's last form was opened, if Prefect still has it."""
    if flow_run_id is None:
        return None
    try:
        return await client.read_flow_run(UUID(flow_run_id))
    except ObjectNotFound:
        return None


def _ended(run: FlowRun) -> bool:
    return run.state is not None and run.state.is_final()


async def _next(client: PrefectClient, document_id: str, after: FlowRun | None) -> FlowRun:
    """The run that follows one which ended (or none): made now, unless somebody has made it before."""
    deployment = await client.read_deployment_by_name("approval/approval")
    return await client.create_flow_run_from_deployment(
        deployment.id,
        parameters={"document_id": document_id},
        tags=[f"doc:{document_id}"],
        idempotency_key=f"approval:{document_id}:{after.id if after else 'first'}",
    )
