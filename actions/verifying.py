"""Is what is kept still what was issued? Records against our database, our database against the chain of events.

A record is judged by four witnesses: the archive's own hashes, our database's, the event that was written when it was
kept, and the two signatures inside the file (a scan has none: its signatures are on paper). Who forges one of them is
found by another.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from actions.comparing import told_of
from actions.language import Sentence, moment, sentence_of
from actions.runtime import Runtime
from models import events, records
from models.tables import Event, Record
from paper import sign
from rules.refusals import Refusal


@dataclass(frozen=True)
class Proof:
    """What was found of one record; `why` holds every fault, () when it is intact."""

    id: str
    code: str
    subject: str
    kept_at: datetime
    why: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing was found against it."""
        return not self.why


@dataclass(frozen=True)
class Audit:
    """The proofs of many records."""

    proofs: tuple[Proof, ...]

    @property
    def broken(self) -> tuple[Proof, ...]:
        """Those with faults."""
        return tuple(proof for proof in self.proofs if not proof.intact)


Watch = Callable[[int, int], object]


def verify_record(runtime: Runtime, record_id: str, *, signatures: bool = True) -> Proof:
    """Prove one record: every part there and hash-true, under its hold, as the event of its keeping says, and signed.

    Refusal: no-such-record. `Unavailable` when the archive cannot answer: then nothing is said about the record.
    """
    with runtime.memory.read() as session:
        record = session.get(Record, record_id)
        kept = {str(event.facts.get("record")): event for event in events.of_kind(session, "kept")}
    if record is None:
        if record_id not in kept:
            raise Refusal("no-such-record", record=record_id)
        return _vanished(kept[record_id])
    return _proof(runtime, record, kept.get(record.id), signatures)


def verify_all(runtime: Runtime, *, signatures: bool = True, watch: Watch | None = None) -> Audit:
    """Prove every record, and that none was taken out of our database. `watch` is told (done, of how many)."""
    with runtime.memory.read() as session:
        found = list(records.find(session))
        kept = {str(event.facts.get("record")): event for event in events.of_kind(session, "kept")}
    proofs = []
    for done, record in enumerate(found, start=1):
        proofs.append(_proof(runtime, record, kept.pop(record.id, None), signatures))
        if watch is not None:
            watch(done, len(found))
    return Audit((*proofs, *(_vanished(event) for event in kept.values())))


def _proof(runtime: Runtime, record: Record, kept: Event | None, signatures: bool) -> Proof:
    why = [*_against_the_event(record, kept)]
    for key, sha256 in sorted(record.parts.items()):
        why += _part(runtime, key, sha256)
    if signatures and not why and not _came_as_scan(runtime, record):
        found = sign.verify(runtime.archive.get(record.key, record.sha256), roots=runtime.roots)
        why += [] if found.verdict == "valid" else found.problems
    return Proof(record.id, record.code, record.subject, record.kept_at, tuple(why))


def _came_as_scan(runtime: Runtime, record: Record) -> bool:
    """Whether the history says that these very bytes came as a scan: what was signed is the paper it pictures."""
    with runtime.memory.read() as session:
        handed_in = [event for event in events.of_document(session, record.document_id) if event.kind == "submitted"]
    return any(event.facts.get("sha256") == record.sha256 and "scan" in event.facts for event in handed_in)


def _against_the_event(record: Record, kept: Event | None) -> Iterable[str]:
    """The line of history that was written when the record was kept is the second memory of its hash."""
    if kept is None:
        yield Sentence("Không có sự kiện lưu văn bản này trong chuỗi sự kiện.")
    elif (kept.facts.get("sha256"), kept.facts.get("key")) != (record.sha256, record.key):
        yield Sentence("Mã băm trong sổ khác mã băm đã ghi ở sự kiện {id} ({at}).", id=kept.id, at=moment(kept.at))
    elif wrong := [name for name, value in told_of(record).items() if kept.facts.get(name) != value]:
        at, fields = moment(kept.at), ", ".join(wrong)
        yield Sentence("Sổ lưu khác sự kiện {id} ({at}) ở: {fields}.", id=kept.id, at=at, fields=fields)
    if record.parts.get(record.key) != record.sha256:
        yield Sentence("Danh mục thành phần không khớp với văn bản chính.")


def _part(runtime: Runtime, key: str, sha256: str) -> list[str]:
    try:
        runtime.archive.get(key, sha256)
        return [] if runtime.archive.hold_of(key) else [Sentence("{key}: không còn được giữ (legal hold).", key=key)]
    except Refusal as refusal:
        return [sentence_of(refusal)]


def _vanished(kept: Event) -> Proof:
    gone = Sentence(
        "Sự kiện {id} ({at}) ghi là đã lưu, nhưng sổ lưu không còn dòng này.", id=kept.id, at=moment(kept.at)
    )
    return Proof(str(kept.facts.get("record")), "", "", kept.at, (gone,))
