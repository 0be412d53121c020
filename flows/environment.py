"""The environment of the Prefect processes: one table for the server, one for the worker.

Prefect reads its settings when it is imported, so these must be in `os.environ` before. `trinhky up`, the compose
file and the tests take them from here and nowhere else. This module therefore never imports Prefect.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

WORK_POOL = "trinhky"
WORKER_TYPE = "trinhky"
UI_BASE = "/prefect"
API_BASE = "/api"

# What both processes need whatever the place: nothing leaves the machine, and no command writes to the user's home.
QUIET: dict[str, str] = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",  # the ephemeral server has no scheduler
    "PREFECT_CLI_PROMPT": "false",
}

SERVER: dict[str, str] = {
    # Each of Prefect's SQLite connections has a thread, and glibc gives threads heaps of their own that only grow: with
    # 250 open forms the server had grown by 16 MB, with two heaps by 4.
    "MALLOC_ARENA_MAX": "2",
    "PREFECT_UI_SERVE_BASE": UI_BASE,
    "PREFECT_UI_API_URL": API_BASE,  # the same origin: the session cookie travels with every call of the UI
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    # No automation is defined here, and deadlines are rows of ours: nothing has to evaluate each event.
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    # Nothing here is a block of Prefect's. To know that it has nothing to register, the server would import the
    # worker's code and lay out the schema of each block: half a second of a processor at every start.
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    # Forms wait without a timeout (deadlines are rows of ours), so there is nothing to expire.
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "30",
    # After fifteen seconds Prefect would write "Late" upon each run of a crowd that stands in line for the worker, and
    # lengthen the line by it. After ten minutes it says that no worker is there.
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "600",
    # A milestone's tags name everybody who may see it; each is a related resource of its run's events, and Prefect's
    # hundred would refuse the run of an office with as many units.
    "PREFECT_SERVER_EVENTS_MAXIMUM_RELATED_RESOURCES": "10000",
}

WORKER: dict[str, str] = {
    "PREFECT_WORKER_QUERY_SECONDS": "0.2",  # between two looks; before each it waits for the bell (web/gate/bell.py)
    "PREFECT_WORKER_PREFETCH_SECONDS": "0",  # a leg starts when it is due, not before
    "PREFECT_WORKER_HEARTBEAT_SECONDS": "15",
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",  # the history is in our events; the process log has the rest
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",  # an effect is idempotent by its natural key in our database
}


def server_environment(home: Path, database_url: str) -> dict[str, str]:
    """Environment of the process that runs Prefect's server.

    `home` is the directory where Prefect may write (profiles, the UI's static files); `database_url` is an
    async SQLAlchemy URL (`sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`).
    """
    return {
        **QUIET,
        **SERVER,
        "PREFECT_HOME": str(home),
        "PREFECT_UI_STATIC_DIRECTORY": str(home / "ui"),
        "PREFECT_API_DATABASE_CONNECTION_URL": database_url,
    }


def client_environment(home: Path, api_url: str, worker_key: str) -> dict[str, str]:
    """Environment of a process that calls the server as the system: the worker, deploy commands, reconcile.

    `api_url` ends in `/api`; `worker_key` is the shared secret that the gate knows. It is sent as a header, on HTTP
    calls and on websockets alike.
    """
    return {
        **QUIET,
        **WORKER,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": api_url,
        "PREFECT_CLIENT_CUSTOM_HEADERS": json.dumps({"Authorization": f"Bearer {worker_key}"}),
    }


def worker_environment(home: Path, api_url: str, worker_key: str, database_url: str) -> dict[str, str]:
    """Environment of the worker: a client that also knows how many legs the server's database can bear at once."""
    return {
        **client_environment(home, api_url, worker_key),
        "TRINHKY_WORKER_LEGS": str(legs_for(database_url)),
    }


def legs_for(database_url: str) -> int:
    """Legs at once: SQLite has one writer, and more than a few legs only wait for each other there."""
    return 3 if database_url.startswith("sqlite") else 6


def inherited(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` upon this process's own, without Prefect settings that a user's shell happens to hold."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return own | dict(environment)
