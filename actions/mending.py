"""What the clerk gives back to a drafter: his draft with comments at the places, or mended where no word changes.

Made anew from the draft each time it is asked for, by the same rights as the draft, and each time a reading.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from actions import form, reading, stepping
from actions.language import Sentence
from actions.runtime import Runtime
from models import documents
from models.events import Who
from paper import check
from paper.check import Change, Context
from rules.deadlines import civil_date
from rules.refusals import Refusal


@dataclass(frozen=True)
class Mended:
    """One thing mended: where, on which words, how it looked before and after."""

    where: Sentence
    words: str
    before: str
    after: str


@dataclass(frozen=True)
class Mending:
    """What can be mended in a draft by machine: each change, and in how many places a person is needed."""

    document_id: str
    subject: str
    round: int
    filename: str
    changes: tuple[Mended, ...]
    left: int


def marked_copy(runtime: Runtime, who: Who, document_id: str, round_: int) -> reading.File:
    """The draft of a round with Word comments where something is to be mended.

    Refusals: form-not-checked, and those of `reading.version_file`.
    """
    _, context = _draft(runtime, who, document_id, round_, "marked")
    draft = reading.version_file(runtime, who, document_id, round_, what="marked")
    return _as(draft, check.marked(draft.data, check.check(draft.data, context)), "y-kien")


def mended_copy(runtime: Runtime, who: Who, document_id: str, round_: int) -> reading.File:
    """The draft of a round with everything mended that needs no word changed. Refusals as for `marked_copy`."""
    _draft(runtime, who, document_id, round_, "mended")
    draft = reading.version_file(runtime, who, document_id, round_, what="mended")
    return _as(draft, check.mend(draft.data)[0], "da-sua")


def mending(runtime: Runtime, who: Who, document_id: str, round_: int) -> Mending:
    """What the mended copy changes, place by place. Refusals as for `marked_copy`."""
    subject, context = _draft(runtime, who, document_id, round_, "mending")
    draft = reading.version_file(runtime, who, document_id, round_, what="mending")
    mended, changes = check.mend(draft.data)
    told = tuple(_told(change) for change in changes)
    return Mending(document_id, subject, round_, draft.filename, told, len(check.check(mended, context)))


def _draft(runtime: Runtime, who: Who, document_id: str, round_: int, what: str) -> tuple[str, Context]:
    """The subject of a document, and what was known of the draft of a round when it was handed in."""
    try:
        with runtime.memory.read() as session:
            document, _ = reading.open_document(runtime, session, who, document_id)
            version = next((v for v in documents.versions(session, document.id) if v.round == round_), None)
            if version is None:
                raise Refusal("no-such-document", document=f"{document_id}/{round_}")
            if version.media != "docx" or form.of_version(version) is None:
                pages = form.LONGEST // form.LETTERS_OF_A_PAGE
                raise Refusal("form-not-checked", filename=version.filename, pages=pages)
            cycle = stepping.cycle_of(session, document)
            profile, on = runtime.profile(session, cycle), civil_date(version.handed_in_at)
            return document.subject, form.context_of(session, profile, cycle, document.unit, document.kind, on)
    except reading.NotAllowed as refused:
        reading.note_refusal(runtime, who, refused, what)
        raise


def _told(change: Change) -> Mended:
    where = Sentence(change.where.pattern, **change.where.facts)
    return Mended(where, " ".join(change.words.split()), change.before, change.after)


def _as(draft: reading.File, data: bytes, what: str) -> reading.File:
    """Other bytes of a draft, under its name with a word more."""
    name = PurePath(draft.filename)
    return reading.File(data, f"{name.stem}-{what}{name.suffix}", draft.media, hashlib.sha256(data).hexdigest())
