"""The worker type `trinhky`, alive: a real server behind the gate, a worker process, real runs."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from prefect.workers.base import BaseWorker

from flows.worker import InProcessWorker
from tests.flows.conftest import Works


def legs(notes: Path) -> list[int]:
    """The process ids that the legs of a run have noted."""
    return [int(line) for line in notes.read_text().split()] if notes.exists() else []


def test_prefect_finds_the_worker_type_by_its_entry_point() -> None:
    assert BaseWorker.get_worker_class_from_type("trinhky") is InProcessWorker


def test_no_run_takes_variables_that_prefect_would_have_to_check(works: Works) -> None:
    pool = works.api.get("/work_pools/trinhky").raise_for_status().json()
    assert pool["base_job_template"]["variables"]["properties"] == {}


def test_every_leg_runs_in_the_workers_own_process(works: Works, tmp_path: Path) -> None:
    run = works.start("with_forms", tmp_path / "notes", forms=2)
    for leg in (1, 2):
        works.wait("the form is open", lambda leg=leg: len(legs(tmp_path / "notes")) == leg)
        works.wait_for(run, "Suspended")
        assert works.resume(run) == "ACCEPT"
    works.wait_for(run, "Completed")
    assert legs(tmp_path / "notes") == [works.worker_pid] * 3


def test_a_form_can_be_read_and_answered_as_soon_as_its_run_is_suspended(works: Works, tmp_path: Path) -> None:
    run = works.start("with_forms", tmp_path / "notes", forms=1)
    works.wait_for(run, "Suspended")
    form = works.api.get(f"/flow_runs/{run}/input/suspended-form-1-schema").raise_for_status().json()
    assert form["properties"]["verb"]["enum"] == ["Đồng ý", "Trả lại"]
    assert "verb" in form["required"], "a verb with a default would decide by itself"
    assert works.api.get(f"/flow_runs/{run}/input/suspended-form-1-description").json() == "Phiếu 1"
    assert works.resume(run) == "ACCEPT"
    works.wait_for(run, "Completed")


def test_a_run_that_breaks_is_failed_and_the_worker_goes_on(works: Works, tmp_path: Path) -> None:
    broken = works.start("broken", tmp_path / "broken")
    works.wait_for(broken, "Failed")
    after = works.start("with_forms", tmp_path / "after", forms=0)
    works.wait_for(after, "Completed")
    assert legs(tmp_path / "broken") == legs(tmp_path / "after") == [works.worker_pid]


def test_a_coroutine_flow_runs_too(works: Works, tmp_path: Path) -> None:
    run = works.start("by_async", tmp_path / "notes")
    works.wait_for(run, "Completed")
    assert legs(tmp_path / "notes") == [works.worker_pid]


def test_a_run_may_bear_the_name_of_each_of_two_hundred_units(works: Works) -> None:
    """As the milestones of a province do: its tags are related resources of its events."""
    deployment = works.deploy("until_told", name="of-many")
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2099-01-01T00:00:00Z"}}
    tags = [f"person:{number}" for number in range(600)]
    run = works.post(f"/deployments/{deployment}/create_flow_run", {"state": state, "tags": tags})
    assert len(run["tags"]) == 600
    works.api.delete(f"/flow_runs/{run['id']}").raise_for_status()


def test_a_run_cancelled_while_it_runs_ends_cancelled(works: Works, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    run = works.start("until_told", notes)
    works.wait_for(run, "Running")
    works.post(f"/flow_runs/{run}/set_state", {"state": {"type": "CANCELLING", "name": "Cancelling"}})
    Path(f"{notes}.go").touch()
    works.wait_for(run, "Cancelled")
    assert legs(notes) == [works.worker_pid], "its leg ended by itself; nobody ran it again"


def test_a_scheduled_run_really_happens(works: Works, tmp_path: Path) -> None:
    parameters = {"notes": str(tmp_path / "notes"), "forms": 0}
    schedule = {"schedule": {"interval": 3}, "active": True, "max_scheduled_runs": 3}
    deployment = works.deploy("with_forms", name="by-the-clock", parameters=parameters, schedules=[schedule])
    wanted = {"deployments": {"id": {"any_": [deployment]}}, "flow_runs": {"state": {"name": {"any_": ["Completed"]}}}}
    works.wait("a scheduled run is completed", lambda: works.post("/flow_runs/filter", wanted) != [])
    done = works.post("/flow_runs/filter", wanted)
    works.api.delete(f"/deployments/{deployment}").raise_for_status()
    assert done[0]["auto_scheduled"], "only the server's scheduler makes such a run"


def test_a_burst_loses_no_run_and_the_server_goes_on_answering(works: Works, tmp_path: Path) -> None:
    runs = {works.start("with_forms", tmp_path / str(number), forms=3): tmp_path / str(number) for number in range(10)}

    def all_done() -> bool:
        assert works.api.get("/health").status_code == 200
        waiting = {"flow_runs": {"id": {"any_": list(runs)}, "state": {"type": {"any_": ["PAUSED"]}}}}
        for run in works.post("/flow_runs/filter", waiting):
            works.resume(run["id"])
        return all(works.state(run) == "Completed" for run in runs)

    works.wait("all runs are completed", all_done)
    assert {len(legs(notes)) for notes in runs.values()} == {4}, "each form costs one leg, no more"


def test_two_workers_never_run_the_same_leg(works: Works, tmp_path: Path) -> None:
    settings = works.house.settings
    ours = {"TRINHKY_DATA": str(settings.data), "TRINHKY_PORT": str(settings.port), "TRINHKY_WORKER_NAME": "second"}
    second = subprocess.Popen(
        [sys.executable, "-m", "cli", "work"],
        env=os.environ | ours,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        workers = "/work_pools/trinhky/workers/filter"
        works.wait("it has reported", lambda: "second" in [worker["name"] for worker in works.post(workers, {})])
        notes = [tmp_path / str(number) for number in range(12)]
        runs = [works.start("with_forms", note, forms=0) for note in notes]
        works.wait("all runs are completed", lambda: all(works.state(run) == "Completed" for run in runs))
    finally:
        second.terminate()
        ended = second.wait(60)
    assert [len(legs(note)) for note in notes] == [1] * 12
    assert ended == 0, "asked to end, a worker ends by itself"


LATE = """
import sys
from prefect.client.orchestration import get_client
from flows import leg
from flows.recovery import Taker
from tests.flows.sample_flows import with_forms
flow_run = get_client(sync_client=True).read_flow_run("{run}")
print("seen", flush=True)
sys.stdin.readline()
print(leg.run_leg(with_forms, flow_run, Taker.here("late")), flush=True)
"""


@pytest.mark.parametrize("meanwhile", ["COMPLETED", "FAILED", "CRASHED", "PAUSED"])
def test_a_worker_that_comes_late_with_what_it_saw_leaves_the_run_alone(
    works: Works, tmp_path: Path, meanwhile: str
) -> None:
    """Between its look and its claim another worker has done the whole leg."""
    run = works.start("with_forms", tmp_path / "notes", pool=works.pool(f"late-{meanwhile}"), forms=0)
    late = works.python(LATE.format(run=run))
    assert late.stdin is not None
    assert late.stdout is not None
    assert late.stdout.readline() == "seen\n"
    works.post(f"/flow_runs/{run}/set_state", {"state": {"type": meanwhile, "name": "Meanwhile"}, "force": True})
    answer, _ = late.communicate("\n", 60)
    assert answer == "None\n"
    assert legs(tmp_path / "notes") == []
    assert works.state(run) == "Meanwhile"


def test_what_a_killed_worker_left_is_run_again(works: Works, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    run = works.start("stuck", notes, legs=1)
    works.wait("the first leg has begun", lambda: len(legs(notes)) == 1)
    killed = works.worker_pid
    os.kill(killed, signal.SIGKILL)
    works.wait_for(run, "Completed")
    assert legs(notes) == [killed, works.worker_pid]
