"""The board of a cycle: who owes what, what has come, what waits for whom, what was decided. One page of Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions import obstacles
from actions.language import Sentence, listed
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
    """A Prefect artifact: its key, title and Markdown, which `in_language` can say in English."""

    key: str
    title: Sentence
    text: Sentence


def markdown(runtime: Runtime, cycle_id: int) -> Page:
    """The board as it stands."""
    with runtime.memory.read() as session:
        cycle = session.get_one(Cycle, cycle_id)
        profile = runtime.profile(session, cycle)
        title = Sentence("Năm công tác {year} · {field}", year=cycle.year, field=profile.office.field)
        sections = [listed(["# ", title], ""), _owed(session, profile, cycle), _waiting(session, profile, cycle)]
        sections += [_results(session, profile, cycle), _awards(session, profile, cycle)]
        return Page(f"nam-cong-tac-{cycle.year}", title, listed([*filter(None, sections)], "\n\n"))


def _row(cells: Sequence[str]) -> Sentence:
    return listed(["| ", listed(cells, " | "), " |"], "")


def _lines(lines: Sequence[str]) -> Sentence:
    return listed(lines, "\n")


def _owed(session: Session, profile: Profile, cycle: Cycle) -> Sentence:
    """One line a unit, one column a kind: when it came, and whether in time."""
    owed = cycles.obligations(session, cycle.id)
    kinds = list(dict.fromkeys(row.kind for row in owed))
    names = {unit.code: unit.name for unit in profile.units}
    cells = {(row.unit, row.kind): _cell(row) for row in owed}
    head = [Sentence("Đơn vị"), *(KINDS[kind].label for kind in kinds)]
    lines = [_row(head), "|---" * len(head) + "|"]
    for unit in dict.fromkeys(row.unit for row in owed):
        lines.append(_row([names[unit], *(cells[unit, kind] for kind in kinds)]))
    return _lines(lines)


def _cell(owed: Obligation) -> Sentence:
    if owed.first_arrived_at is None:
        return Sentence("chưa gửi")
    late = [Sentence("**muộn**")] if deadlines.is_late(owed.first_arrived_at, owed.due_at) else []
    on = f"{deadlines.civil_date(owed.first_arrived_at):%d/%m}"
    return listed([on, *late, *(["✓"] if owed.fulfilled_at else [])], " ")


def _waiting(session: Session, profile: Profile, cycle: Cycle) -> Sentence | None:
    people = {person.code: person.name for person in profile.people}
    units = {unit.code: unit.name for unit in profile.units}
    lines = [
        _item(
            _what_waits(step, document),
            KINDS[document.kind].label,
            units[document.unit],
            ", ".join(people[code] for code in step.people),
        )
        for step, document in documents.waiting_steps(session)
        if document.cycle_id == cycle.id
    ]
    lines += [
        _item(lifecycle.label_of("returned"), document.subject, people.get(document.drafter, ""))
        for document in documents.in_states(session, ["returned"])
        if document.cycle_id == cycle.id
    ]
    return _section(Sentence("Đang chờ"), lines)


def _item(*words: str) -> Sentence:
    return listed(["- ", listed(words, " · ")], "")


def _section(title: Sentence, lines: Sequence[str]) -> Sentence | None:
    """Lines under their title; nothing where there are none."""
    return listed(["## ", title, "\n\n", _lines(lines)], "") if lines else None


def _what_waits(step: Step, document: Document) -> str:
    if step.duty != UNBLOCK:
        return DUTIES[step.duty].label
    what = obstacles.stuck_at(document)
    if step.opened_at is None:
        return Sentence("⚠ **Máy vướng khi {what}**, quản trị đã được báo", what=what)
    since = f"{step.opened_at.astimezone(deadlines.VIETNAM):%H:%M %d/%m}"
    return Sentence("⚠ **Máy vướng khi {what}**, từ {since}, quản trị đã được báo", what=what, since=since)


def _results(session: Session, profile: Profile, cycle: Cycle) -> Sentence | None:
    names = {unit.code: unit.name for unit in profile.units}
    recognised, expected = Sentence("đã công nhận"), Sentence("dự kiến")
    levels = {band.level: band.name for band in (*profile.rubric.bands, UNCLASSIFIED)}
    rows = [
        _row([names[row.unit], in_points(row.total), levels[row.level], recognised if row.document_id else expected])
        for row in cycles.classifications(session, cycle.id)
    ]
    head = listed(["| ", listed([Sentence("Đơn vị"), Sentence("Điểm"), Sentence("Loại")], " | "), " | |"], "")
    return _section(Sentence("Xếp loại"), [head, "|---|---|---|---|", *rows] if rows else [])


def _awards(session: Session, profile: Profile, cycle: Cycle) -> Sentence | None:
    names = {unit.code: unit.name for unit in profile.units}
    decided, proposed = Sentence("đã quyết định"), Sentence("đề nghị")
    lines = [
        listed(["- ", names[row.unit], ": ", row.reason, " (", decided if row.document_id else proposed, ")"], "")
        for row in cycles.awards(session, cycle.id)
    ]
    return _section(Sentence("Khen thưởng"), lines)
