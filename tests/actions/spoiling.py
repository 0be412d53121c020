"""What a forger with every key in hand could do: change bytes in the archive, rows in the database."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf
from sqlalchemy import text

from actions.comparing import told_of
from actions.runtime import Runtime
from models import events
from models.tables import Record


def key_of(runtime: Runtime, record_id: str) -> str:
    with runtime.memory.read() as session:
        return session.get_one(Record, record_id).key


def change_bytes(runtime: Runtime, record_id: str, change: Callable[[bytes], bytes]) -> bytes:
    """Replace a record's paper on the disk; answers the new bytes."""
    path = runtime.settings.data / "archive" / "objects" / key_of(runtime, record_id)
    changed = change(path.read_bytes())
    path.unlink()
    path.write_bytes(changed)
    return changed


def cover_up(runtime: Runtime, record_id: str, data: bytes) -> None:
    """Make the archive's own note and our database agree with forged bytes."""
    key, digest = key_of(runtime, record_id), hashlib.sha256(data).hexdigest()
    note = Path(runtime.settings.data, "archive", "records", f"{key}~.json")
    facts = json.loads(note.read_text())
    note.unlink()
    note.write_text(json.dumps({**facts, "sha256": digest, "size": len(data)}))
    with runtime.memory.write() as session:
        record = session.get_one(Record, record_id)
        record.sha256, record.parts = digest, {**record.parts, key: digest}


GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


@contextmanager
def unguarded(runtime: Runtime) -> Iterator[None]:
    """The guards of the events are taken off, and put on again as if nothing had been: by one who may do so."""
    with runtime.memory.engine.begin() as connection:
        sqlite = connection.dialect.name == "sqlite"
        guards = connection.execute(text(GUARDS)).all() if sqlite else []
        off = [f"DROP TRIGGER {name}" for name, _ in guards] if sqlite else ["ALTER TABLE events DISABLE TRIGGER USER"]
        for statement in off:
            connection.exec_driver_sql(statement)
    try:
        yield
    finally:
        with runtime.memory.engine.begin() as connection:
            for statement in [sql for _, sql in guards] if sqlite else ["ALTER TABLE events ENABLE TRIGGER USER"]:
                connection.exec_driver_sql(statement)


def execute(runtime: Runtime, statement: str, **values: object) -> None:
    """SQL behind the program's back."""
    with unguarded(runtime), runtime.memory.engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0, "the forger missed"


def forge_the_keeping(runtime: Runtime, record_id: str) -> None:
    """Make the event that tells of a record's keeping agree with the forged bytes."""
    with runtime.memory.read() as session:
        told = told_of(session.get_one(Record, record_id))
        kept = next(e for e in events.of_kind(session, "kept") if e.facts["record"] == record_id)
    facts = json.dumps({**kept.facts, **told})
    execute(runtime, "UPDATE events SET facts = :facts WHERE id = :id", facts=facts, id=kept.id)


def flip(data: bytes) -> bytes:
    """One bit of one byte in the middle."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def cut_off_seal(data: bytes) -> bytes:
    """The file as it was before the office's signature: the last incremental update is gone."""
    ends = [at + len(b"%%EOF") + 1 for at in range(len(data)) if data.startswith(b"%%EOF", at)]
    cut = data[: ends[-2]]
    with pikepdf.open(BytesIO(cut)) as opened:
        assert opened.pages, "what is left is still a PDF"
    return cut


def append(data: bytes) -> bytes:
    """Something after the end."""
    return data + b"\n% one more word\n"
