"""A whole installation in a directory: tables, profile, accounts, an open year, and on demand its server and worker."""

import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import profiles
from actions import accounts, hand_in, year
from actions.clock import make_demo
from actions.hand_in import HandIn
from actions.profiles import load_profile
from actions.runtime import Runtime
from actions.settings import Settings
from cli.demo.papers import draft, plan_cited
from models.migrating import migrate
from rules.deadlines import civil_date
from tests.support import prefect_memory

PASSWORD = "mat-khau-thu-2026"
PROFILE = Path(profiles.__file__).parent / "cao-lanh"


@dataclass
class House:
    """An installation whose date is simulated."""

    runtime: Runtime

    @property
    def settings(self) -> Settings:
        """Its settings, resolved."""
        return self.runtime.settings

    @property
    def origin(self) -> str:
        """Where browsers find it."""
        return self.settings.origin

    def system_person(self, role: str) -> str:
        """The code of the profile's first person with a system role (administrator, auditor)."""
        with self.runtime.memory.read() as session:
            return next(person.code for person in self.runtime.profile(session).people if person.system == role)

    def session_of(self, person: str) -> str:
        """A new session's token."""
        return accounts.sign_in(self.runtime, self.runtime.who(None), person, PASSWORD)

    def draft(self, unit: str, kind: str = "plan") -> bytes:
        """A good draft of a unit's paper, dated today."""
        with self.runtime.memory.read() as session:
            profile, on = self.runtime.profile(session), civil_date(self.runtime.clock.now())
            plan = plan_cited(session, profile, unit, kind, on)
        return draft(profile, unit, kind, on, plan=plan)

    def hand_in(self, drafter: str, unit: str, kind: str, data: bytes, filename: str = "du-thao.docx") -> str:
        """Hand in a paper as its drafter; answers the document's id."""
        who = self.runtime.who(drafter)
        return hand_in.submit(self.runtime, who, HandIn(unit, kind, who.at.year, filename, data)).document_id


def build_house(
    data: Path, instant: datetime, accounts_of: tuple[str, ...] = (), *, profile: Path = PROFILE, **settings: str
) -> House:
    """Make an installation in an empty directory, with its year open.

    `accounts_of`: the people who can sign in (none named: all). `profile`: its directory. `settings`: database URLs,
    archive URL…
    """
    make_demo(data, instant)
    if "prefect_database_url" not in settings:
        prefect_memory.put_into(data)
    runtime = Runtime.open(Settings(data=data, port=free_port(), **settings))  # type: ignore[arg-type]
    migrate(runtime.memory)
    system = runtime.who(None)
    loaded, _ = load_profile(runtime, system, profile)
    accounts.set_password(runtime, system, PASSWORD, *(accounts_of or [person.code for person in loaded.people]))
    house = House(runtime)
    year.start_cycle(runtime, runtime.who(house.system_person("administrator")), instant.year)
    return house


def free_port() -> int:
    """A port that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
