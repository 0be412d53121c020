"""Suspending with a form, so that a killed worker never leaves a form that cannot be answered.

Prefect's own `suspend_flow_run` first sets the state and then saves the form: between the two the run waits for an
answer that the server must refuse ("Run input schema not found"), and a worker killed there leaves it so for ever.
"""

from typing import NoReturn

from prefect._flow_run_suspension import mark_flow_run_suspension_requested
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.exceptions import Pause
from prefect.input import RunInput
from prefect.input.run_input import keyset_from_paused_state
from prefect.states import Suspended
from prefect.utilities.engine import propose_state_sync


def suspend(form: type[RunInput], key: str) -> NoReturn:
    """Saves the form, then suspends the current run under `key`; the next leg begins at the flow's first line.

    `key`: lowercase letters, digits and dashes, new for each opening (Prefect lets a key suspend a run only once).
    Raises `Pause`, which ends the leg; RuntimeError when the server does not let the run suspend.
    """
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise RuntimeError("forms are opened inside a flow run")
    run_id = context.flow_run.id
    proposed: State = Suspended(timeout_seconds=None, pause_key=key)
    keyset = keyset_from_paused_state(proposed)
    proposed.state_details.run_input_keyset = {str(part): name for part, name in keyset.items()}
    form.save(keyset, flow_run_id=run_id)
    state = propose_state_sync(get_client(sync_client=True), proposed, flow_run_id=run_id)
    if not state.is_paused():
        raise RuntimeError(f"the run may not be suspended: {state}")
    mark_flow_run_suspension_requested(run_id, state)
    raise Pause(state=state)
