"""A document as people see it: its state, whose hands it passed, its files, its history, and what it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from actions import form, obstacles, reading
from actions.following import unit_name
from actions.runtime import Runtime
from models import documents, events, records
from models.events import Who
from models.tables import Cycle, Decision, Document, Event, Record, Step, Version
from paper.intake import NOTES
from rules import lifecycle
from rules.deadlines import civil_date
from rules.duties import DUTIES, UNBLOCK
from rules.kinds import KINDS
from rules.profile import Profile

# How each event is told, and the fact of it that says more. An event absent here is told by its own name.
EVENT_LABELS: dict[str, tuple[str, str]] = {
    "submitted": ("Gửi văn bản", "filename"),
    "drafted": ("Máy dự thảo, giao chuyên viên nhận soạn thảo", "filename"),
    "opened": ("Mở phiếu trình", ""),
    "decided": ("Quyết định", "reason"),
    "decision-refused": ("Từ chối một quyết định không hợp lệ", "text"),
    "rendered": ("Lập bản PDF", ""),
    "signed": ("Ký số của người có thẩm quyền", ""),
    "numbered": ("Cấp số", "code"),
    "number-voided": ("Hủy số", "reason"),
    "sealed": ("Ký số của cơ quan", ""),
    "issued": ("Ban hành", "code"),
    "stopped": ("Máy vướng, chờ quản trị", "what"),
    "sent-back": ("Máy trả lại", "reason"),
    "arrived": ("Văn bản đến", ""),
    "registered": ("Đăng ký văn bản đến", "arrival_number"),
    "kept": ("Lưu vào kho", ""),
    "read": ("Đọc", "why"),
    "read-refused": ("Từ chối cho đọc", ""),
}
READINGS = ("read", "read-refused")
# Whoever reads by mandate, and not because the paper passes over his desk, leaves a line even for a look at the page.
BY_MANDATE = ("auditor", "administrator")

RELATIONS: dict[str, str] = {
    "source": "Văn bản đi của đơn vị ban hành",
    "became": "Văn bản đến tại cơ quan chủ trì",
    "supplements": "Bổ sung, thay thế cho",
    "supplemented": "Được bổ sung, thay thế bởi",
}


@dataclass(frozen=True)
class Hand:
    """One step of a round and the hand that did it. `state`: pending, waiting, passed, returned, void."""

    round: int
    ordinal: int
    duty: str
    source: str
    people: tuple[str, ...]
    state: str
    mine: bool
    opened_at: datetime | None
    due_on: date | None
    name: str
    capacity: tuple[str, ...]
    verb: str
    reason: str
    warnings: tuple[str, ...]
    decided_at: datetime | None


@dataclass(frozen=True)
class Line:
    """One line of history."""

    at: datetime
    label: str
    detail: str
    person: str
    request_id: str


@dataclass(frozen=True)
class File:
    """The file of one round; `notices`: what intake noticed of it, sentences and their facts."""

    round: int
    filename: str
    media: str
    size: int
    sha256: str
    by: str
    at: datetime
    note: str
    notices: tuple[tuple[str, dict[str, str]], ...]


@dataclass(frozen=True)
class Stuck:
    """What the machine is stuck at: its work, why, since when, who was asked, and whether this person was."""

    work: str
    what: str
    since: datetime
    people: tuple[str, ...]
    mine: bool


@dataclass(frozen=True)
class Link:
    """Another document that this one belongs to; `readable` says whether this person may open it."""

    document_id: str
    relation: str
    subject: str
    code: str | None
    readable: bool


@dataclass(frozen=True)
class Shown:
    """A document for a page. `has_pdf`: whether there is a PDF to read; `record_id`: when it is kept; `form`: what the
    clerk found on the draft of this round."""

    id: str
    subject: str
    kind: str
    kind_code: str
    unit: str
    unit_code: str
    year: int
    code: str | None
    issued_on: date | None
    incoming: bool
    state: str
    state_label: str
    round: int
    late: bool
    drafter: str
    created_at: datetime
    run: str | None
    has_pdf: bool
    record_id: str | None
    ground: str
    form: form.Form | None
    stuck: Stuck | None
    hands: tuple[Hand, ...]
    files: tuple[File, ...]
    history: tuple[Line, ...]
    readings: tuple[Line, ...]
    links: tuple[Link, ...]

    @property
    def comparable(self) -> bool:
        """Whether there are two drafts to compare."""
        return sum(file.media == "docx" for file in self.files) > 1


def show(runtime: Runtime, who: Who, document_id: str) -> Shown:
    """A document with everything that this person may see of it. Refusals: no-such-document, not-allowed-to-read."""
    try:
        with runtime.memory.read() as session:
            document, ground = reading.open_document(runtime, session, who, document_id)
            shown = _shown(runtime, session, who, document, ground.code, ground.label)
            cycle_id = document.cycle_id
    except reading.NotAllowed as refused:
        reading.note_refusal(runtime, who, refused, "document")
        raise
    if ground.code in BY_MANDATE:
        source = reading.Source(document_id, cycle_id, "", "", "", "", ground)
        reading.note_reading(runtime, who, source, "document")
    return shown


def _shown(runtime: Runtime, session: Session, who: Who, document: Document, ground: str, ground_label: str) -> Shown:
    cycle = session.get_one(Cycle, document.cycle_id)
    profile, pinned = runtime.profile(session), runtime.profile(session, cycle)
    names = {person.code: person.name for person in (*pinned.people, *profile.people)}
    lines = events.of_document(session, document.id)
    record = _record(session, document)
    return Shown(
        id=document.id,
        subject=document.subject,
        kind=KINDS[document.kind].label,
        kind_code=document.kind,
        unit=unit_name(pinned, document.unit),
        unit_code=document.unit,
        year=cycle.year,
        code=document.code,
        issued_on=document.issued_on,
        incoming=document.direction == "incoming",
        state=document.state,
        state_label=lifecycle.label_of(document.state),
        round=document.round,
        late=document.late,
        drafter=names.get(document.drafter, document.drafter),
        created_at=document.created_at,
        run=document.flow_run_id,
        has_pdf=reading.where_paper_lies(session, document) is not None,
        record_id=record.id if record else None,
        ground=ground_label,
        form=form.shown_to(session, document, ground),
        stuck=_stuck(session, document, names, who.person or ""),
        hands=_hands(session, document, names, who.person or ""),
        files=tuple(_file(version, names) for version in documents.versions(session, document.id)),
        history=_lines([line for line in lines if line.kind not in READINGS], names),
        readings=_lines([line for line in lines if line.kind in READINGS], names) if ground in BY_MANDATE else (),
        links=_links(runtime, session, who, document),
    )


def _record(session: Session, document: Document) -> Record | None:
    return records.of_document(session, document.source_id or document.id)


def _stuck(session: Session, document: Document, names: dict[str, str], person: str) -> Stuck | None:
    found = obstacles.obstacle_of(session, document)
    if found is None:
        return None
    asked = tuple(names.get(code, code) for code in found.people)
    return Stuck(found.work, found.what, found.since, asked, person in found.people)


def _hands(session: Session, document: Document, names: dict[str, str], person: str) -> tuple[Hand, ...]:
    decided = {decision.step_id: decision for decision in documents.decisions(session, document.id)}
    route = [step for step in documents.steps(session, document.id) if step.duty != UNBLOCK]
    return tuple(_hand(step, decided.get(step.id), names, person) for step in route)


def _hand(step: Step, decision: Decision | None, names: dict[str, str], person: str) -> Hand:
    duty = DUTIES[step.duty]
    return Hand(
        round=step.round,
        ordinal=step.ordinal,
        duty=duty.label,
        source=duty.source,
        people=tuple(names.get(code, code) for code in step.people),
        state=step.state,
        mine=step.state == "waiting" and person in step.people,
        opened_at=step.opened_at,
        due_on=step.due_on,
        name=decision.name if decision else "",
        capacity=tuple(decision.capacity) if decision else (),
        verb=decision.verb.split(" (")[0] if decision else "",
        reason=(decision.reason or "") if decision else "",
        warnings=tuple(decision.warnings) if decision else (),
        decided_at=decision.decided_at if decision else None,
    )


def _file(version: Version, names: dict[str, str]) -> File:
    by = names.get(version.handed_in_by, version.handed_in_by)
    note, at = str(version.facts.get("note", "")), version.handed_in_at
    notices = tuple((NOTES[code], facts) for code, facts in version.facts.get("intake", []))
    return File(version.round, version.filename, version.media, version.size, version.sha256, by, at, note, notices)


def _lines(lines: Sequence[Event], names: dict[str, str]) -> tuple[Line, ...]:
    return tuple(_line(line, names) for line in lines)


def _line(line: Event, names: dict[str, str]) -> Line:
    label, fact = EVENT_LABELS.get(line.kind, (line.kind, ""))
    if line.kind == "decided":
        label = str(line.facts.get("verb", "")).split(" (")[0] or label
    person = names.get(line.person, line.person) if line.person else ""
    return Line(line.at, label, str(line.facts.get(fact) or ""), person, line.request_id or "")


def _links(runtime: Runtime, session: Session, who: Who, document: Document) -> tuple[Link, ...]:
    linked = documents.related(session, document)
    if not linked:
        return ()
    given = documents.people_of_steps(session, [other.id for other in linked])
    profile: Profile = runtime.profile(session)
    on = civil_date(who.at)
    return tuple(
        Link(
            document_id=other.id,
            relation=RELATIONS[_relation(document, other)],
            subject=other.subject,
            code=other.code,
            readable=reading.ground_of(profile, who.person or "", [other], given, on) is not None,
        )
        for other in linked
    )


def _relation(document: Document, other: Document) -> str:
    if document.source_id == other.id:
        return "source"
    if other.source_id == document.id:
        return "became"
    return "supplements" if document.supplements_id == other.id else "supplemented"
