"""What must lie in the archive because our database speaks of it: a backup carries it all, the doctor misses none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from actions.hand_in import version_key
from actions.language import Sentence, moment, sentence_of
from actions.renditions import STAGES, lies
from actions.runtime import Runtime
from models import documents, events, records
from rules.refusals import Refusal

RECORDS = "records/"


@dataclass(frozen=True)
class Held:
    """What our database says of an object: its SHA-256, what people call it or what it belongs to, and when it was
    written down."""

    sha256: str
    name: str
    at: datetime


def named(session: Session) -> dict[str, Held]:
    """Every version, rendition and part of a record, by its key."""
    codes = documents.codes(session)
    held = {
        version_key(sha256, media): Held(sha256, codes.get(document) or filename, at)
        for document, filename, sha256, media, at in documents.handed_in(session)
    }
    for made in (event for stage in STAGES for event in events.of_kind(session, stage)):
        document = str(made.document_id)
        key, sha256 = lies(made, codes.get(document))
        held[key] = Held(sha256, codes.get(document) or document, made.at)
    for record in records.find(session):
        of = (record.code or record.subject, record.kept_at)
        held |= {key: Held(str(sha256), *of) for key, sha256 in record.parts.items()}
    return held


def missing(runtime: Runtime, keys: Iterable[str], there: set[str]) -> list[str]:
    """Those that are not there. One listing answers for nearly all; what it lacks is asked for by itself, for an object
    forged behind an S3 gateway leaves the listing, and it is broken, not missing."""
    return sorted(key for key in set(keys) - there if not _is_there(runtime, key))


def _is_there(runtime: Runtime, key: str) -> bool:
    try:
        runtime.archive.stat(key)
    except Refusal as refusal:
        return refusal.code != "archive-missing"
    return True


def examine(runtime: Runtime) -> tuple[list[Sentence], Sentence]:
    """Whether each is there and whole, and nothing lies among the records that no record names. The bytes of the
    records themselves are read by `verifying`.

    The listing comes first: bytes are put before a row speaks of them, so what comes meanwhile is no stranger, and what
    it does not hold yet is asked for.
    """
    there = set(runtime.archive.keys())
    with runtime.memory.read_one_instant() as session:
        held = named(session)
        strangers = sorted(_strangers(there, held, set(documents.codes(session))))
    wanting = missing(runtime, held, there)
    faults = [_said(Sentence("thiếu {key}", key=key), held[key]) for key in wanting]
    for key in sorted(held.keys() - set(wanting)):
        if not key.startswith(RECORDS):
            faults += _broken(runtime, key, held[key])
    faults += [Sentence("kho có {key} mà không hồ sơ nào ghi", key=key) for key in strangers]
    return faults, Sentence("{count} tệp mà cơ sở dữ liệu ghi, có đủ trong kho và nguyên vẹn", count=len(held))


def _broken(runtime: Runtime, key: str, held: Held) -> Iterator[Sentence]:
    try:
        runtime.archive.get(key, held.sha256)
    except Refusal as refusal:
        yield _said(sentence_of(refusal), held)


def _said(what: Sentence, held: Held) -> Sentence:
    return Sentence("{what} ({name}, {at})", what=what, name=held.name, at=moment(held.at))


def _strangers(there: set[str], held: dict[str, Held], known: set[str]) -> Iterator[str]:
    """Parts of no record. A document whose keeping was broken off, or is going on, has parts and no record yet."""
    kept = {_owner(key) for key in held if key.startswith(RECORDS)}
    for key in there - held.keys():
        if key.startswith(RECORDS) and (_owner(key) in kept or _owner(key) not in known):
            yield key


def _owner(key: str) -> str:
    return key.split("/")[1]
