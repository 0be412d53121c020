"""What one server process serves: the gate, the pages, and behind them Prefect's own server and scheduler.

`flows.environment.server_environment` must already be in the environment: Prefect reads it when it is imported.
"""

import json
import logging
import os
import signal
import sys

import uvicorn
from prefect.server.api.server import create_app
from starlette.types import ASGIApp

from actions.runtime import Runtime
from web.gate.app import Gate
from web.gate.bell import Bell
from web.gate.claiming import claim_only_what_is_scheduled
from web.gate.garbage import collect_garbage_elsewhere
from web.gate.one_writer import OneWriter
from web.gate.prefect_database import begin_as_a_writer, bound_the_page_caches, read_in_fewer_queries
from web.gate.ui_files import UiFiles
from web.pages.app import pages_app


def gate(runtime: Runtime) -> Gate:
    """The whole server as one ASGI app."""
    read_in_fewer_queries()
    claim_only_what_is_scheduled()
    prefect: ASGIApp = create_app()
    if runtime.settings.prefect_database_url.startswith("sqlite"):
        prefect = OneWriter(prefect)
        bound_the_page_caches()
        begin_as_a_writer()
    return Gate(UiFiles(Bell(prefect)), pages_app(runtime), runtime)


def serve() -> None:
    """Serve until SIGTERM."""
    runtime = Runtime.current()
    _log_to_stderr()
    collect_garbage_elsewhere()
    settings = runtime.settings
    # uvicorn raises the signal again after it has shut down in order, and that end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        gate(runtime),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=10,
        timeout_keep_alive=75,  # longer than a worker's pause between two legs
        ws_max_size=1_000_000,
        server_header=False,
    )


def _log_to_stderr() -> None:
    """The gate's log: one line of JSON a request, on standard error, where `trinhky up` keeps it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    for name in ("trinhky.access", "trinhky.gate"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)
        logger.propagate = False
    logging.getLogger("trinhky.gate").info(json.dumps({"started": os.getpid()}))
