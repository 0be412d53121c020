"""Accounts and the sessions of browsers."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.queueing import queued
from models.tables import Account, SignIn


def account(session: Session, person: str) -> Account | None:
    """The account of a person, locked for the rest of a writing transaction."""
    return session.scalars(queued(select(Account).where(Account.person == person))).first()


def sign_in(session: Session, token_sha256: str, now: datetime) -> SignIn | None:
    """A session that is still good."""
    row = session.get(SignIn, token_sha256)
    return row if row is not None and row.expires_at > now else None


def forget_sign_ins(session: Session, *, person: str | None = None, before: datetime | None = None) -> None:
    """Drop a person's sessions, or all that ended before an instant."""
    if person is not None:
        session.execute(delete(SignIn).where(SignIn.person == person))
    if before is not None:
        session.execute(delete(SignIn).where(SignIn.expires_at < before))
