"""Of several workers that saw the same run, one has it: whoever first proposes Pending while it is scheduled.

Prefect's server refuses Pending to the second as long as the first is at work, and when the run is suspended. When it
has ended meanwhile, it would let a worker that comes late with what it saw run the last leg once more.
"""

from typing import Any

from prefect.server.orchestration.core_policy import CoreFlowPolicy
from prefect.server.orchestration.dependencies import ORCHESTRATION_DEPENDENCIES
from prefect.server.orchestration.policies import FlowRunOrchestrationPolicy
from prefect.server.orchestration.rules import FlowRunOrchestrationRule
from prefect.server.schemas.states import StateType

ENDED: set[StateType | None] = {StateType.COMPLETED, StateType.FAILED, StateType.CRASHED}
CLAIMED: set[StateType | None] = {StateType.PENDING}


class OnlyScheduledRunsAreClaimed(FlowRunOrchestrationRule):
    """Refuses Pending to a run that has ended."""

    FROM_STATES = ENDED
    TO_STATES = CLAIMED

    async def before_transition(self, initial_state: Any, proposed_state: Any, context: Any) -> None:
        await self.abort_transition(f"Only a scheduled run can be claimed; this one is {initial_state.name}.")


class Policy(FlowRunOrchestrationPolicy):
    """Prefect's own rules for the states of runs, after ours."""

    @staticmethod
    def priority() -> list[Any]:
        return [OnlyScheduledRunsAreClaimed, *CoreFlowPolicy.priority()]


def claim_only_what_is_scheduled() -> None:
    """Has this process's server hold to the rule; to be called before its first request."""
    ORCHESTRATION_DEPENDENCIES["flow_policy_provider"] = _policy


async def _policy() -> type[FlowRunOrchestrationPolicy]:
    return Policy
