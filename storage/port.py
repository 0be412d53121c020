"""The Archive port: what is kept, kept once, and given back byte for byte or not at all.

A key is written once and never deleted: no adapter has a delete. Keys are ASCII (`[a-z0-9._-]` in segments parted by
`/`); names for people live in the database. Instants are aware and real, never simulated: a lock is kept by the clock
of the store. Two kinds of bad news leave this room: `Refusal` (the request or the record is at fault, trying again does
not help) and `Unavailable` (the machine is at fault, the same call may be repeated later without harm).
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from rules.refusals import Refusal
from rules.sentences import Sentence

# A segment starts with a letter or digit: no `.`, `..` or empty one; names that start with a dot are the archive's own.
KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}(/[a-z0-9][a-z0-9._-]{0,199})*")
PREFIX = re.compile(r"[a-z0-9/._-]*")
LONGEST_KEY = 900  # S3 allows 1,024 bytes, and SeaweedFS and MinIO add a suffix for the version


@dataclass(frozen=True)
class Stored:
    """One kept object, as our database should record it; `sha256` in hex, `size` in bytes, `media` a MIME type."""

    key: str
    sha256: str
    size: int
    version_id: str
    media: str


class Unavailable(Exception):
    """The store cannot work now: full, read-only, down, too slow. The cause is chained; repeat the same call later."""


class Archive(Protocol):
    """What every archive does; one contract suite holds the adapters to these words."""

    def prove(self) -> None:
        """Called at start: write for real, and for S3 prove that locks bind. Raises Refusal archive-no-locks."""

    def put(
        self, key: str, data: bytes, *, media: str, hold: bool = False, lock_until: datetime | None = None
    ) -> Stored:
        """Keep `data` under `key`, once; nothing is visible until all of it is.

        The same bytes again answer what is already kept, and complete a missing hold or a shorter lock; other bytes are
        refused (archive-conflict). `hold` is a legal hold, `lock_until` a COMPLIANCE lock that can only grow.
        """

    def get(self, key: str, sha256: str | None = None, version_id: str | None = None) -> bytes:
        """The bytes, checked against the hash recorded with them and, when given, the one our database recorded.

        `version_id` (of `Stored`) spares the store a look-up. Refusals: archive-missing, archive-broken.
        """

    def stat(self, key: str) -> Stored:
        """What is recorded of the object, without reading it. Refusals: archive-missing, archive-broken."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every kept key that starts with `prefix`, once each, in no promised order."""

    def is_locked(self, key: str) -> bool:
        """Whether anything, hold or lock, forbids deleting the object now."""

    def hold_of(self, key: str) -> bool:
        """Whether the object is under legal hold."""

    def lock_of(self, key: str) -> datetime | None:
        """The instant until which the object is locked (it may have passed), None if it never was."""

    def extend_lock(self, key: str, until: datetime) -> None:
        """Lock until `until`; the same instant again is fine, an earlier one is refused (archive-lock-shrinks)."""

    def release_hold(self, key: str) -> None:
        """Lift the legal hold; the lock stays. Lifting it twice is fine."""


def checked_key(key: str) -> str:
    """`key` if it is one; ValueError otherwise, for keys are made by our code and never by people."""
    if len(key) > LONGEST_KEY or not KEY.fullmatch(key):
        raise ValueError(f"not an archive key: {key!r}")
    return key


def checked_prefix(prefix: str) -> str:
    """`prefix` if a key could start with it; ValueError otherwise."""
    if not PREFIX.fullmatch(prefix):
        raise ValueError(f"not the start of an archive key: {prefix!r}")
    return prefix


def checked_instant(until: datetime) -> datetime:
    """`until` in UTC and whole seconds, rounded up, as S3 keeps it; ValueError if it is naive or already past.

    A naive Hanoi time would be taken for UTC and lock seven hours too long, for good.
    """
    if until.tzinfo is None:
        raise ValueError(f"a lock needs an aware instant, not {until!r}")
    whole = datetime.fromtimestamp(-(-until.timestamp() // 1), UTC)
    if whole <= datetime.now(UTC):
        raise ValueError(f"a lock must end in the future, not at {until.isoformat()}")
    return whole


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def checked_bytes(key: str, data: bytes, *hashes: str | None) -> bytes:
    """`data` if every given hash is its own; Refusal archive-broken otherwise."""
    actual = digest(data)
    for expected in hashes:
        if expected is not None and expected != actual:
            raise broken(key, Sentence("sha256 {actual}, phải là {expected}", actual=actual, expected=expected))
    return data


def same_bytes(existing: Stored, data: bytes) -> Stored:
    """The put-once rule: what is kept already answers for equal bytes; Refusal archive-conflict for others."""
    if existing.sha256 != digest(data):
        raise Refusal("archive-conflict", key=existing.key)
    return existing


def grown(key: str, current: datetime | None, until: datetime) -> bool:
    """Whether `until` lengthens the lock; Refusal archive-lock-shrinks if it would shorten it."""
    if current is not None and until < current:
        raise Refusal("archive-lock-shrinks", key=key, current=current.isoformat(), until=until.isoformat())
    return current is None or until > current


def binds(hold: bool, until: datetime | None) -> bool:
    """Whether a hold or an unexpired lock forbids deleting now."""
    return hold or (until is not None and until > datetime.now(UTC))


def missing(key: str) -> Refusal:
    return Refusal("archive-missing", key=key)


def broken(key: str, why: Sentence) -> Refusal:
    return Refusal("archive-broken", key=key, why=why)
