"""Handing in a paper (*gửi văn bản*): a docx draft onto the unit's own route, or a signed PDF to the office's văn thư.

The file is read and put into the archive first, by its hash; then one transaction decides and remembers. A refused
hand-in leaves a timed receipt and changes nothing else.
"""

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from actions import arriving, checking, form, number_books, results, scanned, stepping, telling
from actions.runtime import Runtime
from actions.scanned import Told
from models import cycles, documents, events
from models.events import Who
from models.tables import Cycle, Document, Receipt, Step, Version
from paper import intake, read
from paper.intake import Intake, Note
from paper.pdf import page_count
from paper.read import PaperFacts
from rules import access, people
from rules.deadlines import civil_date, is_late
from rules.kinds import MACHINE_DRAFTED
from rules.profile import Profile
from rules.refusals import Refusal

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

LONGEST_NOTE = 2_000  # letters


@dataclass(frozen=True)
class HandIn:
    """What a person hands in: a file of a kind, for a unit and a year; `note`: a few lines on what it is about and what
    he proposes, for those who decide; `told`: what is printed on a scanned paper."""

    unit: str
    kind: str
    year: int
    filename: str
    data: bytes
    note: str = ""
    told: Told | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class HandedIn:
    """What became of it: the document, its round, whether it came after the due instant, and what intake noticed."""

    document_id: str
    round: int
    state: str
    late: bool
    notes: tuple[Note, ...] = ()


def submit(runtime: Runtime, who: Who, paper: HandIn) -> HandedIn:
    """Hand in a paper. Refusals: those of intake and of `checking`, `not-your-unit`, `no-open-cycle`,
    `machine-drafts-it`, `differs-from-results`, `already-handed-in`, `already-in-review`, those of `number_books`,
    `note-too-long`, `scan-needs-words`; each leaves a receipt."""
    try:
        if len(paper.note) > LONGEST_NOTE:
            raise Refusal("note-too-long", letters=len(paper.note), at_most=LONGEST_NOTE)
        paper, file, facts = _read(runtime, paper)
        found = _form(runtime, who, paper, file, facts)
        with runtime.memory.write() as session:
            return _take(runtime, session, who, paper, file, facts, found)
    except Refusal as refusal:
        _leave_receipt(runtime, who, paper, refusal)
        raise


def submit_drafted(runtime: Runtime, who: Who, paper: HandIn, officer: str) -> HandedIn:
    """A draft of the machine, assigned to an officer whose first step is to accept its authorship (Đ10.1, Đ10.4)."""
    paper, file, facts = _read(runtime, paper)
    found = _form(runtime, who, paper, file, facts)
    with runtime.memory.write() as session:
        author = replace(who, person=officer)
        return _take(runtime, session, author, paper, file, facts, found, kind_of_event="drafted")


def version_key(sha256: str, media: str) -> str:
    """Where the bytes of a version lie in the archive."""
    return f"versions/{sha256}.{media}"


def _read(runtime: Runtime, paper: HandIn) -> tuple[HandIn, Intake, PaperFacts]:
    """The paper to keep (set anew in Unicode where intake did so), what intake found, and what the paper says."""
    file = intake.inspect(paper.filename, paper.data)
    paper = replace(paper, data=file.converted) if file.converted else paper
    if file.scan:
        about = {"filename": paper.filename, "unit": paper.unit, "kind": paper.kind}
        facts = scanned.facts_told(runtime, file.scan, paper.told or Told(), **about)
    elif file.media == "pdf":
        facts = read.read_pdf(paper.data)
        checking.refuse_not_authentic(runtime, paper.data, facts, paper.unit)
    else:
        facts = read.read_docx(paper.data)
    runtime.archive.put(version_key(paper.sha256, file.media), paper.data, media=MEDIA[file.media])
    return paper, file, facts


def _take(
    runtime: Runtime,
    session: Session,
    who: Who,
    paper: HandIn,
    file: Intake,
    facts: PaperFacts,
    found: dict[str, Any] | None,
    kind_of_event: str = "submitted",
) -> HandedIn:
    cycle = stepping.open_cycle(runtime, session, paper.year)
    profile = runtime.profile(session, cycle)
    on = civil_date(who.at)
    _refuse_other_units(profile, who, paper, file, on)
    if paper.kind in MACHINE_DRAFTED and kind_of_event == "submitted":
        results.refuse_first_round(session, cycle, paper.kind, file.media)
    checking.refuse_wrong_paper(profile, facts, unit=paper.unit, kind=paper.kind, media=file.media, year=paper.year)
    _refuse_same_bytes(session, cycle, paper)
    if paper.kind in MACHINE_DRAFTED and kind_of_event == "submitted":
        results.refuse_other_results(session, profile, runtime.profile(session), cycle, paper.kind, paper.data)
    if file.media == "docx":
        document = _draft(session, profile, cycle, who, paper, facts)
    else:
        document = arriving.arrive(session, profile, cycle, who, unit=paper.unit, kind=paper.kind, facts=facts)
    version = _version(document, who, paper, file, facts, found)
    session.add(version)
    steps = stepping.lay_out(session, profile, document, on)
    events.append(
        session,
        kind_of_event,
        who if kind_of_event == "submitted" else replace(who, person=None),
        document_id=document.id,
        cycle_id=cycle.id,
        round=document.round,
        sha256=paper.sha256,
        filename=paper.filename,
        late=document.late,
        **_told(session, kind_of_event, document, who, file, version, *steps),
    )
    return HandedIn(document.id, document.round, document.state, document.late, file.warnings)


