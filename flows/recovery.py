"""Runs whose worker is gone: a killed process leaves them Pending or Running, and nobody else may touch them.

Who took a run is written in its state's message. Flows are idempotent, so an orphan simply goes back on the schedule.
"""

import os
import re
import socket
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, State, StateType, WorkerStatus
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import PrefectHTTPStatusError
from prefect.states import Cancelled, Scheduled

TAKEN = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
PATIENCE = timedelta(seconds=60)  # for a worker that this server has not heard of, or not heard of yet
ALREADY_THERE = 409
_SIGNATURE = re.compile(r"^Worker (?P<name>.+) \((?P<host>[^()]*):(?P<pid>\d+)\)$")


@dataclass(frozen=True)
class Taker:
    """The worker process that took a run."""

    name: str
    host: str
    pid: int

    @classmethod
    def here(cls, name: str) -> "Taker":
        """This process, as the worker called `name`."""
        return cls(name, socket.gethostname(), os.getpid())

    @classmethod
    def of(cls, state: State | None) -> "Taker | None":
        """Who took the run that is in this state; None when the message does not say."""
        match = _SIGNATURE.match(state.message or "") if state else None
        return cls(match["name"], match["host"], int(match["pid"])) if match else None

    def __str__(self) -> str:
        return f"Worker {self.name} ({self.host}:{self.pid})"


def is_orphan(state: State, here: Taker, online: Collection[str], now: datetime) -> bool:
    """Whether the worker of a taken run is gone. The caller has left out the runs that `here` itself has in hand.

    `online` are the names of the workers that the server hears of. A process of this machine is asked directly.
    """
    taker = Taker.of(state)
    if taker is not None and taker.host == here.host:
        return taker.pid == here.pid or not _alive(taker.pid, state.timestamp, now)
    if taker is not None and taker.name in online:
        return False
    return now - state.timestamp > PATIENCE


async def orphans(
    client: PrefectClient, work_pool: str, here: Taker, in_hand: Collection[UUID] | None
) -> dict[UUID, State]:
    """The states of the runs in a pool whose worker is gone. `in_hand`: what this process works on now; None when the
    caller cannot know, and then nothing of this process is an orphan."""
    online = await online_workers(client, work_pool)
    now, found = datetime.now(UTC), dict[UUID, State]()
    for run in await taken_runs(client, work_pool):
        if run.state is None or run.id in (in_hand or ()):
            continue
        taker = Taker.of(run.state)
        if in_hand is None and taker is not None and (taker.host, taker.pid) == (here.host, here.pid):
            continue
        if is_orphan(run.state, here, online, now):
            found[run.id] = run.state
    return found


async def taken_runs(client: PrefectClient, work_pool: str) -> list[FlowRun]:
    """The runs of a work pool that some worker has, or had, in hand."""
    states = FlowRunFilterState(type=FlowRunFilterStateType(any_=TAKEN))
    pool = WorkPoolFilter(name=WorkPoolFilterName(any_=[work_pool]))
    return await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=states), work_pool_filter=pool, sort=FlowRunSort.ID_DESC, limit=200
    )


async def online_workers(client: PrefectClient, work_pool: str) -> frozenset[str]:
    """The names of the workers that the server hears of."""
    workers = await client.read_workers_for_work_pool(work_pool, offset=0, limit=200)
    return frozenset(worker.name for worker in workers if worker.status == WorkerStatus.ONLINE)


async def put_back(client: PrefectClient, run_id: UUID, state: State) -> bool:
    """Puts an orphan on the schedule again; one that was being cancelled is cancelled. Answers whether it was us.

    Of those who find it at once one does it: whoever first leaves his notes under the name of the state that was found,
    and still finds the run so.
    """
    minute = int(time.time() // 60)
    if not await _is_first(client, run_id, state, minute):
        return False
    now = (await client.read_flow_run(run_id)).state
    if now is None or now.id != state.id or time.time() // 60 > minute + 1:
        return False
    if state.type == StateType.CANCELLING:
        after: State = Cancelled(message="Đã hủy theo yêu cầu; tiến trình làm việc đã dừng.")
    else:
        after = Scheduled(scheduled_time=datetime.now(UTC), message="Chạy lại: tiến trình làm việc trước đã dừng.")
    await client.set_flow_run_state(run_id, after, force=True)
    return True


async def _is_first(client: PrefectClient, run_id: UUID, state: State, minute: int) -> bool:
    """Notes for this minute and the next; False where somebody else's lies there. So two on both sides of a minute's
    end meet at a note too, and for one who dies after leaving his, others are let in within two minutes."""
    for number in (minute, minute + 1):
        try:
            await client.create_flow_run_input(run_id, f"put-back-{state.id}-{number}", "")
        except PrefectHTTPStatusError as answer:
            if answer.response.status_code == ALREADY_THERE:
                return False
            raise
    return True


def _alive(pid: int, at: datetime, now: datetime) -> bool:
    """Whether the process that had this id at that instant still runs; a later one may have got its id, and one that
    was killed keeps it, dead (Z, X), until its parent asks for its end."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        uptime = float(Path("/proc/uptime").read_text().split()[0])
    except (FileNotFoundError, ProcessLookupError):
        return False
    if fields[0] in "ZX":
        return False
    age = timedelta(seconds=uptime - int(fields[19]) / os.sysconf("SC_CLK_TCK"))
    return now - age < at + PATIENCE
