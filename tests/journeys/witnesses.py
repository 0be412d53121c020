"""What others than our program say of a year: Prefect's own database, the gate's log, poppler, coreutils."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

SYNCHRONOUS = {"sqlite+aiosqlite": "sqlite", "postgresql+asyncpg": "postgresql+psycopg"}


def trinhky(data: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own; `settings` are those of the environment (TRINHKY_…)."""
    command = [sys.executable, "-P", "-m", "cli", *words, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=540, env={**os.environ, **settings})


def the_answer(done: subprocess.CompletedProcess[str]) -> Any:
    """The one object on the one line of stdout."""
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}"
    (line,) = done.stdout.splitlines()
    return json.loads(line)


def approval_runs(prefect_database_url: str) -> dict[str, Counter[str]]:
    """By Prefect's own database: for each document, how many approval runs ended in which state."""
    driver, _, place = prefect_database_url.partition(":")
    engine = create_engine(f"{SYNCHRONOUS[driver]}:{place}")
    query = "SELECT parameters, state_name FROM flow_run WHERE flow_id = (SELECT id FROM flow WHERE name = 'approval')"
    found: dict[str, Counter[str]] = {}
    with engine.connect() as connection:
        for parameters, state in connection.execute(text(query)):
            given = json.loads(parameters) if isinstance(parameters, str) else parameters
            found.setdefault(given["document_id"], Counter())[state] += 1
    engine.dispose()
    return found


def requests_in_the_log(data: Path) -> dict[str, dict[str, Any]]:
    """The gate's lines of JSON, by request id."""
    lines = (data / "logs" / "serve.log").read_text(errors="replace").splitlines()
    told = [json.loads(line) for line in lines if line.startswith('{"request"')]
    return {line["request"]: line for line in told}


def signatures(pdf: Path) -> list[tuple[str, bool, bool]]:
    """What poppler says of each signature: its field, whether it is valid, whether it covers the whole file."""
    said = subprocess.run(["pdfsig", "-nocert", str(pdf)], capture_output=True, text=True, timeout=60).stdout
    return [
        (
            re.findall(r"Signature Field Name: (.*)", part)[0],
            "Signature Validation: Signature is Valid." in part,
            "  - Total document signed" in part,
        )
        for part in said.split("Signature #")[1:]
    ]


def check_sums(directory: Path) -> subprocess.CompletedProcess[str]:
    """coreutils' word on an export."""
    command = ["sha256sum", "-c", "--strict", "SHA256SUMS"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=60)
