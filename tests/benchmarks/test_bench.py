"""Every measure of `make bench` at its least size, over one running office: the bench cannot rot unseen.

Only stock Prefect is not started here: its arm is played by ours.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar, cast

import pytest

from benchmarks import crowd, decisions, processes, stacks
from benchmarks.__main__ import MEASURES
from benchmarks.bench import Bench, Sizes
from benchmarks.office import DECIDED, Form, Office
from cli.demo.doors import Person
from cli.household import Household
from models import events
from models.tables import Document
from tests.support.house import PASSWORD, House
from tests.support.postgres import PostgresServer
from tests.support.prefect_rows import PrefectRows

LEAST = Sizes(
    pairs=1, documents=1, rounds=(1, 1), papers=1, crowds=(1,), warm_up=2, waiting=(1, 2), settle_seconds=0,
    finished=(2, 4), share=2, soak=4, samples=2, pressed=(1, 2), line=2,
)  # fmt: skip


@dataclass(frozen=True)
class OneOffice(Bench):
    """A bench whose measures all get the same office."""

    shared: Office | None = None

    def office(self, database: str, name: str, communes: int = 0) -> AbstractContextManager[Office]:
        assert self.shared is not None
        return nullcontext(self.shared)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneOffice]:
    bench = OneOffice(tmp_path_factory.mktemp("bench"), PostgresServer(), LEAST, ("sqlite",))
    with Bench.office(bench, "sqlite", "all", communes=1) as office:
        yield replace(bench, shared=office)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_measure_still_measures(measure: str, bench: OneOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def played(way: str, place: Path, url: str) -> Iterator[stacks.Arm]:
        assert bench.shared is not None
        with stacks.ours(bench.shared) as arm:
            yield arm

    monkeypatch.setattr(decisions, "stock", played)
    for stoppable in (stacks.Arm, Office):  # nobody but the one office is here to work meanwhile
        monkeypatch.setattr(stoppable, "pause", lambda _: None)
    table = MEASURES[measure](bench)
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.heads)}


class OutOfOrder(BaseHTTPRequestHandler):
    """A gate that lets everybody in, shows every page, and answers 503 to the first press of each form."""

    pressed: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        self._answer(200)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        first, _ = self.path not in self.pressed, self.pressed.add(self.path)
        self._answer(303 if self.path == "/sign-in" else 503 if first else DECIDED)

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")


@pytest.fixture
def out_of_order() -> Iterator[Office]:
    """An office of whose house only such a gate is there."""
    with ThreadingHTTPServer(("127.0.0.1", 0), OutOfOrder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_port}"
        house = SimpleNamespace(origin=origin, session_of=str, system_person=str)
        household = SimpleNamespace(tend=lambda: None, news=[])
        office = Office(cast(House, house), cast(Household, household), cast(PrefectRows, None))
        office.forms = lambda: []  # type: ignore[method-assign]
        office.wait = lambda *_: None  # type: ignore[assignment, method-assign]
        yield office
        server.shutdown()


def test_whoever_presses_when_the_gate_is_out_of_order_has_met_an_error(out_of_order: Office) -> None:
    """A person of the demonstration would press again until it works, and nobody would ever see an error."""
    forms = [Form(f"run-{number}", "1-1", "paper", "receive", "le-thi-thu-ha") for number in range(3)]
    acts = [lambda form=form: out_of_order.press(form) for form in forms]
    seen = crowd._at_once(out_of_order, acts, DECIDED, "examine")
    assert [said.split()[0] for said in seen.wrong] == ["503"] * 3
    assert out_of_order.press(forms[0]).status == DECIDED, "the gate itself would take a second press"


def test_a_person_of_the_demonstration_presses_again_and_counts_it(out_of_order: Office) -> None:
    person = Person(out_of_order.house.origin, "le-thi-thu-ha", PASSWORD)
    assert person.resume("run-of-the-patient", "Tiếp nhận").status == DECIDED
    assert len(person.pressed_again) == 1


def test_what_is_filled_in_is_finished_and_sealed_into_the_chain(bench: OneOffice) -> None:
    assert bench.shared is not None
    with bench.shared.house.runtime.memory.read() as session:
        before = session.query(Document).filter(Document.state.in_(("kept", "accepted"))).count()
    bench.shared.fill(6)
    with bench.shared.house.runtime.memory.read() as session:
        assert session.query(Document).filter(Document.state.in_(("kept", "accepted"))).count() == before + 6
        assert list(events.broken_links(session)) == []


def test_cpu_of_a_child_that_has_ended_is_counted() -> None:
    child = "import time\nwhile time.process_time() < 0.5: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print(flush=True); input()"
    command = [sys.executable, "-c", parent]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()  # the child has gone
        assert processes.cpu_seconds(process.pid) >= 0.5
        assert processes.count(process.pid) == 1
        process.communicate(b"\n")
