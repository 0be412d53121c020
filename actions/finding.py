"""The archive for people: search by words typed with or without marks, look at a record, verify its signatures."""

from dataclasses import dataclass
from datetime import date, datetime

from actions import reading
from actions.runtime import Runtime
from models import documents, profiles, records
from models.events import Who
from models.tables import Document, Record
from paper import sign
from paper.sign import Verification
from rules.deadlines import civil_date
from rules.kinds import KINDS
from rules.profile import Profile
from rules.words import bare


@dataclass(frozen=True)
class Kept:
    """One record as readers see it; `kind` and `unit` are codes, `ground` is why this person may read it, `page_of`
    the document whose page he may open: as the unit issued it, or as it arrived at the office."""

    id: str
    document_id: str
    code: str
    kind: str
    kind_label: str
    issuer: str
    unit: str
    year: int
    subject: str
    issued_on: date
    sha256: str
    kept_at: datetime
    ground: str
    page_of: str


@dataclass(frozen=True)
class Filters:
    """What one may choose from when searching: years with records, units and kinds (code → name)."""

    years: tuple[int, ...]
    units: dict[str, str]
    kinds: dict[str, str]


@dataclass(frozen=True)
class Wanted:
    """A search: words in any writing, and the filters that narrow it."""

    words: str = ""
    year: int | None = None
    unit: str | None = None
    kind: str | None = None


def find(runtime: Runtime, who: Who, wanted: Wanted) -> tuple[Kept, ...]:
    """The records that match and that this person may read, newest first. Three queries, however many records."""
    on = civil_date(who.at)
    with runtime.memory.read() as session:
        profile = runtime.profile(session)
        words = bare(wanted.words).split()
        found = records.find_with_papers(session, words=words, year=wanted.year, unit=wanted.unit, kind=wanted.kind)
        given = documents.people_of_steps(session)
        kept = []
        for record, document, arrived in found:
            forms = (document, arrived) if arrived else (document,)
            kept += _readable(profile, who.person or "", record, forms, given, on)
        return tuple(kept)


def _readable(
    profile: Profile,
    person: str,
    record: Record,
    forms: tuple[Document, ...],
    given: dict[str, frozenset[str]],
    on: date,
) -> list[Kept]:
    """The record by the first of its paper's forms that this person may read; [] where he may read none."""
    for form in forms:
        ground = reading.ground_of(profile, person, [form], given, on)
        if ground is not None:
            return [_kept(record, ground.label, form.id)]
    return []


def filters(runtime: Runtime) -> Filters:
    """The choices of the search form; empty before a profile is loaded."""
    with runtime.memory.read() as session:
        if profiles.newest(session) is None:
            return Filters((), {}, {})
        units = {unit.code: unit.name for unit in runtime.profile(session).units}
        return Filters(tuple(records.years(session)), units, {kind.code: kind.label for kind in KINDS.values()})


def look(runtime: Runtime, who: Who, record_id: str) -> Kept:
    """What the archive's list says of one record. Refusals: no-such-record, not-allowed-to-read."""
    try:
        with runtime.memory.read() as session:
            record, document, _ = reading.open_record(runtime, session, who, record_id)
            forms = (document, *filter(None, [documents.incoming_of(session, document.id)]))
            given = documents.people_of_steps(session, [form.id for form in forms])
            profile, person = runtime.profile(session), who.person or ""
            [kept] = _readable(profile, person, record, forms, given, civil_date(who.at))
            return kept
    except reading.NotAllowed as refused:
        reading.note_refusal(runtime, who, refused, "record")
        raise


def verify(runtime: Runtime, who: Who, record_id: str) -> Verification:
    """Who signed a record, in which order, and is it still whole? A reading like any other; takes about a second.

    Refusals: no-such-record, not-allowed-to-read, archive-missing, archive-broken.
    """
    file = reading.record_file(runtime, who, record_id, what="verify")
    return sign.verify(file.data, roots=runtime.roots)


def _kept(record: Record, ground: str, page_of: str) -> Kept:
    return Kept(
        id=record.id,
        document_id=record.document_id,
        code=record.code,
        kind=record.kind,
        kind_label=KINDS[record.kind].label,
        issuer=record.issuer,
        unit=record.unit,
        year=record.year,
        subject=record.subject,
        issued_on=record.issued_on,
        sha256=record.sha256,
        kept_at=record.kept_at,
        ground=ground,
        page_of=page_of,
    )


# How the verdicts of `paper.sign.verify` are said.
VERDICTS: dict[str, str] = {
    "valid": "Toàn vẹn, đủ chữ ký",
    "untrusted": "Toàn vẹn, nhưng chứng thư không do nơi được tin cậy cấp",
    "incomplete": "Chưa đủ chữ ký, số hoặc thứ tự",
    "unsigned": "Không có chữ ký số",
    "broken": "Đã bị thay đổi, hoặc không đọc được",
}
