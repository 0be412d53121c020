"""Keeping: the record of an issued or accepted paper, in the cycle's file, with all its parts (Đ19, Đ29)."""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from actions import comparing, renditions, stepping, telling
from actions.hand_in import MEDIA, version_key
from actions.runtime import Runtime
from models import cycles, documents, events, records, registers
from models.events import Who
from models.tables import Document, Incoming, Outgoing, Record, Version
from rules import people
from rules.deadlines import civil_date
from rules.duties import DUTIES
from rules.words import bare

# Until the file is closed and its retention set, a short lock beside the legal hold (design: a lock can only grow).
FIRST_LOCK = timedelta(days=30)


@dataclass(frozen=True)
class Part:
    """One object of a record: where it goes, from which object already in the archive (and its hash in our database),
    and its kind of bytes."""

    key: str
    media: str
    source: str | None = None
    sha256: str | None = None
    data: bytes | None = None


def parts(runtime: Runtime, document_id: str) -> tuple[Part, ...]:
    """What belongs to a document's record: the signed PDF first, the source draft, and the metadata."""
    with runtime.memory.read() as session:
        document = session.get_one(Document, document_id)
        version = documents.version(session, document.id, document.round)
        metadata = json.dumps(_metadata(session, document), ensure_ascii=False, indent=1, sort_keys=True).encode()
        prefix = f"records/{document.id}"
        paper: tuple[Part, ...]
        if version.media == "pdf":
            paper = (_copy(f"{prefix}/paper.pdf", version_key(version.sha256, "pdf"), version.sha256),)
        else:
            sealed = renditions.proved(session, document, "sealed")
            draft = _copy(f"{prefix}/draft.docx", version_key(version.sha256, "docx"), version.sha256)
            paper = (_copy(f"{prefix}/paper.pdf", *sealed), draft)
        return (*paper, Part(f"{prefix}/metadata.json", "application/json", data=metadata))


def _copy(key: str, source: str, sha256: str) -> Part:
    return Part(key, MEDIA[key.rpartition(".")[2]], source, sha256)


def first_lock() -> datetime:
    """The lock of a new record; the store keeps it by real time."""
    return datetime.now(UTC).replace(microsecond=0) + FIRST_LOCK


def kept(runtime: Runtime, who: Who, document_id: str, hashes: dict[str, str]) -> None:
    """Write the record down: `hashes` maps each part's key to its SHA-256, the paper's first. Once."""
    with runtime.memory.write() as session:
        document = documents.locked(session, document_id)
        assert document is not None
        if records.of_document(session, document_id) is not None:
            return
        if document.direction == "outgoing":
            stepping.act(document, "keep")
        unblocked = stepping.done_meanwhile(session, document)
        record = _record(runtime, session, who, document, hashes)
        session.add(record)
        file = cycles.case_file(session, document.cycle_id)
        file.doc_total += 1
        row = registers.number_of(session, document.id) or registers.arrival_of(session, document.id)
        file.page_total += _number_in_file(row, file.doc_total)
        machine = replace(who, person=None)
        facts = comparing.told_of(record) | telling.rows("kept", document, unblocked, record, file, row)
        events.append(session, "kept", machine, document_id=document.id, cycle_id=document.cycle_id, **facts)


def _number_in_file(row: Outgoing | Incoming | None, ordinal: int) -> int:
    """Give the record its place in the file, in the register's line too; answers its pages."""
    if row is None:
        return 0
    row.doc_ordinal = ordinal
    return row.page_amount or 0


def _record(runtime: Runtime, session: Session, who: Who, document: Document, hashes: dict[str, str]) -> Record:
    cycle = stepping.cycle_of(session, document)
    profile = runtime.profile(session, cycle)
    issuer = people.unit_of(profile, document.unit, document.issued_on or civil_date(who.at))
    version = documents.version(session, document.id, document.round)
    key = next(iter(hashes))
    text = " ".join([document.code or "", document.subject, issuer.name, str(version.facts.get("text", ""))])
    return Record(
        id=str(uuid.uuid4()),
        document_id=document.id,
        case_file_id=cycles.case_file(session, cycle.id).id,
        code=document.code or "",
        kind=document.kind,
        issuer=issuer.name,
        unit=issuer.code,
        year=cycle.year,
        subject=document.subject,
        words=bare(text),
        issued_on=document.issued_on or civil_date(who.at),
        key=key,
        sha256=hashes[key],
        parts=hashes,
        kept_at=who.at,
    )


def _metadata(session: Session, document: Document) -> dict[str, Any]:
    """What an auditor reads without this system: who did what, when, over which bytes (PL VI Phần I III.4.g)."""
    return {
        "document": document.id,
        "code": document.code,
        "issued_on": str(document.issued_on),
        "kind": document.kind,
        "unit": document.unit,
        "subject": document.subject,
        "versions": [_version(version) for version in documents.versions(session, document.id)],
        "decisions": [
            {
                "round": decision.round,
                "duty": decision.duty,
                "name": decision.name,
                "capacity": decision.capacity,
                "verb": decision.verb,
                "reason": decision.reason,
                "sha256": decision.sha256,
                "at": decision.decided_at.isoformat(),
            }
            for decision in documents.decisions(session, document.id)
            # Not of the machine's obstacles: what is kept must stay the same however often keeping is tried.
            if DUTIES[decision.duty].outside is None
        ],
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "round": version.round,
        "filename": version.filename,
        "sha256": version.sha256,
        "handed_in_by": version.handed_in_by,
        "handed_in_at": version.handed_in_at.isoformat(),
        "note": version.facts.get("note", ""),
    }
