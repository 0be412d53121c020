"""Machines work outside transactions: the guard that every adapter stands behind.

`models.engine` marks the time a transaction is open; an adapter (archive, LibreOffice, signing) that is called
meanwhile fails at once, in tests and in earnest, because a lock held across a slow machine stops the whole office.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_open: ContextVar[bool] = ContextVar("transaction_open", default=False)


class InsideTransaction(RuntimeError):
    """An effect was asked for while a database transaction was open: a defect in our code, never a user's fault."""


@contextmanager
def transaction() -> Iterator[None]:
    """Mark the current context as holding a database transaction."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def effect(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate an adapter's function: calling it inside a transaction raises `InsideTransaction`."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if _open.get():
            raise InsideTransaction(f"{function.__qualname__} was called inside a database transaction")
        return function(*args, **kwargs)

    return guarded
