"""Rows against history: decisions, registers, records and results must say what their events said when they happened.

An event's line is chained; a row is not. Whoever changes a row in the database from behind is found here.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.language import Sentence
from models import events
from models.tables import AwardRow, Classification, Decision, Event, Outgoing, Record
from rules.deadlines import VIETNAM


def unlike_history(session: Session) -> Iterator[str]:
    """One sentence for each row that differs from its event, or has none."""
    yield from _decisions(session)
    yield from _numbers(session)
    yield from _results(session)


def told_of(record: Record) -> dict[str, Any]:
    """What the event of keeping tells of a record, and what is compared with it for ever after."""
    return {
        "record": record.id,
        "key": record.key,
        "sha256": record.sha256,
        "code": record.code,
        "subject": record.subject,
        "issuer": record.issuer,
        "issued_on": str(record.issued_on),
        "parts": dict(record.parts),
    }


def _decisions(session: Session) -> Iterator[str]:
    told = {event.facts["step"]: event for event in events.of_kind(session, "decided")}
    for row in session.scalars(select(Decision).order_by(Decision.id)):
        event = told.pop(row.step_id, None)
        if event is None:
            yield Sentence("quyết định {id} ({name}) không có sự kiện", id=row.id, name=row.name)
            continue
        now = {name: getattr(row, name) for name in ("duty", "verb", "verdict", "reason", "sha256", "round", "name")}
        what = Sentence("quyết định {id}", id=row.id)
        yield from _differs(what, event, {**now, "person": row.person, "capacity": list(row.capacity)})
    for event in told.values():
        yield Sentence("sự kiện {id} ({at}): quyết định đã bị xóa khỏi bảng", id=event.id, at=moment(event.at))


def _numbers(session: Session) -> Iterator[str]:
    told = {(event.document_id, event.facts["number"]): event for event in events.of_kind(session, "numbered")}
    for row in session.scalars(select(Outgoing).order_by(Outgoing.id)):
        event = told.get((row.document_id, row.number))
        if event is not None:
            what = Sentence("sổ đi, số {number} của {issuer}", number=row.number, issuer=row.issuer)
            yield from _differs(what, event, told_of_number(row))


def told_of_number(row: Outgoing) -> dict[str, Any]:
    """What the event of numbering tells of a line of the outgoing register."""
    return {
        "number": row.number,
        "series": row.series,
        "year": row.year,
        "subject": row.subject,
        "signer": row.signer,
        "recipients": list(row.recipients),
    }


def _results(session: Session) -> Iterator[str]:
    """The last evaluation of each cycle, and the units proposed for awards."""
    for event in {event.cycle_id: event for event in events.of_kind(session, "evaluated")}.values():
        rows = session.scalars(select(Classification).where(Classification.cycle_id == event.cycle_id))
        now = {row.unit: [f"{row.total.normalize():f}", row.level] for row in rows}
        told = {unit: [_plain(total), level] for unit, (total, level) in event.facts["levels"].items()}
        yield from _differs_as(Sentence("kết quả xếp loại"), event, told, now)
    for event in {event.cycle_id: event for event in events.of_kind(session, "awards-proposed")}.values():
        granted = session.scalars(select(AwardRow).where(AwardRow.cycle_id == event.cycle_id))
        units = sorted(row.unit for row in granted)
        yield from _differs_as(Sentence("khen thưởng"), event, sorted(event.facts["units"]), units)


def _plain(total: str) -> str:
    return f"{Decimal(total).normalize():f}"


def _differs(what: str, event: Event, now: dict[str, Any]) -> Iterator[str]:
    told = {**event.facts, "person": event.person}
    wrong = [name for name, value in now.items() if name in told and told[name] != value]
    if wrong:
        fields = ", ".join(wrong)
        at = moment(event.at)
        yield Sentence("{what} khác sự kiện {id} ({at}) ở: {fields}", what=what, id=event.id, at=at, fields=fields)


def _differs_as(what: str, event: Event, told: object, now: object) -> Iterable[str]:
    said = Sentence("{what} khác sự kiện {id} ({at})", what=what, id=event.id, at=moment(event.at))
    return [] if told == now else [said]


def moment(at: datetime) -> str:
    """An instant by the office's wall clock, for a sentence."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
