"""The short form of `make drill`: one paper's way on each stack, disturbed at several events; and a judge who sees."""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from cli.demo.story import Scene, Sending
from drills import judge, strikes
from drills.installation import Installation
from drills.observer import Kill, Observer, Pair, Strike
from drills.picture import Fault, Picture
from drills.strikes import Machines
from drills.table import Table
from drills.years import Lived, Plan, live
from tests.support.house import free_port

pytestmark = pytest.mark.timeout(1800)  # each household starts again and again; a loaded machine takes its time
ONE_PAPER = (Scene("Kế hoạch của một đơn vị", 3, 4, (Sending("ptp", "plan"),)),)
TWO_PAPERS = (Scene("Hai văn bản của một đơn vị", 3, 4, (Sending("ptp", "plan"), Sending("ptp", "report_h1"))),)
SEED = 3
SEALED_FIRST = "work/*/1/sealed-*-01.pdf"  # the paper that took number 01
REST_OF_A_DECISION = (
    "document_id, round, duty, person, name, capacity, verb, verdict, reason, sha256, warnings, decided_at, request_id"
)
OF_A_LINE = (
    '"IssuedAmount", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject", "Language", '
    '"Position", "FullName", "Priority", "OrganId", "FileCatalog", "FileNotation", "To"'
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
    return live(Plan(place, TWO_PAPERS, pairs=pairs, dice=random.Random(SEED)))


def once_each(picture: Picture, kinds: tuple[str, ...] = ("plan",)) -> None:
    """Every act on each paper and on what arrived of it happened once."""
    happened = {deed: count for deed, count in picture.deeds.items() if deed[0] == "event"}
    steps = dict.fromkeys(("outgoing", "incoming"), 2)  # sign and seal; receive and examine
    wanted = {
        ("event", "outgoing", paper, "ptp", kind): 1
        for paper in kinds
        for kind in ("submitted", "rendered", "signed", "numbered", "sealed", "issued", "kept")
    }
    wanted |= {("event", "incoming", paper, "ptp", kind): 1 for paper in kinds for kind in ("arrived", "registered")}
    wanted |= {
        ("event", direction, paper, "ptp", "decided"): count for paper in kinds for direction, count in steps.items()
    }
    assert happened == wanted


def test_a_year_whose_processes_are_killed_ends_like_any_other(killed: Lived) -> None:
    assert killed.faults == []
    assert [kill.pair.kind for kill in killed.observer.kills] == ["signed", "numbered", "registered"]
    assert all(kill.back is not None for kill in killed.observer.kills)
    once_each(killed.picture, ("plan", "report_h1"))


Plant = Callable[[Connection, Path], object]


def said(*statements: str) -> Plant:
    """A fault of the database."""
    return lambda connection, _: [connection.execute(text(statement)) for statement in statements]


def rewritten(pattern: str) -> Plant:
    """Other bytes under an object's key."""

    def plant(_: Connection, archive: Path) -> None:
        path = sorted(archive.glob(f"objects/{pattern}"))[0]
        path.unlink()
        path.write_bytes(b"signed once more")

    return plant


def beside(pattern: str, name: str | Callable[[str], str]) -> Plant:
    """An object copied beside itself under another name."""

    def plant(_: Connection, archive: Path) -> None:
        path = sorted(archive.glob(f"objects/{pattern}"))[0]
        shutil.copyfile(path, path.with_name(name if isinstance(name, str) else name(path.name)))

    return plant


LINES_EXCHANGED = """UPDATE outgoing SET document_id =
    (SELECT o.document_id FROM outgoing o WHERE o.number = 3 - outgoing.number)"""
VOIDED = "UPDATE outgoing SET void_at = '2027-01-01 00:00:00', void_reason = "
# What is planted, and how the judge names it: by its sort, and by words of his sentence.
FAULTS: dict[str, tuple[Plant, str, str]] = {
    "an event is gone": (said("DELETE FROM events WHERE kind = 'sealed'"), "lost", "sealed"),
    "somebody decided twice": (
        said(f"INSERT INTO decisions SELECT 99, 99, {REST_OF_A_DECISION} FROM decisions LIMIT 1"),
        "doubled", "decision",
    ),
    "a number is left out": (said("UPDATE outgoing SET number = number + 7 WHERE number = 2"), "gap", "-van-ban"),
    "the table remembers another seal": (
        said("UPDATE renditions SET sha256 = 'another' WHERE stage = 'sealed'"), "lost", "remembered another",
    ),
    "the table remembers another signature": (
        said("UPDATE renditions SET sha256 = 'another' WHERE stage = 'signed'"), "lost", "remembered another",
    ),
    "nothing is kept": (said("DELETE FROM records"), "lost", "papers exported of 0 records"),
    "signed again with other bytes": (rewritten("work/*/1/signed.pdf"), "lost", "signed.pdf has the bytes"),
    "a second signed paper": (beside("work/*/1/signed.pdf", "signed-2.pdf"), "doubled", "signed-2.pdf is beside"),
    "a second sealed paper": (beside(SEALED_FIRST, "sealed-2026-04-03-07.pdf"), "doubled", "03-07.pdf is beside"),
    "a kept draft is another": (rewritten("records/*/draft.docx"), "lost", "draft.docx has the bytes"),
    "a second kept paper": (beside("records/*/paper.pdf", "paper-2.pdf"), "doubled", "paper-2.pdf is beside"),
    "records tell other sums": (said("UPDATE records SET sha256 = '00'"), "wrong", "recorded 00"),
    "a state is another": (said("UPDATE documents SET state = 'sealed' WHERE state = 'kept'"), "lost", "kept"),
    "two papers' lines are exchanged": (
        said("DROP INDEX uq_outgoing_living_number", LINES_EXCHANGED), "wrong", "prints",
    ),
    "a paper's number is forged": (
        said("UPDATE documents SET code = '77/KH-X' WHERE code IS NOT NULL"), "wrong", "77/KH-X of",
    ),
    "the register is of another year": (
        said("""UPDATE outgoing SET "IssuedDate" = '2030-01-01'"""), "wrong", "2030-01-01",
    ),
    "numbers are void without a reason": (said(f"{VOIDED}''"), "wrong", "void without a reason"),
    "sealed before numbered": (
        said(
            "UPDATE events SET kind = 'between' WHERE kind = 'sealed'",
            "UPDATE events SET kind = 'sealed' WHERE kind = 'numbered'",
            "UPDATE events SET kind = 'numbered' WHERE kind = 'between'",
        ), "wrong", "sealed right after decided",
    ),
    "others decided": (
        said("UPDATE decisions SET person = 'ke-khac', name = 'Kẻ khác'"), "wrong", "decided by Kẻ khác",
    ),
    "a hash is another": (
        said("UPDATE events SET hash = '0' WHERE kind = 'signed' AND id = (SELECT min(id) FROM events "
             "WHERE kind = 'signed')"), "wrong", "its hash does not hold",
    ),
    "history is told otherwise": (
        said("UPDATE events SET person = 'ke-khac' WHERE kind = 'issued'"), "wrong", "its hash does not hold",
    ),
    "arrivals are registered otherwise": (
        said("""UPDATE incoming SET "OrganName" = 'X', "Subject" = 'Y', "CodeNumber" = '9'"""), "lost", "incoming line",
    ),
    "nobody knows what arrived in time": (
        said("UPDATE obligations SET fulfilled_at = NULL, first_arrived_at = NULL"), "lost", "obligation",
    ),
    "nothing was dispatched": (
        said('UPDATE outgoing SET dispatched_on = NULL, "PageAmount" = NULL'), "lost", "outgoing line",
    ),
    "the year's file counts double": (said('UPDATE case_files SET "DocTotal" = "DocTotal" * 2'), "lost", "case file"),
    "an obstacle waits for ever": (
        said("INSERT INTO steps (id, document_id, round, ordinal, duty, unit, people, working_days, state, openings) "
             "SELECT 999, document_id, 1, 0, 'unblock', unit, people, 0, 'waiting', 1 FROM steps LIMIT 1"),
        "wrong", "an obstacle is left waiting",
    ),
    "a step waits at a paper at rest": (
        said("UPDATE steps SET state = 'waiting' WHERE id = (SELECT max(id) FROM steps)"), "doubled", "waiting",
    ),
    "a version too many": (
        said("INSERT INTO versions SELECT 999, document_id, 9, sha256, media, filename, size, facts, handed_in_by, "
             "handed_in_at FROM versions LIMIT 1"), "doubled", "version",
    ),
    "the witnesses are gone": (
        lambda _, archive: shutil.rmtree(archive / "objects" / "witness"), "lost", "no object witness/",
    ),
    "events were not handed on": (said("UPDATE outbox_cursors SET event_id = 3"), "lost", "were not handed on"),
    "the end of history is cut off": (
        said("DELETE FROM events WHERE id = (SELECT max(id) FROM events)"), "lost", "the chain ends with",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_the_judge_of_the_drills_is_shown_each_fault(fault: str, killed: Lived, tmp_path: Path) -> None:
    plant, sort, words = FAULTS[fault]
    found = judged_after(killed, plant, tmp_path / "office")
    assert [told for told in found if told.sort == sort and words in told.what], found


def test_what_was_sealed_with_a_number_that_is_void_now_is_not_doubled(killed: Lived, tmp_path: Path) -> None:
    """Its line in the register says so and why: the file stays, as the number does."""
    columns = "issuer, series, year, taken_at, signer, recipients, file_copy"
    void = said(
        f"""INSERT INTO outgoing (id, number, document_id, void_at, void_reason, {OF_A_LINE}, {columns})
            SELECT 99, 3, document_id, taken_at, 'ghi nhầm', {OF_A_LINE}, {columns} FROM outgoing WHERE number = 1"""
    )

    def plant(connection: Connection, archive: Path) -> None:
        void(connection, archive)
        beside(SEALED_FIRST, lambda name: name.replace("-01.pdf", "-03.pdf"))(connection, archive)

    found = judged_after(killed, plant, tmp_path / "office")
    assert [fault.what.split()[2:4] for fault in found] == [["number", "ptp"]], "only the calm year had no such number"


def judged_after(lived: Lived, plant: Plant, copy: Path) -> list[Fault]:
    """What the judge finds in a copy of an office in which a fault was planted behind its back."""
    shutil.copytree(lived.installation.data, copy)
    office = Installation(copy, 0)
    with office.ours.connect() as connection:
        connection.execute(text("PRAGMA foreign_keys=OFF"))
        for (guard,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {guard}"))
        plant(connection, copy / "archive")
    return judge.faults(office, copy / "export", lived.picture)


def test_a_strike_has_healed_when_its_own_paper_moves_and_not_another(tmp_path: Path) -> None:
    installation = Installation(tmp_path, 0)
    with installation.ours.connect() as connection:
        connection.execute(text("CREATE TABLE events (id INTEGER, kind TEXT, document_id TEXT)"))
    kill = Kill(Pair("signed", "worker"), 7, "struck", 0.0, time.monotonic(), 1, back=0.1)
    strike = Strike("signed", lambda: None)
    observer = Observer(installation, [], [strike], random.Random(SEED))
    observer._see(7, "signed", "struck")
    observer.kills.append(kill)  # as after the event that it was aimed at
    observer._see(8, "issued", "another")
    assert (kill.moved, strike.own) == (None, None), "the struck paper stands still"
    assert (kill.healed, strike.healed) == (kill.back, strike.moved), "it may have come to rest: then the office counts"
    observer._see(9, "numbered", "struck")
    assert kill.moved is not None
    assert (kill.healed, strike.healed) == (kill.moved, strike.own)


def test_calls_made_again_are_counted_for_the_strike_before_them(killed: Lived) -> None:
    lived = replace(killed, pressed_again=[1.0, 5.0, 6.0, 9.0])
    assert lived.pressed_after([4.0, 8.0]) == {-1: 1, 0: 2, 1: 1}
    table = Table()
    table.row("sealed × server").pressed_again += 2
    assert "| 0 | 2 |" in table.lines()[2]
    assert "pressed again 2" in table.lines()[-1]


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
