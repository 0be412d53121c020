"""What may be lost, and is made good: the machine, runs, a worker in the middle of a leg, Prefect's whole database.

Everybody acts through the real doors; the server and the worker are the processes of one household. It stands where a
backup was restored, because its machine was lost first.
"""

import os
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from actions import backing_up, deciding, pulse, restoring, verifying, witnessing, year
from actions.runtime import Runtime
from actions.settings import Settings
from models import cycles, documents, events, registers
from models.tables import Step
from rules.deadlines import VIETNAM
from tests.conftest import NOW
from tests.journeys.running import DRAFTERS, ONCE, Office, at_work
from tests.makers import open_form
from tests.support import prefect_memory
from tests.support.house import House, build_house, free_port


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, str]:
    """All that is left of an office in which a paper waited for a person: its backup, restored elsewhere; and the
    paper."""
    place = tmp_path_factory.mktemp("losses")
    lost = build_house(place / "lost", NOW, ("ly-gia-huy",))
    draft = lost.draft("xa-phuong-thinh", "report_annual")
    paper = lost.hand_in(DRAFTERS["xa-phuong-thinh"], "xa-phuong-thinh", "report_annual", draft)
    open_form(lost.runtime, paper)
    backing_up.back_up(lost.runtime, lost.runtime.who(None), place / "backups")
    lost.runtime.memory.close()
    empty = Runtime.open(Settings(data=place / "there", port=free_port()))
    restoring.restore(empty, place / "backups")
    there = Runtime.open(Settings(data=place / "there", port=empty.settings.port))  # with the key that was restored
    prefect_memory.put_into(there.settings.data)
    return House(there), paper


@pytest.fixture(scope="module")
def office(restored: tuple[House, str]) -> Iterator[Office]:
    """One household for all these tests; each has papers of its own."""
    with at_work(restored[0]) as running:
        yield running


def test_a_form_that_waited_in_the_lost_office_is_decided_in_the_restored_one(
    office: Office, restored: tuple[House, str]
) -> None:
    _, paper = restored
    waiting = office.step(paper)
    office.reconcile()
    assert office.decide(paper).status == 201
    with office.house.runtime.memory.read() as session:
        (decision,) = documents.decisions(session, paper)
    assert waiting is not None
    assert decision.step_id == waiting.id
    everything = office.finish(paper)
    office.completed(*everything)


def test_a_run_happens_at_its_scheduled_time_and_not_before(office: Office) -> None:
    at = datetime.now(UTC) + timedelta(seconds=3)
    run_id = office.start("reconcile", at)

    def ended() -> dict[str, Any] | None:
        run = office.run(run_id)
        return run if run is not None and run["state"]["type"] == "COMPLETED" else None

    run = office.wait("the scheduled run has ended", ended)
    assert datetime.fromisoformat(run["start_time"]) >= at


