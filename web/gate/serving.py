"""One process: the gate, and behind it Prefect's own server with its scheduler, under uvicorn."""

import gc
import threading
from typing import Any

from prefect.server.database.orm_models import FlowRun, WorkQueue
from sqlalchemy import event
from sqlalchemy.pool import Pool

PAGES_KIBIBYTES = 8_000
"""Of its file that each SQLite connection keeps in memory; Prefect would have it keep 80 MB."""

COLLECT_SECONDS = 1.0
FULL_COLLECTION_EVERY = 60


def collect_garbage_elsewhere() -> None:
    """Moves Python's cyclic garbage collection off the event loop's thread.

    On SQLite the collector, when it runs on the loop's thread, may finalise an abandoned cursor while another thread
    holds that connection's lock in SQLite's 60 s busy wait: the whole server then answers nothing for that minute. A
    thread of its own may wait as long as it likes. What start-up allocated is never garbage: it is frozen.
    """
    gc.collect()
    gc.freeze()
    gc.disable()
    threading.Thread(target=_collect_for_ever, name="garbage", daemon=True).start()


def _collect_for_ever() -> None:
    pause = threading.Event()
    count = 0
    while not pause.wait(COLLECT_SECONDS):
        count += 1
        gc.collect(2 if count % FULL_COLLECTION_EVERY == 0 else 1)


def read_a_run_in_one_query() -> None:
    """Has Prefect read a run together with its state, its queue and the queue's pool.

    It reads a run ten times for each decision, and asks for those three in queries of their own, which cost the server
    a sixth of its time. For SQLite alone: elsewhere Prefect locks the run that it reads, and PostgreSQL locks no row
    that may not be there. SQLAlchemy takes up how a relationship is loaded at the first query: this comes before.
    """
    for attribute in (FlowRun._state, FlowRun.work_queue, WorkQueue.work_pool):
        relationship: Any = attribute.prop
        relationship.lazy = "joined"
        relationship.strategy_key = (("lazy", "joined"),)


def bound_the_page_caches() -> None:
    """Keeps the page caches of Prefect's SQLite connections from growing with the file.

    Prefect tells each of its connections, when it connects, to keep 20,000 pages, and every one fills as the file
    grows. What is taken from a cache is still in the kernel's. Prefect has no setting for it, and its word comes after
    any listener to `connect`: so each connection is told again when it is first taken out of its pool.
    """
    event.listen(Pool, "checkout", _bound)


def _bound(connection: Any, record: Any, _: object) -> None:
    if record.info.get("bounded"):
        return
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA cache_size = -{PAGES_KIBIBYTES}")
    cursor.close()
    record.info["bounded"] = True
