"""Is the database itself sound: its pages and references, its tables and indexes, and the guards of the events?"""

from collections.abc import Iterator

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DatabaseError

from models import tables
from models.columns import Base
from rules.sentences import Sentence

assert tables  # the tables register themselves in Base.metadata

# The triggers that keep events append-only (migration 0001), and how each database names those that are on.
GUARDS: dict[str, tuple[frozenset[str], str]] = {
    "sqlite": (
        frozenset({"events_no_update", "events_no_delete", "events_no_replace"}),
        "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    ),
    "postgresql": (
        frozenset({"events_append_only", "events_no_truncate"}),
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    ),
}


def damages(connection: Connection) -> Iterator[Sentence]:
    """What SQLite finds broken in its own file: pages, indexes, references. PostgreSQL keeps sums of its pages itself,
    and tells of a broken one when it is read."""
    if connection.dialect.name != "sqlite":
        return
    try:
        said = list(connection.scalars(text("PRAGMA integrity_check(5)")))
    except DatabaseError as error:  # so broken that it cannot even be looked at
        said = [str(error.orig)]
    if said != ["ok"]:
        yield from (Sentence("tệp cơ sở dữ liệu bị hỏng: {said}", said=one) for one in said)
        return
    for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield Sentence("{table}, dòng {row}: không còn dòng của {parent}", table=table, row=row, parent=parent)


def differences(connection: Connection) -> Iterator[Sentence]:
    """What is not as the migrations of this release make it."""
    for change in compare_metadata(MigrationContext.configure(connection), Base.metadata):
        yield Sentence("bảng khác bản này: {what}", what=_named(change))
    guards, question = GUARDS[connection.dialect.name]
    present = {name for (name,) in connection.execute(text(question))}
    for name in sorted(guards - present):
        yield Sentence("thiếu trigger {name}: sự kiện sửa, xóa được", name=name)
    for name in sorted(present - guards):
        yield Sentence("có trigger lạ: {name}", name=name)


def _named(change: object) -> str:
    """`add_index uq_…`: what alembic would do, and to what."""
    while isinstance(change, list):  # changes of one column come in a list
        (change, *_) = change
    assert isinstance(change, tuple)
    what = [part for part in change[1:] if isinstance(part, str) or hasattr(part, "name")]
    names = [part if isinstance(part, str) else str(part.name) for part in what]
    table = next((part.table for part in what if isinstance(getattr(part, "table", None), Table)), None)
    return " ".join([change[0], *([table.name] if table is not None else []), *names])
