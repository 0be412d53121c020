"""A backup back into an empty installation: every hash is checked before anything is written.

Prefect's database is not in a backup: it is rebuilt from our rows when the restored office comes up (decision 0001).
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from actions import witnessing
from actions.backing_up import (
    ABOUT,
    DATA,
    DATABASE,
    MANIFEST,
    OBJECTS,
    OF_THE_DATA_DIRECTORY,
    SUMS,
    lines_of,
    object_of,
    sha256_of,
    write,
)
from actions.language import Sentence
from actions.runtime import Runtime
from actions.settings import WORKER_KEY
from models import copying, events, migrating
from models.events import Who
from rules.refusals import Refusal

PREFECT = "prefect.db"


@dataclass(frozen=True)
class Restored:
    """What was put back: from which backup, how many objects and events."""

    backup: Path
    objects: int
    events: int


def restore(runtime: Runtime, directory: Path) -> Restored:
    """Put a backup back: `directory` is one, or holds several, of which the newest is taken.

    Refusals: backup-broken (nothing was written), place-not-empty, backup-of-other-database, archive-conflict,
    no-postgresql-client, postgresql-client-failed. The database comes last: without it nothing can be used.
    """
    backup = _chosen(directory.resolve())
    about = _checked(backup)
    _refuse_unless_empty(runtime, about)
    for path in sorted(path for path in (backup / DATA).rglob("*") if path.is_file()):
        write(runtime.settings.data / path.relative_to(backup / DATA), path.read_bytes())
    objects = 0
    for line in lines_of(backup / MANIFEST):
        _put(runtime, object_of(backup.parent / OBJECTS, line["sha256"]), line)
        objects += 1
    copying.put_back(runtime.memory, backup / DATABASE)
    migrating.migrate(runtime.memory)
    return Restored(backup, objects, int(about["events"]))


def note(runtime: Runtime, who: Who, done: Restored) -> None:
    """The restoring stands in the chain, and a witness has seen it: what came after the backup is lost, and said so."""
    with runtime.memory.write() as session:
        events.append(session, "restored", who, backup=done.backup.name, last_event=done.events)
    witnessing.write(runtime, who)


def _chosen(directory: Path) -> Path:
    if (directory / ABOUT).exists() or (directory / SUMS).exists() or directory.name.startswith("."):
        return directory
    known = sorted(path for path in directory.glob("[0-9]*") if path.is_dir()) if directory.is_dir() else []
    if not known:
        raise _broken(directory, Sentence("không có bản sao lưu nào"))
    return known[-1]


def _checked(backup: Path) -> dict[str, Any]:
    """Every file and object against SHA256SUMS; answers what the backup says of itself."""
    try:
        lines = (backup / SUMS).read_text().splitlines()
        sums = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
        for name, sha256 in sums.items():
            if sha256_of(backup / name) != sha256:
                raise _broken(backup, Sentence("{name} đã bị thay đổi", name=name))
        named = {f"../{OBJECTS}/{line['sha256'][:2]}/{line['sha256']}" for line in lines_of(backup / MANIFEST)}
        if wanting := ({DATABASE, MANIFEST, ABOUT} | named) - set(sums):
            raise _broken(backup, Sentence("thiếu {name}", name=min(wanting)))
        about: dict[str, Any] = json.loads((backup / ABOUT).read_text())
        return about
    except OSError as error:
        raise _broken(backup, Sentence("thiếu {name}", name=Path(str(error.filename)).name)) from error
    except (ValueError, KeyError) as error:
        raise _broken(backup, Sentence("{name} đã bị thay đổi", name=type(error).__name__)) from error


def _broken(backup: Path, why: Sentence) -> Refusal:
    return Refusal("backup-broken", name=str(backup), why=why)


def _refuse_unless_empty(runtime: Runtime, about: dict[str, Any]) -> None:
    data, here = runtime.settings.data, copying.kind(runtime.memory)
    if about["database"] != here:
        raise Refusal("backup-of-other-database", kind=about["database"], here=here)
    taken = [name for name in (*OF_THE_DATA_DIRECTORY, PREFECT) if name != WORKER_KEY and (data / name).exists()]
    if taken:  # the workers' key is made by whoever opens the settings
        raise Refusal("place-not-empty", what=str(data / taken[0]))
    if not copying.is_empty(runtime.memory):
        raise Refusal("place-not-empty", what=runtime.memory.engine.url.render_as_string(hide_password=True))
    if next(iter(runtime.archive.keys()), None) is not None:
        raise Refusal("place-not-empty", what=runtime.settings.archive_url)


def _put(runtime: Runtime, path: Path, line: dict[str, Any]) -> None:
    """An object under its key, with its hold and what is left of its lock."""
    lock = datetime.fromisoformat(line["lock"]) if line["lock"] else None
    until = lock if lock and lock > datetime.now(UTC) else None
    runtime.archive.put(line["key"], path.read_bytes(), media=line["media"], hold=line["hold"], lock_until=until)
