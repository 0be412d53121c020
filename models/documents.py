"""Documents, their versions, steps, decisions and renditions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from models.queueing import queued
from models.tables import Decision, Document, Rendition, Step, Version
from rules.duties import UNBLOCK


def locked(session: Session, document_id: str) -> Document | None:
    """A document, locked until the transaction ends, so that two acts on it queue."""
    return session.scalars(queued(select(Document).where(Document.id == document_id))).first()


def by_run(session: Session, flow_run_id: str) -> Document | None:
    """The document whose Prefect run this is."""
    return session.scalars(select(Document).where(Document.flow_run_id == flow_run_id)).first()


def of_unit(session: Session, cycle_id: int, unit: str, kind: str, direction: str) -> Sequence[Document]:
    """A unit's documents of one kind in one direction, newest first."""
    query = select(Document).where(
        Document.cycle_id == cycle_id,
        Document.unit == unit,
        Document.kind == kind,
        Document.direction == direction,
    )
    return session.scalars(query.order_by(Document.created_at.desc())).all()


def of_cycle(session: Session, cycle_id: int) -> Sequence[Document]:
    """All documents of a cycle, oldest first."""
    return session.scalars(select(Document).where(Document.cycle_id == cycle_id).order_by(Document.created_at)).all()


def in_states(session: Session, states: Sequence[str]) -> Sequence[Document]:
    """Documents in any of these states, oldest first."""
    return session.scalars(select(Document).where(Document.state.in_(states)).order_by(Document.created_at)).all()


def incoming_of(session: Session, source_id: str) -> Document | None:
    """The incoming document at the office that an issued one became."""
    return session.scalars(select(Document).where(Document.source_id == source_id)).first()


def codes(session: Session) -> dict[str, str | None]:
    """The code of every document that has one yet, by its id; None for the others."""
    return {id_: code for id_, code in session.execute(select(Document.id, Document.code))}


def drafted_here(session: Session) -> set[str]:
    """The documents whose papers are signed in this system: their files are drafts."""
    return set(session.scalars(select(Version.document_id).where(Version.media == "docx")))


def handed_in(session: Session) -> Sequence[tuple[str, str, str, str, datetime]]:
    """(document, file name, SHA-256, media, instant) of every file that was handed in. A paper that came from within
    this system was not: it lies where its issuer's rendition does."""
    columns = (Version.document_id, Version.filename, Version.sha256, Version.media, Version.handed_in_at)
    query = select(*columns).join(Document, Document.id == Version.document_id).where(Document.source_id.is_(None))
    return [tuple(row) for row in session.execute(query)]


def version(session: Session, document_id: str, round_: int) -> Version:
    """The version of a round."""
    return session.scalars(select(Version).where(Version.document_id == document_id, Version.round == round_)).one()


def versions(session: Session, document_id: str) -> Sequence[Version]:
    """All versions, first round first."""
    return session.scalars(select(Version).where(Version.document_id == document_id).order_by(Version.round)).all()


def same_bytes(session: Session, cycle_id: int, unit: str, sha256: str) -> Document | None:
    """A document of this unit and cycle that already holds these very bytes."""
    query = select(Document).join(Version, Version.document_id == Document.id)
    query = query.where(Version.sha256 == sha256, Document.unit == unit, Document.cycle_id == cycle_id)
    return session.scalars(query.limit(1)).first()


def rendition(session: Session, document_id: str, round_: int, stage: str) -> Rendition | None:
    """What the machine made at a stage of a round, if it has."""
    query = select(Rendition).where(
        Rendition.document_id == document_id, Rendition.round == round_, Rendition.stage == stage
    )
    return session.scalars(query).first()


def renditions(session: Session, document_id: str, round_: int) -> dict[str, str]:
    """What the machine made in a round: stage → SHA-256."""
    query = select(Rendition).where(Rendition.document_id == document_id, Rendition.round == round_)
    return {row.stage: row.sha256 for row in session.scalars(query)}


def steps(session: Session, document_id: str, round_: int | None = None) -> Sequence[Step]:
    """A document's steps in order, of one round or of all."""
    query = select(Step).where(Step.document_id == document_id).order_by(Step.round, Step.ordinal)
    return session.scalars(query if round_ is None else query.where(Step.round == round_)).all()


