"""How each effect is tried again: a table, read by the tasks' decorators.

There are no timeouts here: a task runs on a thread, which nothing can end. Each effect has its own bound instead
(LibreOffice's sandbox, the archive's connection).
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Policy:
    """Tries after the first one, and the pauses between them in seconds."""

    retries: int
    retry_delay_seconds: tuple[int, ...]


POLICIES: dict[str, Policy] = {
    "render": Policy(2, (2, 10)),
    "sign": Policy(2, (2, 10)),
    "seal": Policy(2, (2, 10)),
    "keep": Policy(5, (2, 5, 15, 60, 120)),  # the archive may be full or away for a while
}


def policy(name: str) -> dict[str, Any]:
    """Keyword arguments for `prefect.task`."""
    settings = asdict(POLICIES[name])
    return {
        "name": name,
        "persist_result": False,
        **settings,
        "retry_delay_seconds": list(settings["retry_delay_seconds"]),
    }
