"""One document's way: ask what is next, do it or lay it before a person, until it is at rest.

Every leg begins here at the first line and asks our database; a leg that runs twice finds everything done.
"""

import logging
from collections.abc import Callable

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from actions import agenda, issuing, obstacles
from actions.runtime import Runtime
from flows import desk
from flows.refused import refusals_are_answers
from tasks import papers

log = logging.getLogger("trinhky.flows")


def _number(document_id: str) -> None:
    issuing.take_number(Runtime.current(), Runtime.current().who(None), document_id)


def _deliver(document_id: str) -> None:
    issuing.issue(Runtime.current(), Runtime.current().who(None), document_id)


# The machine's work in the order of a document's life; numbering and delivering only touch our database.
WORK: dict[str, Callable[[str], None]] = {
    "render": papers.render,
    "sign": papers.sign_person,
    "number": _number,
    "seal": papers.seal,
    "deliver": _deliver,
    "keep": papers.keep,
}


def _work(runtime: Runtime, document_id: str, work: str) -> None:
    """One work of the machine; what its last try could not do lies before an administrator next."""
    try:
        WORK[work](document_id)
    except Exception as failure:
        log.exception("%s of document %s stopped", work, document_id)
        obstacles.stop(runtime, runtime.who(None), document_id, work, failure)


@flow(name="approval", persist_result=False)
@refusals_are_answers
def approval(document_id: str) -> State:
    """Bring one document to rest."""
    runtime = Runtime.current()
    while (job := agenda.next_job(runtime, document_id)).kind != "done":
        if job.kind == "work":
            _work(runtime, document_id, job.work)
        elif job.kind == "form":
            desk.wait_for_decision(runtime, job.step_id)
        else:
            desk.wait_for_redraft(runtime, document_id)
    return Completed(message=agenda.state_label(runtime, document_id))
