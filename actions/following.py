"""The documents that a person may read, as his desk lists them: where each is, and in whose hands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from actions import obstacles, reading
from models import documents
from models.tables import Document, Step
from rules import lifecycle
from rules.duties import UNBLOCK
from rules.kinds import KINDS
from rules.profile import Profile

FOLLOWED, REMEMBERED = 50, 10  # shown of open years, and of the last closed one
AT_ONCE = 50  # papers of a closed year that are looked at in one go
AT_REST = frozenset({"kept", "accepted", "supplement_requested", "refused", "withdrawn"})


@dataclass(frozen=True)
class Followed:
    """A document that I may read: its state, who has it in hand, or at what work of the machine it is stuck."""

    document_id: str
    subject: str
    code: str | None
    kind: str
    unit: str
    incoming: bool
    state: str
    state_label: str
    with_whom: str
    since: datetime
    stuck: str
    stuck_since: datetime | None


def followed(
    session: Session,
    profile: Profile,
    papers: Sequence[Document],
    person: str,
    on: date,
    *,
    at_most: int = FOLLOWED,
) -> tuple[Followed, ...]:
    """What I may read and that is still under way first, then what came to rest; the newest of each."""
    if not papers:
        return ()
    given = documents.people_of_steps(session, [document.id for document in papers])
    readable = [d for d in papers if reading.ground_of(profile, person, [d], given, on)]
    shown = sorted(readable, key=lambda document: document.state in AT_REST)[:at_most]
    in_hand = {d.id: step for step, d in documents.waiting_steps(session)}
    names = {somebody.code: somebody.name for somebody in profile.people}
    return tuple(
        Followed(
            document_id=document.id,
            subject=document.subject,
            code=document.code,
            kind=KINDS[document.kind].label,
            unit=unit_name(profile, document.unit),
            incoming=document.direction == "incoming",
            state=document.state,
            state_label=lifecycle.label_of(document.state),
            with_whom=", ".join(names.get(code, code) for code in in_hand[document.id].people)
            if document.id in in_hand
            else "",
            since=document.created_at,
            stuck=stuck_now(in_hand.get(document.id), document),
            stuck_since=in_hand[document.id].opened_at if document.id in in_hand else None,
        )
        for document in shown
    )


def remembered(session: Session, profile: Profile, cycle_id: int, person: str, on: date) -> tuple[Followed, ...]:
    """The newest papers of a closed year that I may read; a year has thousands, and nobody waits for all of them."""
    found: tuple[Followed, ...] = ()
    for papers in documents.newest_of_cycle(session, cycle_id, AT_ONCE):
        found += followed(session, profile, papers, person, on, at_most=REMEMBERED - len(found))
        if len(found) == REMEMBERED:
            break
    return found


def stuck_now(step: Step | None, document: Document) -> str:
    """The machine's work at which a document is stuck and that somebody is to unblock; empty when it is not."""
    return obstacles.stuck_at(document) if step is not None and step.duty == UNBLOCK else ""


def unit_name(profile: Profile, code: str) -> str:
    """A unit's newest name; the code itself when the profile has forgotten it."""
    return next((unit.name for unit in reversed(profile.units) if unit.code == code), code)
