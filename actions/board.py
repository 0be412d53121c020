"""The board of a cycle: who owes what, what has come, what waits for whom, what was decided. One page of Markdown."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions import obstacles
from actions.runtime import Runtime
from models import cycles, documents
from models.tables import Cycle, Document, Obligation, Step
from rules import deadlines, lifecycle
from rules.awards import in_points
from rules.duties import DUTIES, UNBLOCK
from rules.kinds import KINDS
from rules.profile import Profile
from rules.scores import UNCLASSIFIED


@dataclass(frozen=True)
class Page:
    """A Prefect artifact: its key, title and Markdown."""

    key: str
    title: str
    text: str


def markdown(runtime: Runtime, cycle_id: int) -> Page:
    """The board as it stands."""
    with runtime.memory.read() as session:
        cycle = session.get_one(Cycle, cycle_id)
        profile = runtime.profile(session, cycle)
        title = f"Năm công tác {cycle.year} · {profile.office.field}"
        sections = [f"# {title}", _owed(session, profile, cycle), _waiting(session, profile, cycle)]
        sections += [_results(session, profile, cycle), _awards(session, profile, cycle)]
        return Page(f"nam-cong-tac-{cycle.year}", title, "\n\n".join(filter(None, sections)))


def _owed(session: Session, profile: Profile, cycle: Cycle) -> str:
    """One line a unit, one column a kind: when it came, and whether in time."""
    owed = cycles.obligations(session, cycle.id)
    kinds = list(dict.fromkeys(row.kind for row in owed))
    names = {unit.code: unit.name for unit in profile.units}
    cells = {(row.unit, row.kind): _cell(row) for row in owed}
    lines = ["| Đơn vị | " + " | ".join(KINDS[kind].label for kind in kinds) + " |", "|---" * (len(kinds) + 1) + "|"]
    lines += [
        f"| {names[unit]} | " + " | ".join(cells[unit, kind] for kind in kinds) + " |"
        for unit in dict.fromkeys(row.unit for row in owed)
    ]
    return "\n".join(lines)


def _cell(owed: Obligation) -> str:
    if owed.first_arrived_at is None:
        return "chưa gửi"
    late = " **muộn**" if deadlines.is_late(owed.first_arrived_at, owed.due_at) else ""
    return f"{deadlines.civil_date(owed.first_arrived_at):%d/%m}{late}" + (" ✓" if owed.fulfilled_at else "")


def _waiting(session: Session, profile: Profile, cycle: Cycle) -> str:
    people = {person.code: person.name for person in profile.people}
    units = {unit.code: unit.name for unit in profile.units}
    lines = [
        f"- {_what_waits(step, document)} · {KINDS[document.kind].label} · {units[document.unit]} · "
        + ", ".join(people[code] for code in step.people)
        for step, document in documents.waiting_steps(session)
        if document.cycle_id == cycle.id
    ]
    lines += [
        f"- {lifecycle.label_of('returned')} · {document.subject} · {people.get(document.drafter, '')}"
        for document in documents.in_states(session, ["returned"])
        if document.cycle_id == cycle.id
    ]
    return "## Đang chờ\n\n" + "\n".join(lines) if lines else ""


def _what_waits(step: Step, document: Document) -> str:
    if step.duty != UNBLOCK:
        return DUTIES[step.duty].label
    since = f", từ {step.opened_at.astimezone(deadlines.VIETNAM):%H:%M %d/%m}" if step.opened_at else ""
    return f"⚠ **Máy vướng khi {obstacles.stuck_at(document)}**{since}, quản trị đã được báo"


def _results(session: Session, profile: Profile, cycle: Cycle) -> str:
    names = {unit.code: unit.name for unit in profile.units}
    levels = {band.level: band.name for band in (*profile.rubric.bands, UNCLASSIFIED)}
    lines = [
        f"| {names[row.unit]} | {in_points(row.total)} | {levels[row.level]} | "
        f"{'đã công nhận' if row.document_id else 'dự kiến'} |"
        for row in cycles.classifications(session, cycle.id)
    ]
    head = "## Xếp loại\n\n| Đơn vị | Điểm | Loại | |\n|---|---|---|---|\n"
    return head + "\n".join(lines) if lines else ""


def _awards(session: Session, profile: Profile, cycle: Cycle) -> str:
    names = {unit.code: unit.name for unit in profile.units}
    lines = [
        f"- {names[row.unit]}: {row.reason} ({'đã quyết định' if row.document_id else 'đề nghị'})"
        for row in cycles.awards(session, cycle.id)
    ]
    return "## Khen thưởng\n\n" + "\n".join(lines) if lines else ""
