"""My work: what waits for me, what came back to me, what my units owe, and where their papers are now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from actions.following import Followed, followed, stuck_now, unit_name
from actions.runtime import Runtime
from models import cycles, documents, events
from models.events import Who
from models.tables import Cycle, Document, Obligation, Step
from rules import access, people, routes
from rules.deadlines import civil_date, is_late
from rules.duties import DUTIES
from rules.kinds import KINDS, MACHINE_DRAFTED
from rules.profile import Profile, Unit

FOLLOWED, REMEMBERED = 50, 10  # papers shown of open years, and of the last closed one


@dataclass(frozen=True)
class Waiting:
    """A step that waits for me; `run` is the Prefect run that holds its form (None until the worker opens it);
    `stuck` the machine's work that I am to unblock."""

    document_id: str
    subject: str
    kind: str
    unit: str
    duty: str
    round: int
    due_on: date | None
    overdue: bool
    late: bool
    run: str | None
    stuck: str


@dataclass(frozen=True)
class Returned:
    """A draft that came back: who returned it, why, and what a new hand-in needs to name (codes)."""

    document_id: str
    subject: str
    kind: str
    unit: str
    kind_code: str
    unit_code: str
    year: int
    by: str
    reason: str
    at: datetime | None


@dataclass(frozen=True)
class Owed:
    """A paper that one of my units owes. `state`: missing, overdue, under-way, returned, arrived, late, accepted.
    `mine_to_send`: whether this person may hand it in."""

    kind: str
    unit: str
    kind_code: str
    unit_code: str
    year: int
    wording: str
    authority: str
    last_on: date
    state: str
    arrived_at: datetime | None
    document_id: str | None
    mine_to_send: bool


@dataclass(frozen=True)
class MyWork:
    """One person's desk; `closed`: the newest papers of `closed_year`, the last year that was closed."""

    waiting: tuple[Waiting, ...]
    returned: tuple[Returned, ...]
    owed: tuple[Owed, ...]
    followed: tuple[Followed, ...]
    closed: tuple[Followed, ...]
    closed_year: int | None


@dataclass(frozen=True)
class Choices:
    """What a person may hand in: units and the kinds that their routes know (code → name), and the open years."""

    units: dict[str, str]
    kinds: dict[str, str]
    years: tuple[int, ...]


def my_work(runtime: Runtime, who: Who) -> MyWork:
    """Everything on a person's desk, in a handful of queries."""
    person, on = who.person or "", civil_date(who.at)
    with runtime.memory.read() as session:
        profile = runtime.profile(session)
        every = cycles.all_cycles(session)
        open_cycles = {cycle.id: cycle for cycle in every if cycle.state == "open"}
        last = next((cycle for cycle in every if cycle.state == "closed"), None)
        waiting = [_waiting(profile, step, document, on) for step, document in documents.waiting_for(session, person)]
        mine = [d for d in documents.returned_in(session, open_cycles) if _is_mine(profile, d, person, on)]
        return MyWork(
            waiting=tuple(waiting),
            returned=_returned(session, profile, open_cycles, mine),
            owed=_owed(session, profile, open_cycles, who),
            followed=followed(session, profile, open_cycles, person, on, at_most=FOLLOWED),
            closed=followed(session, profile, [last.id], person, on, at_most=REMEMBERED) if last else (),
            closed_year=last.year if last else None,
        )


def choices(runtime: Runtime, who: Who) -> Choices:
    """The choices of the hand-in form; empty lists for those who hand nothing in."""
    with runtime.memory.read() as session:
        profile = runtime.profile(session)
        years = tuple(cycle.year for cycle in cycles.all_cycles(session) if cycle.state == "open")
        returned = {document.kind for document in documents.in_states(session, ("returned",))}
    units = _sending(profile, who)
    unit_kinds = {unit.kind for unit in units.values()}
    known = {k for r in profile.routes if r.direction == "outgoing" and unit_kinds & {*r.unit_kinds} for k in r.kinds}
    known -= MACHINE_DRAFTED - returned  # the machine drafts these; a person mends them when they come back
    kinds = {code: kind.label for code, kind in KINDS.items() if code in known}
    return Choices({code: unit.name for code, unit in units.items()}, kinds, years)


