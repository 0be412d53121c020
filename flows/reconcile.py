"""Prefect follows our truth: every living document gets its run back, and every open year what lies ahead of it,
whatever happened to Prefect's database."""

import asyncio

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.states import Completed

from actions import agenda
from actions.runtime import Runtime
from flows import cycle, recovery
from flows.environment import WORK_POOL
from flows.recovery import Taker
from flows.refused import refusals_are_answers
from flows.waking import ensure_run


@flow(name="reconcile", persist_result=False)
@refusals_are_answers
def reconcile() -> State:
    """Look at each open year and each living document once; make or wake the runs that are missing or asleep."""
    counts = asyncio.run(put_right())
    return Completed(message=", ".join(f"{name}: {count}" for name, count in sorted(counts.items())))


async def put_right() -> dict[str, int]:
    """What lies ahead in open years first, then the runs that a dead worker left, then each document; answers how many
    were fine, got a new run, were woken, hung and nobody could be told yet, or were put back."""
    runtime = Runtime.current()
    await asyncio.to_thread(cycle.restore, runtime)
    counts = {"fine": 0, "made": 0, "resumed": 0, "hung": 0, "put back": 0}
    async with get_client() as client:
        left = await recovery.orphans(client, WORK_POOL, Taker.here("reconcile"), None)
        for run_id, state in left.items():
            counts["put back"] += await recovery.put_back(client, run_id, state)
        for document_id in agenda.living(runtime):
            counts[await ensure_run(client, runtime, document_id)] += 1
    return counts
