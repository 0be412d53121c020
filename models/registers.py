"""The two registers: numbers out and numbers in, gapless under concurrency."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models.tables import Incoming, Outgoing


def _queue(session: Session, what: str) -> None:
    """Let takers of the same number queue: on PostgreSQL by an advisory lock, on SQLite by BEGIN IMMEDIATE."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what})


def next_outgoing(session: Session, issuer: str, series: str, year: int) -> int:
    """The next number of a series in a year, from 1 (Đ15.1). The caller inserts it in the same transaction."""
    _queue(session, f"outgoing:{issuer}:{series}:{year}")
    query = select(func.coalesce(func.max(Outgoing.number), 0)).where(
        Outgoing.issuer == issuer, Outgoing.series == series, Outgoing.year == year
    )
    return session.scalars(query).one() + 1


def last_date(session: Session, issuer: str, series: str, year: int) -> date | None:
    """The date of the last living number of a series and year; None when there is none. A void line dates nothing: it
    may have been voided just because a clock was ahead."""
    query = select(func.max(Outgoing.issued_date)).where(
        Outgoing.issuer == issuer, Outgoing.series == series, Outgoing.year == year, Outgoing.void_at.is_(None)
    )
    return session.scalars(query).one()


def next_incoming(session: Session, desk: str, year: int) -> int:
    """The next arrival number (số đến) of a desk in a year (Đ22.2)."""
    _queue(session, f"incoming:{desk}:{year}")
    query = select(func.coalesce(func.max(Incoming.arrival_number), 0)).where(
        Incoming.desk == desk, Incoming.year == year
    )
    return session.scalars(query).one() + 1


def number_of(session: Session, document_id: str) -> Outgoing | None:
    """The living number of a document."""
    query = select(Outgoing).where(Outgoing.document_id == document_id, Outgoing.void_at.is_(None))
    return session.scalars(query).first()


def arrival_of(session: Session, document_id: str) -> Incoming | None:
    """The line of the incoming register that a document has."""
    return session.scalars(select(Incoming).where(Incoming.document_id == document_id)).first()


def outgoing(session: Session, issuer: str, year: int) -> Sequence[Outgoing]:
    """Sổ đăng ký văn bản đi of an issuer's year, by series and number."""
    query = select(Outgoing).where(Outgoing.issuer == issuer, Outgoing.year == year)
    return session.scalars(query.order_by(Outgoing.series, Outgoing.number)).all()


def incoming(session: Session, desk: str, year: int) -> Sequence[Incoming]:
    """Sổ đăng ký văn bản đến of a desk's year."""
    query = select(Incoming).where(Incoming.desk == desk, Incoming.year == year)
    return session.scalars(query.order_by(Incoming.arrival_number)).all()


def all_outgoing(session: Session) -> Sequence[Outgoing]:
    """Every number ever taken, by issuer, series, year and number."""
    return session.scalars(
        select(Outgoing).order_by(Outgoing.issuer, Outgoing.series, Outgoing.year, Outgoing.number)
    ).all()


def all_incoming(session: Session) -> Sequence[Incoming]:
    """Every arrival, by desk, year and arrival number."""
    return session.scalars(select(Incoming).order_by(Incoming.desk, Incoming.year, Incoming.arrival_number)).all()
