"""The day's witness: what the chain of events and the records are, told to the archive."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from actions import witnessing
from actions.runtime import Runtime
from flows.refused import refusals_are_answers


@flow(name="witness", persist_result=False)
@refusals_are_answers
def witness() -> State:
    """Write today's witness, unless it is there."""
    runtime = Runtime.current()
    written = witnessing.write(runtime, runtime.who(None))
    return Completed(message=f"{written.key}: {written.head_id} · {written.head_hash[:12]}")
