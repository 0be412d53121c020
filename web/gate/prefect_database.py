"""How Prefect's server uses its database here: in fewer queries, and on SQLite as a writer from the start.

Prefect has no settings for this, so functions of its own are replaced in this process, before its first call. What
each is worth was measured (docs/decisions/0011-what-a-leg-costs.md).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from prefect.server.database.configurations import SQLITE_BEGIN_MODE, AioSqliteConfiguration
from prefect.server.database.orm_models import Deployment, FlowRun, WorkQueue
from prefect.server.models import deployments, flow_runs
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction
from sqlalchemy.orm import joinedload
from sqlalchemy.pool import Pool

PAGES_KIBIBYTES = 8_000
"""Of its file that each SQLite connection keeps in memory; Prefect would have it keep 80 MB."""

RUN_WITH_STATE = joinedload(FlowRun._state)
RUN_WITH_QUEUE = joinedload(FlowRun.work_queue).joinedload(WorkQueue.work_pool)
WHOLE_DEPLOYMENT = (
    joinedload(Deployment.work_queue).joinedload(WorkQueue.work_pool),
    joinedload(Deployment.schedules),
)


def read_in_fewer_queries() -> None:
    """Has Prefect read a run, and a deployment, in one query or two instead of four.

    For each decision it reads its run six times and its deployment twice, and each time asks for the state, the queue,
    the queue's pool and the schedules in queries of their own.
    """
    flow_runs.read_flow_run = _read_flow_run
    deployments.read_deployment = _read_deployment


async def _read_flow_run(session: AsyncSession, flow_run_id: UUID, for_update: bool = False) -> FlowRun | None:
    """As Prefect's.

    Where the row is locked, its state is asked for afterwards: PostgreSQL, when it had to wait for the row, looks for
    what is joined among what it had found before, and the run would come without the state that it has now.
    """
    reading = select(FlowRun).where(FlowRun.id == flow_run_id).options(RUN_WITH_QUEUE)
    if for_update and session.get_bind().dialect.name == "postgresql":
        reading = reading.with_for_update(of=FlowRun)
    else:
        reading = reading.options(RUN_WITH_STATE)
    return (await session.execute(reading)).scalar()


async def _read_deployment(session: AsyncSession, deployment_id: UUID) -> Deployment | None:
    return await session.get(Deployment, deployment_id, options=WHOLE_DEPLOYMENT)


def begin_as_a_writer() -> None:
    """Has each of Prefect's transactions on SQLite wait for its turn to write before it reads.

    Most begin by reading, and one that has read before another wrote cannot become a writer any more: SQLite says
    "database is locked" at once, and all its work was for nothing. Two of five presses of Resume ended so.
    """
    sqlite: Any = AioSqliteConfiguration
    sqlite.begin_transaction = _begin_as_a_writer


_begin: Any = AioSqliteConfiguration.begin_transaction


@asynccontextmanager
async def _begin_as_a_writer(
    configuration: Any, session: AsyncSession, with_for_update: bool = False
) -> AsyncIterator[AsyncSessionTransaction]:
    async with _begin(configuration, session, with_for_update=True) as transaction:
        await session.connection()  # the turn is waited for here and now
        within = SQLITE_BEGIN_MODE.set(None)  # what Prefect opens beside it meanwhile only reads: it would wait for us
        try:
            yield transaction
        finally:
            SQLITE_BEGIN_MODE.reset(within)


def bound_the_page_caches() -> None:
    """Keeps the page caches of Prefect's SQLite connections from growing with the file.

    Prefect tells each of its connections, when it connects, to keep 20,000 pages, and every one fills as the file
    grows. What is taken from a cache is still in the kernel's. Prefect's word comes after any listener to `connect`: so
    each connection is told again when it is first taken out of its pool.
    """
    event.listen(Pool, "checkout", _bound)


def _bound(connection: Any, record: Any, _: object) -> None:
    if record.info.get("bounded"):
        return
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA cache_size = -{PAGES_KIBIBYTES}")
    cursor.close()
    record.info["bounded"] = True
