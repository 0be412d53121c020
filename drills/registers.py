"""Do the registers run without a gap, and say of each paper what the paper's own row says?"""

from collections.abc import Iterator
from typing import Any

from drills.installation import Installation, ask
from drills.picture import ARRIVALS, NUMBERS, Fault

DATES = 'SELECT issuer, series, year, number, "IssuedDate" FROM outgoing ORDER BY number'
VOID = "SELECT issuer, series, year, number, document_id, void_reason FROM outgoing WHERE void_at IS NOT NULL"
LIVING = """SELECT d.id, d.code, d.issued_on, o.number, o."CodeNumber", o."CodeNotation", o."IssuedDate"
            FROM documents d LEFT JOIN outgoing o ON o.document_id = d.id AND o.void_at IS NULL
            WHERE d.direction = 'outgoing'"""
ARRIVED = """SELECT d.id, d.code, d.issued_on, s.code, s.issued_on
             FROM documents d JOIN documents s ON s.id = d.source_id"""
KEPT = """SELECT d.id, d.code, d.issued_on, r.code, r.issued_on
          FROM documents d JOIN records r ON r.document_id = d.id"""


def faults(installation: Installation) -> Iterator[Fault]:
    """Gaps, dates that run backwards, numbers void without a reason, papers whose number is another in the register."""
    yield from _gaps(installation)
    yield from _dates(installation)
    for *line, document_id, reason in ask(installation.ours, VOID):
        if not (reason or "").strip():
            yield Fault("wrong", f"{line} is void without a reason", document_id)
    for document_id, code, on, number, digits, notation, dated in ask(installation.ours, LIVING):
        told = None if number is None else f"{number:02d}/{notation}"
        if (code, on) != (told, dated) or (number is not None and digits != f"{number:02d}"):
            said = f"{code} of {on}, the register has {told} ({digits}) of {dated}"
            yield Fault("wrong", said, document_id)
    for question in (ARRIVED, KEPT):
        for document_id, code, on, *told in ask(installation.ours, question):
            if [code, on] != told:
                yield Fault("wrong", f"{code} of {on}, where it comes from or is kept it is {told}", document_id)


def _gaps(installation: Installation) -> Iterator[Fault]:
    books: dict[tuple[Any, ...], list[int]] = {}
    for question in (NUMBERS, ARRIVALS):
        for *book, number in ask(installation.ours, question):
            books.setdefault(tuple(book), []).append(number)
    for name, numbers in books.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield Fault("gap", f"{name}: {sorted(numbers)}")


def _dates(installation: Installation) -> Iterator[Fault]:
    dates: dict[tuple[Any, ...], Any] = {}
    for *book, number, on in ask(installation.ours, DATES):
        if on < dates.get(tuple(book), on):
            yield Fault("wrong", f"{book}: number {number} is dated {on}, before the number in front of it")
        dates[tuple(book)] = on
