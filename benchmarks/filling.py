"""Finished documents by the thousand, in our database: one paper lives its whole life by the production actions (issued
by its commune, received and examined at the office), and its rows are copied under ids and numbers of their own.

Each copy has its own line of history, sealed into the one chain; only its bytes in the archive are the example's.
"""

import json
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from actions.outbox import READER
from actions.runtime import Runtime
from models import events, registers
from models.events import hash_of
from models.tables import (
    CaseFile,
    ChainHead,
    Cycle,
    Decision,
    Document,
    Event,
    Incoming,
    OutboxCursor,
    Outgoing,
    Record,
    Rendition,
    Step,
    Version,
)
from tests import makers

UNIT, DRAFTER, KIND = "xa-my-tho", "le-thi-cam-tu", "report_h1"
DOCUMENTS_A_YEAR = 1000  # of a province; the years before are closed
AT_ONCE = 500
# A document's rows, in the order in which they may be written.
OWN_ROWS = (Version, Rendition, Step, Decision, Outgoing, Incoming, Record, Event)

STEPS_GO_ON = "SELECT setval(pg_get_serial_sequence('steps', 'id'), :last)"

Row = dict[str, Any]
Rows = dict[Any, list[Row]]  # by table
Names = dict[str, str]  # the example's → the copy's
Steps = dict[int, int]


