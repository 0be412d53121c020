"""The documents that a person may read, as his desk lists them: where each is, and in whose hands."""

from collections.abc import Iterable
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

HANDFUL = 50  # papers that are looked at first
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
    session: Session, profile: Profile, cycle_ids: Iterable[int], person: str, on: date, *, at_most: int
) -> tuple[Followed, ...]:
    """What I may read of some years and that is still under way first, then what came to rest; the newest of each."""
    shown = _readable(session, profile, cycle_ids, person, on, at_most)
    in_hand = documents.in_hand(session, [document.id for document in shown])
    names = {somebody.code: somebody.name for somebody in profile.people}
    return tuple(_followed(profile, document, in_hand.get(document.id), names) for document in shown)


def _readable(
    session: Session, profile: Profile, cycle_ids: Iterable[int], person: str, on: date, at_most: int
) -> list[Document]:
    """A year has thousands of papers, and nobody waits until all of them have been looked at."""
    found: list[Document] = []
    for papers in documents.newest_of_cycles(session, cycle_ids, last=AT_REST, handful=HANDFUL):
        given = documents.people_of_steps(session, [document.id for document in papers])
        found += [document for document in papers if reading.ground_of(profile, person, [document], given, on)]
        if len(found) >= at_most:
            break
    return found[:at_most]


def _followed(profile: Profile, document: Document, step: Step | None, names: dict[str, str]) -> Followed:
    return Followed(
        document_id=document.id,
        subject=document.subject,
        code=document.code,
        kind=KINDS[document.kind].label,
        unit=unit_name(profile, document.unit),
        incoming=document.direction == "incoming",
        state=document.state,
        state_label=lifecycle.label_of(document.state),
        with_whom=", ".join(names.get(code, code) for code in step.people) if step else "",
        since=document.created_at,
        stuck=stuck_now(step, document),
        stuck_since=step.opened_at if step else None,
    )


def stuck_now(step: Step | None, document: Document) -> str:
    """The machine's work at which a document is stuck and that somebody is to unblock; empty when it is not."""
    return obstacles.stuck_at(document) if step is not None and step.duty == UNBLOCK else ""


def unit_name(profile: Profile, code: str) -> str:
    """A unit's newest name; the code itself when the profile has forgotten it."""
    return next((unit.name for unit in reversed(profile.units) if unit.code == code), code)