def test_reconcile_is_scheduled_by_prefect_itself(office: Office) -> None:
    wanted = {"flows": {"name": {"any_": ["reconcile"]}}, "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}

    def scheduled() -> list[dict[str, Any]]:
        found = office.post("/flow_runs/filter", wanted)
        return [run for run in found if run["auto_scheduled"]]

    runs = office.wait("Prefect's scheduler has made runs", scheduled)
    assert all("system" in run["tags"] for run in runs)


def test_the_witness_comes_every_day_at_half_past_five_in_vietnam(office: Office) -> None:
    wanted = {"flows": {"name": {"any_": ["witness"]}}, "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}

    def scheduled() -> list[datetime]:
        runs = [run for run in office.post("/flow_runs/filter", wanted) if run["auto_scheduled"]]
        return [datetime.fromisoformat(run["expected_start_time"]).astimezone(VIETNAM) for run in runs]

    times = sorted(office.wait("Prefect's scheduler has made runs", scheduled))
    assert {f"{at:%H:%M}" for at in times} == {"17:30"}
    assert times[1] - times[0] == timedelta(days=1)
    runtime = office.house.runtime
    runtime.clock.set(runtime.clock.now() + timedelta(days=1))
    office.start("witness")
    office.wait("the next day's witness", lambda: "witness/2026-01-16.json" in witnessing.keys(runtime))


def test_a_deleted_run_is_opened_again_with_a_new_form(office: Office) -> None:
    paper = office.hand_in("xa-ba-sao", "plan")
    lost, step = office.open_form(paper), office.step(paper)
    office.system.delete(f"/flow_runs/{lost}").raise_for_status()
    office.reconcile()
    again, opened = office.open_form(paper), office.step(paper)
    assert again != lost
    assert step is not None
    assert opened is not None
    assert (opened.id, opened.openings) == (step.id, step.openings + 1)
    stale = office.decide(paper, lost)
    assert (stale.status, stale.text.startswith("Phiếu trình này không còn")) == (404, True)
    assert office.form(paper) == again, "the stale form decided nothing"
    everything = office.finish(paper)
    assert office.happened(paper) == Counter(dict.fromkeys(ONCE, 1))
    office.completed(*everything)


def test_a_document_whose_run_failed_gets_another_without_reconcile(office: Office) -> None:
    """As when our database's disk was full for a moment: the person has decided, and nobody presses again."""
    paper = office.hand_in("ptp", "report_h1")
    failed = office.open_form(paper)
    office.post(f"/flow_runs/{failed}/set_state", {"state": {"type": "FAILED", "message": "NotNow"}, "force": True})
    at = time.monotonic()
    office.wait("another run has the form", lambda: office.form(paper) not in (None, failed))
    assert time.monotonic() - at < 60, "the scheduled reconcile comes every ten minutes"
    office.finish(paper)
    assert office.happened(paper) == Counter(dict.fromkeys(ONCE, 1))


def test_a_decision_in_a_form_whose_run_was_deleted_meanwhile_counts(office: Office) -> None:
    paper = office.hand_in("xa-phuong-thinh", "plan")
    lost, step = office.open_form(paper), office.step(paper)
    assert step is not None
    office.system.delete(f"/flow_runs/{lost}").raise_for_status()
    assert office.decide(paper, lost).status == 201
    everything = office.finish(paper)
    with office.house.runtime.memory.read() as session:
        assert [past.duty for past in documents.decisions(session, paper)] == ["form", "approve_sign", "number_seal"]
    office.completed(*everything)


def test_a_worker_killed_between_decision_and_next_step_loses_nothing_and_does_nothing_twice(office: Office) -> None:
    """Killed twice: right after the click was answered, and while the leg that signs and seals is running."""
    paper = office.hand_in("xa-my-tho", "plan")
    assert office.decide(paper).status == 201
    os.kill(office.worker_pid, signal.SIGKILL)
    office.open_form(paper)  # the next duty's form, by the next worker
    office.decide(paper)
    sealing = office.open_form(paper)
    assert office.decide(paper).status == 201
    office.wait("the sealing leg runs", lambda: (office.run(sealing) or {})["state"]["type"] != "PAUSED")
    os.kill(office.worker_pid, signal.SIGKILL)
    everything = office.finish(paper)
    assert office.happened(paper) == Counter(dict.fromkeys(ONCE, 1))
    with office.house.runtime.memory.read() as session:
        assert set(documents.renditions(session, paper, 1)) == {"rendered", "signed", "sealed"}
        (number,) = [line.number for line in registers.outgoing(session, "xa-my-tho", NOW.year)]
        assert number == 1
    assert verifying.verify_all(office.house.runtime).broken == ()
    office.completed(*everything)


def test_a_worker_that_is_there_but_stopped_is_ended_and_its_work_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs, for whoever asks only that; nothing would move until somebody wondered."""
    paper = office.hand_in("ptckh", "plan")
    office.open_form(paper)
    stopped = office.worker_pid
    with office.house.runtime.memory.write():  # it writes nothing now: stopped in the middle, it would keep SQLite
        os.kill(stopped, signal.SIGSTOP)
        os.waitid(os.P_PID, stopped, os.WSTOPPED | os.WNOWAIT)  # kill(2) answers while its threads still run
    assert office.decide(paper).status == 201
    monkeypatch.setattr(pulse, "SILENT_SECONDS", 4 * pulse.BEAT_SECONDS)
    office.wait("another worker lives", lambda: office.worker_pid != stopped)
    assert any("không còn dấu hiệu sống" in line for line in office.household.news)
    monkeypatch.undo()  # the new one may take its time to start
    office.open_form(paper)


def test_a_server_killed_between_decision_and_waking_loses_nothing(office: Office) -> None:
    """Somebody holds Prefect's database, so that the waking hangs: the click is answered, then the server falls."""
    paper = office.hand_in("xa-phuong-thinh", "report_h1")
    form, step = office.open_form(paper), office.step(paper)
    assert step is not None
    holder = sqlite3.connect(office.house.settings.data / "prefect.db", timeout=120, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    answers = [office.decide(paper, form).status]
    person = office.at_the_door(step.people[0])
    answers.append(person.resume(form, deciding.verbs(step)[0]).status)
    assert answers == [201, 201], "pressed again while nothing moves, it is the same decision"
    os.kill(office.server_pid, signal.SIGKILL)
    holder.execute("ROLLBACK")
    holder.close()
    everything = office.finish(paper)
    assert office.happened(paper) == Counter(dict.fromkeys(ONCE, 1))
    with office.house.runtime.memory.read() as session:
        assert [past.duty for past in documents.decisions(session, paper)] == ["form", "approve_sign", "number_seal"]
    office.completed(*everything)


def test_an_archive_that_stays_away_asks_an_administrator_and_goes_on_when_he_has_mended_it(office: Office) -> None:
    """The run that sealed waits with a form for him: nobody else can press it, and reconcile tries nothing."""
    paper = office.hand_in("xa-ba-sao", "report_h1")
    office.decide(paper)
    office.decide(paper)
    sealing = office.open_form(paper)
    clerk = (office.step(paper) or Step()).people[0]
    objects = office.house.settings.data / "archive" / "objects"
    objects.rename(away := objects.with_name("away"))
    assert office.decide(paper).status == 201
    assert office.wait("the obstacle lies before somebody", lambda: office.obstacle(paper)) == sealing
    run = office.run(sealing) or {}
    assert run["name"].startswith("Vướng: đóng dấu · Báo cáo 6 tháng · ")
    assert "with:ly-gia-huy" in run["tags"]
    office.reconcile()
    assert office.obstacle(paper) == sealing
    assert office.happened(paper, {"stopped"}).total() == 1
    assert office.people[clerk].resume(sealing, "Đã khắc phục, làm tiếp").status == 403
    assert office.decide(paper).status == 201
    office.wait("it failed again, and he is asked again", lambda: office.happened(paper, {"stopped"}).total() == 2)
    office.wait("the second form is open", lambda: office.obstacle(paper))
    away.rename(objects)
    everything = office.finish(paper)
    assert office.happened(paper) == Counter(dict.fromkeys(ONCE, 1))
    office.completed(*everything)
    assert verifying.verify_all(office.house.runtime).broken == ()


# Papers that no other test here hands in: the same bytes twice are refused.
UNSENT = (
    ("ptp", "plan"), ("ptp", "report_annual"), ("pvhtt", "plan"), ("pvhtt", "report_h1"), ("pvhtt", "report_annual"),
    ("ptckh", "report_h1"), ("ptckh", "report_annual"), ("xa-my-tho", "report_h1"), ("xa-my-tho", "report_annual"),
    ("xa-ba-sao", "report_annual"),
)  # fmt: skip


def test_prefects_database_is_wiped_while_ten_documents_wait_and_all_of_them_finish(office: Office) -> None:
    papers = [office.hand_in(unit, kind) for unit, kind in UNSENT]
    before = {paper: office.open_form(paper) for paper in papers}
    office.restart_without_prefects_memory()
    office.reconcile()
    after = {paper: office.open_form(paper) for paper in papers}
    assert not set(before.values()) & set(after.values())
    cycle_id = year.open_cycle_id(office.house.runtime, NOW.year)
    wanted = {one.key(cycle_id) for one in year.milestones(office.house.runtime, cycle_id)}
    assert milestones(office) == wanted, "the year's instants are awaited again"
    everything = office.finish(*papers)
    assert len(everything) == 20
    for paper in papers:
        assert office.happened(paper) == Counter(dict.fromkeys(ONCE, 1))
    with office.house.runtime.memory.read() as session:
        for unit in DRAFTERS:
            taken = [line.number for line in registers.outgoing(session, unit, NOW.year)]
            assert taken == list(range(1, len(taken) + 1))
        arrivals = [line.arrival_number for line in registers.incoming(session, "ubnd", NOW.year)]
        assert arrivals == list(range(1, len(arrivals) + 1))
        assert set(events.broken_links(session)) == set()
    assert verifying.verify_all(office.house.runtime).broken == ()
    office.completed(*everything)


def milestones(office: Office) -> set[str]:
    """Which of the year's instants Prefect has a run for."""
    found = office.post("/flow_runs/filter", {"flow_runs": {"tags": {"all_": ["milestone"]}}})
    return {tag for run in found for tag in run["tags"] if tag.startswith("milestone:")}


def test_a_deadline_that_comes_after_a_wipe_still_finds_its_run_and_is_noted_once(office: Office) -> None:
    """In the order of this file: the test before it wiped Prefect's memory."""
    cycle_id = year.open_cycle_id(office.house.runtime, NOW.year)
    office.house.runtime.clock.set(datetime(NOW.year, 3, 15, tzinfo=VIETNAM))

    def noted() -> list[list[str]]:
        with office.house.runtime.memory.read() as session:
            return [event.facts["missing"] for event in events.of_kind(session, "deadline-passed", cycle_id)]

    (missing,) = office.wait("the deadline was noted", noted)
    with office.house.runtime.memory.read() as session:
        profile = office.house.runtime.profile(session)
        owed = cycles.obligations(session, cycle_id)
    names = {unit.code: unit.name for unit in profile.units}
    assert missing == [names[row.unit] for row in owed if row.kind == "plan" and row.first_arrived_at is None]
