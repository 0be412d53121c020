"""Runs that broke: a companion of the worker that looks for them every few seconds and gives their documents another.

A run fails when our own database is full or away for a moment, and nobody presses anything again, for the person has
already decided. `reconcile` looks at every document there is, so it comes seldom; this asks for broken runs alone.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort

from actions.runtime import Runtime
from flows.waking import ensure_run

BROKEN = [StateType.FAILED, StateType.CRASHED]
LOOK_SECONDS = 15.0
FIRST_PAUSE = timedelta(seconds=10)  # after a document's first broken run; doubled with each further one
LONGEST_PAUSE = timedelta(minutes=5)
REMEMBERED = timedelta(minutes=30)  # what broke before is left to `reconcile`


async def tend(client: PrefectClient) -> None:
    """Look for as long as the worker lives."""
    runtime, followed = Runtime.current(), set[UUID]()
    while True:
        followed = await look(client, runtime, followed, datetime.now(UTC))
        await asyncio.sleep(LOOK_SECONDS)


async def look(client: PrefectClient, runtime: Runtime, followed: set[UUID], now: datetime) -> set[UUID]:
    """One look, at `now`. `followed` are the broken runs that need no further look, for their document has moved on or
    has another run; answers those that are so afterwards, among the runs of the last half hour."""
    after = set[UUID]()
    for document_id, runs in _by_document(await _broken(client, now)).items():
        newest = runs[0]
        due = newest.end_time is not None and now >= newest.end_time + pause_after(len(runs))
        if newest.id in followed or (due and await ensure_run(client, runtime, document_id) != "hung"):
            after.add(newest.id)
    return after


def pause_after(times: int) -> timedelta:
    """How long a document is left alone whose runs have broken so often (from 1) in the last half hour."""
    return min(FIRST_PAUSE * 2.0 ** min(times - 1, 10), LONGEST_PAUSE)


async def _broken(client: PrefectClient, now: datetime) -> list[FlowRun]:
    """The runs of approvals that broke in the last half hour, the newest first."""
    return await client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=["approval"])),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=BROKEN)),
            end_time=FlowRunFilterEndTime.model_validate({"after_": now - REMEMBERED}),
        ),
        sort=FlowRunSort.END_TIME_DESC,
        limit=200,
    )


def _by_document(runs: list[FlowRun]) -> dict[str, list[FlowRun]]:
    found: dict[str, list[FlowRun]] = {}
    for run in runs:
        if document_id := run.parameters.get("document_id"):
            found.setdefault(document_id, []).append(run)
    return found
