"""Cycles, what units owe in them, their case file, their results."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.queueing import queued
from models.tables import AwardRow, CaseFile, Classification, Cycle, Obligation


def by_year(session: Session, office: str, year: int) -> Cycle | None:
    """The cycle of an office's year."""
    return session.scalars(select(Cycle).where(Cycle.office == office, Cycle.year == year)).first()


def locked(session: Session, office: str, year: int) -> Cycle | None:
    """The same, locked until the transaction ends, so that all who add to a year or close it queue."""
    return session.scalars(queued(select(Cycle).where(Cycle.office == office, Cycle.year == year))).first()


def locked_one(session: Session, cycle_id: int) -> Cycle:
    """A cycle that there is, locked in the same way."""
    return session.scalars(queued(select(Cycle).where(Cycle.id == cycle_id))).one()


def all_cycles(session: Session) -> Sequence[Cycle]:
    """Every cycle, newest first."""
    return session.scalars(select(Cycle).order_by(Cycle.year.desc())).all()


def obligations(session: Session, cycle_id: int) -> Sequence[Obligation]:
    """What all units owe, by due instant and unit."""
    query = select(Obligation).where(Obligation.cycle_id == cycle_id).order_by(Obligation.due_at, Obligation.unit)
    return session.scalars(query).all()


def obligation(session: Session, cycle_id: int, unit: str, kind: str) -> Obligation | None:
    """What one unit owes of one kind."""
    query = select(Obligation).where(Obligation.cycle_id == cycle_id, Obligation.unit == unit, Obligation.kind == kind)
    return session.scalars(query).first()


def case_file(session: Session, cycle_id: int) -> CaseFile:
    """The cycle's file (hồ sơ), locked, because its counts change with each record."""
    return session.scalars(queued(select(CaseFile).where(CaseFile.cycle_id == cycle_id))).one()


def classifications(session: Session, cycle_id: int) -> Sequence[Classification]:
    """The units' results, best first."""
    query = select(Classification).where(Classification.cycle_id == cycle_id)
    return session.scalars(query.order_by(Classification.total.desc(), Classification.unit)).all()


def awards(session: Session, cycle_id: int) -> Sequence[AwardRow]:
    """The cycle's commendations."""
    return session.scalars(select(AwardRow).where(AwardRow.cycle_id == cycle_id).order_by(AwardRow.id)).all()
