"""Where the machine's effects on a paper lie, and what the chained events told of them.

The rows of `renditions` make an effect happen once; what is read again is what the event told, and never a row's word.
"""

from datetime import date

from sqlalchemy.orm import Session

from models import documents, events
from models.tables import Document, Event
from rules.refusals import Refusal

STAGES = ("sealed", "signed", "rendered")  # the latest that the machine has made is the paper as it stands


def rendition_key(document_id: str, round_: int, stage: str, code: str | None = None, on: date | None = None) -> str:
    """Where an effect's bytes lie: its natural key, so that a repeated effect meets its own result.

    A sealed paper carries the number and the date of its line in the register, so both are part of its key: after a
    void number comes another file, also when the new year's number is the same. (Release 0.1.0 had no date there.)
    """
    line = f"-{on}-{code.partition('/')[0]}" if stage == "sealed" and code and on else ""
    return f"work/{document_id}/{round_}/{stage}{line}.pdf"


def told(session: Session, document: Document) -> dict[str, Event]:
    """Stage → the event that told first of what the machine made in the document's present round."""
    found: dict[str, Event] = {}
    for event in events.of_document(session, document.id):
        if event.kind in STAGES and event.facts["round"] == document.round:
            found.setdefault(event.kind, event)
    return found


def lies(event: Event, code: str | None) -> tuple[str, str]:
    """Key and SHA-256 of what such an event tells. Those of release 0.1.0 told no key: it was made of the number alone,
    for which the document's `code` is needed."""
    number = f"-{code.partition('/')[0]}" if event.kind == "sealed" and code else ""
    older = f"work/{event.document_id}/{event.facts['round']}/{event.kind}{number}.pdf"
    return event.facts.get("key", older), event.facts["sha256"]


def proved(session: Session, document: Document, stage: str) -> tuple[str, str]:
    """Key and SHA-256 of an earlier effect that the machine is about to build upon.

    The event that told it, the row, and for what is signed the word of the one who approved must say the same. Bytes
    that differ from them are refused by the archive. Refusal: not-as-told, before anything is signed or kept.
    """
    event, row = told(session, document).get(stage), documents.rendition(session, document.id, document.round, stage)
    said = {row.sha256 if row else None, event.facts["sha256"] if event else None}
    if stage == "rendered":
        said |= _seen(session, document)
    if event is None or len(said) > 1 or event.hash != events.hash_of(event):
        raise Refusal("not-as-told", stage=stage, round=document.round, event=event.id if event else 0)
    return lies(event, document.code)


def _seen(session: Session, document: Document) -> set[str]:
    """What lay before those who approved this round; nothing was told of it by 0.1.0."""
    approved = [e.facts for e in events.of_document(session, document.id) if e.kind == "decided" and "paper" in e.facts]
    return {facts["paper"] for facts in approved if facts["round"] == document.round}
