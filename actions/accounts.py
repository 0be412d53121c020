"""Signing in: accounts of the profile's people (argon2), sessions, and a slow-down after failures."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy.orm import Session

from actions import telling
from actions.runtime import Runtime
from models import accounts, events
from models.events import Who
from models.tables import Account, SignIn
from rules import people
from rules.deadlines import civil_date
from rules.refusals import Refusal

SESSION = timedelta(hours=12)
FREE_FAILURES = 3
LONGEST_BLOCK = timedelta(minutes=15)
_hasher = PasswordHasher()


@dataclass(frozen=True)
class SignedIn:
    """Who a request comes from: the person of the profile, and what lies outside routes."""

    code: str
    name: str
    title: str
    unit: str
    system: str | None
    roles: frozenset[tuple[str, str]]


@cache
def _nobodys_hash() -> str:
    """A stranger's sign-in takes as long as a known person's."""
    return _hasher.hash(secrets.token_hex())


def set_password(runtime: Runtime, who: Who, password: str, *persons: str) -> None:
    """Give persons of the profile accounts, or a new password; ends their sessions. Refusal: unknown-person.

    Several with one password are the people of a sample: it is hashed once.
    """
    digest = _hasher.hash(password)
    with runtime.memory.write() as session:
        profile = runtime.profile(session)
        for person in persons:
            people.person_of(profile, person, civil_date(who.at))
            account = _give(session, person, digest)
            events.append(session, "password-set", who, account=person, **telling.rows("password-set", account))


def _give(session: Session, person: str, digest: str) -> Account:
    account = accounts.account(session, person)
    if account is None:
        account = Account(person=person, password_hash=digest, failures=0)
        session.add(account)
    else:
        account.password_hash, account.failures, account.blocked_until = digest, 0, None
        accounts.forget_sign_ins(session, person=person)
    return account


def sign_in(runtime: Runtime, who: Who, person: str, password: str) -> str:
    """Answers the token of a new session. Refusals: wrong-password, too-many-failures (with the seconds to wait).

    The password is checked outside of any transaction: it takes a tenth of a second by intent. The instants of
    sessions are real, also where the office's date is simulated.
    """
    now = datetime.now(who.at.tzinfo)
    with runtime.memory.read() as session:
        account = accounts.account(session, person)
        digest = account.password_hash if account else _nobodys_hash()
        if account is not None and _still_blocked(account, now):
            raise Refusal("too-many-failures", seconds=_seconds(account.blocked_until, now))
    right = _matches(digest, password) and account is not None
    token = secrets.token_urlsafe(32)
    with runtime.memory.write() as session:
        account = accounts.account(session, person)
        if account is not None and _still_blocked(account, now):  # others guessed at the same moment
            raise Refusal("too-many-failures", seconds=_seconds(account.blocked_until, now))
        if right and account is not None:
            account.failures, account.blocked_until = 0, None
            accounts.forget_sign_ins(session, before=now)
            row = SignIn(token_sha256=_sha256(token), person=person, created_at=now, expires_at=now + SESSION)
            session.add(row)
            told = telling.rows("signed-in", row)
            events.append(session, "signed-in", Who(person, who.at, who.request_id), **told)
        elif account is not None:
            account.failures += 1
            account.blocked_until = _blocked_until(account.failures, now)
            events.append(session, "sign-in-failed", Who(None, who.at, who.request_id), account=person)
    if not right:
        raise Refusal("wrong-password")
    return token


def sign_out(runtime: Runtime, token: str) -> None:
    """End a session."""
    with runtime.memory.write() as session:
        row = session.get(SignIn, _sha256(token))
        if row is not None:
            session.delete(row)


def signed_in(runtime: Runtime, token: str) -> SignedIn | None:
    """Who a session belongs to; None when it ended, or when the person is no longer in the profile."""
    if not token:
        return None
    at = runtime.clock.now()
    with runtime.memory.read() as session:
        row = accounts.sign_in(session, _sha256(token), datetime.now(at.tzinfo))
        if row is None:
            return None
        profile, on = runtime.profile(session), civil_date(at)
        person = next((p for p in profile.people if p.code == row.person and p.in_force(on)), None)
        if person is None:
            return None
        roles = people.roles_of(profile, person.code, on)
        return SignedIn(person.code, person.name, person.title, person.unit, person.system, roles)


def _matches(digest: str, password: str) -> bool:
    try:
        return _hasher.verify(digest, password)
    except VerifyMismatchError:
        return False


def _still_blocked(account: Account, now: datetime) -> bool:
    """For no longer than we ever block: nobody is kept out by what was written from behind."""
    return account.blocked_until is not None and now < account.blocked_until <= now + LONGEST_BLOCK


def _seconds(until: datetime | None, now: datetime) -> int:
    return round((until - now).total_seconds()) + 1 if until else 0


def _blocked_until(failures: int, now: datetime) -> datetime | None:
    """From the third failure on, one waits twice as long each time."""
    if failures < FREE_FAILURES:
        return None
    return now + min(timedelta(seconds=2 ** (failures - FREE_FAILURES + 1)), LONGEST_BLOCK)


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
