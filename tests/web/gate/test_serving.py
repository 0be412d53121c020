"""What the process that holds Prefect's server does for the whole of it."""

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = os.environ | {"PYTHONPATH": os.getcwd()}
ASK = """
import asyncio
import sqlalchemy
from prefect.server.database import provide_database_interface
from web.gate.serving import bound_the_page_caches

async def asked():
    async with provide_database_interface().session_context() as session:
        return (await session.execute(sqlalchemy.text("PRAGMA cache_size"))).scalar()

before = asyncio.run(asked())
bound_the_page_caches()
print(before, asyncio.run(asked()))
"""

READ = """
from prefect.server.database.orm_models import FlowRun
from sqlalchemy import select
from web.gate.serving import read_a_run_in_one_query

read_a_run_in_one_query()
print(select(FlowRun))
"""


def test_a_run_is_read_with_its_state_queue_and_pool_in_one_query() -> None:
    query = subprocess.run([sys.executable, "-c", READ], env=HERE, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"LEFT OUTER JOIN (\w+)", query) == ["flow_run_state", "work_queue", "work_pool"]


def test_no_connection_of_prefects_keeps_eighty_megabytes_of_its_file(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'prefect.db'}"
    place = HERE | {"PREFECT_API_DATABASE_CONNECTION_URL": url}
    told = subprocess.run([sys.executable, "-c", ASK], env=place, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["20000", "-8000"]
