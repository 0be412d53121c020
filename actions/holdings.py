"""What must lie in the archive because our database speaks of it: a backup carries it all, the doctor misses none."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from actions.hand_in import version_key
from actions.language import Sentence
from actions.renditions import STAGES, lies
from actions.runtime import Runtime
from models import copying, events, records
from rules.refusals import Refusal


def named(session: Session) -> set[str]:
    """The keys of every version, rendition and part of a record."""
    keys = {version_key(sha256, media) for sha256, media in copying.versions(session)}
    codes = {document: code for document, *_, code in copying.renditions(session)}
    made = [event for stage in STAGES for event in events.of_kind(session, stage)]
    keys |= {lies(event, codes.get(event.document_id or ""))[0] for event in made}
    return keys.union(*(record.parts for record in records.find(session)))


def missing(runtime: Runtime, keys: Iterable[str]) -> list[str]:
    """Those that are not there. One listing answers for nearly all; what it lacks is asked for by itself, for an object
    forged behind an S3 gateway leaves the listing, and it is broken, not missing."""
    return sorted(key for key in set(keys) - set(runtime.archive.keys()) if not _is_there(runtime, key))


def _is_there(runtime: Runtime, key: str) -> bool:
    try:
        runtime.archive.stat(key)
    except Refusal as refusal:
        return refusal.code != "archive-missing"
    return True


def examine(runtime: Runtime) -> tuple[list[str], Sentence]:
    """Whether each of them is there; the bytes of records are for `archive verify`.

    The rows are read first: bytes are put before a row speaks of them, so what comes meanwhile is no fault.
    """
    with runtime.memory.read() as session:
        wanted = named(session)
    faults: list[str] = [Sentence("thiếu {key}", key=key) for key in missing(runtime, wanted)]
    return faults, Sentence("{count} tệp mà cơ sở dữ liệu ghi, có đủ trong kho", count=len(wanted))
