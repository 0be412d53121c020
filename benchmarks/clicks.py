"""How long a click takes: Resume pressed → decision recorded, and → the same paper's next form open.

Real papers of all units, one after another, real sign-ins, through the gate: the decision, its event in the chain,
the wake-up, and what the machine does between two forms (rendering, signing) are all in it.
"""

import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import func, select

from actions import agenda
from cli.demo.doors import Person
from cli.household import Household
from models.tables import Decision
from rules.duties import DUTIES
from tests.conftest import NOW
from tests.support.house import PASSWORD, House, build_house
from tests.support.postgres import PostgresServer

LOOK_SECONDS = 0.05
GIVE_UP_SECONDS = 120.0


@dataclass
class Office:
    """A house at work, whose people press at once; what they measured, in seconds."""

    house: House
    household: Household
    recorded: list[float] = field(default_factory=list)
    next_form: list[float] = field(default_factory=list)
    _people: dict[str, Person] = field(default_factory=dict)
    _pressed: dict[str, tuple[str, float]] = field(default_factory=dict)  # by paper: last form's key, when answered

    @cached_property
    def watcher(self) -> Person:
        """An administrator, who sees every form."""
        return Person(self.house.origin, self.house.system_person("administrator"), PASSWORD)

    def bring_to_rest(self) -> None:
        """Decide every form that opens until no paper is in motion."""
        give_up = time.monotonic() + GIVE_UP_SECONDS
        while agenda.living(self.house.runtime):
            self.household.tend()
            for form in self.watcher.forms():
                self._answer(form)
            if time.monotonic() > give_up:
                raise TimeoutError("a paper does not come to rest")
            time.sleep(LOOK_SECONDS)

    def _answer(self, form: dict[str, Any]) -> None:
        tags = dict(tag.split(":", 1) for tag in form["tags"] if ":" in tag)
        paper, key, seen_at = tags["doc"], form["state"]["state_details"]["pause_key"], time.monotonic()
        last, at = self._pressed.get(paper, ("", seen_at))
        if last == key:
            return  # not moved yet
        if last:
            self.next_form.append(seen_at - at)
        person = self._person(tags["with"])
        before, pressed_at = self._decisions(), time.monotonic()
        with ThreadPoolExecutor(1) as hand:
            said = hand.submit(person.resume, form["id"], DUTIES[tags["duty"]].verbs[0].text)
            while self._decisions() == before and not said.done():
                time.sleep(0.002)
            self.recorded.append(time.monotonic() - pressed_at)
        if said.result().refused:
            raise RuntimeError(f"{person.code} was refused: {said.result().text}")
        self._pressed[paper] = (key, pressed_at)

    def _person(self, code: str) -> Person:
        if code not in self._people:
            self._people[code] = Person(self.house.origin, code, PASSWORD)
        return self._people[code]

    def _decisions(self) -> int:
        with self.house.runtime.memory.read() as session:
            return session.scalars(select(func.count()).select_from(Decision)).one()


def report(database: str, place: Path, server: PostgresServer) -> None:
    """Bring a plan of each unit to rest, and print the raw values and the 95th percentiles."""
    place.mkdir()
    urls = {}
    if database == "postgresql":
        urls = {
            "TRINHKY_DATABASE_URL": server.url("clicks_trinhky"),
            "TRINHKY_PREFECT_DATABASE_URL": server.async_url("clicks_prefect"),
        }
    with patch.dict(os.environ, urls):
        house = build_house(place / "var", NOW)
        with Household(house.settings) as household:
            household.wait_until_ready()
            office = Office(house, household)
            for unit, drafter in _drafters(house):
                house.hand_in(drafter, unit, "plan", house.draft(unit))
                office.bring_to_rest()
    print(f"{database}: click → recorded, ms: {_raw(office.recorded, 1000)}", flush=True)
    print(f"{database}: click → the paper's next form, s: {_raw(office.next_form, 1)}", flush=True)
    recorded, form = _p95(office.recorded) * 1000, _p95(office.next_form)
    print(f"{database}: click → recorded p95 {recorded:.0f} ms; click → next form p95 {form:.2f} s", flush=True)


def _drafters(house: House) -> list[tuple[str, str]]:
    """The (unit, drafter) pairs of the units that issue plans of their own."""
    with house.runtime.memory.read() as session:
        profile = house.runtime.profile(session)
    return [(r.unit, r.person) for r in profile.roles if r.role == "drafter" and r.unit != profile.office.owner]


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _raw(values: list[float], scale: int) -> str:
    return " ".join(f"{value * scale:.0f}" if scale > 1 else f"{value:.2f}" for value in sorted(values))
