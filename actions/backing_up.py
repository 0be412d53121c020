"""A backup of the whole office into a directory, while everything runs; the next one writes only what is new.

    DIR/objects/ab/<sha256>     the archive's objects by content, shared between backups
    DIR/<instant>/              one backup, whole or not there: it is written aside and renamed
        database                our database (Prefect's is not here: it is rebuilt from ours)
        manifest.jsonl          every object of the archive: key, sha256, size, media, hold, lock
        data/                   the signing keys and the workers' key, mode 0600; the date of a demonstration
        backup.json             when, of what kind, how much
        SHA256SUMS              all of these and the objects: `sha256sum -c SHA256SUMS` in this directory

The objects that were there before the database was copied, and those that the copy names: what an effect wrote later
belongs to decisions that the copy does not know.
"""

import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from actions import holdings, keys
from actions.clock import MARK
from actions.language import listed
from actions.runtime import Runtime
from actions.settings import WORKER_KEY
from actions.writing import make_private, write
from models import copying, events, soundness
from models.events import Who
from models.tables import ChainHead
from rules.refusals import Refusal

OBJECTS, DATABASE, MANIFEST, DATA, ABOUT, SUMS = (
    "objects", "database", "manifest.jsonl", "data", "backup.json", "SHA256SUMS",
)  # fmt: skip
SHOWN = 5  # missing objects that a refusal names; `trinhky doctor` counts the rest
OF_THE_DATA_DIRECTORY = ("keys", WORKER_KEY, MARK)


@dataclass(frozen=True)
class BackedUp:
    """What was written: the backup's directory, the archive's objects, how many of them were new, the events, the
    signing keys."""

    directory: Path
    objects: int
    new: int
    events: int
    keys: int


def back_up(runtime: Runtime, who: Who, directory: Path) -> BackedUp:
    """Write one more backup into `directory`.

    Refusals: archive-broken and archive-incomplete (an object that is no longer whole, or no longer there though the
    database names it, is told: a backup without it would not say so), keys-incomplete, database-damaged,
    no-postgresql-client, postgresql-client-failed.
    """
    if wanting := keys.examine(runtime)[0]:
        raise Refusal("keys-incomplete", why=listed(wanting))
    place = directory.resolve()
    name = f"{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}"
    aside = place / f".{name}.{secrets.token_hex(4)}"
    make_private(aside)
    try:
        there = set(runtime.archive.keys())
        with runtime.memory.write() as session:
            events.append(session, "backed-up", who, backup=name)
        with copying.copied(runtime.memory, aside / DATABASE) as session:
            if damaged := list(soundness.damages(session.connection())):
                raise Refusal("database-damaged", why=listed(damaged))
            named, last = holdings.named(session), session.get_one(ChainHead, 1).event_id
        (aside / DATABASE).chmod(0o600)
        if missing := holdings.missing(runtime, named, there):
            raise Refusal("archive-incomplete", count=len(missing), keys=_shown(missing))
        wanted = {key: named[key].sha256 if key in named else None for key in sorted(there | named.keys())}
        new = _keep_objects(runtime, wanted, place / OBJECTS, aside / MANIFEST)
        _copy_data(runtime.settings.data, aside / DATA)
        about = {"at": name, "database": copying.kind(runtime.memory), "objects": len(wanted), "events": last}
        write(aside / ABOUT, json.dumps(about).encode())
        write(aside / SUMS, "".join(_sums(aside)).encode())
        aside.rename(place / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return BackedUp(place / name, len(wanted), new, last, keys_in(place / name / DATA))


def keys_in(data: Path) -> int:
    """How many signing keys lie in a data directory, or in a backup's copy of it."""
    return sum(1 for _ in (data / "keys").rglob("key.pem"))


def lines_of(manifest: Path) -> Iterator[dict[str, Any]]:
    """The objects that a manifest names."""
    with manifest.open() as file:
        for line in file:
            yield json.loads(line)


def object_of(objects: Path, sha256: str) -> Path:
    """Where the object of that content lies."""
    return objects / sha256[:2] / sha256


def sha256_of(path: Path) -> str:
    """The hash of a file, read in bites."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _shown(keys: list[str]) -> str:
    return ", ".join(keys[:SHOWN]) + (" …" if len(keys) > SHOWN else "")


def _keep_objects(runtime: Runtime, wanted: dict[str, str | None], objects: Path, manifest: Path) -> int:
    """Write the manifest, and each object that is not there yet or no longer whole; answers how many. Each is read,
    also where an earlier backup has its content: key → the SHA-256 that our database has recorded, None for what it
    does not speak of."""
    new, lines = 0, []
    for key, sha256 in wanted.items():
        stored, lock = runtime.archive.stat(key), runtime.archive.lock_of(key)
        data = runtime.archive.get(key, sha256)
        path = object_of(objects, stored.sha256)
        if not path.exists() or sha256_of(path) != stored.sha256:
            write(path, data, 0o400)
            new += 1
        binding = {"hold": runtime.archive.hold_of(key), "lock": lock.isoformat() if lock else None}
        line = {"key": key, "sha256": stored.sha256, "size": stored.size, "version": stored.version_id}
        line |= {"media": stored.media, **binding}
        lines.append(json.dumps(line) + "\n")
    write(manifest, "".join(lines).encode())
    return new


def _copy_data(data: Path, to: Path) -> None:
    """Keys are secrets: for the owner's eyes alone, wherever the backup lies."""
    for name in OF_THE_DATA_DIRECTORY:
        for path in [data / name, *(data / name).rglob("*")]:
            if path.is_file():
                write(to / path.relative_to(data), path.read_bytes())


def _sums(aside: Path) -> Iterator[str]:
    """In the form of sha256sum: the backup's own files, then the objects beside it."""
    for path in sorted(path for path in aside.rglob("*") if path.is_file()):
        yield f"{sha256_of(path)}  {path.relative_to(aside).as_posix()}\n"
    for sha256 in sorted({line["sha256"] for line in lines_of(aside / MANIFEST)}):
        yield f"{sha256}  ../{OBJECTS}/{sha256[:2]}/{sha256}\n"
