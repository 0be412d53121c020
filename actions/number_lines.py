"""Do the registers run without a hole, and has each of their lines its event?"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from actions.language import Sentence, moment
from actions.runtime import Runtime
from models import documents, events, profiles, registers
from models.tables import Outgoing

SHOWN = 5  # missing numbers named in one sentence


def examine(runtime: Runtime) -> tuple[list[Sentence], Sentence]:
    """Own and dedicated series run 1, 2, 3 … without a hole (Đ15.1), arrivals too (Đ22.2); each line has its event,
    so that the last number cannot disappear either."""
    with runtime.memory.read() as session:
        outgoing, incoming = registers.all_outgoing(session), registers.all_incoming(session)
        external = _external_series(runtime, session)
        numbered = _told(session, "numbered", "number", "series", "year")
        arrived = _told(session, "registered", "arrival_number")
        codes = documents.codes(session)
    books: dict[Sentence, dict[int, datetime]] = defaultdict(dict)
    for out in outgoing:
        if (out.issuer, out.series) not in external:
            books[_book(out)][out.number] = out.taken_at
    for came in incoming:
        books[Sentence("sổ đến {desk}/{year}", desk=came.desk, year=came.year)][came.arrival_number] = came.arrived_at
    faults = [fault for name, numbers in books.items() for fault in _holes(name, numbers)]
    faults += [
        Sentence(
            "{book}: số {number} bị hủy ({at}) mà không có lý do",
            book=_book(out), number=out.number, at=moment(out.void_at),
        )
        for out in outgoing
        if out.void_at is not None and not (out.void_reason or "").strip()
    ]  # fmt: skip
    taken = {(out.document_id, out.number, out.series, out.year): out.taken_at for out in outgoing}
    came_in = {(came.document_id, came.arrival_number): came.arrived_at for came in incoming}
    faults += _unlike(Sentence("sổ đi"), taken, numbered, codes)
    faults += _unlike(Sentence("sổ đến"), came_in, arrived, codes)
    counts = {"outgoing": len(outgoing), "incoming": len(incoming), "books": len(books)}
    return faults, Sentence("{outgoing} số đi, {incoming} số đến, {books} sổ, không khuyết số", **counts)


def _book(out: Outgoing) -> Sentence:
    return Sentence("sổ đi {issuer}/{series}/{year}", issuer=out.issuer, series=out.series, year=out.year)


def _external_series(runtime: Runtime, session: Session) -> set[tuple[str, str]]:
    """The series whose numbers are given elsewhere: gaps are normal there."""
    if profiles.newest(session) is None:
        return set()
    return {(series.unit, series.code) for series in runtime.profile(session).series if series.held == "external"}


def _holes(book: str, present: dict[int, datetime]) -> Iterator[Sentence]:
    wanting = sorted(set(range(1, max(present) + 1)) - present.keys())
    if wanting:
        shown = ", ".join(map(str, wanting[:SHOWN])) + (" …" if len(wanting) > SHOWN else "")
        after = min(number for number in present if number > wanting[0])
        yield Sentence(
            "{book}: khuyết số {numbers} (số sau đó, {after}, cấp lúc {at})",
            book=book, numbers=shown, after=after, at=moment(present[after]),
        )  # fmt: skip


# The document, its number, and the book where one document may have the same number twice; and when it was taken.
Lines = dict[tuple[Any, ...], datetime]


def _told(session: Session, kind: str, *names: str) -> Lines:
    """The lines of a register that the chain of events knows."""
    return {(e.document_id, *(e.facts.get(name) for name in names)): e.at for e in events.of_kind(session, kind)}


def _unlike(book: str, lines: Lines, told: Lines, codes: dict[str, str | None]) -> Iterator[Sentence]:
    """Lines of a register that the chain of events does not know, and the other way round."""
    ways = (
        (told, lines, Sentence("có trong chuỗi sự kiện mà không có trong sổ")),
        (lines, told, Sentence("có trong sổ mà không có sự kiện cấp số")),
    )
    for known, unknown, said in ways:
        for document, number, *rest in sorted(known.keys() - unknown.keys(), key=str):
            at, name = moment(known[(document, number, *rest)]), codes.get(document) or document
            yield Sentence(
                "{book}: số {number} ({document}, {at}) {said}",
                book=book, number=number, document=name, at=at, said=said,
            )  # fmt: skip
