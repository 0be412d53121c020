"""A paper arrives at the office that runs the cycle (NĐ 30/2020 Đ20-Đ22): the instant of arrival decides lateness."""

import uuid

from sqlalchemy.orm import Session

from actions import number_books, stepping, telling
from models import cycles, documents, events, registers
from models.events import Who
from models.tables import Cycle, Document, Incoming, Obligation, Version
from paper.read import PaperFacts
from rules import people
from rules.deadlines import civil_date, is_late
from rules.kinds import KINDS
from rules.profile import Profile
from rules.refusals import Refusal

ACCEPTABLE = ("received", "registered", "accepted")


def arrive(
    session: Session, profile: Profile, cycle: Cycle, who: Who, *, unit: str, kind: str, facts: PaperFacts
) -> Document:
    """An already signed paper from outside arrives. Refusals: already-in-review, when one of its kind is here;
    number-kept-here."""
    earlier = documents.of_unit(session, cycle.id, unit, kind, "incoming")
    if earlier and earlier[0].state in ACCEPTABLE:
        raise Refusal("already-in-review", subject=earlier[0].subject, document=earlier[0].id)
    number_books.refuse_number_of_ours(session, profile, cycle, unit=unit, kind=kind, facts=facts)
    document = _incoming(session, profile, cycle, who, unit=unit, kind=kind)
    document.subject = facts.subject or KINDS[kind].label
    document.code = facts.code
    document.issued_on = facts.issued_on
    document.supplements_id = earlier[0].id if earlier else None
    session.add(document)
    session.flush()
    return document


def arrive_from_within(session: Session, profile: Profile, cycle: Cycle, who: Who, issued: Document) -> Document:
    """A paper that a unit issued in this system arrives at the office the moment it is dispatched; once."""
    present = documents.incoming_of(session, issued.id)
    if present is not None:
        return present
    document = _incoming(session, profile, cycle, who, unit=issued.unit, kind=issued.kind)
    document.subject, document.code, document.issued_on = issued.subject, issued.code, issued.issued_on
    document.drafter, document.source_id = issued.drafter, issued.id
    session.add(document)
    session.flush()
    sealed = documents.rendition(session, issued.id, issued.round, "sealed")
    assert sealed is not None, "only sealed papers are dispatched"
    own = documents.version(session, issued.id, issued.round)
    line = registers.number_of(session, issued.id)
    version = Version(
        document_id=document.id,
        round=1,
        sha256=sealed.sha256,
        media="pdf",
        filename=own.filename.rsplit(".", 1)[0] + ".pdf",
        size=own.size,
        # The officer's note, and what was noticed of his draft, are words within the unit: they go nowhere.
        facts={**own.facts, "note": "", "intake": [], "pages": line.page_amount if line else None},
        handed_in_by=who.person or "",
        handed_in_at=who.at,
    )
    session.add(version)
    steps = stepping.lay_out(session, profile, document, civil_date(who.at))
    events.append(
        session,
        "arrived",
        who,
        document_id=document.id,
        cycle_id=cycle.id,
        source=issued.id,
        sha256=sealed.sha256,
        late=document.late,
        **telling.rows("arrived", document, version, *steps, first_arrival(session, document, who)),
    )
    return document


def first_arrival(session: Session, document: Document, who: Who) -> Obligation | None:
    """What the unit owed, where this very arrival is the first: it decides lateness, and is told once."""
    owed = cycles.obligation(session, document.cycle_id, document.unit, document.kind)
    return owed if owed is not None and owed.first_arrived_at == who.at else None


def _incoming(session: Session, profile: Profile, cycle: Cycle, who: Who, *, unit: str, kind: str) -> Document:
    owed = cycles.obligation(session, cycle.id, unit, kind)
    if owed is not None and owed.first_arrived_at is None:
        owed.first_arrived_at = who.at
    return Document(
        id=str(uuid.uuid4()),
        cycle_id=cycle.id,
        direction="incoming",
        kind=kind,
        unit=unit,
        desk=profile.office.unit,
        subject="",
        drafter=who.person or "",
        state="received",
        round=1,
        created_at=who.at,
        late=owed is not None and is_late(who.at, owed.due_at),
    )


def register(session: Session, profile: Profile, document: Document, who: Who, receiver: str) -> Incoming:
    """Văn thư registers an arrived paper: the next số đến of the year (Đ22)."""
    on = civil_date(who.at)
    version = documents.version(session, document.id, document.round)
    issuer = people.unit_of(profile, document.unit, on)
    number, _, symbol = (document.code or "/").partition("/")
    row = Incoming(
        desk=document.desk,
        year=on.year,
        document_id=document.id,
        arrived_at=document.created_at,
        arrival_number=registers.next_incoming(session, document.desk, on.year),
        arrival_date=civil_date(document.created_at),
        organ_id=people.unit_of(profile, document.desk, on).organ_id,
        file_catalog=on.year,
        file_notation=profile.office.file_notation,
        doc_ordinal=None,
        type_name=KINDS[document.kind].title.capitalize(),
        code_number=number,
        code_notation=symbol,
        issued_date=document.issued_on,
        organ_name=issuer.name,
        subject=document.subject,
        position=str(version.facts.get("position") or "")[:100] or None,
        full_name=version.facts.get("signer"),
        page_amount=version.facts.get("pages"),
        to_places=people.unit_of(profile, profile.office.owner, on).name,
        transferred_to=people.unit_of(profile, profile.office.owner, on).name,
        transferred_on=on,
        received_by=receiver,
    )
    session.add(row)
    session.flush()
    facts = {"arrival_number": row.arrival_number, "year": row.year, **telling.rows("registered", row)}
    events.append(session, "registered", who, document_id=document.id, cycle_id=document.cycle_id, **facts)
    return row
