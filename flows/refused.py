"""A flow that meets a refusal ends `Completed("Refused")` with the sentence: red is for what is broken.

A full or read-only database (`NotNow`) is broken: the run fails, and its document soon gets another
(flows/again.py)."""

import functools
from collections.abc import Callable
from typing import ParamSpec

from prefect.client.schemas.objects import State
from prefect.states import Completed

from rules.refusals import NotNow, Refusal

P = ParamSpec("P")


def refusals_are_answers(function: Callable[P, State]) -> Callable[P, State]:
    """Turn a refusal inside a flow into its final state."""

    @functools.wraps(function)
    def answered(*args: P.args, **kwargs: P.kwargs) -> State:
        try:
            return function(*args, **kwargs)
        except NotNow:
            raise
        except Refusal as refusal:
            return Completed(name="Refused", message=refusal.text)

    return answered
