"""A flow shaped like an approval: it asks a table which step is open, and suspends with that step's form.

Stock Prefect and the worker of this project run this same file. The table is a SQLite file of its own, so that no arm
pays for anything that is not Prefect.
"""

import os
import sqlite3
from pathlib import Path
from typing import Literal

from prefect import flow, suspend_flow_run
from prefect.input import RunInput

TABLE = "BENCH_TABLE"


class Form(RunInput):
    """The form of a step: a verb without a default, and a reason."""

    verb: Literal["Đồng ý trình", "Trả lại"]
    reason: str = ""


def open_table(path: str | Path) -> sqlite3.Connection:
    """The table of decisions, made when missing."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE IF NOT EXISTS decision (document TEXT, step INTEGER, UNIQUE (document, step))")
    return connection


def step_of(connection: sqlite3.Connection, document: str) -> int:
    """How many decisions the document has, which is the number of its open step."""
    row = connection.execute("SELECT count(*) FROM decision WHERE document = ?", (document,)).fetchone()
    return int(row[0])


@flow(name="approval-like", log_prints=False)
def approval_like(document: str, steps: int) -> None:
    """One document's way through `steps` steps; each leg opens the form of the step that the table says."""
    connection = open_table(os.environ[TABLE])
    step = step_of(connection, document)
    connection.close()
    if step < steps:
        description = f"# Phiếu trình {document}\n\nBước {step + 1} trên {steps}."
        suspend_flow_run(
            wait_for_input=Form.with_initial_data(description=description), key=f"{document}-{step}", timeout=None
        )
