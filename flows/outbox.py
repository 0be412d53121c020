"""The outbox: a loop in the worker's process that carries our events to Prefect, and keeps a cursor of its own.

The gate wakes a run directly after a decision; here the rest happens: runs for new documents, the year's flows, and
whatever the gate did not manage to wake. An event that cannot be delivered is put aside, and the others go on.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import httpx
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Scheduled
from sqlalchemy.exc import OperationalError

from actions import outbox, year
from actions.outbox import Message
from actions.runtime import Runtime
from flows.leg import server_is_away
from flows.waking import ensure_run
from rules.refusals import NotNow

PAUSE_SECONDS = 0.3
GATE_FIRST_SECONDS = 3.0
MILESTONES_EVERY_SECONDS = 2.0
FOR_ALL = {401, 403, 408, 429}  # what a server answers to whoever asks

log = logging.getLogger("trinhky.flows")

# Documents that were decided, by which event, and when to look whether the gate has woken their runs. Outlives a loop
# that broke on a server that was away; a new process looks at every document once (cli/working.py).
_decided: dict[str, tuple[float, Message]] = {}

Handler = Callable[[PrefectClient, Runtime, Message], Awaitable[None]]


async def carry(client: PrefectClient) -> None:
    """Carry events for as long as the worker lives."""
    runtime = Runtime.current()
    milestones_at = 0.0
    while True:
        waiting = await asyncio.to_thread(outbox.waiting, runtime)
        for message in await asyncio.to_thread(outbox.next_messages, runtime):
            if message.kind in HANDLERS and message.lane in waiting:
                await asyncio.to_thread(outbox.put_aside, runtime, message, datetime.now(UTC))
                continue
            if message.kind == "decided" and message.document_id:
                _decided[message.document_id] = (time.monotonic() + GATE_FIRST_SECONDS, message)
            elif message.kind in HANDLERS and not await _deliver(client, runtime, message):
                waiting.add(message.lane)
            await asyncio.to_thread(outbox.done, runtime, message)
        for message in await asyncio.to_thread(outbox.due_again, runtime, datetime.now(UTC)):
            await _deliver(client, runtime, message)
        for document_id, (at, message) in list(_decided.items()):
            if at <= time.monotonic():
                await _deliver(client, runtime, message)
                del _decided[document_id]
        if time.monotonic() >= milestones_at:
            milestones_at = time.monotonic() + MILESTONES_EVERY_SECONDS
            await _due_milestones(client, runtime)
        await asyncio.sleep(PAUSE_SECONDS)


async def _deliver(client: PrefectClient, runtime: Runtime, message: Message) -> bool:
    """Hand one message on; False when it could not be, and was put aside. Raises what is no fault of its own."""
    try:
        await HANDLERS[message.kind](client, runtime, message)
    except Exception as problem:
        if not _its_own(problem):
            raise
        log.exception("Event %s (%s) was not delivered; failure %s of it", message.id, message.kind, message.tries + 1)
        why = f"{type(problem).__name__}: {' '.join(str(problem).split())}"
        await asyncio.to_thread(outbox.put_aside, runtime, message, datetime.now(UTC), why)
        return False
    if message.aside:
        await asyncio.to_thread(outbox.delivered, runtime, message)
    return True


def _its_own(problem: Exception) -> bool:
    """Whether another message could do better. A server that is away or lets nobody in, a disk, our own database: all
    wait for these together, none is put aside for them."""
    if isinstance(problem, OperationalError | NotNow | OSError | TimeoutError) or server_is_away(problem):
        return False
    return not (isinstance(problem, httpx.HTTPStatusError) and problem.response.status_code in FOR_ALL)


async def _document(client: PrefectClient, runtime: Runtime, message: Message) -> None:
    if message.document_id:
        await ensure_run(client, runtime, message.document_id)


async def _issued(client: PrefectClient, runtime: Runtime, message: Message) -> None:
    """An issued classification opens the commendation of its year."""
    if message.facts.get("kind") == "classification" and message.cycle_id is not None:
        key = await asyncio.to_thread(year.commendation_key, runtime, message.cycle_id)
        await _run(client, "commendation", key, cycle_id=message.cycle_id)


async def _cycle_started(client: PrefectClient, runtime: Runtime, message: Message) -> None:
    await _run(client, "start-cycle", f"start-cycle:{message.cycle_id}", year=message.facts["year"])


async def _cycle_closed(client: PrefectClient, runtime: Runtime, message: Message) -> None:
    await _run(client, "close-cycle", f"close-cycle:{message.cycle_id}", year=message.facts["year"])


HANDLERS: dict[str, Handler] = {
    "decided": _document,
    "submitted": _document,
    "drafted": _document,
    "arrived": _document,
    "number-voided": _document,
    "issued": _issued,
    "cycle-started": _cycle_started,
    "cycle-closed": _cycle_closed,
}


async def _run(client: PrefectClient, name: str, key: str, **parameters: object) -> None:
    deployment = await client.read_deployment_by_name(f"{name}/{name}")
    await client.create_flow_run_from_deployment(deployment.id, parameters=parameters, idempotency_key=key)


async def _due_milestones(client: PrefectClient, runtime: Runtime) -> None:
    """Where the date is simulated, a milestone's run begins when the office's own clock reaches it."""
    for key in await asyncio.to_thread(year.overdue_milestones, runtime):
        tagged = FlowRunFilter(tags=FlowRunFilterTags(all_=[key]))
        for run in await client.read_flow_runs(flow_run_filter=tagged, sort=FlowRunSort.ID_DESC, limit=200):
            at = run.state.state_details.scheduled_time if run.state and run.state.is_scheduled() else None
            if at is not None and at.timestamp() > time.time():
                await client.set_flow_run_state(run.id, Scheduled(), force=True)