def _waiting(profile: Profile, step: Step, document: Document, on: date) -> Waiting:
    return Waiting(
        document_id=document.id,
        subject=document.subject,
        kind=KINDS[document.kind].label,
        unit=unit_name(profile, document.unit),
        duty=DUTIES[step.duty].label,
        round=step.round,
        due_on=step.due_on,
        overdue=step.due_on is not None and step.due_on < on,
        late=document.late,
        run=document.flow_run_id,
        stuck=stuck_now(step, document),
    )


def _is_mine(profile: Profile, document: Document, person: str, on: date) -> bool:
    """A return goes to the drafter and to the head of the drafting unit (Đ10.3)."""
    issuer = next((unit for unit in profile.units if unit.code == document.unit and unit.in_force(on)), None)
    leaders = routes.leaders_of_drafting(profile, issuer=issuer, on=on) if issuer else ()
    return person == document.drafter or person in {leader.code for leader in leaders}


def _returned(
    session: Session, profile: Profile, open_cycles: dict[int, Cycle], mine: Sequence[Document]
) -> tuple[Returned, ...]:
    if not mine:
        return ()
    by_person = {past.document_id: past for past in documents.returns_of(session, [d.id for d in mine])}
    by_machine = {event.document_id: event for event in events.of_kind(session, "sent-back")}
    found = []
    for document in mine:
        past, event = by_person.get(document.id), by_machine.get(document.id)
        if past is not None and past.round == document.round:
            by, reason, at = past.name, past.reason or "", past.decided_at
        elif event is not None:
            by, reason, at = "", str(event.facts.get("reason", "")), event.at
        else:
            by, reason, at = "", "", None
        found.append(
            Returned(
                document_id=document.id,
                subject=document.subject,
                kind=KINDS[document.kind].label,
                unit=unit_name(profile, document.unit),
                kind_code=document.kind,
                unit_code=document.unit,
                year=open_cycles[document.cycle_id].year,
                by=by,
                reason=reason,
                at=at,
            )
        )
    return tuple(found)


def _owed(session: Session, profile: Profile, open_cycles: dict[int, Cycle], who: Who) -> tuple[Owed, ...]:
    units, on = _sending(profile, who), civil_date(who.at)
    mine = {unit for unit, _ in people.roles_of(profile, who.person or "", on)}
    theirs = documents.of_units(session, open_cycles, mine)
    newest = {(d.cycle_id, d.unit, d.kind): d for d in reversed(theirs) if d.state != "withdrawn"}
    found = []
    for cycle in open_cycles.values():
        for row in cycles.obligations(session, cycle.id):
            if row.unit not in mine:
                continue
            document = newest.get((cycle.id, row.unit, row.kind))
            found.append(
                Owed(
                    kind=KINDS[row.kind].label,
                    unit=unit_name(profile, row.unit),
                    kind_code=row.kind,
                    unit_code=row.unit,
                    year=cycle.year,
                    wording=row.wording,
                    authority=row.authority,
                    last_on=civil_date(row.due_at) - timedelta(days=1),
                    state=_owed_state(row, document, who.at),
                    arrived_at=row.first_arrived_at,
                    document_id=document.id if document else None,
                    mine_to_send=row.unit in units,
                )
            )
    return tuple(found)


def _owed_state(row: Obligation, document: Document | None, now: datetime) -> str:
    if row.fulfilled_at is not None:
        return "accepted"
    if row.first_arrived_at is not None:
        return "late" if is_late(row.first_arrived_at, row.due_at) else "arrived"
    if document is not None and document.state == "returned":
        return "returned"
    if is_late(now, row.due_at):
        return "overdue"
    return "under-way" if document is not None else "missing"


def _sending(profile: Profile, who: Who) -> dict[str, Unit]:
    """The units for which a person may hand in something, by code."""
    on, person = civil_date(who.at), who.person or ""
    acts = ("hand_in", "hand_in_signed")
    return {
        unit.code: unit
        for unit in profile.units
        if unit.in_force(on) and any(access.may(profile, person=person, act=act, on=on, unit=unit.code) for act in acts)
    }
