"""Two workers on one pool, two reconciles at once, on real papers: our tables say that each effect happened once."""

import json
from collections import Counter
from typing import Any

from sqlalchemy import select

from models.tables import Event
from tests.flows.conftest import Works

DRAFTERS = {"ptp": "truong-my-duyen", "ptckh": "ho-nhat-minh"}
SECOND_WORKER = "from cli import working; working.work()"
# In a pool without a worker nobody else heals; without patience, what is taken and unsigned is an orphan at once.
TWO_RECONCILES = """
import asyncio, json
from datetime import timedelta
from flows import reconcile, recovery
recovery.PATIENCE = timedelta(0)
reconcile.WORK_POOL = "nobody"
async def both():
    return await asyncio.gather(reconcile.put_right(), reconcile.put_right())
print(json.dumps(asyncio.run(both())))
"""


def test_two_workers_and_two_reconciles_do_everything_once(works: Works, tmp_path: Any) -> None:
    house = works.house
    second = works.python(SECOND_WORKER, TRINHKY_WORKER_NAME="second-of-two")
    try:
        papers = [house.hand_in(person, unit, "plan", house.draft(unit)) for unit, person in DRAFTERS.items()]
        works.wait("each paper lies before its reader", lambda: all(_lies(works, paper) for paper in papers))
        works.api.delete(f"/flow_runs/{_runs(works, papers[0])[0]['id']}").raise_for_status()
        left = works.start("with_forms", tmp_path / "left", pool=works.pool("nobody"), forms=0)
        works.post(f"/flow_runs/{left}/set_state", {"state": {"type": "RUNNING"}, "force": True})
        counts = json.loads(works.python(TWO_RECONCILES).communicate(timeout=240)[0].splitlines()[-1])
        works.wait("each paper lies there again", lambda: all(_lies(works, paper) for paper in papers))
    finally:
        second.terminate()
        second.wait(90)
    assert sum(count["put back"] for count in counts) == 1, "an unsigned run that a death left is found, by one of them"
    assert works.run(left)["state"]["type"] == "SCHEDULED"
    assert [_events(works, paper)["rendered"] for paper in papers] == [1, 1]
    assert [_events(works, paper)["opened"] for paper in papers] == [2, 1], "only the lost form was opened again"
    assert [len(_runs(works, paper)) for paper in papers] == [1, 1]


def _runs(works: Works, paper: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = works.post("/flow_runs/filter", {"flow_runs": {"tags": {"all_": [f"doc:{paper}"]}}})
    return found


def _lies(works: Works, paper: str) -> bool:
    return [run["state"]["name"] for run in _runs(works, paper)] == ["Suspended"]


def _events(works: Works, paper: str) -> Counter[str]:
    with works.house.runtime.memory.read() as session:
        return Counter(session.scalars(select(Event.kind).where(Event.document_id == paper)))
