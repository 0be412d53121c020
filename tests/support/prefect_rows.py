"""What Prefect holds, read from its database by SQL: looking through its API would be work for the server."""

import json
from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, bindparam, create_engine, text

WAITING = """
    SELECT run.id, state.state_details FROM flow_run AS run JOIN flow_run_state AS state ON state.id = run.state_id
    WHERE run.state_type = 'PAUSED'
"""
COMPLETED = text(
    """
    SELECT count(*) FROM flow_run AS run JOIN flow ON flow.id = run.flow_id
    WHERE run.end_time > :since AND flow.name = 'approval' AND run.state_type = 'COMPLETED'
    """
).bindparams(bindparam("since", type_=DateTime(timezone=True)))

RUNS = "SELECT parameters, state_name FROM flow_run WHERE flow_id = (SELECT id FROM flow WHERE name = 'approval')"


class PrefectRows:
    """Prefect's database, by the async URL that its server has."""

    def __init__(self, async_url: str) -> None:
        self.engine = create_engine(
            async_url.replace("+aiosqlite", "").replace("+asyncpg", "+psycopg"), isolation_level="AUTOCOMMIT"
        )

    def open_forms(self) -> dict[str, str]:
        """The key of each form that waits for an answer, by run."""
        with self.engine.connect() as connection:
            found = connection.execute(text(WAITING)).all()
        return {str(run): key for run, details in found if (key := _read(details).get("pause_key"))}

    def completed(self, since: datetime) -> int:
        """How many approval runs have come to their end after an instant (UTC); what ended before costs nothing."""
        with self.engine.connect() as connection:
            return int(connection.execute(COMPLETED, {"since": since}).scalar_one())

    def approval_runs(self) -> dict[str, Counter[str]]:
        """For each document, how many approval runs ended in which state."""
        found: dict[str, Counter[str]] = {}
        with self.engine.connect() as connection:
            for parameters, state in connection.execute(text(RUNS)):
                found.setdefault(_read(parameters)["document_id"], Counter())[state] += 1
        return found

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def _read(details: Any) -> dict[str, Any]:
    """A JSON value, which SQLite gives as its text."""
    read: dict[str, Any] = json.loads(details) if isinstance(details, str) else details
    return read
