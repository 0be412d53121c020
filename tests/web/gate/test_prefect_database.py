"""How Prefect's server uses its database: what is replaced of it, against what it does by itself."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import prefect_memory
from tests.support.postgres import PostgresServer

HERE = os.environ | {"PYTHONPATH": os.getcwd()}

# A run of a deployment is read as Prefect does, then as here: what was found, and by how many queries. Then by one who
# has to wait for it, because another is setting its state.
READ = """
import asyncio, json
import sqlalchemy as sa
from prefect.server import models, schemas
from prefect.server.database import provide_database_interface
from web.gate import prefect_database

queries = []

def found(run):
    queue = run.work_queue
    return [str(run.id), run.state.name, run.state.message, queue.name, queue.work_pool.name]

async def reading(db, run_id, deployment_id):
    told = {}
    for way in ("unlocked", "locked", "deployment"):
        async with db.session_context(begin_transaction=True, with_for_update=True) as session:
            queries.clear()
            if way == "deployment":
                it = await models.deployments.read_deployment(session, deployment_id)
                what = [it.name, it.work_queue.name, it.work_queue.work_pool.name, len(it.schedules)]
            else:
                what = found(await models.flow_runs.read_flow_run(session, run_id, for_update=way == "locked"))
            told[way] = [what, sum(query.startswith("SELECT") for query in queries)]
    return told

async def state_after_waiting(db, run_id):
    async def waits():
        async with db.session_context(begin_transaction=True, with_for_update=True) as session:
            return found(await models.flow_runs.read_flow_run(session, run_id, for_update=True))

    async with db.session_context(begin_transaction=True, with_for_update=True) as session:
        await models.flow_runs.read_flow_run(session, run_id, for_update=True)
        waiting = asyncio.create_task(waits())
        await asyncio.sleep(0.5)
        await models.flow_runs.set_flow_run_state(session, run_id, schemas.states.Running(), force=True)
    return (await waiting)[1]

async def main():
    db = provide_database_interface()
    await db.create_db()
    async with db.session_context(begin_transaction=True) as session:
        flow = await models.flows.create_flow(session, schemas.core.Flow(name="flow"))
        pool = await models.workers.create_work_pool(session, schemas.actions.WorkPoolCreate(name="pool", type="x"))
        schedule = {"active": False, "schedule": schemas.schedules.CronSchedule(cron="30 17 * * *")}
        deployment = await models.deployments.create_deployment(session, schemas.core.Deployment(
            name="deployment", flow_id=flow.id, work_queue_id=pool.default_queue_id,
            schedules=[schemas.core.DeploymentSchedule(**schedule)]))
        run = await models.flow_runs.create_flow_run(session, schemas.core.FlowRun(
            flow_id=flow.id, deployment_id=deployment.id, work_queue_id=pool.default_queue_id,
            state=schemas.states.Pending(message="waits")))
    sa.event.listen((await db.engine()).sync_engine, "before_cursor_execute", lambda *call: queries.append(call[2]))
    theirs = await reading(db, run.id, deployment.id)
    prefect_database.read_in_fewer_queries()
    ours = await reading(db, run.id, deployment.id)
    print(json.dumps([theirs, ours, await state_after_waiting(db, run.id)]))

asyncio.run(main())
"""

# Two transactions that read, then write: the second begins when the first has read. And one within which a session
# is opened that reads, as Prefect does to tell of a queue that was paused.
TWO_WRITERS = """
import asyncio
import sqlalchemy as sa
from prefect.server.database import provide_database_interface
from web.gate import prefect_database

async def write(db, first_has_read):
    async with db.session_context(begin_transaction=True) as session:
        await session.execute(sa.text("SELECT count(*) FROM lines"))
        first_has_read.set()
        await asyncio.sleep(0.2)
        await session.execute(sa.text("INSERT INTO lines VALUES (1)"))

async def both(db):
    first_has_read = asyncio.Event()
    first = asyncio.create_task(write(db, first_has_read))
    await first_has_read.wait()
    ended = await asyncio.gather(first, write(db, asyncio.Event()), return_exceptions=True)
    return [type(one).__name__ for one in ended]

async def lines_seen_from_within(db):
    async with db.session_context(begin_transaction=True) as session:
        await session.execute(sa.text("INSERT INTO lines VALUES (1)"))
        async with asyncio.timeout(10), db.session_context() as beside:
            return (await beside.execute(sa.text("SELECT count(*) FROM lines"))).scalar()

