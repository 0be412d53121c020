"""A restoring that died at any instant is given again and ends as one that nobody disturbed."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from actions import backing_up, halfway, restoring, sole_use
from actions.examining import doctor
from actions.runtime import Runtime
from actions.settings import Settings
from models import copying, events
from models.engine import Memory
from rules.refusals import Refusal
from tests import makers
from tests.actions.office import KeptOffice
from tests.actions.shapes import Shape


class Death(BaseException):
    """The process is no more: nothing catches it."""


# Where it dies: the function whose call of that number never comes to pass.
DEATHS: dict[str, tuple[str, int]] = {
    "right after the mark": ("actions.restoring._put_file", 1),
    "with half a key on the disk": ("actions.writing.os.fsync", 6),
    "among the objects": ("actions.restoring._put", 4),
    "before the database": ("models.copying.put_back", 1),
    "after the database": ("models.migrating.migrate", 1),
    "before it is noted": ("models.events.append", 1),
    "before the witness is noted": ("models.events.append", 2),
    "before the mark goes": ("actions.halfway.take_away", 1),
}


def dies(monkeypatch: pytest.MonkeyPatch, function: str, at: int) -> None:
    module, _, name = function.rpartition(".")
    calls, kept = [0], getattr(sys.modules.get(module) or sys.modules[module.rpartition(".")[2]], name)

    def dying(*given: Any, **named: Any) -> Any:
        calls[0] += 1
        if calls[0] == at:
            raise Death
        return kept(*given, **named)

    monkeypatch.setattr(function, dying)


def an_office_with_a_backup(tmp_path: Path, shape: Shape) -> Path:
    """One paper under way, and objects under hold and lock; answers the backup."""
    runtime = makers.a_runtime(tmp_path, **shape.office)
    makers.an_open_year(runtime)
    makers.handed_in(runtime, "truong-my-duyen", "ptp")
    assert runtime.authority
    until = datetime.now(UTC) + timedelta(days=30)
    for number in range(5):
        key = f"mau/{number}.txt"
        runtime.archive.put(key, b"%d" % number, media="text/plain", hold=number > 2, lock_until=until)
    made = backing_up.back_up(runtime, runtime.who(None), tmp_path / "backups").directory
    runtime.memory.close()
    return made


def a_place(data: Path, **settings: str) -> Runtime:
    return Runtime.open(Settings(data=data, **settings))  # type: ignore[arg-type]


def all_of(runtime: Runtime) -> dict[str, Any]:
    """Everything that a restoring leaves: files, objects with hold and lock, the chain."""
    kept = runtime.archive
    with runtime.memory.read() as session:
        chain = [(event.id, event.kind, event.facts, event.hash) for event in events.all_of(session)]
    objects = {key: (kept.stat(key).sha256, kept.hold_of(key), kept.lock_of(key)) for key in set(kept.keys())}
    data = runtime.settings.data
    files = {path.relative_to(data).as_posix() for path in data.rglob("*") if "archive" not in path.parts}
    return {"chain": chain, "objects": objects, "files": files}


def alike(one: dict[str, Any]) -> dict[str, Any]:
    """Without the instant at which today's witness was locked: it is real, and the chain tells it last."""
    objects = {key: said[:2] if key.startswith("witness/") else said for key, said in one["objects"].items()}
    *before, (id_, kind, facts, _) = one["chain"]
    return one | {"objects": objects, "chain": [*before, (id_, kind, facts | {"locked_until": ""}, "")]}


