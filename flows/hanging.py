"""A leg that does not end: how long one may take, and what becomes of its run.

Nothing can end a thread, so the worker leaves the process and its supervisor starts a fresh one. The run is put back
first, under a name that its history in Prefect keeps; a run that hangs again and again ends as crashed, and says why.
A work at which that happened is laid before an administrator by the next process that looks (flows/waking.py), for in
this one the leg that hangs may hold the lock of our own database.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Crashed, Scheduled

# More than all tries and pauses of all effects together, each as slow as its own bound allows (a test adds them up).
LONGEST_LEG = timedelta(hours=1)
HANGS_ALLOWED = 3
HUNG = "Hung"
EXIT_HUNG = 75  # the process's exit code: temporary failure, start me again


async def note_hang(client: PrefectClient, run_id: UUID) -> State:
    """Puts a hung run back on the schedule, or ends it as crashed at the last hang allowed; answers which."""
    before = await client.read_flow_run_states(run_id)
    times = 1 + sum(state.name == HUNG for state in before)
    if times < HANGS_ALLOWED:
        why = f"Bước máy làm bị treo (lần {times}); chạy lại."
        after: State = Scheduled(scheduled_time=datetime.now(UTC), name=HUNG, message=why)
    else:
        after = Crashed(name=HUNG, message=f"Bước máy làm bị treo {times} lần nên đã dừng; cần quản trị xem nhật ký.")
    await client.set_flow_run_state(run_id, after, force=True)
    return after


def gave_up(run: FlowRun) -> bool:
    """Whether a run ended because it hung as often as it may."""
    return run.state is not None and run.state.type == StateType.CRASHED and run.state.name == HUNG
