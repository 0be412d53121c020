"""A real office for tests of what is kept: the sample profile, an open year, and papers that lived their whole life.

People's decisions and the machine's effects are the production functions; only Prefect is left out between them.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from actions import agenda, deciding, hand_in, issuing, profiles, stepping, year
from actions.clock import make_demo
from actions.hand_in import HandIn
from actions.runtime import Runtime
from actions.settings import Settings
from cli.demo.papers import draft
from models import migrating, records
from models.tables import Document, Step
from rules.deadlines import civil_date
from rules.duties import DUTIES
from tasks import papers
from tests.conftest import NOW

ADMINISTRATOR = "ly-gia-huy"
DRAFTERS = {"ptp": "truong-my-duyen", "xa-my-tho": "le-thi-cam-tu"}
PROFILE = Path(__file__).parents[2] / "profiles" / "cao-lanh"


@dataclass
class KeptOffice:
    """An installation on SQLite and a directory archive, and the ids of its two records."""

    runtime: Runtime
    division: str
    commune: str

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.runtime.settings.data

    @property
    def archive(self) -> Path:
        """The directory of the archive."""
        return self.data / "archive"


def a_copy_of_the_kept_office(data: Path) -> KeptOffice:
    """An office with the kept plans of a division and of a commune; made once, copied to `data`."""
    made, division, commune = _made_once()
    shutil.copytree(made, data)
    return KeptOffice(Runtime.open(Settings(data=data)), division, commune)


@cache
def _made_once() -> tuple[Path, str, str]:
    place = Path(tempfile.mkdtemp(prefix="trinhky-office-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        runtime = an_office(place / "data", NOW)
        records_ = (issue(runtime, "ptp", patch), issue(runtime, "xa-my-tho", patch))
    runtime.memory.close()
    return (place / "data", *records_)


def an_office(data: Path, now: datetime, database_url: str = "") -> Runtime:
    """An installation in `data`, where it is `now`, with the sample profile and the year's cycle."""
    make_demo(data, now)
    runtime = Runtime.open(Settings(data=data, database_url=database_url))
    migrating.migrate(runtime.memory)
    profiles.load_profile(runtime, runtime.who(None), PROFILE)
    year.start_cycle(runtime, runtime.who(ADMINISTRATOR), runtime.clock.now().year)
    return runtime


def issue(runtime: Runtime, unit: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A unit's plan, from hand-in to its record; answers the record's id. Its arrival at the office is registered."""
    monkeypatch.setattr(Runtime, "current", lambda: runtime)
    who = runtime.who(DRAFTERS[unit], "test")
    with runtime.memory.read() as session:
        docx = draft(runtime.profile(session), unit, "plan", civil_date(who.at))
    taken = hand_in.submit(runtime, who, HandIn(unit, "plan", civil_date(who.at).year, f"{unit}.docx", docx))
    live(runtime, taken.document_id)
    with runtime.memory.read() as session:
        record = records.of_document(session, taken.document_id)
        arrived = session.query(Document).filter_by(source_id=taken.document_id).one()
        assert record is not None
    live(runtime, arrived.id)
    return record.id


def live(runtime: Runtime, document_id: str) -> None:
    """What comes next, done by whoever has it to do, until the document is at rest."""
    while (job := agenda.next_job(runtime, document_id)).kind != "done":
        if job.kind == "work":
            WORK[job.work](runtime, document_id)
        else:
            assert job.kind == "form", f"{document_id} came back to its drafter"
            _decide(runtime, document_id, job.step_id)


def _decide(runtime: Runtime, document_id: str, step_id: int) -> None:
    stepping.open_step(runtime, runtime.who(None), step_id, f"run-{document_id[:8]}")
    with runtime.memory.read() as session:
        step = session.get_one(Step, step_id)
    who = runtime.who(step.people[0], "test")
    deciding.decide(runtime, who, deciding.Choice(DUTIES[step.duty].verbs[0].text), document_id=document_id)


WORK: dict[str, Callable[[Runtime, str], object]] = {
    "render": lambda runtime, document: papers.render.fn(document),
    "sign": lambda runtime, document: papers.sign_person.fn(document),
    "number": lambda runtime, document: issuing.take_number(runtime, runtime.who(None), document),
    "seal": lambda runtime, document: papers.seal.fn(document),
    "deliver": lambda runtime, document: issuing.issue(runtime, runtime.who(None), document),
    "keep": lambda runtime, document: papers.keep.fn(document),
}
