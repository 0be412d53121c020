"""Many processes at the same moment: each is real, has its own connections, and begins when all are there."""

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from typing import Any

from models.engine import Memory

PATIENCE_SECONDS = 120
# A clean server process imports these once and forks the crowd, so that sixteen of them start within a second: what the
# acts need, of which most is imported by the last two.
IMPORTED_ONCE = ["pytest", "psycopg", "tests.conftest", "tests.actions.desk", "tests.actions.office"]
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(IMPORTED_ONCE)


def url_of(memory: Memory) -> str:
    """Where a process of its own finds the same database."""
    return memory.engine.url.render_as_string(hide_password=False)


def turns(count: int) -> Barrier:
    """For an act of several turns, given to it: `wait(PATIENCE_SECONDS)` lets nobody on before all `count` are there.
    Else one process of a busy machine has done all its own before the next begins."""
    return _CONTEXT.Barrier(count)


def all_at_once(count: int, act: Callable[..., Any], *given: Any) -> list[Any]:
    """Call `act(number, *given)` in `count` processes at once; answers what each returned, in order of number.

    `act` is a function of a module, its arguments and its result can be pickled. Fails when one of them fails.
    """
    barrier, said = _CONTEXT.Barrier(count), _CONTEXT.SimpleQueue()
    crowd = [_CONTEXT.Process(target=_one, args=(barrier, said, number, act, given)) for number in range(count)]
    for process in crowd:
        process.start()
    answers = dict(said.get() for _ in crowd)
    for process in crowd:
        process.join(PATIENCE_SECONDS)
    failures = {number: answer for number, (fine, answer) in answers.items() if not fine}
    assert not failures, failures
    assert len({pid for pid, _ in (answer for _, answer in answers.values())}) == count, "each was its own process"
    return [answers[number][1][1] for number in range(count)]


def _one(barrier: Barrier, said: Any, number: int, act: Callable[..., Any], given: tuple[Any, ...]) -> None:
    try:
        barrier.wait(PATIENCE_SECONDS)
        said.put((number, (True, (os.getpid(), act(number, *given)))))
    except BaseException as problem:
        said.put((number, (False, repr(problem))))