def current_step(session: Session, document: Document) -> Step | None:
    """The first step of this round that nobody has decided."""
    query = select(Step).where(
        Step.document_id == document.id, Step.round == document.round, Step.state.in_(("pending", "waiting"))
    )
    return session.scalars(query.order_by(Step.ordinal).limit(1)).first()


def in_hand(session: Session, document_ids: Iterable[str]) -> dict[str, Step]:
    """The step that waits for a person, by document: of these documents."""
    query = select(Step).where(Step.document_id.in_(tuple(document_ids)), Step.state == "waiting")
    return {step.document_id: step for step in session.scalars(query)}


def waiting_steps(session: Session) -> Sequence[tuple[Step, Document]]:
    """All steps that wait for a person, with their documents, longest waiting first."""
    query = select(Step, Document).join(Document, Document.id == Step.document_id).where(Step.state == "waiting")
    return [(step, document) for step, document in session.execute(query.order_by(Step.opened_at))]


def decisions(session: Session, document_id: str) -> Sequence[Decision]:
    """All decisions on a document, oldest first."""
    return session.scalars(select(Decision).where(Decision.document_id == document_id).order_by(Decision.id)).all()


def waiting_for(session: Session, person: str) -> Sequence[tuple[Step, Document]]:
    """The steps that wait for this person (among others), earliest due first."""
    named = cast(Step.people, String).contains(f'"{person}"', autoescape=True)
    query = select(Step, Document).join(Document, Document.id == Step.document_id)
    query = query.where(Step.state == "waiting", named).order_by(Step.due_on, Step.opened_at)
    return [(step, document) for step, document in session.execute(query)]


def of_units(session: Session, cycle_ids: Iterable[int], units: Iterable[str]) -> Sequence[Document]:
    """The documents of some units in some cycles, newest first."""
    query = select(Document).where(Document.cycle_id.in_(tuple(cycle_ids)), Document.unit.in_(tuple(units)))
    return session.scalars(query.order_by(Document.created_at.desc())).all()


def returned_in(session: Session, cycle_ids: Iterable[int]) -> Sequence[Document]:
    """The drafts of some cycles that came back, newest first."""
    query = select(Document).where(Document.cycle_id.in_(tuple(cycle_ids)), Document.state == "returned")
    return session.scalars(query.order_by(Document.created_at.desc())).all()


def newest_of_cycles(
    session: Session, cycle_ids: Iterable[int], *, last: Iterable[str], handful: int
) -> Iterator[Sequence[Document]]:
    """All documents of some cycles, newest first, those in the states `last` after all others; by handfuls that grow
    fourfold: who has seen enough asks for no more."""
    query = select(Document).where(Document.cycle_id.in_(tuple(cycle_ids)))
    query = query.order_by(Document.state.in_(tuple(last)), Document.created_at.desc(), Document.id)
    first = 0
    while found := session.scalars(query.offset(first).limit(handful)).all():
        yield found
        if len(found) < handful:
            return
        first, handful = first + handful, handful * 4


def people_of_steps(session: Session, document_ids: Iterable[str] | None = None) -> dict[str, frozenset[str]]:
    """Everybody who was ever given a step of a route, by document: of some documents, or (None) of all.

    To have unblocked the machine is no ground for reading a paper.
    """
    query = select(Step.document_id, Step.people).where(Step.duty != UNBLOCK)
    if document_ids is not None:
        query = query.where(Step.document_id.in_(tuple(document_ids)))
    found: dict[str, set[str]] = defaultdict(set)
    for document_id, people in session.execute(query):
        found[document_id].update(people)
    return {document_id: frozenset(people) for document_id, people in found.items()}


def returns_of(session: Session, document_ids: Iterable[str]) -> Sequence[Decision]:
    """The decisions that returned these documents, oldest first."""
    query = select(Decision).where(Decision.document_id.in_(tuple(document_ids)), Decision.verdict == "return")
    return session.scalars(query.order_by(Decision.id)).all()


def related(session: Session, document: Document) -> Sequence[Document]:
    """The documents that this one came from, became, supplements, or is supplemented by."""
    own = [linked for linked in (document.source_id, document.supplements_id) if linked]
    points_here = or_(Document.source_id == document.id, Document.supplements_id == document.id)
    query = select(Document).where(or_(Document.id.in_(own), points_here))
    return session.scalars(query.order_by(Document.created_at)).all()
