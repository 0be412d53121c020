"""One agency keeps one number book (Đ15.1): the book of a series is kept here or elsewhere, never both in a year.

Else two papers would carry the same number and symbol: the one that took its number here, and one that brought its own.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from models import documents, registers
from models.tables import Cycle, Document
from paper.read import PaperFacts
from rules import numbers, people
from rules.numbers import normalise_code
from rules.profile import Profile, Series
from rules.refusals import Refusal


def refuse_number_of_ours(
    session: Session, profile: Profile, cycle: Cycle, *, unit: str, kind: str, facts: PaperFacts
) -> None:
    """A signed paper arrives with a number out of a book that is kept here. Refusal: number-kept-here."""
    if not facts.code or facts.issued_on is None or not _in_book(profile, unit, kind, facts.code, facts.issued_on):
        return
    on = facts.issued_on
    issuer = people.unit_of(profile, unit, on)
    series = numbers.series_for(profile, issuer, kind, on)
    taken = any(line.series == series.code for line in registers.outgoing(session, unit, on.year))
    under_way = any(
        not paper.code and paper.state != "withdrawn" for paper in _papers(session, cycle, series, "outgoing")
    )
    if taken or under_way:
        raise Refusal("number-kept-here", number=facts.code, unit=issuer.name, year=on.year)


def refuse_number_from_here(
    session: Session, profile: Profile, cycle: Cycle, *, unit: str, kind: str, on: date
) -> None:
    """A draft would take a number here, where the unit's book is kept elsewhere. Refusal: number-kept-elsewhere."""
    issuer = people.unit_of(profile, unit, on)
    series = numbers.series_for(profile, issuer, kind, on)
    for paper in _papers(session, cycle, series, "incoming"):
        if paper.source_id is not None or paper.state == "refused" or not paper.code or paper.issued_on is None:
            continue
        if paper.issued_on.year == on.year and _in_book(profile, unit, paper.kind, paper.code, paper.issued_on):
            raise Refusal("number-kept-elsewhere", number=paper.code, unit=issuer.name, year=on.year)


def _in_book(profile: Profile, unit: str, kind: str, code: str, on: date) -> bool:
    """Whether a printed code has the symbol that the unit's series gives to papers of this kind."""
    try:
        symbol = numbers.symbol_for(profile, people.unit_of(profile, unit, on), kind, on)
    except Refusal:
        return False  # no series here: its numbers are nobody's but the unit's
    return normalise_code(code).partition("/")[2] == symbol


def _papers(session: Session, cycle: Cycle, series: Series, direction: str) -> Iterator[Document]:
    """The unit's papers of the year of all kinds that the series numbers."""
    for kind in series.kinds:
        yield from documents.of_unit(session, cycle.id, series.unit, kind, direction)
