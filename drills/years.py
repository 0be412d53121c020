"""How is a year lived while somebody disturbs it? By the demonstration's own people, at the doors of `trinhky up`.

Whoever gets no answer presses again (`cli/demo/doors.py`); everything else here only waits for the disturber.
"""

import bisect
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

import profiles
from actions import year as office_year
from cli.answers import Door
from cli.demo.command import prepare
from cli.demo.living import FILE_NAMES, Year
from cli.demo.story import Scene, Sending
from drills.installation import Installation, ask
from drills.judge import ALIVE, faults
from drills.observer import Observer, Pair, Strike
from drills.picture import Fault, Picture
from tests.support import prefect_memory
from tests.support.house import free_port

QUIET_SECONDS = 120.0
PROFILE = Path(profiles.__file__).parent / "cao-lanh"
# Three papers of one unit: they take their numbers from one series.
SMALL = (Scene("Ba văn bản của một đơn vị", 3, 4, tuple(Sending("ptp", kind) for kind in FILE_NAMES)),)
ENDED = "SELECT count(*) FROM events WHERE kind = 'cycle-closed'"

Tell = Callable[[str], None]


@dataclass
class Lived:
    """One year's end: what was seen, and what is to be said against it."""

    installation: Installation
    observer: Observer
    picture: Picture
    kinds: tuple[str, ...]
    faults: list[Fault]
    seconds: float
    pressed_again: list[float] = field(default_factory=list)

    def pressed_after(self, begun: Sequence[float]) -> Counter[int]:
        """How many calls people had to make again after each of these moments and before the next; -1: before all."""
        return Counter(bisect.bisect(begun, at) - 1 for at in self.pressed_again)


@dataclass
class Plan:
    """What is lived and how it is disturbed. A `whole` year is judged and closed; the others end with their scenes."""

    place: Path
    scenes: Sequence[Scene] = SMALL
    whole: bool = False
    urls: dict[str, str] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    strikes: list[Strike] = field(default_factory=list)
    expected: Picture | None = None
    dice: random.Random = field(default_factory=random.Random)
    arranged: Callable[[Installation, Year], None] | None = None


def live(plan: Plan, installation: Installation | None = None) -> Lived:
    """Live one year from its first password to its export, and judge it. Whoever stands still is a fault."""
    began = time.monotonic()
    installation = installation or Installation(plan.place, free_port(), plan.urls)
    given = {name.removeprefix("TRINHKY_").lower(): value for name, value in plan.urls.items()}
    door = Door(plan.place, "vi", True, "nothing", port=installation.port, server_url="", **given)
    password = prepare(door)
    if "TRINHKY_PREFECT_DATABASE_URL" not in plan.urls:
        prefect_memory.put_into(plan.place)
    observer = Observer(installation, plan.pairs, plan.strikes, plan.dice)
    export, stood_still = plan.place / "export", list[Fault]()
    try:
        installation.start()
        observer.start()
        year = Year(door.runtime, password, lambda _: None, lambda: None)
        if plan.arranged:
            plan.arranged(installation, year)
        try:
            _at_the_console(installation, observer, plan.place, password)
            _through(plan, observer, year)
        except (TimeoutError, RuntimeError, OSError) as error:
            stood_still = [Fault("lost", f"the year stood still: {error}")]
        _wait_until_quiet(installation)
        done = _export(installation, observer, export)
        observer.rest()
        judged = faults(installation, export, plan.expected) if done else [Fault("wrong", "no export")]
        kinds = tuple(kind for (kind,) in ask(installation.ours, "SELECT DISTINCT kind FROM events ORDER BY kind"))
        picture = Picture.of(installation)
    finally:
        observer.rest()
        installation.stop()
        door.close()
    seconds = time.monotonic() - began
    return Lived(installation, observer, picture, kinds, stood_still + judged, seconds, year.pressed_again)


def _through(plan: Plan, observer: Observer, year: Year) -> None:
    number = year.today.year
    year.start_cycle(number)
    for scene in plan.scenes:
        observer.wait_until_healed()
        year.live(scene, scene.at(number)) if not plan.strikes else _live_on(year, scene)
    if plan.whole:
        cycle_id = office_year.open_cycle_id(year.runtime, number)
        observer.wait_until_healed()
        year.wait_for_results(cycle_id)
        observer.wait_until_healed()
        year.close_cycle(number)
    _read(observer, year)


def _live_on(year: Year, scene: Scene) -> None:
    """A scene during which the database itself may be away: then people look again."""
    with suppress(SQLAlchemyError):
        return year.live(scene, scene.at(year.today.year))
    while True:
        time.sleep(1.0)
        with suppress(SQLAlchemyError):
            return year.settle()


def _at_the_console(installation: Installation, observer: Observer, place: Path, password: str) -> None:
    """What happens before anything runs is done once more while everything runs: a password, a profile."""
    person = ask(installation.ours, "SELECT person FROM accounts ORDER BY person")[-1][0]
    while any(pair.kind == "password-set" for pair in observer.pairs):
        installation.command("account", "set-password", person, given=f"{password}\n")
        _let_strike(observer)
    copies = 0
    while any(pair.kind == "profile-loaded" for pair in observer.pairs):
        copy = place.with_name(f"{place.name}-profile-{(copies := copies + 1)}")
        shutil.copytree(PROFILE, copy)
        named = copy / "profile.yaml"
        named.write_text(named.read_text().replace("(mẫu)", f"(mẫu {copies})"))
        installation.command("profile", "load", str(copy))
        _let_strike(observer)


def _read(observer: Observer, year: Year) -> None:
    year.audit()
    while any(pair.kind == "read" for pair in observer.pairs):
        _let_strike(observer)
        year.audit()
    _let_strike(observer)


def _export(installation: Installation, observer: Observer, export: Path) -> bool:
    auditor = installation.command("archive", "export", str(export))
    for number in range(9):
        if not any(pair.kind == "exported" for pair in observer.pairs):
            break
        _let_strike(observer)
        installation.command("archive", "export", f"{export}-{number}")
    _let_strike(observer)
    return auditor.returncode == 0


def _let_strike(observer: Observer) -> None:
    time.sleep(1.0)
    observer.wait_until_healed()


def _wait_until_quiet(installation: Installation) -> None:
    """Prefect's last states come a moment after our last event; what is still alive after minutes is the judge's."""
    give_up = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < give_up:
        with suppress(SQLAlchemyError):
            if not ask(installation.prefects, ALIVE):
                return
        time.sleep(0.3)
