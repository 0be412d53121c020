"""What the events tell of the rows that they write: for ever after a row is held against it (`comparing`).

A table, event by event and column by column. An event carries it as `rows`, by the tables' names, each row under the
columns' own names in Python. Events of release 0.1.0 carry no `rows`: of what they wrote only the flat facts of a few
kinds are held against the rows, and nothing is said of the other columns until an event tells them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import class_mapper, object_session

from models import canonical
from models.columns import Base
from models.tables import (
    Account,
    AwardRow,
    CaseFile,
    Classification,
    Cycle,
    Decision,
    Document,
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

# By what a row is known, whatever its surrogate key: never changed by any action.
KEYS: dict[type[Base], tuple[str, ...]] = {
    Cycle: ("office", "year"),
    CaseFile: ("cycle_id",),
    Obligation: ("cycle_id", "unit", "kind"),
    Document: ("id",),
    Version: ("document_id", "round"),
    Step: ("id",),
    Rendition: ("document_id", "round", "stage"),
    Decision: ("step_id",),
    Outgoing: ("document_id", "series", "year", "number"),  # each year counts from one; the document's unit is issuer
    Incoming: ("document_id", "arrival_number"),
    Record: ("id",),
    Classification: ("cycle_id", "unit"),
    AwardRow: ("cycle_id", "unit"),
    Receipt: ("id",),
    Account: ("person",),
    SignIn: ("token_sha256",),
}

# What no event tells, and why.
UNTOLD: dict[type[Base], dict[str, str]] = {
    Cycle: {"profile_id": "a number of ours; the event names the profile by its hash (profiles.examine)"},
    Document: {"flow_run_id": "Prefect's number: reconcile gives a new one, and no decision rests on it"},
    Account: dict.fromkeys(("failures", "blocked_until"), "slows a guesser down for a quarter of an hour"),
}
# What is told as its SHA-256: long, or nobody's to read.
AS_DIGEST: dict[type[Base], tuple[str, ...]] = {
    Version: ("facts",),
    Record: ("words",),
    Account: ("password_hash",),
}

# What the line `kept` has told since release 0.1.0; `archive verify` and the doctor's records hold it against the row.
OF_A_RECORD = ("id", "key", "sha256", "code", "subject", "issuer", "issued_on", "parts")
# What `numbered` and `decided` have told flat since 0.1.0, the event's own columns among it.
OF_A_NUMBER = ("number", "series", "year", "subject", "signer", "recipients")
OF_A_DECISION = ("duty", "verb", "verdict", "reason", "sha256", "round", "name", "capacity", "warnings")


def _all_of(table: type[Base], *but: str) -> tuple[str, ...]:
    left_out = {*but, *UNTOLD.get(table, ())}
    return tuple(a.key for a in class_mapper(table).column_attrs if a.key not in left_out)


_STATE = ("state",)
_AGAIN = ("state", "round", "subject")
_NUMBER = (*_STATE, "code", "issued_on")
_ROUND = {Version: _all_of(Version), Step: _all_of(Step)}
_MADE = {Rendition: _all_of(Rendition), Step: _STATE}  # an obstacle's step is void once the machine's work is done

# The moment → the table → the columns. A moment is an event's kind; `submitted:again` is `submitted` in a later round:
# it tells what a mended draft changes and nothing else, lest a forged column be told again as true.
TOLD: dict[str, dict[type[Base], tuple[str, ...]]] = {
    "cycle-started": {Cycle: _all_of(Cycle), CaseFile: _all_of(CaseFile), Obligation: _all_of(Obligation)},
    "submitted": {Document: _all_of(Document), **_ROUND, Obligation: ("first_arrived_at",)},
    "submitted:again": {Document: _AGAIN, **_ROUND},
    "drafted": {Document: _all_of(Document), **_ROUND},
    "drafted:again": {Document: _AGAIN, **_ROUND},
    "arrived": {Document: _all_of(Document), **_ROUND, Obligation: ("first_arrived_at",)},
    "refused": {Receipt: _all_of(Receipt)},
    "registered": {Incoming: _all_of(Incoming)},
    "opened": {Step: ("state", "people", "openings", "opened_at", "due_on")},
    "stopped": {Step: _all_of(Step)},
    "decided": {Decision: ("id",), Document: _STATE, Step: _STATE, Obligation: ("fulfilled_at",)},
    "sent-back": {Document: _STATE, Step: _STATE},
    "rendered": _MADE,
    "signed": {Document: _STATE, **_MADE},
    "numbered": {Document: _NUMBER, Step: _STATE, Outgoing: _all_of(Outgoing, *OF_A_NUMBER)},
    "number-voided": {Document: _NUMBER, Outgoing: ("void_at", "void_reason")},
    "sealed": {Document: _STATE, **_MADE, Outgoing: ("page_amount",)},
    "issued": {
        Document: _STATE,
        Step: _STATE,
        Outgoing: ("dispatched_on",),
        Classification: ("document_id",),
        AwardRow: ("document_id",),
    },
    "kept": {
        Document: _STATE,
        Step: _STATE,
        Record: _all_of(Record, *OF_A_RECORD),
        CaseFile: ("doc_total", "page_total"),
        Outgoing: ("doc_ordinal",),
        Incoming: ("doc_ordinal",),
    },
    "evaluated": {Classification: _all_of(Classification)},
    "awards-proposed": {AwardRow: _all_of(AwardRow)},
    "cycle-closed": {Cycle: ("state", "closed_at"), CaseFile: ("end_date", "closed_at")},
    "password-set": {Account: _all_of(Account)},
    "signed-in": {SignIn: _all_of(SignIn)},
}


def rows(moment: str, *written: Base | None) -> dict[str, Any]:
    """The fact `rows` of an event of this moment, from the rows as they stand now; they are written out first, so
    that their defaults and numbers are told too. None, where a moment had no such row, is passed over."""
    told: dict[str, list[dict[str, Any]]] = {}
    for row in filter(None, written):
        session = object_session(row)
        assert session is not None, "what is told is also written"
        session.flush()
        columns = dict.fromkeys((*KEYS[type(row)], *TOLD[moment][type(row)]))
        told.setdefault(row.__tablename__, []).append({name: told_as(row, name) for name in columns})
    return {"rows": told}


def told_by(facts: dict[str, Any]) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    """What an event's `rows` tell: the table and the columns. Nothing, where the event is older than they are."""
    tables = {table.__tablename__: table for table in KEYS}
    for name, told in facts.get("rows", {}).items():
        yield from ((tables[name], columns) for columns in told)


def told_as(row: Base, name: str) -> Any:
    """What an event tells of a column of this row."""
    value = getattr(row, name)
    return canonical.digest(value) if name in AS_DIGEST.get(type(row), ()) else plain(value)


def plain(value: Any) -> Any:
    """A column's value as it stands in an event: JSON's own types, whatever database it came from."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
