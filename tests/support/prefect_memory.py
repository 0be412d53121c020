"""Prefect's database as its own migrations leave it: made once in a run of the tests, copied for each household.

Its hundred migrations cost ten seconds of a processor, and a new household would begin with them each time. The
first life of `trinhky up`, the compose file's, and the full stack's year still begin with no database at all.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from flows.environment import inherited, server_environment

UPGRADE = (sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y")


def put_into(data: Path) -> None:
    """Give a data directory a Prefect database that is migrated and empty. Outside a run of the tests (benchmarks)
    nothing is given: the household migrates its own."""
    if "TEST_RUN_HOME" not in os.environ:
        return
    place = Path(os.environ["TEST_RUN_HOME"])
    made = place / "migrated.db"
    with (place / "migrated.lock").open("w") as lock:  # the processes of one run share it
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(made)
    shutil.copyfile(made, data / "prefect.db")


def _make(made: Path) -> None:
    home = made.with_name("prefect")
    fresh = made.with_name("fresh.db")
    environment = server_environment(home, f"sqlite+aiosqlite:///{fresh}")
    subprocess.run(UPGRADE, env=inherited(environment), check=True, capture_output=True, stdin=subprocess.DEVNULL)
    fresh.rename(made)  # closed in order, SQLite has folded its write-ahead log into the file
