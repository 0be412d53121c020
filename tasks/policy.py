"""How each effect is tried again, after `rules.issuing`, as the tasks' decorators want it.

There are no timeouts here: a task runs on a thread, which nothing can end. Each effect has its own bound instead
(LibreOffice's sandbox, the archive's connection). The pauses are short, because a leg holds a place of the worker
meanwhile; after the last try a person is asked (`actions.obstacles`).
"""

from typing import Any

from prefect.client.schemas.objects import State

from rules.issuing import EFFECTS
from rules.lifecycle import Task
from rules.refusals import NotNow, Refusal


def policy(task: Task) -> dict[str, Any]:
    """Keyword arguments for `prefect.task`."""
    pauses = EFFECTS[task].pauses
    return {
        "name": task,
        "persist_result": False,
        "retries": len(pauses),
        "retry_delay_seconds": list(pauses),
        "retry_condition_fn": worth_another_try,
    }


def worth_another_try(_task: object, _run: object, state: State[Any]) -> bool:
    """A refusal stays a refusal however often one asks; whatever else went wrong may be over in a moment."""
    failure = state.result(raise_on_failure=False)
    return isinstance(failure, NotNow) or not isinstance(failure, Refusal)
