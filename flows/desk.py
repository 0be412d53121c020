"""The desk: where a flow lays a form before a person, and suspends until somebody has decided.

What comes back from the form is never read: the gate has written the decision into our table before it wakes the run.
"""

from typing import Any, Literal

from prefect import suspend_flow_run
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.input import RunInput
from pydantic import Field, create_model

from actions import slip, stepping
from actions.runtime import Runtime
from flows.suspending import suspend

REASON_WANTED = "Bắt buộc khi trả lại, đề nghị bổ sung, hoặc cho qua lỗi thể thức"


def wait_for_decision(runtime: Runtime, step_id: int) -> None:
    """Open a step's form in this run and suspend; never returns (the next leg begins at the flow's first line)."""
    run_id = _run_id()
    key = stepping.open_step(runtime, runtime.who(None), step_id, run_id)
    form = slip.slip(runtime, step_id)
    get_client(sync_client=True).update_flow_run(run_id, name=form.name, tags=list(form.tags))
    model = form_model(form.verbs).with_initial_data(description=form.text)
    suspend(model, key)


def wait_for_redraft(runtime: Runtime, document_id: str) -> None:
    """The paper is back with its drafter: suspend until a new version comes (the outbox wakes the run)."""
    stepping.note_run(runtime, document_id, _run_id())
    tags = [f"doc:{document_id}", "redraft"]
    get_client(sync_client=True).update_flow_run(_run_id(), name=f"Chờ bản sửa · {document_id[:8]}", tags=tags)
    suspend_flow_run(timeout=None)


def form_model(verbs: tuple[str, ...]) -> type[RunInput]:
    """The form of a duty: its verbs without a default, and a reason (required by the gate for a return)."""
    fields: dict[str, Any] = {
        "verb": (Literal[verbs], Field(title="Quyết định")),
        "reason": (str, Field(default="", title="Lý do", description=REASON_WANTED)),
    }
    return create_model("PhieuTrinh", __base__=RunInput, **fields)


def _run_id() -> Any:
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise RuntimeError("forms are opened inside a flow run")
    return context.flow_run.id
