"""Both registers on paper: sổ đăng ký văn bản đi, đến of a year, as Phụ lục IV prints them, from the rows."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Literal

from actions.language import Sentence
from actions.runtime import Runtime
from models import registers
from models.events import Who
from models.tables import Incoming, Outgoing
from paper.compose import Register, Volume, compose
from rules import people
from rules.deadlines import civil_date
from rules.refusals import Refusal

Direction = Literal["outgoing", "incoming"]
NAMES: dict[Direction, Sentence] = {"outgoing": Sentence("văn bản đi"), "incoming": Sentence("văn bản đến")}


def printed(runtime: Runtime, who: Who, direction: Direction, year: int, unit: str = "") -> bytes:
    """The docx of a unit's register of a year; without `unit`, of the office that runs the cycle.

    Each number series is a volume of its own (Đ15.1). The same rows always give the same bytes, so a closed year prints
    again as it was. Refusals: unknown-unit, register-empty.
    """
    with runtime.memory.read() as session:
        profile = runtime.profile(session)
        keeper = people.unit_of(profile, unit or profile.office.unit, civil_date(who.at))
        if direction == "outgoing":
            volumes = _outgoing(registers.outgoing(session, keeper.code, year))
        else:
            volumes = _incoming(registers.incoming(session, keeper.code, year))
    if not volumes:
        raise Refusal("register-empty", register=NAMES[direction], unit=keeper.name, year=year)
    return compose(Register(direction, keeper.header, year, volumes))


def _outgoing(rows: Sequence[Outgoing]) -> tuple[Volume, ...]:
    series = [list(group) for _, group in groupby(rows, key=lambda row: row.series)]
    return tuple(
        Volume(
            n,
            *_between([row.issued_date for row in group]),
            f"{group[0].number:02d}",
            f"{group[-1].number:02d}",
            tuple(map(_sent, group)),
        )
        for n, group in enumerate(series, start=1)
    )


def _incoming(rows: Sequence[Incoming]) -> tuple[Volume, ...]:
    if not rows:
        return ()
    since, until = _between([row.arrival_date for row in rows])
    first, last = f"{rows[0].arrival_number:02d}", f"{rows[-1].arrival_number:02d}"
    return (Volume(1, since, until, first, last, tuple(map(_came, rows))),)


def _between(days: Sequence[date | None]) -> tuple[date, date]:
    known = [day for day in days if day is not None]
    return min(known), max(known)


def _sent(row: Outgoing) -> tuple[str, ...]:
    """The ten columns of PL IV.I. A void number stays, with its reason in the last column (Đ15.1)."""
    void = f"Số đã hủy: {row.void_reason}" if row.void_at else ""
    return (
        f"{row.code_number}/{row.code_notation}",
        _day(row.issued_date),
        f"{row.type_name} {row.subject}",
        row.signer,
        "; ".join(row.recipients),
        row.file_copy,
        f"{row.issued_amount:02d}",
        _day(row.dispatched_on),
        row.received_by or "",
        "; ".join(filter(None, (void, row.note))),
    )


def _came(row: Incoming) -> tuple[str, ...]:
    """The ten columns of PL IV.VI."""
    return (
        _day(row.arrival_date),
        f"{row.arrival_number:02d}",
        row.organ_name,
        f"{row.code_number}/{row.code_notation}",
        _day(row.issued_date),
        f"{row.type_name} {row.subject}",
        row.transferred_to,
        _day(row.transferred_on),
        row.received_by or "",
        row.note or "",
    )


def _day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""
