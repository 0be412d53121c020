"""The outbox: a loop in the worker's process that carries our events to Prefect, and keeps a cursor of its own.

The gate wakes a run directly after a decision; here the rest happens: runs for new documents, the year's flows, and
whatever the gate did not manage to wake.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Scheduled

from actions import outbox, year
from actions.outbox import Message
from actions.runtime import Runtime
from flows.waking import ensure_run

PAUSE_SECONDS = 0.3
GATE_FIRST_SECONDS = 3.0
MILESTONES_EVERY_SECONDS = 2.0

# Documents that were decided, and when to look whether the gate has woken their runs. Outlives a loop that broke on a
# server that was away; a new process looks at every document once (cli/working.py).
_decided: dict[str, float] = {}

Handler = Callable[[PrefectClient, Runtime, Message], Awaitable[None]]


async def carry(client: PrefectClient) -> None:
    """Carry events for as long as the worker lives."""
    runtime = Runtime.current()
    milestones_at = 0.0
    while True:
        for message in await asyncio.to_thread(outbox.next_messages, runtime):
            if message.kind == "decided" and message.document_id:
                _decided[message.document_id] = time.monotonic() + GATE_FIRST_SECONDS
            elif message.kind in HANDLERS:
                await HANDLERS[message.kind](client, runtime, message)
            await asyncio.to_thread(outbox.done, runtime, message)
        for document_id in [known for known, at in _decided.items() if at <= time.monotonic()]:
            await ensure_run(client, runtime, document_id)
            del _decided[document_id]
        if time.monotonic() >= milestones_at:
            milestones_at = time.monotonic() + MILESTONES_EVERY_SECONDS
            await _due_milestones(client, runtime)
        await asyncio.sleep(PAUSE_SECONDS)


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
