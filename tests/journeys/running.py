"""A running installation whose people act through the real doors: the building block of the journeys about losses."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from actions import accounts, agenda, deciding
from cli.demo.doors import Answer, Person
from cli.household import Household
from models import documents, events
from models.tables import Document, Step
from rules.duties import UNBLOCK
from tests.support import prefect_memory
from tests.support.house import PASSWORD, House
from tests.support.prefect_rows import PrefectRows

PATIENCE_SECONDS = 240.0
DRAFTERS = {
    "ptp": "truong-my-duyen",
    "pvhtt": "bui-ngoc-anh",
    "ptckh": "ho-nhat-minh",
    "xa-my-tho": "le-thi-cam-tu",
    "xa-ba-sao": "nguyen-thi-yen-nhi",
    "xa-phuong-thinh": "pham-ngoc-tram",
}
ONCE = ("rendered", "signed", "numbered", "sealed", "issued", "kept")


@dataclass
class Office:
    """The installation with its processes, and its people at the doors."""

    house: House
    household: Household
    system: httpx.Client
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.prefect = PrefectRows(self.house.settings.prefect_database_url)

    @property
    def worker_pid(self) -> int:
        return self._pid_of("work")

    @property
    def server_pid(self) -> int:
        return self._pid_of("serve")

    def _pid_of(self, child: str) -> int:
        process = self.household.children[child].process
        assert process is not None
        return process.pid

    def wait(self, what: str, until: Callable[[], Any]) -> Any:
        """Tend the household until something is so; answers it."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not (found := until()):
            last = self.household.children["work"].last_words
            assert time.monotonic() < give_up, f"waited in vain until {what}: {last()}"
            self.household.tend()
            time.sleep(0.2)
        return found

    def restart_without_prefects_memory(self) -> None:
        """Stop everything, wipe Prefect's database, start again with one of which nothing but its tables is there."""
        self.household.stop()
        self.prefect.close()
        wiped = list(self.house.settings.data.glob("prefect.db*"))
        assert wiped
        for path in wiped:
            path.unlink()
        prefect_memory.put_into(self.house.settings.data)
        self.household = Household(self.house.settings)
        self.household.open()
        self.household.wait_until_ready()

    def hand_in(self, unit: str, kind: str) -> str:
        return self.house.hand_in(DRAFTERS[unit], unit, kind, self.house.draft(unit, kind))

    def document(self, document_id: str) -> Document:
        with self.house.runtime.memory.read() as session:
            return session.get_one(Document, document_id)

    def step(self, document_id: str) -> Step | None:
        """The step that waits for a person, if one does."""
        with self.house.runtime.memory.read() as session:
            step = documents.current_step(session, session.get_one(Document, document_id))
            return step if step is not None and step.state == "waiting" else None

    def run(self, run_id: str | None) -> dict[str, Any] | None:
        """A run as Prefect knows it; None when it is gone."""
        answer = self.system.get(f"/flow_runs/{run_id}")
        found: dict[str, Any] | None = answer.json() if answer.status_code == 200 else None
        return found

    def form(self, document_id: str) -> str | None:
        """The run in which the present step's form is open, if it is."""
        return self._form_among(self.prefect.open_forms(), document_id)

    def _form_among(self, open_forms: dict[str, str], document_id: str) -> str | None:
        step, run = self.step(document_id), self.document(document_id).flow_run_id
        return run if step is not None and run is not None and open_forms.get(run) == step.key else None

    def obstacle(self, document_id: str) -> str | None:
        """The run in which the administrator's form about a document is open."""
        step = self.step(document_id)
        return self.form(document_id) if step is not None and step.duty == UNBLOCK else None

    def open_form(self, document_id: str) -> str:
        """Wait for a form; answers its run."""
        run: str = self.wait(f"a form of {document_id} is open", lambda: self.form(document_id))
        return run

    def decide(self, document_id: str, run_id: str | None = None) -> Answer:
        """The first holder of the waiting step agrees, in its form or in an older run's."""
        run = run_id or self.open_form(document_id)
        step = self.step(document_id)
        assert step is not None
        return self.at_the_door(step.people[0]).resume(run, deciding.verbs(step)[0])

    def at_the_door(self, code: str) -> Person:
        """A person, signed in."""
        if code not in self.people:
            accounts.set_password(self.house.runtime, self.house.runtime.who(None), PASSWORD, code)
            self.people[code] = Person(self.house.origin, code, PASSWORD)
        return self.people[code]

    def finish(self, *document_ids: str) -> list[str]:
        """Everybody agrees until these papers, and what arrives of them, are at rest; answers all their ids."""
        unfinished, seen = list(document_ids), list(document_ids)

        def moved() -> bool:
            open_forms = self.prefect.open_forms()
            for document_id in list(unfinished):
                if agenda.next_job(self.house.runtime, document_id).kind == "done":
                    unfinished.remove(document_id)
                    arrived = self.arrived(document_id)
                    unfinished.extend(arrived)
                    seen.extend(arrived)
                elif run := self._form_among(open_forms, document_id):
                    self.decide(document_id, run)
            return not unfinished

        self.wait(f"{len(document_ids)} papers are at rest", moved)
        return seen

    def arrived(self, document_id: str) -> list[str]:
        with self.house.runtime.memory.read() as session:
            found = documents.incoming_of(session, document_id)
            return [found.id] if found is not None else []

    def start(self, flow: str, at: datetime | None = None) -> str:
        """A run of a deployment, now or at an instant; answers its id."""
        deployment = self.system.get(f"/deployments/name/{flow}/{flow}").raise_for_status().json()["id"]
        details = {"scheduled_time": at.isoformat()} if at else {}
        body = {"state": {"type": "SCHEDULED", "state_details": details}}
        run: str = self.post(f"/deployments/{deployment}/create_flow_run", body)["id"]
        return run

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Ask or tell Prefect something; again while its database is busy, as every client of Prefect's does."""

        def answered() -> httpx.Response | None:
            answer = self.system.post(path, json=body)
            return None if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else answer.raise_for_status()

        return self.wait(f"Prefect answers {path}", answered).json()

    def reconcile(self) -> str:
        """The scheduled flow, started by hand; answers what it says it did."""
        run_id = self.start("reconcile")

        def ended() -> dict[str, Any] | None:
            run = self.run(run_id)
            return run if run is not None and run["state"]["type"] == "COMPLETED" else None

        message: str = self.wait("reconcile has ended", ended)["state"]["message"]
        return message

    def happened(self, document_id: str, kinds: Iterable[str] = ONCE) -> Counter[str]:
        """How often things of these kinds (else: the machine's acts) stand in a document's history."""
        with self.house.runtime.memory.read() as session:
            return Counter(event.kind for event in events.of_document(session, document_id) if event.kind in kinds)

    def states(self, document_id: str) -> Counter[str]:
        """In which states Prefect itself holds a document's runs."""
        return self.prefect.approval_runs().get(document_id, Counter())

    def completed(self, *document_ids: str) -> None:
        """Prefect itself holds exactly one Completed run of each, and no other that still waits or runs."""

        def runs() -> dict[str, Counter[str]]:
            found = self.prefect.approval_runs()
            return {document_id: found.get(document_id, Counter()) for document_id in document_ids}

        self.wait("their runs are Completed", lambda: all(run["Completed"] for run in runs().values()))
        assert runs() == {document_id: Counter({"Completed": 1}) for document_id in document_ids}


@contextmanager
def at_work(house: House) -> Iterator[Office]:
    """A house in which server and worker run."""
    headers = {"Authorization": f"Bearer {house.settings.worker_key}"}
    address = f"{house.settings.server_url}/api"
    with httpx.Client(base_url=address, headers=headers, timeout=60, trust_env=False) as system:
        office = Office(house, Household(house.settings), system)
        try:
            office.household.open()
            office.household.wait_until_ready(600)
            yield office
        finally:
            office.household.stop()
