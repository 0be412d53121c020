"""Where the server collects its garbage: on a thread of its own, never on the event loop's."""

import gc
import threading

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
