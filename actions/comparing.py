"""Rows against history: whatever the office wrote down must say what its events said of it.

An event's line is chained; a row is not. The chain is read from its beginning, and what it told last of a column
(`telling`) is what the row must hold: whoever changes a row in the database from behind is found here.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.language import Sentence, moment
from actions.renditions import STAGES
from actions.telling import KEYS, OF_A_DECISION, OF_A_NUMBER, plain, told_as, told_by
from models import events
from models.columns import Base
from models.tables import (
    Account,
    AwardRow,
    CaseFile,
    Classification,
    Cycle,
    Decision,
    Document,
    Event,
    Incoming,
    Obligation,
    Outgoing,
    Receipt,
    Record,
    Rendition,
    SignIn,
    Step,
    Version,
)

Columns = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """The event that told something: its number and instant."""

    id: int
    at: datetime


Round = tuple[str, int]


@dataclass
class History:
    """What the chain tells: table → key → column → (its value, the event that told it last)."""

    told: dict[type[Base], dict[tuple[Any, ...], dict[str, tuple[Any, Line]]]] = field(default_factory=dict)
    cycles: set[int] = field(default_factory=set)  # those that told their rows from their first day on
    rounds: dict[Round, bool] = field(default_factory=dict)  # of each document: whether its beginning told the steps
    refusals: Counter[tuple[Any, ...]] = field(
        default_factory=Counter
    )  # of 0.1.0, whose receipts have no key of theirs

    def add(self, table: type[Base], columns: Columns, line: Line) -> None:
        """One row, as this event tells it."""
        rows = self.told.setdefault(table, {})
        known = rows.setdefault(tuple(columns[name] for name in KEYS[table]), {})
        known.update({name: (value, line) for name, value in columns.items()})
        if table is Cycle and "id" in columns:
            self.cycles.add(columns["id"])

    def must_tell(self, row: Base) -> bool:
        """Whether a row that no event tells was put in from behind: what releases wrote that told less is none."""
        if isinstance(row, Step):
            return self.rounds.get((row.document_id, row.round), True)
        if isinstance(row, Receipt):
            refusal = tuple(plain(getattr(row, name)) for name in OF_A_REFUSAL)
            self.refusals[refusal] -= 1
            return self.refusals[refusal] < 0
        return type(row) in TOLD_SINCE_EVER or getattr(row, "cycle_id", None) in self.cycles

    def forget(self, table: type[Base], cycle_id: int | None) -> None:
        """The results of a cycle are told anew, all of them."""
        rows = self.told.get(table, {})
        self.told[table] = {key: columns for key, columns in rows.items() if key[0] != cycle_id}


def unlike_history(session: Session) -> Iterator[str]:
    """One sentence for each row that differs from what its events told, was taken out, or was put in from behind."""
    history = _read(session)
    for table, name in NAMES.items():
        told = dict(history.told.get(table, {}))
        query = select(table).order_by(*(getattr(table, key) for key in KEYS[table]))
        for row in session.scalars(query.execution_options(yield_per=500)):
            columns = told.pop(tuple(plain(getattr(row, key)) for key in KEYS[table]), None)
            if columns is not None:
                yield from _differences(name(row), row, columns)
            elif history.must_tell(row):
                yield Sentence("{what} không có sự kiện", what=name(row))
        if table not in MISSED_ELSEWHERE:
            yield from (_gone(columns) for columns in told.values())


def told_of(record: Record) -> Columns:
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


def told_of_number(row: Outgoing) -> Columns:
    """What the event of numbering has told flat of a line of the outgoing register since release 0.1.0."""
    return {name: plain(getattr(row, name)) for name in OF_A_NUMBER}


def _read(session: Session) -> History:
    history = History()
    for event in events.all_of(session):
        line = Line(event.id, event.at)
        if event.kind in TOLD_WHOLE:
            history.forget(TOLD_WHOLE[event.kind], event.cycle_id)
        told = list(told_by(event.facts))
        for table, columns in (*FLAT.get(event.kind, _nothing)(event), *told):
            history.add(table, columns, line)
        if event.kind in BEGINNINGS:
            steps = any(table is Step for table, _ in told)
            history.rounds[str(event.document_id), event.facts.get("round", 1)] = steps
        if event.kind == "refused" and not told:
            history.refusals[
                plain(event.at), event.person or "", *(event.facts[name] for name in OF_A_REFUSAL[2:])
            ] += 1
    return history


def _differences(what: str, row: Base, columns: dict[str, tuple[Any, Line]]) -> Iterator[str]:
    """One sentence for each event whose word some columns of this row no longer hold."""
    wrong: dict[Line, list[str]] = {}
    for name, (value, line) in columns.items():
        if told_as(row, name) != value:
            wrong.setdefault(line, []).append(name)
    for line, names in wrong.items():
        yield Sentence(
            "{what} khác sự kiện {id} ({at}) ở: {fields}",
            what=what, id=line.id, at=moment(line.at), fields=", ".join(names),
        )  # fmt: skip


def _gone(columns: dict[str, tuple[Any, Line]]) -> Sentence:
    _, line = next(iter(columns.values()))
    key = ", ".join(f"{name} {value}" for name, (value, _) in list(columns.items())[:3])
    return Sentence(
        "sự kiện {id} ({at}): dòng mà nó ghi ({key}) đã bị xóa khỏi bảng", id=line.id, at=moment(line.at), key=key
    )


Flat = Iterator[tuple[type[Base], Columns]]


def _nothing(_: Event) -> Flat:
    yield from ()


def _decided(event: Event) -> Flat:
    own = {
        "step_id": event.facts["step"],
        "document_id": event.document_id,
        "person": event.person,
        "decided_at": plain(event.at),
        "request_id": event.request_id or "",
    }
    yield Decision, {**own, **_flat(event, OF_A_DECISION)}


def _numbered(event: Event) -> Flat:
    yield Outgoing, {"document_id": event.document_id, **_flat(event, OF_A_NUMBER)}


def _begun(event: Event) -> Flat:
    key = {"document_id": event.document_id, "round": event.facts.get("round", 1)}
    yield Version, {**key, **_flat(event, ("sha256", "filename"))}


def _opened(event: Event) -> Flat:
    yield Step, {"id": event.facts["step"], "document_id": event.document_id, **_flat(event, ("duty", "people"))}


def _made(event: Event) -> Flat:
    key = {"document_id": event.document_id, "round": event.facts["round"], "stage": event.kind}
    yield Rendition, {**key, **_flat(event, ("sha256",))}


def _password_set(event: Event) -> Flat:
    yield Account, {"person": event.facts["account"]}


def _evaluated(event: Event) -> Flat:
    for unit, (total, level) in event.facts["levels"].items():
        yield Classification, {"cycle_id": event.cycle_id, "unit": unit, "total": plain(Decimal(total)), "level": level}


def _proposed(event: Event) -> Flat:
    yield from ((AwardRow, {"cycle_id": event.cycle_id, "unit": unit}) for unit in event.facts["units"])


def _flat(event: Event, names: tuple[str, ...]) -> Columns:
    """Those of the columns that the event tells: what an older release did not write is not compared."""
    return {name: event.facts[name] for name in names if name in event.facts}


# The events with which a round of a document begins.
BEGINNINGS = ("submitted", "drafted", "arrived")
# What `refused` has told of a receipt since release 0.1.0: its instant and person among the event's own columns.
OF_A_REFUSAL = ("at", "person", "unit", "kind", "filename", "refusal", "sha256", "text")
# What events have told outside of `rows` since release 0.1.0.
FLAT: dict[str, Callable[[Event], Flat]] = {
    "decided": _decided,
    "numbered": _numbered,
    **dict.fromkeys(BEGINNINGS, _begun),
    **dict.fromkeys(("opened", "stopped"), _opened),
    **dict.fromkeys(STAGES, _made),
    "password-set": _password_set,
    "evaluated": _evaluated,
    "awards-proposed": _proposed,
}
# Events that tell all rows of their cycle: the earlier ones are no more.
TOLD_WHOLE: dict[str, type[Base]] = {"evaluated": Classification, "awards-proposed": AwardRow}
# Tables each of whose rows has had its event since release 0.1.0; of the others only those of a cycle that began later.
# (The sessions of before were ended by migration 0003.)
TOLD_SINCE_EVER = (Decision, Version, Rendition, Classification, AwardRow, Account, SignIn)
# A line missing here is told by the doctor's `registers` and `records`, or has ended.
MISSED_ELSEWHERE = (Outgoing, Incoming, Record, SignIn)
# How a row is named in a sentence.
NAMES: dict[type[Base], Callable[[Any], Sentence]] = {
    Decision: lambda row: Sentence("quyết định {id} ({name})", id=row.id, name=row.name),
    Outgoing: lambda row: Sentence("sổ đi, số {number} của {issuer}", number=row.number, issuer=row.issuer),
    Incoming: lambda row: Sentence("sổ đến, số {number} của {desk}", number=row.arrival_number, desk=row.desk),
    Document: lambda row: Sentence("văn bản {name}", name=row.code or row.subject),
    Version: lambda row: Sentence("tệp {name} gửi ngày {at}", name=row.filename, at=moment(row.handed_in_at)),
    Step: lambda row: Sentence("bước {id} của văn bản {document}", id=row.id, document=row.document_id),
    Rendition: lambda row: Sentence("bản {stage} của văn bản {document}", stage=row.stage, document=row.document_id),
    Receipt: lambda row: Sentence("biên nhận {id} ({unit}, {name})", id=row.id, unit=row.unit, name=row.filename),
    Account: lambda row: Sentence("tài khoản {person}", person=row.person),
    SignIn: lambda row: Sentence("phiên đăng nhập của {person} lúc {at}", person=row.person, at=moment(row.created_at)),
    Obligation: lambda row: Sentence("việc phải gửi của {unit} ({kind})", unit=row.unit, kind=row.kind),
    Classification: lambda row: Sentence("kết quả xếp loại của {unit}", unit=row.unit),
    AwardRow: lambda row: Sentence("khen thưởng của {unit}", unit=row.unit),
    Record: lambda row: Sentence("sổ lưu, hồ sơ {code}", code=row.code),
    CaseFile: lambda row: Sentence("hồ sơ năm {year}", year=row.file_catalog),
    Cycle: lambda row: Sentence("năm công tác {year}", year=row.year),
}
