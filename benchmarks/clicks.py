"""How long a click takes: Resume pressed → decision recorded, and → the same paper's next form open.

Real papers of all units, one after another, real sign-ins, through the gate: the decision, its event in the chain,
the wake-up, and what the machine does between two forms (rendering, signing) are all in it.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from sqlalchemy import func, select

from actions import agenda
from benchmarks.bench import Bench
from benchmarks.office import DECIDED, Form, Office
from benchmarks.table import Table, percentile, raw
from models.tables import Decision

LOOK_SECONDS = 0.02
NOTE = "Real papers, one after another; between two forms lies the machine's work: a signature, a seal, the archive."


def report(bench: Bench) -> Table:
    """Bring a plan of each unit to rest on each database."""
    heads = ("database", "clicks", "→ recorded p95, ms (≤ 150)", "→ next form p95, s (≤ 1)")
    table = Table("A click", heads, note=NOTE)
    for database in bench.databases:
        with bench.office(database, "clicks") as office:
            seen = _Clicks(office)
            for unit, drafter in _drafters(office)[: bench.sizes.papers]:
                office.house.hand_in(drafter, unit, "plan", office.house.draft(unit))
                office.wait("the paper is at rest", seen.look, LOOK_SECONDS)
        recorded = [seconds * 1000 for seconds in seen.recorded]
        raw("clicks", database, "click → recorded, ms", sorted(recorded), 0)
        raw("clicks", database, "click → the paper's next form, s", sorted(seen.next_form))
        p95s = (f"{percentile(recorded, 95):.0f}", f"{percentile(seen.next_form, 95):.2f}")
        table.rows.append((database, str(len(recorded)), *p95s))
    return table


@dataclass
class _Clicks:
    """An office whose people press at once; what they measured, in seconds."""

    office: Office
    recorded: list[float] = field(default_factory=list)
    next_form: list[float] = field(default_factory=list)
    _pressed: dict[str, tuple[str, float]] = field(default_factory=dict)  # by paper: last form's key, when answered

    def look(self) -> bool:
        """Answer every form that opens; whether no paper is in motion."""
        for form in self.office.forms():
            self._answer(form, time.monotonic())
        return not agenda.living(self.office.house.runtime)

    def _answer(self, form: Form, seen_at: float) -> None:
        last, at = self._pressed.get(form.paper, ("", seen_at))
        if last == form.key:
            return  # not moved yet
        if last:
            self.next_form.append(seen_at - at)
        self.office.person(form.person)  # signing in is no part of a click
        before, pressed_at = self._decisions(), time.monotonic()
        with ThreadPoolExecutor(1) as hand:
            said = hand.submit(self.office.press, form)
            while self._decisions() == before and not said.done():
                time.sleep(0.002)
            self.recorded.append(time.monotonic() - pressed_at)
        if said.result().status != DECIDED:
            raise RuntimeError(f"{form.person} was answered {said.result().status}: {said.result().text}")
        self._pressed[form.paper] = (form.key, pressed_at)

    def _decisions(self) -> int:
        with self.office.house.runtime.memory.read() as session:
            return session.scalars(select(func.count()).select_from(Decision)).one()


def _drafters(office: Office) -> list[tuple[str, str]]:
    """The (unit, drafter) pairs of the units that issue plans of their own."""
    with office.house.runtime.memory.read() as session:
        profile = office.house.runtime.profile(session)
    return [(r.unit, r.person) for r in profile.roles if r.role == "drafter" and r.unit != profile.office.owner]
