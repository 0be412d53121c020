"""The two result decisions rest on what was scored: the machine drafts them, a person only mends what was returned."""

from sqlalchemy.orm import Session

from actions.language import Sentence
from models import documents, events
from models.tables import Cycle, Document
from rules import lifecycle
from rules.kinds import KINDS
from rules.refusals import Refusal

NOT_YET = Sentence("chưa soạn")


def own_draft(session: Session, cycle_id: int, kind: str) -> Document | None:
    """The decision of a kind that the machine drafted in a cycle, in whatever state; the newest, if there are more."""
    drafted = {event.document_id for event in events.of_kind(session, "drafted", cycle_id)}
    of_kind = (document for document in documents.of_cycle(session, cycle_id) if document.kind == kind)
    return next((document for document in reversed([*of_kind]) if document.id in drafted), None)


def refuse_first_round(session: Session, cycle: Cycle, kind: str, media: str) -> None:
    """Refusal: machine-drafts-it, unless this docx mends the machine's own draft, which was returned."""
    draft = own_draft(session, cycle.id, kind)
    if media == "docx" and draft is not None and draft.state == "returned":
        return
    state = lifecycle.label_of(draft.state) if draft is not None else NOT_YET
    raise Refusal("machine-drafts-it", kind=KINDS[kind].label, year=cycle.year, state=state)