@dataclass(frozen=True)
class Example:
    """The rows of a paper that lived: of the issued document, and of what arrived of it at the office."""

    issued: Rows
    arrived: Rows

    @classmethod
    @cache
    def lived(cls) -> "Example":
        """Let a paper live in an installation of its own, without Prefect; once a process."""
        with tempfile.TemporaryDirectory(prefix="trinhky-example-") as place:
            runtime = makers.a_runtime(Path(place))
            makers.an_open_year(runtime)
            issued = makers.handed_in(runtime, DRAFTER, UNIT, KIND).document_id
            makers.to_rest(runtime, issued)
            arrived = makers.arrived(runtime, issued)
            makers.to_rest(runtime, arrived)
            with runtime.memory.read() as session:
                example = cls(_rows_of(session, issued), _rows_of(session, arrived))
            runtime.memory.close()
        return example

    def fill(self, runtime: Runtime, documents: int) -> None:
        """Make so many finished documents (an even number: what was issued, and what arrived of it)."""
        with runtime.memory.read() as session:
            this_year = session.scalars(select(func.max(Cycle.year))).one()
        pairs = documents // 2
        for first in range(0, pairs, AT_ONCE):
            with runtime.memory.write() as session:
                cycle = _cycle(session, this_year - first * 2 // DOCUMENTS_A_YEAR)
                _Copyist(session, cycle).write(min(AT_ONCE, pairs - first), (self.issued, self.arrived))

    def lay_ready(self, runtime: Runtime, papers: int) -> list[str]:
        """Issued papers of the open year that have not arrived anywhere yet; answers their ids."""
        with runtime.memory.write() as session:
            cycle = session.scalars(select(Cycle).where(Cycle.state == "open")).one()
            return _Copyist(session, cycle).write(papers, (self.issued,))


class _Copyist:
    """Writes copies in one transaction, and has the outbox pass over them: no run belongs to them."""

    def __init__(self, session: Session, cycle: Cycle) -> None:
        self.session, self.cycle = session, cycle
        self.head = session.scalars(select(ChainHead).with_for_update()).one()
        self.case_file = session.scalars(select(CaseFile).where(CaseFile.cycle_id == cycle.id)).one()
        self.step = session.scalars(select(func.coalesce(func.max(Step.id), 0))).one()
        self.rows: Rows = {table: [] for table in (Document, *OWN_ROWS)}

    def write(self, copies: int, halves: tuple[Rows, ...]) -> list[str]:
        """Write copies of the example; answers the ids of the issued documents."""
        series, desk = halves[0][Outgoing][0], self.cycle.office
        number = registers.next_outgoing(self.session, series["issuer"], series["series"], self.cycle.year)
        arrival = registers.next_incoming(self.session, desk, self.cycle.year)
        made = [self._copy(halves, number + one, arrival + one) for one in range(copies)]
        for table, rows in self.rows.items():
            if rows:
                self.session.execute(insert(table.__table__), rows)
        if self.session.get_bind().dialect.name == "postgresql":
            self.session.execute(text(STEPS_GO_ON), {"last": self.step})
        cursor = self.session.get(OutboxCursor, READER) or OutboxCursor(reader=READER, event_id=0)
        cursor.event_id = self.head.event_id
        self.session.add(cursor)
        return made

    def _copy(self, halves: tuple[Rows, ...], number: int, arrival: int) -> str:
        example = halves[0][Document][0]
        old = [half[Document][0]["id"] for half in halves] + [halves[0][Record][0]["id"]]
        code = example["code"]
        names = {name: str(uuid.uuid4()) for name in old} | {code: f"{number:02d}/{code.partition('/')[2]}"}
        steps = {row["id"]: self._next_step() for half in halves for row in half[Step]}
        for half in halves:
            for table, rows in half.items():
                self.rows[table] += [self._row(table, row, names, steps, number, arrival) for row in rows]
        return names[example["id"]]

    def _next_step(self) -> int:
        self.step += 1
        return self.step

    def _row(self, table: Any, row: Row, names: Names, steps: Steps, number: int, arrival: int) -> Row:
        """One row of the copy."""
        new = {column: _renamed(value, names) for column, value in row.items()}
        own = {"cycle_id": self.cycle.id, "year": self.cycle.year, "case_file_id": self.case_file.id}
        own |= {"flow_run_id": str(uuid.uuid4()), "number": number, "ArrivalNumber": arrival}
        if table in (Outgoing, Incoming):
            own["CodeNumber"] = f"{number:02d}"
        new |= {column: value for column, value in own.items() if column in new}
        if table is Step:
            new["id"] = steps[row["id"]]
        elif table is Event:
            self._seal(new, steps, {"number": number, "arrival_number": arrival})
        elif table not in (Document, Record):
            del new["id"]
        if table is Decision:
            new["step_id"] = steps[row["step_id"]]
        return new

    def _seal(self, new: Row, steps: Steps, numbers: dict[str, int]) -> None:
        """The event as the next line of the chain."""
        facts = new["facts"]
        facts |= {name: value for name, value in numbers.items() if name in facts}
        if "step" in facts:
            facts["step"] = steps[facts["step"]]
        if "key" in facts and new["kind"] == "opened":
            facts["key"] = f"{facts['step']}-1"
        new["id"], new["previous"] = self.head.event_id + 1, self.head.hash
        new["hash"] = hash_of(Event(**new))
        self.head.event_id, self.head.hash = new["id"], new["hash"]


def outbox_is_empty(runtime: Runtime) -> bool:
    """Whether the worker has carried every event."""
    with runtime.memory.read() as session:
        cursor = session.get(OutboxCursor, READER)
        return not events.after(session, cursor.event_id if cursor else 0, limit=1)


def _rows_of(session: Session, document_id: str) -> Rows:
    found: Rows = {Document: list(_read(session, select(Document.__table__).where(Document.id == document_id)))}
    for table in OWN_ROWS:
        query = select(table.__table__).where(table.document_id == document_id).order_by(table.__table__.c.id)
        found[table] = list(_read(session, query))
    return found


def _read(session: Session, query: Any) -> Iterator[Row]:
    for row in session.execute(query).mappings():
        yield dict(row)


def _renamed(value: Any, names: Names) -> Any:
    """A value, never the same object, in which the example's names are the copy's."""
    if isinstance(value, dict | list):
        return json.loads(_renamed(json.dumps(value, ensure_ascii=False), names))
    if isinstance(value, str):
        for old, new in names.items():
            value = value.replace(old, new)
    return value


def _cycle(session: Session, year: int) -> Cycle:
    """The cycle of a year; an earlier one is made, closed, after the open one."""
    found = session.scalars(select(Cycle).where(Cycle.year == year)).first()
    if found is not None:
        return found
    now = session.scalars(select(Cycle).where(Cycle.state == "open")).one()
    cycle = Cycle(
        office=now.office, year=year, profile_id=now.profile_id, state="closed",
        started_by=now.started_by, started_at=now.started_at, closed_at=now.started_at,
    )  # fmt: skip
    session.add(cycle)
    session.flush()
    file = session.scalars(select(CaseFile).where(CaseFile.cycle_id == now.id)).one()
    copied = {name: getattr(file, name) for name in CaseFile.__mapper__.attrs.keys()}  # noqa: SIM118
    session.add(CaseFile(**copied | {"id": None, "cycle_id": cycle.id, "closed_at": now.started_at}))
    session.flush()
    return cycle
