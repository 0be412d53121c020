"""An office at work: an installation with its server and worker, people at its doors, and papers that lie ready.

A paper that *arrives* is an issued one on its way to the office's văn thư: two real decisions (receive, examine) and
no rendering, so that thousands of them measure the engine and not LibreOffice.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import text

from actions import arriving, stepping
from benchmarks import filling_prefect, processes
from benchmarks.filling import Example, outbox_is_empty
from cli.demo.doors import Answer, Person
from cli.household import Household
from models import documents
from models.tables import Account, Document
from rules.duties import DUTIES
from tests.conftest import NOW
from tests.support.house import PASSWORD, House, build_house
from tests.support.prefect_rows import PrefectRows

PARTS = {"server": "serve", "worker": "work"}
GIVE_UP_SECONDS = 900.0
DECIDED = 201  # the gate's only answer to a press that is a success


@dataclass(frozen=True)
class Form:
    """A form that waits in Prefect: its run and key, the paper, its duty, and the first who may decide."""

    run: str
    key: str
    paper: str
    duty: str
    person: str


@dataclass
class Office:
    """A house whose server and worker run."""

    house: House
    household: Household
    prefect: PrefectRows
    _people: dict[str, Person] = field(default_factory=dict)

    def person(self, code: str) -> Person:
        """A person, signed in at the gate, who never presses again: a call that fails is an error that is counted."""
        if code not in self._people:
            self._people[code] = Person(self.house.origin, code, PASSWORD, patience=0)
        return self._people[code]

    def press(self, form: Form) -> Answer:
        """The first verb of a form, pressed by its person."""
        return self.person(form.person).resume(form.run, DUTIES[form.duty].verbs[0].text)

    def forms(self) -> list[Form]:
        """Every form that is open: a step of ours waits, and its run is suspended under this step's key."""
        keys = self.prefect.open_forms()
        with self.house.runtime.memory.read() as session:
            waiting = documents.waiting_steps(session)
        return [
            Form(str(paper.flow_run_id), step.key, paper.id, step.duty, step.people[0])
            for step, paper in waiting
            if keys.get(str(paper.flow_run_id)) == step.key
        ]

    def lay_ready(self, papers: int) -> list[str]:
        """So many issued papers that can `arrive`; ends when the worker has nothing left to carry."""
        self.wait("the outbox is empty", lambda: outbox_is_empty(self.house.runtime))
        return Example.lived().lay_ready(self.house.runtime, papers)

    def arrive(self, papers: list[str]) -> None:
        """Dispatch papers that lie ready: each arrives at the office, by the action that does so when one is issued."""
        runtime = self.house.runtime
        with runtime.memory.write() as session:
            for paper in papers:
                issued = session.get_one(Document, paper)
                cycle = stepping.cycle_of(session, issued)
                arriving.arrive_from_within(session, runtime.profile(session, cycle), cycle, runtime.who(None), issued)

    def fill(self, documents: int) -> None:
        """Put so many finished documents into our database, and as many completed runs into Prefect's.

        A run must have come to its end here before: it is the example.
        """
        self.wait("the outbox is empty", lambda: outbox_is_empty(self.house.runtime))
        Example.lived().fill(self.house.runtime, documents)
        filling_prefect.fill(self.prefect.engine, documents)
        for engine in (self.house.runtime.memory.engine, self.prefect.engine):
            if engine.dialect.name == "postgresql":  # its autovacuum would do so within minutes
                with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(text("VACUUM ANALYZE"))

    def wait(
        self, what: str, until: Callable[[], bool], look_seconds: float = 0.05, patience: float = GIVE_UP_SECONDS
    ) -> None:
        """Look until something is so; RuntimeError when server or worker fell, or after so many seconds."""
        give_up = time.monotonic() + patience
        while not until():
            self.household.tend()
            if self.household.news or time.monotonic() > give_up:
                raise RuntimeError(f"waited in vain until {what}; {self.household.news or 'nobody fell'}")
            time.sleep(look_seconds)

    def cpu_seconds(self) -> dict[str, float]:
        """CPU so far, of server and worker with their children."""
        return {name: processes.cpu_seconds(pid) for name, pid in self.pids.items()}

    def resident_kb(self) -> dict[str, int]:
        """Resident memory of server and worker with their children."""
        return {name: processes.resident_kb(pid) for name, pid in self.pids.items()}

    def processes(self) -> int:
        """Processes of server and worker."""
        return sum(processes.count(pid) for pid in self.pids.values())

    @property
    def pids(self) -> dict[str, int]:
        """The process of each part."""
        children = {name: self.household.children[child].process for name, child in PARTS.items()}
        return {name: process.pid for name, process in children.items() if process is not None}

    def pause(self) -> None:
        """Stop its processes where they stand."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let them go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        for pid in self.pids.values():
            os.killpg(pid, number)


@contextmanager
def open_office(place: Path, profile: Path, variables: dict[str, str]) -> Iterator[Office]:
    """An office in the new directory `place`, with these variables in its environment (no database URLs: SQLite).

    Everybody of the profile has an account.
    """
    with patch.dict(os.environ, variables):
        house = build_house(place, NOW, ("ly-gia-huy",), profile=profile)
        give_accounts(house)
        household = Household(house.settings)
        prefect = PrefectRows(house.settings.prefect_database_url)
        office = Office(house, household, prefect)
        with household:
            household.wait_until_ready()
            try:
                yield office
            finally:
                office.go_on()
        prefect.close()
        house.runtime.memory.close()


def give_accounts(house: House) -> None:
    """An account for everybody, with the one password there is: hashing it for each would take minutes."""
    with house.runtime.memory.write() as session:
        known = {account.person: account.password_hash for account in session.query(Account)}
        digest = next(iter(known.values()))
        people = {person.code for person in house.runtime.profile(session).people} - set(known)
        session.add_all(Account(person=code, password_hash=digest, failures=0) for code in sorted(people))
