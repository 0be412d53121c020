"""Profiles: kept by content, the newest in use."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.queueing import queued
from models.tables import Cycle, ProfileRow


def newest(session: Session, *, lock: bool = False) -> ProfileRow | None:
    """The profile loaded last; `lock` keeps it until the transaction ends."""
    query = select(ProfileRow).order_by(ProfileRow.loaded_at.desc(), ProfileRow.id.desc()).limit(1)
    return session.scalars(queued(query) if lock else query).first()


def every(session: Session) -> Sequence[ProfileRow]:
    """All profiles that were ever loaded."""
    return session.scalars(select(ProfileRow).order_by(ProfileRow.id)).all()


def by_sha256(session: Session, sha256: str) -> ProfileRow | None:
    """The profile with these contents."""
    return session.scalars(select(ProfileRow).where(ProfileRow.sha256 == sha256)).first()


def of_cycle(session: Session, cycle: Cycle) -> ProfileRow | None:
    """The profile that a cycle pins."""
    return session.get(ProfileRow, cycle.profile_id)
