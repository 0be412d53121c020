"""The short form of `make drill`: one paper's way on each stack, disturbed at several events; and a judge who sees."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from cli.demo.story import Scene, Sending
from drills import judge, strikes
from drills.installation import Installation
from drills.judge import Fault, Picture
from drills.observer import Pair
from drills.strikes import Machines
from drills.table import Table
from drills.years import Lived, Plan, live
from tests.support.house import free_port

pytestmark = pytest.mark.timeout(1800)  # each household starts again and again; a loaded machine takes its time
ONE_PAPER = (Scene("Kế hoạch của một đơn vị", 3, 4, (Sending("ptp", "plan"),)),)
SEED = 3
REST_OF_A_DECISION = (
    "document_id, round, duty, person, name, capacity, verb, verdict, reason, sha256, warnings, decided_at, request_id"
)


@pytest.fixture(scope="module")
def hands() -> Iterator[ThreadPoolExecutor]:
    """What is started dies with its thread: one that stays."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """On one machine: the worker killed at the signature, the server at the number."""
    place = tmp_path_factory.mktemp("drill") / "office"
    pairs = [Pair("signed", "worker"), Pair("numbered", "server"), Pair("registered", "worker")]
    return live(Plan(place, ONE_PAPER, pairs=pairs, dice=random.Random(SEED)))


def once_each(picture: Picture) -> None:
    """Every act on the paper and on what arrived of it happened once."""
    happened = {deed: count for deed, count in picture.deeds.items() if deed[0] == "event"}
    steps = dict.fromkeys(("outgoing", "incoming"), 2)  # sign and seal; receive and examine
    wanted = {
        ("event", "outgoing", "plan", "ptp", kind): 1
        for kind in ("submitted", "rendered", "signed", "numbered", "sealed", "issued", "kept")
    }
    wanted |= {("event", "incoming", "plan", "ptp", kind): 1 for kind in ("arrived", "registered")}
    wanted |= {("event", direction, "plan", "ptp", "decided"): count for direction, count in steps.items()}
    assert happened == wanted


def test_a_year_whose_processes_are_killed_ends_like_any_other(killed: Lived) -> None:
    assert killed.faults == []
    assert [kill.pair.kind for kill in killed.observer.kills] == ["signed", "numbered", "registered"]
    assert all(kill.back is not None for kill in killed.observer.kills)
    once_each(killed.picture)


@pytest.mark.parametrize(
    ("statement", "sort"),
    [
        ("DELETE FROM events WHERE kind = 'sealed'", "lost"),
        (f"INSERT INTO decisions SELECT 99, 99, {REST_OF_A_DECISION} FROM decisions LIMIT 1", "doubled"),
        ("UPDATE outgoing SET number = 2", "gap"),
        ("UPDATE renditions SET sha256 = 'another' WHERE stage = 'sealed'", "lost"),
        ("DELETE FROM records", "lost"),
    ],
)
def test_the_judge_sees_what_is_spoiled(killed: Lived, statement: str, sort: str) -> None:
    assert sort in {fault.sort for fault in judged_after(killed, statement)}


def judged_after(lived: Lived, statement: str) -> list[Fault]:
    """The faults found when a statement was done to the database and taken back afterwards."""
    before = {path: path.read_bytes() for path in lived.installation.data.glob("trinhky.db*")}
    try:
        with lived.installation.ours.connect() as connection:
            connection.execute(text("PRAGMA foreign_keys=OFF"))
            for (guard,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {guard}"))
            connection.execute(text(statement))
        return judge.faults(lived.installation, lived.installation.data / "export", lived.picture)
    finally:
        for path in lived.installation.data.glob("trinhky.db*"):
            path.unlink()
        for path, content in before.items():
            path.write_bytes(content)


def test_a_pair_that_was_not_tried_or_not_healed_fails_the_drill() -> None:
    table = Table()
    row = table.row("sealed × worker")
    assert not table.well
    row.healed(4.0)
    assert table.well
    row.healed(None)
    assert not table.well
    assert "tried 1 of 1" in table.lines()[-1]
    assert "not healed 1" in table.lines()[-1]


def test_machines_that_go_away_and_a_store_that_is_rewritten(
    tmp_path: Path, hands: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the full stack: PostgreSQL ends at once, Prefect forgets everything, SeaweedFS dies; then it is rewritten."""
    monkeypatch.setattr(strikes, "AWAY", 2.0)
    monkeypatch.setattr(strikes, "LONG_AWAY", 4.0)
    with Machines(tmp_path / "machines", ("postgres", "seaweed"), hands) as machines:
        installation = Installation(tmp_path / "office", free_port(), machines.urls)
        aimed = strikes.postgres_stops(machines, installation) | strikes.seaweed_stops(machines, installation)
        first = {name: replace(strike, nth=1) for name, strike in aimed.items()}
        plan = Plan(tmp_path / "office", ONE_PAPER, urls=machines.urls, strikes=list(first.values()))
        lived = live(plan, installation)
        assert lived.faults == []
        assert all(strike.begun is not None for strike in first.values())
        once_each(lived.picture)
        assert strikes.rewritten_is_found(machines, installation) == []
