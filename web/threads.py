"""Which threads do the web's waiting: for databases, files and password hashes, never the event loop.

Each kind of work has threads of its own, so that a slow archive keeps nobody from signing in. Prefect's API takes a
thread of the loop's shared pool for each of its calls: nothing of ours may wait there.
"""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Literal, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Work = Literal["sessions", "decisions", "pages", "papers", "passwords"]

# Together no more than the database engine has connections (15 on SQLite). A password hash takes 64 MB while it is
# made, a paper that comes in several times its own size.
THREADS: dict[Work, int] = {"sessions": 4, "decisions": 3, "pages": 4, "papers": 2, "passwords": 2}
_POOLS = {work: ThreadPoolExecutor(count, f"web-{work}") for work, count in THREADS.items()}


async def on_thread(work: Work, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `function` answers, from one of the threads of this work; whoever finds none free stands in line."""
    call = functools.partial(copy_context().run, function, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_POOLS[work], call)


def works(work: Work) -> Callable[[Callable[P, R]], Callable[P, Awaitable[R]]]:
    """Decorates a route's plain function: it runs on the threads of this work."""

    def decorate(function: Callable[P, R]) -> Callable[P, Awaitable[R]]:
        @functools.wraps(function)
        async def route(*args: P.args, **kwargs: P.kwargs) -> R:
            return await on_thread(work, function, *args, **kwargs)

        return route

    return decorate