@pytest.mark.parametrize("death", DEATHS)
def test_a_restoring_that_died_is_no_office_and_ends_as_an_undisturbed_one(
    death: str, shape: Shape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = an_office_with_a_backup(tmp_path, shape)
    there = a_place(tmp_path / "there", **shape.empty)
    with monkeypatch.context() as patch:
        dies(patch, *DEATHS[death])
        with pytest.raises(Death):
            restoring.restore(there, backup)
    with pytest.raises(Refusal) as refused:
        halfway.refuse(there.settings.data)
    assert refused.value.code == "restore-unfinished"
    assert f"trinhky restore {backup}" in refused.value.text
    there.memory.close()
    again = a_place(tmp_path / "there", **shape.empty)
    restoring.restore(again, backup)
    assert halfway.mark_of(again.settings.data) is None
    assert [check for check in doctor(again) if not check.ok] == []
    told = alike(all_of(again))
    assert [kind for _, kind, _, _ in told["chain"]][-3:] == ["backed-up", "restored", "witnessed"]
    assert {line["key"] for line in backing_up.lines_of(backup / "manifest.jsonl")} < set(told["objects"])
    again.memory.close()
    if "sqlite" in again.settings.database_url:
        undisturbed = a_place(tmp_path / "undisturbed")
        restoring.restore(undisturbed, backup)
        assert told == alike(all_of(undisturbed))
        undisturbed.memory.close()


def test_another_backup_does_not_go_into_a_half_restored_place(
    office: KeptOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backing_up.back_up(office.runtime, office.runtime.who(None), tmp_path / "backups").directory
    there = a_place(tmp_path / "there")
    with monkeypatch.context() as patch:
        dies(patch, *DEATHS["among the objects"])
        with pytest.raises(Death):
            restoring.restore(there, tmp_path / "backups")
    second = backing_up.back_up(office.runtime, office.runtime.who(None), tmp_path / "backups").directory
    before = sorted(there.settings.data.rglob("*"))
    with pytest.raises(Refusal) as refused:
        restoring.restore(there, second)
    assert refused.value.code == "other-restore-unfinished"
    assert (refused.value.facts["backup"], refused.value.facts["other"]) == (str(first), str(second))
    assert sorted({*before, there.settings.data / sole_use.UP_LOCK}) == sorted(there.settings.data.rglob("*"))
    same_words = restoring.restore(there, tmp_path / "backups")
    assert same_words.backup == first, "the directory of them all means that of which half is there"
    there.memory.close()


def test_a_database_that_somebody_filled_meanwhile_is_left_alone(
    office: KeptOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backing_up.back_up(office.runtime, office.runtime.who(None), tmp_path / "backups")
    there = a_place(tmp_path / "there")
    with monkeypatch.context() as patch:
        dies(patch, *DEATHS["before the database"])
        with pytest.raises(Death):
            restoring.restore(there, tmp_path / "backups")
    restoring.migrating.migrate(there.memory)
    with pytest.raises(Refusal) as refused:
        restoring.restore(there, tmp_path / "backups")
    assert (refused.value.code, halfway.mark_of(there.settings.data) is None) == ("place-not-empty", False)
    there.memory.close()


def test_two_who_restore_into_one_place_do_not_meet(shape: Shape, tmp_path: Path) -> None:
    backup = an_office_with_a_backup(tmp_path, shape)
    there = a_place(tmp_path / "there", **shape.empty)
    with sole_use.take(there.settings, "place-in-use"), pytest.raises(Refusal) as refused:
        restoring.restore(there, backup)
    assert refused.value.code == "place-in-use"
    assert halfway.mark_of(there.settings.data) is None
    if shape.empty:  # from another machine, with a data directory of its own
        elsewhere = a_place(tmp_path / "elsewhere", **shape.empty)
        with copying.alone(there.memory), pytest.raises(Refusal) as refused:
            restoring.restore(elsewhere, backup)
        assert refused.value.code == "place-in-use"
    assert restoring.restore(there, backup).backup == backup, "the locks of both are free again"
    there.memory.close()


def test_the_session_of_a_process_that_has_just_died_is_waited_for(postgres_url: str) -> None:
    dying, again = Memory(postgres_url), Memory(postgres_url)
    with ThreadPoolExecutor(1) as pool:
        with copying.alone(dying) as first:
            second = pool.submit(_is_alone, again)
            time.sleep(0.5)
            assert (first, second.done()) == (True, False)
        assert second.result(30)
    for memory in (dying, again):
        memory.close()


def _is_alone(memory: Memory) -> bool:
    with copying.alone(memory) as alone:
        return alone


KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from actions import restoring
from actions.runtime import Runtime
from actions.settings import Settings

class InPages(sqlite3.Connection):
    def backup(self, target):
        super().backup(target, pages=8, progress=lambda *_: os.kill(os.getpid(), signal.SIGKILL))

kept = sqlite3.connect
sqlite3.connect = lambda *given, **named: kept(*given, **{"factory": InPages, **named})
restoring.restore(Runtime.open(Settings(data=Path(sys.argv[1]))), Path(sys.argv[2]))
"""


def test_a_database_of_which_half_was_copied_when_the_process_was_killed_is_none(
    office: KeptOffice, tmp_path: Path
) -> None:
    backup = backing_up.back_up(office.runtime, office.runtime.who(None), tmp_path / "backups").directory
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "there", backup], capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    there = a_place(tmp_path / "there")
    assert copying.is_empty(there.memory), "the copying is one transaction"
    restoring.restore(there, backup)
    assert [check for check in doctor(there) if not check.ok] == []
    there.memory.close()
