"""A restored office comes up, opens its forms again without Prefect's old database, and people decide in them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import pytest

from actions import backing_up, restoring, witnessing
from actions.runtime import Runtime
from actions.settings import Settings
from cli.household import Household
from models import documents
from rules.deadlines import VIETNAM
from tests.conftest import NOW
from tests.journeys.running import DRAFTERS, Office
from tests.makers import open_form
from tests.support import prefect_memory
from tests.support.house import House, build_house, free_port


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str]]:
    """A paper waits in the form of an office; what runs is only its backup, elsewhere. Answers the paper's id too."""
    tmp_path = tmp_path_factory.mktemp("restored")
    house = build_house(tmp_path / "lost", NOW, ("ly-gia-huy",))
    paper = house.hand_in(DRAFTERS["xa-ba-sao"], "xa-ba-sao", "plan", house.draft("xa-ba-sao"))
    open_form(house.runtime, paper)
    backing_up.back_up(house.runtime, house.runtime.who(None), tmp_path / "backups")
    house.runtime.memory.close()
    empty = Runtime.open(Settings(data=tmp_path / "there", port=free_port()))
    restoring.restore(empty, tmp_path / "backups")
    there = Runtime.open(Settings(data=tmp_path / "there", port=empty.settings.port))  # with the key that was restored
    settings = there.settings
    prefect_memory.put_into(settings.data)
    headers = {"Authorization": f"Bearer {settings.worker_key}"}
    address = f"{settings.server_url}/api"
    with httpx.Client(base_url=address, headers=headers, timeout=60, trust_env=False) as system:
        running = Office(House(there), Household(settings), system)
        try:
            running.household.open()
            running.household.wait_until_ready(400)
            yield running, paper
        finally:
            running.household.stop()


def test_a_form_that_waited_in_the_lost_office_is_decided_in_the_restored_one(restored: tuple[Office, str]) -> None:
    office, paper = restored
    waiting = office.step(paper)
    office.reconcile()
    assert office.decide(paper).status == 201
    with office.house.runtime.memory.read() as session:
        (decision,) = documents.decisions(session, paper)
    assert waiting is not None
    assert decision.step_id == waiting.id
    everything = office.finish(paper)
    office.completed(*everything)


def test_the_witness_comes_every_day_at_half_past_five_in_vietnam(restored: tuple[Office, str]) -> None:
    office, _ = restored
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
