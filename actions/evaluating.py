"""Judging and rewarding the year: scores from the system's own facts, and the two decisions drafted on paper.

The machine drafts; the text moves only after the assigned officer has accepted authorship (Đ10).
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from actions import results, telling
from actions.runtime import Runtime
from models import cycles, documents, events
from models.events import Who
from models.tables import AwardRow, Classification, Cycle, Document
from rules import awards, people, scores
from rules.awards import Choice, LeftOut, Proposal
from rules.deadlines import civil_date, working_days_late
from rules.numbers import normalise_code
from rules.profile import Profile
from rules.refusals import Refusal
from rules.scores import Line, Score, SentPaper, UnitFacts

AT_REST = ("accepted", "supplement_requested")


def evaluate(runtime: Runtime, who: Who, cycle_id: int) -> tuple[Score, ...]:
    """Score every owing unit under the cycle's rubric and write the sheets down; answers them best first.

    Sheets that a drafted decision prints are not touched while it is under way or issued, so that paper and tables
    agree: they are answered as they stand. The same sheets again change nothing: a machine that died asks once more.
    """
    with runtime.memory.write() as session:
        cycle = cycles.locked_one(session, cycle_id)
        profile = runtime.profile(session, cycle)
        present = cycles.classifications(session, cycle_id)
        own = results.own_draft(session, cycle_id, "classification")
        if present and own is not None and own.state != "returned":
            return tuple(_score_of(profile, row) for row in present)
        sheets = _sheets(session, profile, cycle)
        rows = [_row(cycle, sheet) for sheet in sheets]
        if _told(rows) == _told(present):
            return tuple(sheets)
        for row in present:
            session.delete(row)
        session.flush()
        session.add_all(rows)
        levels = {sheet.unit: [str(sheet.total), sheet.level] for sheet in sheets}
        told = telling.rows("evaluated", *rows)
        events.append(session, "evaluated", who, cycle_id=cycle_id, levels=levels, **told)
        return tuple(sheets)


def propose(runtime: Runtime, who: Who, cycle_id: int) -> Choice:
    """Choose the units to commend, from the recognised classification; answers proposals and who is left out, and why.

    Rates and base wages are the law of the day: the newest profile says them, not the one that the cycle pins. What was
    proposed once stands. Refusals: not-classified, before the classification's decision is issued; those of
    `awards.choose`.
    """
    with runtime.memory.write() as session:
        cycle = cycles.locked_one(session, cycle_id)
        profile = runtime.profile(session, cycle)
        rows = cycles.classifications(session, cycle_id)
        if not rows or not all(row.document_id for row in rows):
            raise Refusal("not-classified", year=cycle.year)
        sheets = [_score_of(profile, row) for row in rows]
        if earlier := events.of_kind(session, "awards-proposed", cycle_id):
            granted = cycles.awards(session, cycle_id)
            left_out = tuple(LeftOut(unit, reason) for unit, reason in earlier[-1].facts["left_out"].items())
            return Choice(tuple(Proposal(row.unit, row.award, row.amount, row.reason) for row in granted), left_out)
        law = runtime.profile(session)
        choice = awards.choose(law.awards, sheets, base_wages=law.base_wages, on=civil_date(who.at))
        proposed = [
            AwardRow(cycle_id=cycle_id, unit=p.unit, award=p.award, amount=p.amount_dong, reason=p.reason)
            for p in choice.proposals
        ]
        session.add_all(proposed)
        facts: dict[str, Any] = {
            "units": [p.unit for p in choice.proposals],
            "left_out": {left.unit: left.reason for left in choice.left_out},
            **telling.rows("awards-proposed", *proposed),
        }
        events.append(session, "awards-proposed", who, cycle_id=cycle_id, **facts)
        return choice


def to_judge_anew(runtime: Runtime) -> tuple[tuple[int, str], ...]:
    """Open cycles whose classification was returned and whose facts are no longer those of its draft; each with the
    natural key of the run that judges it anew."""
    found = []
    with runtime.memory.read() as session:
        for cycle in cycles.all_cycles(session):
            own = results.own_draft(session, cycle.id, "classification") if cycle.state == "open" else None
            if own is None or own.state != "returned":
                continue
            rows = [_row(cycle, sheet) for sheet in _sheets(session, runtime.profile(session, cycle), cycle)]
            if _told(rows) != _told(cycles.classifications(session, cycle.id)) or results.outdated(session, own):
                times = len(events.of_kind(session, "evaluated", cycle.id))
                found.append((cycle.id, f"evaluation:{cycle.id}:{own.round}:{times}"))
    return tuple(found)


def take_effect(session: Session, document: Document) -> Sequence[Classification | AwardRow]:
    """An issued decision that the machine drafted from the results makes them final; no other paper does. Answers
    these."""
    rows: Sequence[Classification | AwardRow] = ()
    own = results.own_draft(session, document.cycle_id, document.kind)
    if own is None or own.id != document.id:
        return rows
    if document.kind == "classification":
        rows = cycles.classifications(session, document.cycle_id)
    if document.kind == "commendation":
        rows = cycles.awards(session, document.cycle_id)
    for row in rows:
        row.document_id = document.id
    return rows


def _sheets(session: Session, profile: Profile, cycle: Cycle) -> list[Score]:
    units = people.owing_units(profile, date(cycle.year, 1, 1))
    return awards.ranked([scores.score(profile.rubric, _facts(session, profile, cycle, unit.code)) for unit in units])


def _facts(session: Session, profile: Profile, cycle: Cycle, unit: str) -> UnitFacts:
    return UnitFacts(unit, {due.kind: _sent(session, profile, cycle, unit, due.kind) for due in profile.dues})


def _sent(session: Session, profile: Profile, cycle: Cycle, unit: str, kind: str) -> SentPaper | None:
    """What the registers and decisions say of one owed paper; None when it never arrived."""
    arrived = documents.of_unit(session, cycle.id, unit, kind, "incoming")
    owed = cycles.obligation(session, cycle.id, unit, kind)
    if not arrived or owed is None or owed.first_arrived_at is None:
        return None
    drafts = documents.of_unit(session, cycle.id, unit, kind, "outgoing")
    newest = documents.version(session, arrived[0].id, arrived[0].round)
    late = working_days_late(owed.first_arrived_at, owed.due_at, profile.holidays)
    return SentPaper(
        late=owed.first_arrived_at >= owed.due_at,
        working_days_late=late,
        returned=sum(draft.round - 1 for draft in drafts) + sum(paper.state == "refused" for paper in arrived),
        supplements=sum(paper.state == "supplement_requested" for paper in arrived),
        accepted=arrived[0].state == "accepted",
        missing_parents=_missing(profile, newest.facts.get("cited", [])) if kind == "plan" else (),
    )


def _missing(profile: Profile, cited: Sequence[str]) -> tuple[str, ...]:
    have = {normalise_code(code) for code in cited}
    return tuple(code for code in profile.office.parents if normalise_code(code) not in have)


def _told(rows: Sequence[Classification]) -> dict[str, tuple[Decimal, str, list[Any]]]:
    """What the sheets say of each unit."""
    return {row.unit: (row.total, row.level, row.lines) for row in rows}


def _row(cycle: Cycle, sheet: Score) -> Classification:
    lines = [
        {"criterion": line.criterion, "name": line.name, "points": str(line.points), "at_most": str(line.at_most),
         "reason": line.reason}
        for line in sheet.lines
    ]  # fmt: skip
    return Classification(cycle_id=cycle.id, unit=sheet.unit, total=sheet.total, level=sheet.level, lines=lines)


def _score_of(profile: Profile, row: Classification) -> Score:
    lines = tuple(
        Line(line["criterion"], line["name"], Decimal(line["points"]), Decimal(line["at_most"]), line["reason"])
        for line in row.lines
    )
    names = {band.level: band.name for band in profile.rubric.bands} | {
        scores.UNCLASSIFIED.level: scores.UNCLASSIFIED.name
    }
    reason = scores.NO_PAPERS if row.level == scores.UNCLASSIFIED.level else ""
    return Score(row.unit, lines, row.total, row.level, names[row.level], reason)
