"""Two rounds of one document side by side: what the drafter changed, word by word."""

from dataclasses import dataclass

from actions import reading
from actions.runtime import Runtime
from models import documents
from models.events import Who
from paper import compare
from paper.compare import Difference
from rules.refusals import Refusal


@dataclass(frozen=True)
class Compared:
    """Two versions of a document and their difference. `rounds`: all rounds that there are to choose from."""

    document_id: str
    subject: str
    rounds: tuple[int, ...]
    old: int
    new: int
    difference: Difference


def compared(runtime: Runtime, who: Who, document_id: str, old: int | None = None, new: int | None = None) -> Compared:
    """The difference from round `old` to round `new`, or else between the last two. Both files count as read.

    Refusals: nothing-to-compare, only-drafts-compared, and those of `reading.version_file`.
    """
    try:
        with runtime.memory.read() as session:
            document, _ = reading.open_document(runtime, session, who, document_id)
            subject, versions = document.subject, documents.versions(session, document.id)
    except reading.NotAllowed as refused:
        reading.note_refusal(runtime, who, refused, "difference")
        raise
    rounds = tuple(sorted(version.round for version in versions))
    if len(rounds) < 2:
        raise Refusal("nothing-to-compare", subject=subject)
    asked = (rounds[-2] if old is None else old, rounds[-1] if new is None else new)
    scan = next((version for version in versions if version.round in asked and version.media != "docx"), None)
    if scan is not None:
        raise Refusal("only-drafts-compared", filename=scan.filename)
    before, after = (reading.version_file(runtime, who, document_id, n, what="difference") for n in asked)
    return Compared(document_id, subject, rounds, *asked, compare.compare(before.data, after.data))
