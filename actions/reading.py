"""Reading papers: only on a ground that the rules give, and each reading is an event that names the ground.

The archive is asked outside of transactions. Bytes are handed over only after their reading is written down.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from actions.hand_in import MEDIA, version_key
from actions.renditions import STAGES, lies, told
from actions.runtime import Runtime
from models import documents, events, records
from models.events import Who
from models.tables import Document, Record
from rules import access
from rules.access import Ground, Readable
from rules.deadlines import civil_date
from rules.profile import Profile
from rules.refusals import Refusal

PDF = "application/pdf"


@dataclass(frozen=True)
class File:
    """What a reader is given: the bytes, checked against the hash our database holds, and a name to save them under."""

    data: bytes
    filename: str
    media: str
    sha256: str


@dataclass(frozen=True)
class Source:
    """Where the bytes of a file lie, and whose reading it is."""

    document_id: str
    cycle_id: int
    key: str
    sha256: str
    filename: str
    media: str
    ground: Ground


class NotAllowed(Refusal):
    """A refused reading, with the document whose history is to say so."""

    def __init__(self, document: Document) -> None:
        super().__init__("not-allowed-to-read")
        self.document_id, self.cycle_id = document.id, document.cycle_id


def paper_now(runtime: Runtime, who: Who, document_id: str) -> File:
    """The PDF of a document as it stands now: its record, or else the sealed, the signed, the rendered one.

    Refusals: no-such-document, not-allowed-to-read, no-pdf-yet; archive-missing and archive-broken.
    """
    return _hand_over(runtime, who, lambda session: _paper_source(runtime, session, who, document_id), what="paper")


def version_file(runtime: Runtime, who: Who, document_id: str, round_: int, *, what: str = "version") -> File:
    """The file that was handed in for a round. Refusals as for `paper_now`."""
    return _hand_over(
        runtime, who, lambda session: _version_source(runtime, session, who, document_id, round_), what=what
    )


def record_file(runtime: Runtime, who: Who, record_id: str, *, what: str = "record") -> File:
    """The signed PDF of a record, from the archive. Refusals: no-such-record, and as for `paper_now`."""
    return _hand_over(runtime, who, lambda session: _record_source(runtime, session, who, record_id), what=what)


def open_document(runtime: Runtime, session: Session, who: Who, document_id: str) -> tuple[Document, Ground]:
    """A document and the ground on which this person reads it. Refusals: no-such-document, not-allowed-to-read."""
    document = session.get(Document, document_id)
    if document is None:
        raise Refusal("no-such-document", document=document_id)
    return document, permitted(runtime, session, who, document)


def open_record(runtime: Runtime, session: Session, who: Who, record_id: str) -> tuple[Record, Document, Ground]:
    """A record, its document, and the ground. What a unit issued to the office, the office may read too."""
    record = session.get(Record, record_id)
    if record is None:
        raise Refusal("no-such-record", record=record_id)
    document = session.get_one(Document, record.document_id)
    arrived = documents.incoming_of(session, document.id)
    return record, document, permitted(runtime, session, who, document, *filter(None, [arrived]))


def permitted(runtime: Runtime, session: Session, who: Who, *papers: Document) -> Ground:
    """The ground on which a person reads a paper in one of its forms. Refusal: not-allowed-to-read."""
    profile, given = runtime.profile(session), documents.people_of_steps(session, [paper.id for paper in papers])
    ground = ground_of(profile, who.person or "", papers, given, civil_date(who.at))
    if ground is None:
        raise NotAllowed(papers[0])
    return ground


def ground_of(
    profile: Profile, person: str, papers: Iterable[Document], given: dict[str, frozenset[str]], on: date
) -> Ground | None:
    """The first ground that holds for any of a paper's forms (issued at a unit, arrived at the office)."""
    for paper in papers:
        readable = Readable(paper.unit, paper.desk, paper.drafter, given.get(paper.id, frozenset()))
        ground = access.reading_ground(profile, person=person, paper=readable, on=on)
        if ground is not None:
            return ground
    return None


def note_reading(runtime: Runtime, who: Who, source: Source, what: str) -> None:
    """Write down who read what, and why he was permitted to."""
    facts: dict[str, Any] = {"what": what, "ground": source.ground.code, "why": source.ground.label}
    if source.sha256:
        facts["sha256"] = source.sha256
    with runtime.memory.write() as session:
        events.append(session, "read", who, document_id=source.document_id, cycle_id=source.cycle_id, **facts)


def note_refusal(runtime: Runtime, who: Who, refused: NotAllowed, what: str) -> None:
    """Write down that somebody asked for what he may not read."""
    with runtime.memory.write() as session:
        events.append(
            session, "read-refused", who, document_id=refused.document_id, cycle_id=refused.cycle_id, what=what
        )


def _hand_over(runtime: Runtime, who: Who, find: Callable[[Session], Source], *, what: str) -> File:
    try:
        with runtime.memory.read() as session:
            source = find(session)
    except NotAllowed as refused:
        note_refusal(runtime, who, refused, what)
        raise
    data = runtime.archive.get(source.key, source.sha256)
    note_reading(runtime, who, source, what)
    return File(data, source.filename, source.media, source.sha256)


def _paper_source(runtime: Runtime, session: Session, who: Who, document_id: str) -> Source:
    document, ground = open_document(runtime, session, who, document_id)
    where = where_paper_lies(session, document)
    if where is None:
        raise Refusal("no-pdf-yet", subject=document.subject)
    key, sha256 = where
    return Source(document.id, document.cycle_id, key, sha256, _pdf_name(document), PDF, ground)


def where_paper_lies(session: Session, document: Document) -> tuple[str, str] | None:
    """Key and SHA-256 of the PDF as it stands; None while there is none. A paper that came from within this system
    lies where its issuer's does."""
    origin = document if document.source_id is None else session.get_one(Document, document.source_id)
    record = records.of_document(session, origin.id)
    if record is not None:
        return record.key, record.sha256
    made = told(session, origin)
    for stage in STAGES:
        if stage in made:
            return lies(made[stage], origin.code)
    version = documents.version(session, origin.id, origin.round)
    return (version_key(version.sha256, "pdf"), version.sha256) if version.media == "pdf" else None


def _version_source(runtime: Runtime, session: Session, who: Who, document_id: str, round_: int) -> Source:
    document, ground = open_document(runtime, session, who, document_id)
    version = next((v for v in documents.versions(session, document.id) if v.round == round_), None)
    if version is None:
        raise Refusal("no-such-document", document=f"{document_id}/{round_}")
    key = version_key(version.sha256, version.media)
    if document.source_id is not None:  # the bytes lie where the issuer sealed them
        key = (where_paper_lies(session, document) or (key, ""))[0]
    return Source(document.id, document.cycle_id, key, version.sha256, version.filename, MEDIA[version.media], ground)


def _record_source(runtime: Runtime, session: Session, who: Who, record_id: str) -> Source:
    record, document, ground = open_record(runtime, session, who, record_id)
    return Source(document.id, document.cycle_id, record.key, record.sha256, _pdf_name(document), PDF, ground)


def _pdf_name(document: Document) -> str:
    """A name to save the paper under: its code, or its kind and unit."""
    name = document.code.replace("/", "-") if document.code else f"{document.kind}-{document.unit}"
    return f"{name}.pdf"
