"""All deployments, one list. `deploy` brings a Prefect server to it; running it again changes nothing."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from prefect import Flow
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
from prefect.exceptions import ObjectAlreadyExists
from prefect.types.entrypoint import EntrypointType

from flows import approval, cycle, reconcile, witness
from flows.environment import WORK_POOL, WORKER_TYPE
from rules.deadlines import VIETNAM


@dataclass(frozen=True)
class Deployment:
    """A flow, when it runs by itself, and its tags (`system` runs are out of reviewers' sight)."""

    flow: Flow[..., Any]
    schedule: IntervalSchedule | CronSchedule | None = None
    tags: Sequence[str] = ()


DEPLOYMENTS = (
    Deployment(approval.approval),
    Deployment(cycle.start_cycle),
    Deployment(cycle.deadline),
    Deployment(cycle.evaluation),
    Deployment(cycle.commendation),
    Deployment(cycle.close_cycle),
    Deployment(reconcile.reconcile, IntervalSchedule(interval=timedelta(minutes=10)), tags=("system",)),
    Deployment(witness.witness, CronSchedule(cron="30 17 * * *", timezone=VIETNAM.key), tags=("system",)),
)


async def deploy(client: PrefectClient) -> None:
    """Make the work pool and every deployment; each is named like its flow."""
    with suppress(ObjectAlreadyExists):
        await client.create_work_pool(WorkPoolCreate(name=WORK_POOL, type=WORKER_TYPE))
    for entry in DEPLOYMENTS:
        deployment = await entry.flow.ato_deployment(
            name=entry.flow.name,
            work_pool_name=WORK_POOL,
            schedules=[entry.schedule] if entry.schedule else [],
            tags=list(entry.tags),
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        await deployment.aapply()
