"""One tree of migrations for both databases: numbered, linear, and true in both directions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import inspect, text

import models
from models.columns import Base
from models.engine import Memory
from models.events import Who, append
from models.migrating import check, downgrade, migrate, revisions
from tests.conftest import NOW
from tests.models.crowd import all_at_once

MIGRATIONS = Path(models.__file__).parent / "migrations"


@pytest.fixture
def empty(database_url: str) -> Iterator[Memory]:
    opened = Memory(database_url)
    yield opened
    opened.close()


def tree() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def picture(memory: Memory) -> dict[str, Any]:
    """Every table with its columns, keys and indexes, and the triggers, as the database itself describes them."""
    looked = inspect(memory.engine)
    tables = {
        name: {
            "columns": {one["name"]: (str(one["type"]), one["nullable"]) for one in looked.get_columns(name)},
            "primary": looked.get_pk_constraint(name)["constrained_columns"],
            "foreign": sorted(
                (key["constrained_columns"], key["referred_table"]) for key in looked.get_foreign_keys(name)
            ),
            "indexes": sorted((index["column_names"], bool(index["unique"])) for index in looked.get_indexes(name)),
            "unique": sorted(one["column_names"] for one in looked.get_unique_constraints(name)),
        }
        for name in looked.get_table_names()
    }
    return tables | {"triggers": triggers(memory)}


def triggers(memory: Memory) -> list[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with memory.engine.connect() as connection:
        return sorted(connection.scalars(text(catalogue[connection.dialect.name])))


def test_migrations_are_numbered_and_in_one_line() -> None:
    line = list(tree().walk_revisions())[::-1]
    numbers = [f"{number:04d}" for number in range(1, len(line) + 1)]
    assert [script.revision for script in line] == numbers
    assert [script.down_revision for script in line] == [None, *numbers[:-1]]
    assert [Path(script.path).name[:5] for script in line] == [f"{number}_" for number in numbers]
    assert not any(script.branch_labels or script.dependencies for script in line)
    assert len(list((MIGRATIONS / "versions").glob("[!_]*.py"))) == len(line), "a file that belongs to no line"


def test_up_down_and_up_again_comes_to_the_same_tables(empty: Memory) -> None:
    migrate(empty)
    first = picture(empty)
    downgrade(empty)
    assert revisions(empty)[0] is None
    below = picture(empty)
    assert (set(below), below["triggers"]) == ({"alembic_version", "triggers"}, [])
    migrate(empty)
    assert picture(empty) == first
    assert set(first) - {"alembic_version", "triggers"} == set(Base.metadata.tables)


def test_the_tables_in_code_and_in_the_database_are_the_same(empty: Memory) -> None:
    migrate(empty)
    check(empty)
    standing, wanted = revisions(empty)
    assert standing == wanted


def test_a_missing_column_is_seen(empty: Memory) -> None:
    migrate(empty)
    with empty.engine.begin() as connection:
        connection.execute(text("ALTER TABLE receipts DROP COLUMN filename"))
    with pytest.raises(CommandError, match=r"receipts.*filename|filename.*receipts"):
        check(empty)


def test_the_chain_of_events_begins_after_coming_up_again(empty: Memory) -> None:
    migrate(empty)
    downgrade(empty)
    migrate(empty)
    with empty.write() as session:
        assert append(session, "read", Who(None, NOW)).id == 1


def test_eight_starting_processes_migrate_once(database_url: str) -> None:
    assert all_at_once(8, migrated, database_url) == [tree().get_current_head()] * 8


def migrated(_: int, url: str) -> str | None:
    memory = Memory(url)
    migrate(memory)
    standing, _ = revisions(memory)
    memory.close()
    return standing
