"""What the process that holds Prefect's server does for the whole of it."""

import os
import subprocess
import sys
from pathlib import Path

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


def test_no_connection_of_prefects_keeps_eighty_megabytes_of_its_file(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'prefect.db'}"
    place = os.environ | {"PREFECT_API_DATABASE_CONNECTION_URL": url, "PYTHONPATH": os.getcwd()}
    told = subprocess.run([sys.executable, "-c", ASK], env=place, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["20000", "-8000"]