async def main():
    db = provide_database_interface()
    async with db.session_context(begin_transaction=True) as session:
        await session.execute(sa.text("CREATE TABLE lines (line INTEGER)"))
    print(*await both(db))
    prefect_database.begin_as_a_writer()
    print(*await both(db))
    print(await lines_seen_from_within(db))

asyncio.run(main())
"""

# What the server of an installation uses, once it is put together.
TOGETHER = """
import sys
from pathlib import Path
from actions.runtime import Runtime
from actions.settings import Settings
from prefect.server.database.configurations import AioSqliteConfiguration
from prefect.server.models import deployments, flow_runs
from prefect.server.orchestration.dependencies import ORCHESTRATION_DEPENDENCIES
from web.gate.server import gate

gate(Runtime.open(Settings(data=Path(sys.argv[1]), prefect_database_url=sys.argv[2])))
policy = ORCHESTRATION_DEPENDENCIES["flow_policy_provider"]
used = flow_runs.read_flow_run, deployments.read_deployment, policy, AioSqliteConfiguration.begin_transaction
print(*(function.__module__ for function in used))
"""

CACHE = """
import asyncio
import sqlalchemy
from prefect.server.database import provide_database_interface
from web.gate.prefect_database import bound_the_page_caches

async def asked():
    async with provide_database_interface().session_context() as session:
        return (await session.execute(sqlalchemy.text("PRAGMA cache_size"))).scalar()

before = asyncio.run(asked())
bound_the_page_caches()
print(before, asyncio.run(asked()))
"""


def told_by(script: str, url: str, *words: str) -> str:
    """What a process says that has this script and Prefect's database there."""
    place = HERE | {"PREFECT_API_DATABASE_CONNECTION_URL": url}
    command = [sys.executable, "-c", script, *words]
    return subprocess.run(command, env=place, stdout=subprocess.PIPE, text=True, check=True).stdout


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        prefect_memory.put_into(tmp_path)
        return f"sqlite+aiosqlite:///{tmp_path / 'prefect.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.fresh_url("postgresql+asyncpg")


def test_a_run_and_a_deployment_are_read_as_by_prefect_itself_in_fewer_queries(url: str) -> None:
    theirs, ours, after_waiting = json.loads(told_by(READ, url))
    what = {way: found for way, (found, _) in theirs.items()}
    assert {way: found for way, (found, _) in ours.items()} == what
    assert what["locked"][1:] == ["Pending", "waits", "default", "pool"]
    assert what["deployment"] == ["deployment", "default", "pool", 1]
    count: dict[str, Any] = {way: (theirs[way][1], number) for way, (_, number) in ours.items()}
    locked = 2 if url.startswith("postgresql") else 1  # the state of a locked run is asked for when the lock is there
    assert after_waiting == "Running"
    assert count == {"unlocked": (4, 1), "locked": (4, locked), "deployment": (4, 1)}


def test_a_transaction_that_reads_and_then_writes_waits_for_its_turn(tmp_path: Path) -> None:
    told = told_by(TWO_WRITERS, f"sqlite+aiosqlite:///{tmp_path / 'prefect.db'}")
    by_itself, here, from_within = told.splitlines()
    assert sorted(by_itself.split()) == ["NoneType", "OperationalError"]
    assert here.split() == ["NoneType", "NoneType"]
    assert from_within == "3", "what three had written before"


def test_no_connection_of_prefects_keeps_eighty_megabytes_of_its_file(tmp_path: Path) -> None:
    assert told_by(CACHE, f"sqlite+aiosqlite:///{tmp_path / 'prefect.db'}").split() == ["20000", "-8000"]


@pytest.mark.parametrize(
    ("url", "begins"),
    [("sqlite+aiosqlite:////nowhere.db", "web.gate.prefect_database"), ("postgresql+asyncpg://nowhere/p", "prefect")],
)
def test_the_server_of_an_installation_uses_them(tmp_path: Path, url: str, begins: str) -> None:
    reads_run, reads_deployment, claims, begin = told_by(TOGETHER, url, str(tmp_path), url).split()
    assert (reads_run, reads_deployment) == ("web.gate.prefect_database", "web.gate.prefect_database")
    assert claims == "web.gate.claiming"
    assert begin.startswith(begins)