def _refuse_other_units(profile: Profile, who: Who, paper: HandIn, file: Intake, on: date) -> None:
    allowed = "hand_in" if file.media == "docx" else "hand_in_signed"
    if not access.may(profile, person=who.person or "", act=allowed, on=on, unit=paper.unit):
        raise Refusal("not-your-unit", unit=people.unit_of(profile, paper.unit, on).name)


def _told(
    session: Session, kind_of_event: str, document: Document, who: Who, file: Intake, *written: Version | Step
) -> dict[str, Any]:
    again = ":again" if document.round > 1 else ""
    arrived = arriving.first_arrival(session, document, who) if document.direction == "incoming" else None
    measured = {"scan": file.scan.dpi} if file.scan else {}
    return measured | telling.rows(f"{kind_of_event}{again}", document, *written, arrived)


def _refuse_same_bytes(session: Session, cycle: Cycle, paper: HandIn) -> None:
    same = documents.same_bytes(session, cycle.id, paper.unit, paper.sha256)
    if same is not None:
        raise Refusal("already-handed-in", filename=paper.filename, subject=same.subject, document=same.id)


def _draft(session: Session, profile: Profile, cycle: Cycle, who: Who, paper: HandIn, facts: PaperFacts) -> Document:
    """The returned document that this docx mends, or a new one; a living one of the same kind refuses a second."""
    newest = _newest(session, cycle, paper)
    if newest is not None and newest.state == "returned":
        newest.round += 1
        newest.subject = facts.subject or newest.subject
        stepping.act(newest, "submit")
        return newest
    if newest is not None and not _supplement_asked(session, newest):
        raise Refusal("already-in-review", subject=newest.subject, document=newest.id)
    on = civil_date(who.at)
    number_books.refuse_number_from_here(session, profile, cycle, unit=paper.unit, kind=paper.kind, on=on)
    document = Document(
        id=str(uuid.uuid4()),
        cycle_id=cycle.id,
        direction="outgoing",
        kind=paper.kind,
        unit=paper.unit,
        desk=paper.unit,
        subject=facts.subject or paper.filename,
        drafter=who.person or "",
        state="draft",
        round=1,
        created_at=who.at,
        supplements_id=newest.id if newest else None,
        late=_after_due(session, cycle, paper, who),
    )
    stepping.act(document, "submit")
    session.add(document)
    session.flush()
    return document


def _newest(session: Session, cycle: Cycle, paper: HandIn) -> Document | None:
    """The unit's newest document of this kind, locked; of a kind that the machine drafts, the machine's own alone."""
    if paper.kind in MACHINE_DRAFTED:
        own = results.own_draft(session, cycle.id, paper.kind)
        return documents.locked(session, own.id) if own else None
    earlier = documents.of_unit(session, cycle.id, paper.unit, paper.kind, "outgoing")
    return documents.locked(session, earlier[0].id) if earlier else None


def _supplement_asked(session: Session, issued: Document) -> bool:
    arrived = documents.incoming_of(session, issued.id)
    return arrived is not None and arrived.state == "supplement_requested"


def _after_due(session: Session, cycle: Cycle, paper: HandIn, who: Who) -> bool:
    owed = cycles.obligation(session, cycle.id, paper.unit, paper.kind)
    return owed is not None and is_late(who.at, owed.due_at)


def _form(runtime: Runtime, who: Who, paper: HandIn, file: Intake, facts: PaperFacts) -> dict[str, Any] | None:
    """What the clerk says of a draft; a signed record is past mending."""
    if file.media != "docx":
        return None
    return form.looked_at(runtime, who, paper.data, facts.text, unit=paper.unit, kind=paper.kind, year=paper.year)


def _version(
    document: Document, who: Who, paper: HandIn, file: Intake, facts: PaperFacts, found: dict[str, Any] | None
) -> Version:
    noticed = [[note.code, dict(note.facts)] for note in file.warnings]
    counted = {"pages": page_count(paper.data)} if file.media == "pdf" else {}
    return Version(
        document_id=document.id,
        round=document.round,
        sha256=paper.sha256,
        media=file.media,
        filename=paper.filename[-255:],
        size=len(paper.data),
        facts=_facts(facts) | {"note": paper.note, "intake": noticed, form.FORM: found} | counted,
        handed_in_by=who.person or "",
        handed_in_at=who.at,
    )


def _facts(facts: PaperFacts) -> dict[str, Any]:
    """What later steps need of the paper's own words."""
    return {
        "cited": list(facts.cited),
        "signer": facts.signer,
        "position": facts.signature_lines[-1] if facts.signature_lines else None,
        "issuer": facts.issuer,
        "recipients": list(facts.recipients),
        "file_copy": facts.file_copy,
        "text": facts.text,
    }


def _leave_receipt(runtime: Runtime, who: Who, paper: HandIn, refusal: Refusal) -> None:
    with runtime.memory.write() as session:
        receipt = Receipt(
            unit=paper.unit[:40],
            kind=paper.kind[:20],
            person=who.person or "",
            filename=paper.filename[-255:],
            sha256=paper.sha256,
            refusal=refusal.code,
            text=refusal.text,
            at=who.at,
        )
        session.add(receipt)
        facts: dict[str, Any] = {
            "unit": receipt.unit,
            "kind": receipt.kind,
            "filename": receipt.filename,
            "refusal": refusal.code,
        }
        facts |= telling.rows("refused", receipt)
        events.append(session, "refused", who, **facts, sha256=paper.sha256, text=refusal.text)
