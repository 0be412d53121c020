"""An archive in a directory: for one machine, and for reading with nothing but a shell.

    objects/<key>          the bytes, read-only, hard-linked into place whole and never replaced
    records/<key>~.json    sha256, size, media type, hold and lock; written before the bytes become visible
    incoming/              what is being written; a crash may leave something here, `prove` sweeps it away
    turns/                 one lock file per turn: writers of the same key wait for each other, across processes

Hold and lock bind this program (no port deletes) but not the owner of the disk: against him stands Object Lock (s3.py).
"""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from rules.effects import effect
from rules.refusals import Refusal
from rules.sentences import Sentence
from storage.port import (
    Stored,
    Unavailable,
    binds,
    broken,
    checked_bytes,
    checked_instant,
    checked_key,
    checked_prefix,
    digest,
    grown,
    missing,
    same_bytes,
)

TURNS = 64
ABANDONED_SECONDS = 24 * 3600  # no write takes a day


@dataclass(frozen=True)
class Record:
    """The JSON beside one object; `lock_until` in ISO 8601, UTC."""

    sha256: str
    size: int
    media: str
    hold: bool
    lock_until: str | None

    @property
    def until(self) -> datetime | None:
        return datetime.fromisoformat(self.lock_until) if self.lock_until else None


class LocalArchive:
    """See `storage.port.Archive`. Safe between threads and between processes of one machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @effect
    def prove(self) -> None:
        """Write, sync and hard-link for real, so that a wrong disk is told at start and not at the first seal."""
        with unavailable(self.root):
            make_directory(self.root / "objects")
            self._sweep()
            probe = self._write_incoming(b"probe", 0o600)
            twin = probe.with_suffix(".twin")
            try:
                os.link(probe, twin)
            finally:
                probe.unlink()
                twin.unlink(missing_ok=True)

    @effect
    def put(
        self, key: str, data: bytes, *, media: str, hold: bool = False, lock_until: datetime | None = None
    ) -> Stored:
        objects, until = self._object(key), checked_instant(lock_until) if lock_until else None
        with unavailable(objects):
            os.stat(self.root / "objects")  # `prove` made it; without it this is a disk that is not mounted
            if not objects.is_file():
                self._put_first(key, data, Record(digest(data), len(data), media, hold, iso(until)))
            stored = same_bytes(self.stat(key), data)
            self._amend(key, hold=hold, until=until)
            sync_directory(objects.parent)  # also for whoever linked it and died before this line
            return stored

    @effect
    def get(self, key: str, sha256: str | None = None, version_id: str | None = None) -> bytes:
        path = self._object(key)
        with unavailable(path):
            try:
                data = path.read_bytes()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                raise self._missing(key) from None
            recorded = self._record(key).sha256
            checked_bytes(key, data, recorded, sha256)
            if version_id not in (None, recorded):
                raise missing(key)
            return data

    @effect
    def stat(self, key: str) -> Stored:
        record = self._record(key)
        return Stored(key, record.sha256, record.size, version_id=record.sha256, media=record.media)

    @effect
    def keys(self, prefix: str = "") -> Iterator[str]:
        objects = self.root / "objects"
        deepest = objects / checked_prefix(prefix).rpartition("/")[0]
        with unavailable(deepest):
            if not deepest.is_dir():
                os.stat(objects)
                return
            for directory, _, names in os.walk(deepest, onerror=reraise):
                for name in names:
                    key = Path(directory, name).relative_to(objects).as_posix()
                    if key.startswith(prefix):
                        yield key

    @effect
    def is_locked(self, key: str) -> bool:
        record = self._record(key)
        return binds(record.hold, record.until)

    @effect
    def hold_of(self, key: str) -> bool:
        return self._record(key).hold

    @effect
    def lock_of(self, key: str) -> datetime | None:
        return self._record(key).until

    @effect
    def extend_lock(self, key: str, until: datetime) -> None:
        until = checked_instant(until)
        with unavailable(self.root), self._turn(key):
            record = self._record(key)
            if grown(key, record.until, until):
                self._write_record(key, replace(record, lock_until=iso(until)))

    @effect
    def release_hold(self, key: str) -> None:
        with unavailable(self.root), self._turn(key):
            record = self._record(key)
            if record.hold:
                self._write_record(key, replace(record, hold=False))

    def _object(self, key: str) -> Path:
        return self.root / "objects" / checked_key(key)

    def _record_path(self, key: str) -> Path:
        # No key holds a `~`, so no record stands where another key's folder should be.
        return self.root / "records" / f"{key}~.json"

    def _record(self, key: str) -> Record:
        path, kept = self._record_path(key), self._object(key)
        with unavailable(path):
            if not kept.is_file():
                raise self._missing(key)  # a record alone is a put that crashed before anything was visible
            try:
                record = Record(**json.loads(path.read_bytes()))
                binds(record.hold, record.until)
            except (FileNotFoundError, ValueError, TypeError) as error:
                raise broken(key, Sentence("hồ sơ mô tả {name} không đọc được", name=path.name)) from error
            return record

    def _missing(self, key: str) -> Refusal:
        """A key that is not there; but where there is no archive at all (a disk not mounted) nothing can be said."""
        os.stat(self.root / "objects")
        return missing(key)

    def _put_first(self, key: str, data: bytes, record: Record) -> None:
        """Write the bytes aside, then in our turn the record and the link that shows them; a loser leaves no trace."""
        written = self._write_incoming(data, 0o444)
        try:
            with self._turn(key):
                kept = self._object(key)
                try:
                    make_directory(kept.parent)
                except (FileExistsError, NotADirectoryError):
                    raise Refusal("archive-conflict", key=key) from None  # a key cannot lie inside another key
                if not kept.exists():
                    self._write_record(key, record)
                    os.link(written, kept)  # never replaces, even where turns are not honoured
                elif kept.is_dir():
                    raise Refusal("archive-conflict", key=key)
        finally:
            written.unlink(missing_ok=True)

    def _amend(self, key: str, *, hold: bool, until: datetime | None) -> None:
        """Add the hold or the longer lock that an earlier put of the same bytes was not asked for."""
        record = self._record(key)
        if (hold and not record.hold) or (until and (record.until is None or record.until < until)):
            with self._turn(key):
                record = self._record(key)
                longest = max(filter(None, (record.until, until)), default=None)
                self._write_record(key, replace(record, hold=record.hold or hold, lock_until=iso(longest)))

    def _write_record(self, key: str, record: Record) -> None:
        path = self._record_path(key)
        make_directory(path.parent)
        written = self._write_incoming(json.dumps(asdict(record)).encode(), 0o444)
        try:
            os.replace(written, path)
        except OSError:
            written.unlink(missing_ok=True)
            raise
        sync_directory(path.parent)

    def _write_incoming(self, data: bytes, mode: int) -> Path:
        path = self.root / "incoming" / secrets.token_hex(16)
        make_directory(path.parent)
        try:
            with path.open("xb") as file:
                file.write(data)
                file.flush()
                os.fchmod(file.fileno(), mode)
                os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path

    @contextmanager
    def _turn(self, key: str) -> Iterator[None]:
        """Alone with this key among all writers; the kernel ends the turn of a process that dies."""
        path = self.root / "turns" / str(int(digest(key.encode())[:8], 16) % TURNS)
        make_directory(path.parent)
        with path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _sweep(self) -> None:
        make_directory(self.root / "incoming")
        for left in (self.root / "incoming").iterdir():
            with suppress(FileNotFoundError):  # a writer beside us has just finished with it
                if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                    left.unlink()


@contextmanager
def unavailable(path: Path) -> Iterator[None]:
    """Whatever the operating system says against `path` becomes Unavailable, with its cause."""
    try:
        yield
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror or error}") from error


def reraise(error: OSError) -> None:
    """`os.walk` would otherwise pass over a folder it cannot read, as if nothing were kept there."""
    raise error


def make_directory(path: Path) -> None:
    """Make `path` and its parents, each entry synced: a file is only as durable as the names that lead to it."""
    if path.is_dir():
        return
    make_directory(path.parent)
    path.mkdir(exist_ok=True)
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
