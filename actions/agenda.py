"""What is to be done next with a document: the machine's work, a person's form, or nothing. Flows ask and obey."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from actions import stepping
from actions.runtime import Runtime
from models import documents, records
from models.tables import Document, Step
from rules import lifecycle
from rules.deadlines import civil_date
from rules.duties import UNBLOCK
from rules.refusals import Refusal


@dataclass(frozen=True)
class Job:
    """One next thing: `work` names a task of the machine, `form` a step to open, `redraft` waits for a new version."""

    kind: Literal["work", "form", "redraft", "done"]
    work: str = ""
    step_id: int = 0


def next_job(runtime: Runtime, document_id: str) -> Job:
    """The truth about a document, read afresh; safe to ask at any time and by two at once."""
    with runtime.memory.read() as session:
        document = session.get(Document, document_id)
        if document is None:
            raise Refusal("no-such-document", document=document_id)
        return job_of(session, document)


@dataclass(frozen=True)
class Need:
    """Where a document's run should stand: its next job, the key of its open form, and the run we know of."""

    job: Job
    key: str | None
    flow_run_id: str | None


def need_of(runtime: Runtime, document_id: str) -> Need:
    """What a document needs of its run. A form whose people have changed since it was opened is no longer right."""
    with runtime.memory.read() as session:
        document = session.get_one(Document, document_id)
        job = job_of(session, document)
        step = session.get(Step, job.step_id) if job.kind == "form" else None
        rightly = step is not None and step.state == "waiting" and _with_its_people(runtime, session, document, step)
        return Need(job, step.key if step and rightly else None, document.flow_run_id)


def _with_its_people(runtime: Runtime, session: Session, document: Document, step: Step) -> bool:
    profile = runtime.profile(session, stepping.cycle_of(session, document))
    return tuple(step.people) == stepping.people_now(profile, step, document, civil_date(runtime.clock.now()))


def living(runtime: Runtime) -> tuple[str, ...]:
    """The ids of all documents that are not at rest."""
    with runtime.memory.read() as session:
        found = documents.in_states(session, [state for state in lifecycle.LABELS if not lifecycle.is_final(state)])
        return tuple(document.id for document in found if job_of(session, document).kind != "done")


def state_label(runtime: Runtime, document_id: str) -> str:
    """The Vietnamese name of a document's state."""
    with runtime.memory.read() as session:
        return lifecycle.label_of(session.get_one(Document, document_id).state)


def job_of(session: Session, document: Document) -> Job:
    """The next job of a document, by the lifecycle's table of work; an obstacle stands before all else."""
    if document.state == "returned":
        return Job("redraft")
    step = documents.current_step(session, document)
    if step is not None and step.duty == UNBLOCK:
        return Job("form", step_id=step.id)
    work = lifecycle.work_for(document.state, direction=document.direction)
    if work is not None and not _done(session, document, work.task) and _ordered(session, document, work.after_duty):
        return Job("work", work=work.task)
    if step is not None and not lifecycle.is_final(document.state):
        return Job("form", step_id=step.id)
    return Job("done")


def _ordered(session: Session, document: Document, duty: str | None) -> bool:
    """Whether the duty that orders this work has been passed in this round."""
    if duty is None:
        return True
    return any(
        step.duty == duty and step.state == "passed" for step in documents.steps(session, document.id, document.round)
    )


def _done(session: Session, document: Document, task: str) -> bool:
    """Work that leaves the state as it is, is done when its result is there."""
    if task == "render":
        return documents.rendition(session, document.id, document.round, "rendered") is not None
    if task == "keep" and document.direction == "incoming":
        return document.source_id is not None or records.of_document(session, document.id) is not None
    return False
