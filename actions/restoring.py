"""A backup back into an empty installation: every hash is checked before anything is written.

Prefect's database is not in a backup: it is rebuilt from our rows when the restored office comes up (decision 0001).
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from actions import halfway, sole_use, witnessing
from actions.backing_up import (
    ABOUT,
    DATA,
    DATABASE,
    MANIFEST,
    OBJECTS,
    OF_THE_DATA_DIRECTORY,
    SUMS,
    keys_in,
    lines_of,
    object_of,
    sha256_of,
)
from actions.halfway import Mark
from actions.language import Sentence
from actions.runtime import Runtime
from actions.settings import WORKER_KEY
from actions.writing import sweep, write
from models import copying, events, migrating
from models.engine import Memory
from models.events import Who
from rules.refusals import Refusal

PREFECT = "prefect.db"


@dataclass(frozen=True)
class Restored:
    """What was put back: from which backup (where it lies, what it calls itself), how many objects, events and keys."""

    backup: Path
    name: str
    objects: int
    events: int
    keys: int


def restore(runtime: Runtime, directory: Path, request_id: str | None = None) -> Restored:
    """Put a backup back: `directory` is one, or holds several, of which the newest is taken.

    It may die at any instant and be given again: the mark is the first thing written, files and objects are put once
    more, the database is whole or not there, and the mark goes last. (Without the database nothing can be used.)

    Refusals: backup-broken (nothing was written), place-not-empty, place-in-use, other-restore-unfinished,
    backup-of-other-database, archive-conflict, no-postgresql-client, postgresql-client-failed.
    """
    data, memory = runtime.settings.data, runtime.memory
    backup = _chosen(directory.resolve(), halfway.mark_of(data))
    about = _checked(backup)
    if about["database"] != (here := copying.kind(memory)):
        raise Refusal("backup-of-other-database", kind=about["database"], here=here)
    with sole_use.take(runtime.settings, "place-in-use"), copying.alone(memory) as alone:
        if not alone:
            raise Refusal("place-in-use", data=_shown(memory), pid="?")
        _begin(runtime, backup)
        for path in sorted(path for path in (backup / DATA).rglob("*") if path.is_file()):
            _put_file(path, data / path.relative_to(backup / DATA))
        objects = 0
        for line in lines_of(backup / MANIFEST):
            _put(runtime, object_of(backup.parent / OBJECTS, line["sha256"]), line)
            objects += 1
        _put_database(runtime, backup, str(about["at"]))
        done = Restored(backup, str(about["at"]), objects, int(about["events"]), keys_in(data))
        _note(runtime, runtime.who(None, request_id), done)
        halfway.take_away(data)
    return done


def _note(runtime: Runtime, who: Who, done: Restored) -> None:
    """The restoring stands in the chain, and a witness has seen it: what came after the backup is lost, and said so."""
    with runtime.memory.write() as session:
        told = [event for event in events.of_kind(session, "restored") if event.facts["backup"] == done.name]
        event = told[0] if told else events.append(session, "restored", who, backup=done.name, last_event=done.events)
    witnessing.write(runtime, who, seeing=event.id)


def _chosen(directory: Path, mark: Mark | None) -> Path:
    """That of which half is there already goes before a newer one."""
    if (directory / ABOUT).exists() or (directory / SUMS).exists() or directory.name.startswith("."):
        return directory
    known = sorted(path for path in directory.glob("[0-9]*") if path.is_dir()) if directory.is_dir() else []
    if not known:
        raise _broken(directory, Sentence("không có bản sao lưu nào"))
    begun = directory / Path(mark.backup).name if mark else known[-1]
    return begun if begun in known else known[-1]


def _checked(backup: Path) -> dict[str, Any]:
    """Every file and object against SHA256SUMS, and no file beside; answers what the backup says of itself."""
    try:
        lines = (backup / SUMS).read_text().splitlines()
        sums = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
        for name, sha256 in sums.items():
            if sha256_of(backup / name) != sha256:
                raise _broken(backup, Sentence("{name} đã bị thay đổi", name=name))
        named = {f"../{OBJECTS}/{line['sha256'][:2]}/{line['sha256']}" for line in lines_of(backup / MANIFEST)}
        if wanting := ({DATABASE, MANIFEST, ABOUT} | named) - set(sums):
            raise _broken(backup, Sentence("thiếu {name}", name=min(wanting)))
        there = {path.relative_to(backup).as_posix() for path in backup.rglob("*") if path.is_file()}
        if strangers := there - set(sums) - {SUMS}:
            raise _broken(backup, Sentence("{name} không có trong SHA256SUMS", name=min(strangers)))
        about: dict[str, Any] = json.loads((backup / ABOUT).read_text())
        return about
    except OSError as error:
        raise _broken(backup, Sentence("thiếu {name}", name=Path(str(error.filename)).name)) from error
    except (ValueError, KeyError) as error:
        raise _broken(backup, Sentence("{name} đã bị thay đổi", name=type(error).__name__)) from error


def _broken(backup: Path, why: Sentence) -> Refusal:
    return Refusal("backup-broken", name=str(backup), why=why)


def _begin(runtime: Runtime, backup: Path) -> None:
    """The mark in an empty place; or the same mark as there was."""
    sums, mark = sha256_of(backup / SUMS), halfway.mark_of(runtime.settings.data)
    if mark is None:
        _refuse_unless_empty(runtime)
        halfway.lay(runtime.settings.data, Mark(str(backup), sums, datetime.now(UTC).isoformat()))
    elif mark.sums != sums:
        raise Refusal("other-restore-unfinished", backup=mark.backup, other=str(backup))


def _refuse_unless_empty(runtime: Runtime) -> None:
    data = runtime.settings.data
    taken = [name for name in (*OF_THE_DATA_DIRECTORY, PREFECT) if name != WORKER_KEY and (data / name).exists()]
    if taken:  # the workers' key is made by whoever opens the settings
        raise Refusal("place-not-empty", what=str(data / taken[0]))
    if not copying.is_empty(runtime.memory):
        raise Refusal("place-not-empty", what=_shown(runtime.memory))
    if next(iter(runtime.archive.keys()), None) is not None:
        raise Refusal("place-not-empty", what=runtime.settings.archive_url)


def _shown(memory: Memory) -> str:
    return memory.engine.url.render_as_string(hide_password=True)


def _put_file(path: Path, to: Path) -> None:
    sweep(to)
    write(to, path.read_bytes())


def _put_database(runtime: Runtime, backup: Path, name: str) -> None:
    """The copy, unless it is there already: what has been noted in it since has been told to a witness."""
    memory = runtime.memory
    if copying.is_empty(memory):
        copying.put_back(memory, backup / DATABASE)
    elif not (memory.stands() and _knows(memory, name)):
        raise Refusal("place-not-empty", what=_shown(memory))
    migrating.migrate(memory)


def _knows(memory: Memory, name: str) -> bool:
    with memory.read() as session:
        return any(event.facts["backup"] == name for event in events.of_kind(session, "backed-up"))


def _put(runtime: Runtime, path: Path, line: dict[str, Any]) -> None:
    """An object under its key, with its hold and what is left of its lock."""
    lock = datetime.fromisoformat(line["lock"]) if line["lock"] else None
    until = lock if lock and lock > datetime.now(UTC) else None
    runtime.archive.put(line["key"], path.read_bytes(), media=line["media"], hold=line["hold"], lock_until=until)
