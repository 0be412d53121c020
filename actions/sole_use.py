"""A data directory for one process alone: `trinhky up` over it, or a backup being put back into it, never both."""

import fcntl
import json
import os
from pathlib import Path
from typing import IO, Any

from actions.settings import Settings
from rules.refusals import Refusal

UP_LOCK = "up.lock"  # held by `trinhky up` as long as it lives, and by a restoring


def take(settings: Settings, refused: str) -> IO[str]:
    """Lock the data directory until the file is closed or the process gone.

    Refusal `refused`, with the `data` directory and the `pid` that holds it, where another process does.
    """
    file = (settings.data / UP_LOCK).open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        holder = file.read()
        file.close()
        raise Refusal(refused, data=str(settings.data), **(json.loads(holder) if holder else {"pid": "?"})) from None
    file.truncate(0)
    file.write(json.dumps({"pid": os.getpid(), "url": settings.server_url}))
    file.flush()
    return file


def who_is_up(data: Path) -> dict[str, Any] | None:
    """The `pid` and `url` of the `trinhky up` that holds this data directory; None when there is none."""
    try:
        with (data / UP_LOCK).open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                holder: dict[str, Any] = json.load(file)
                return holder
    except (OSError, ValueError):
        pass
    return None
