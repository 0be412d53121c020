"""The year: an administrator starts the cycle, its obligations follow from the profile, and in the end it is closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from actions import results, stepping, telling
from actions.language import Sentence, listed
from actions.runtime import Runtime
from models import cycles, documents, events, profiles
from models.events import Who
from models.tables import CaseFile, Cycle, Obligation
from rules import access, lifecycle, people
from rules.deadlines import civil_date, due_instant
from rules.kinds import KINDS
from rules.profile import Profile
from rules.refusals import Refusal

# Papers that arrive on the last day are still examined before the units are judged.
EXAMINATION = timedelta(days=14)


@dataclass(frozen=True)
class Milestone:
    """A named instant of the year that everybody entitled can see ahead, and the flow that then runs."""

    name: str
    flow: str
    kind: str
    at: datetime

    def key(self, cycle_id: int) -> str:
        """The natural key of this milestone in a cycle."""
        return f"milestone:{cycle_id}:{self.kind}"


def may_run_the_year(runtime: Runtime, who: Who, act: str) -> None:
    """Only administrators start and close a cycle. Refusal: administrators-only."""
    with runtime.memory.read() as session:
        profile = runtime.profile(session)
    if not access.may(profile, person=who.person or "", act=act, on=civil_date(who.at)):
        raise Refusal("administrators-only")


def start_cycle(runtime: Runtime, who: Who, year: int) -> int:
    """Start a year's cycle under the newest profile: its file and everything that units owe. Idempotent per year.

    Answers the cycle's id. Refusals: administrators-only, no-profile, cycle-closed, year-too-far (this year or the
    next one may be started).
    """
    may_run_the_year(runtime, who, "start_cycle")
    this_year = civil_date(who.at).year
    if year not in (this_year, this_year + 1):
        raise Refusal("year-too-far", year=year, first=this_year, last=this_year + 1)
    with runtime.memory.write() as session:
        profile = runtime.profile(session)
        row = profiles.newest(session, lock=True)  # two who start at once queue here
        assert row is not None
        present = cycles.by_year(session, profile.office.unit, year)
        if present is not None:
            if present.state != "open":
                raise Refusal("cycle-closed", year=year)
            return present.id
        cycle = Cycle(
            office=profile.office.unit,
            year=year,
            profile_id=row.id,
            state="open",
            started_by=who.person or "",
            started_at=who.at,
        )
        session.add(cycle)
        session.flush()
        begun = (_case_file(profile, cycle, civil_date(who.at)), *_obligations(profile, cycle))
        session.add_all(begun)
        told = telling.rows("cycle-started", cycle, *begun)
        events.append(session, "cycle-started", who, cycle_id=cycle.id, year=year, profile=row.sha256, **told)
        return cycle.id


def milestones(runtime: Runtime, cycle_id: int) -> tuple[Milestone, ...]:
    """The due instants of the cycle, and the evaluation after the last of them."""
    with runtime.memory.read() as session:
        cycle = session.get_one(Cycle, cycle_id)
        return _milestones(runtime.profile(session, cycle), cycle)


def _milestones(profile: Profile, cycle: Cycle) -> tuple[Milestone, ...]:
    dues = tuple(
        Milestone(
            f"Hạn {KINDS[due.kind].label.lower()} {cycle.year}: {due.wording}",
            "deadline",
            due.kind,
            due_instant(due, cycle.year),
        )
        for due in profile.dues
    )
    last = max(due.at for due in dues)
    judging = Milestone(f"Đánh giá, xếp loại năm {cycle.year}", "evaluation", "classification", last + EXAMINATION)
    return (*dues, judging)


def pending_milestones(runtime: Runtime) -> tuple[tuple[int, Milestone], ...]:
    """The milestones of open cycles (each with its cycle's id) whose flow has not yet left its mark."""
    with runtime.memory.read() as session:
        found = []
        for cycle in cycles.all_cycles(session):
            if cycle.state != "open":
                continue
            noted = {event.facts["kind"] for event in events.of_kind(session, "deadline-passed", cycle.id)}
            noted |= {"classification"} if cycles.classifications(session, cycle.id) else set()
            ahead = [m for m in _milestones(runtime.profile(session, cycle), cycle) if m.kind not in noted]
            found += [(cycle.id, milestone) for milestone in ahead]
        return tuple(found)


def overdue_milestones(runtime: Runtime) -> tuple[str, ...]:
    """Keys of the milestones that our clock has reached and whose flow has not yet left its mark."""
    now = runtime.clock.now()
    return tuple(milestone.key(cycle_id) for cycle_id, milestone in pending_milestones(runtime) if milestone.at <= now)


def awaiting_commendation(runtime: Runtime) -> tuple[int, ...]:
    """The open cycles whose classification is recognised and whose commendation nobody has drafted."""
    with runtime.memory.read() as session:
        found = []
        for cycle in cycles.all_cycles(session):
            if cycle.state == "open" and _awaits_commendation(session, cycle):
                found.append(cycle.id)
        return tuple(found)


def commendation_key(runtime: Runtime, cycle_id: int) -> str:
    """The natural key of the run that considers awards: one for each profile, since another law may allow them."""
    with runtime.memory.read() as session:
        newest = profiles.newest(session)
        return f"commendation:{cycle_id}:{newest.id if newest else 0}"


def _awaits_commendation(session: Session, cycle: Cycle) -> bool:
    """Recognised, and neither drafted nor found to have nobody who is eligible."""
    rows = cycles.classifications(session, cycle.id)
    if not rows or not all(row.document_id for row in rows):
        return False
    nobody = any(not event.facts["units"] for event in events.of_kind(session, "awards-proposed", cycle.id))
    return not nobody and results.own_draft(session, cycle.id, "commendation") is None


def note_deadline(runtime: Runtime, who: Who, cycle_id: int, kind: str) -> tuple[str, ...]:
    """Note that a due instant has passed; answers the names of the units that had not sent. Once a deadline."""
    with runtime.memory.write() as session:
        cycle = cycles.locked_one(session, cycle_id)
        for event in events.of_kind(session, "deadline-passed", cycle_id):
            if event.facts["kind"] == kind:
                return tuple(event.facts["missing"])
        profile = runtime.profile(session, cycle)
        names = {unit.code: unit.name for unit in profile.units}
        owed = cycles.obligations(session, cycle_id)
        missing = [names[row.unit] for row in owed if row.kind == kind and row.first_arrived_at is None]
        events.append(session, "deadline-passed", who, cycle_id=cycle_id, kind=kind, missing=missing)
        return tuple(missing)


def audience(runtime: Runtime, cycle_id: int) -> tuple[str, ...]:
    """Who may see the year's milestones: everybody who holds a role."""
    with runtime.memory.read() as session:
        profile = runtime.profile(session, session.get_one(Cycle, cycle_id))
        on = civil_date(runtime.clock.now())
        return tuple(dict.fromkeys(role.person for role in profile.roles if role.in_force(on)))


def open_cycle_id(runtime: Runtime, year: int) -> int:
    """The open cycle of a year. Refusal: no-open-cycle."""
    with runtime.memory.read() as session:
        return stepping.open_cycle(runtime, session, year).id


def closed_cycle_id(runtime: Runtime, year: int) -> int:
    """The closed cycle of a year. Refusal: no-open-cycle, when there is none."""
    with runtime.memory.read() as session:
        cycle = cycles.by_year(session, runtime.profile(session).office.unit, year)
        if cycle is None or cycle.state != "closed":
            raise Refusal("cycle-not-closed", year=year)
        return cycle.id


def drafted(runtime: Runtime, cycle_id: int, kind: str) -> bool:
    """Whether the machine has drafted the office's decision of a kind from what the tables hold; no other paper counts,
    nor does a returned draft whose results were judged anew."""
    with runtime.memory.read() as session:
        own = results.own_draft(session, cycle_id, kind)
        return own is not None and not (kind == "classification" and results.outdated(session, own))


def close_cycle(runtime: Runtime, who: Who, year: int) -> int:
    """Close a year: every document at rest, results and awards decided on paper. Idempotent; answers the cycle's id.

    Refusals: administrators-only, no-open-cycle, cycle-unfinished (naming what is still open).
    """
    may_run_the_year(runtime, who, "close_cycle")
    with runtime.memory.write() as session:
        cycle = cycles.locked(session, runtime.profile(session).office.unit, year)
        if cycle is None:
            raise Refusal("no-open-cycle", year=year)
        if cycle.state == "closed":
            return cycle.id
        open_things = _unfinished(session, cycle)
        if open_things:
            raise Refusal("cycle-unfinished", year=year, open=listed(open_things))
        cycle.state, cycle.closed_at = "closed", who.at
        file = cycles.case_file(session, cycle.id)
        file.end_date, file.closed_at = civil_date(who.at), who.at
        told = telling.rows("cycle-closed", cycle, file)
        events.append(session, "cycle-closed", who, cycle_id=cycle.id, year=year, records=file.doc_total, **told)
        return cycle.id


def _unfinished(session: Session, cycle: Cycle) -> list[str]:
    at_rest = ("kept", "accepted", "supplement_requested", "refused", "withdrawn")
    living = [
        f"{document.subject} ({lifecycle.label_of(document.state)})"
        for document in documents.of_cycle(session, cycle.id)
        if document.state not in at_rest
    ]
    return [*living, *_undecided(session, cycle)]


def _undecided(session: Session, cycle: Cycle) -> Iterator[Sentence]:
    """What the year still wants of results on paper."""
    rows, granted = cycles.classifications(session, cycle.id), cycles.awards(session, cycle.id)
    if not rows:
        yield Sentence("chưa có kết quả xếp loại")
    elif not all(row.document_id for row in rows):
        yield Sentence("kết quả xếp loại chưa có quyết định công nhận")
    if not all(row.document_id for row in granted):
        yield Sentence("đề nghị khen thưởng chưa có quyết định")
    elif _awaits_commendation(session, cycle):
        yield Sentence("chưa xét khen thưởng")


def _obligations(profile: Profile, cycle: Cycle) -> list[Obligation]:
    on = date(cycle.year, 1, 1)
    return [
        Obligation(
            cycle_id=cycle.id,
            unit=unit.code,
            kind=due.kind,
            due_at=due_instant(due, cycle.year),
            wording=due.wording,
            authority=due.authority,
        )
        for due in profile.dues
        for unit in people.owing_units(profile, on)
    ]


def _case_file(profile: Profile, cycle: Cycle, on: date) -> CaseFile:
    years = [kept.years for kept in profile.retention]
    longest = "Vĩnh viễn" if None in years else f"{max(filter(None, years))} năm"
    unit = people.unit_of(profile, profile.office.unit, on)
    return CaseFile(
        cycle_id=cycle.id,
        organ_id=unit.organ_id,
        file_catalog=cycle.year,
        file_notation=profile.office.file_notation,
        title=f"Hồ sơ {profile.office.field} năm {cycle.year}",
        maintenance=longest,
        creator=profile.office.owner,
        start_date=on,
    )
