"""What every measure is given: the databases, the sizes, and how an office is opened."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.approval_like import TABLE
from benchmarks.office import Office, open_office
from benchmarks.province import province
from tests.support.postgres import PostgresServer

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Sizes:
    """How much each measure does."""

    pairs: int = 5
    documents: int = 8  # decisions: papers at once
    rounds: tuple[int, int] = (1, 6)  # decisions: forms of each paper, stock and ours
    papers: int = 7  # clicks: papers from hand-in to rest
    crowds: tuple[int, ...] = (40, 200)
    warm_up: int = 100  # waiting, flat, soak: decisions before anything is measured
    waiting: tuple[int, int] = (10, 1000)
    settle_seconds: float = 65.0  # the server's slowest garbage collection comes once a minute
    finished: tuple[int, int] = (10, 10_000)
    share: int = 40  # flat: decisions of each half of a pair
    soak: int = 5000
    samples: int = 50
    pressed: tuple[int, int] = (6, 60)  # papers: of each half of a pair, cold and warm; some seconds each
    line: int = 200  # papers: from content to verified file


@dataclass(frozen=True)
class Bench:
    """A place for files, a PostgreSQL server, and what was asked for."""

    place: Path
    postgres: PostgresServer
    sizes: Sizes = Sizes()
    databases: tuple[str, ...] = DATABASES

    def office(self, database: str, name: str, communes: int = 0) -> AbstractContextManager[Office]:
        """An office on a kind of database, of this name, with so many invented communes."""
        place = self.place / f"{name}-{database}"
        place.mkdir()
        profile = province(place / "profile", communes)
        own = {TABLE: str(place / "var" / "table.db")} | self._urls(database, f"{name}_office")
        return open_office(place / "var", profile, own)

    def prefect_url(self, database: str, name: str) -> str:
        """The async URL of an empty database for a Prefect server."""
        if database == "postgresql":
            return self.postgres.async_url(name)
        return f"sqlite+aiosqlite:///{self.place}/{name}.db"

    def _urls(self, database: str, name: str) -> dict[str, str]:
        if database != "postgresql":
            return {}
        return {
            "TRINHKY_DATABASE_URL": self.postgres.url(name),
            "TRINHKY_PREFECT_DATABASE_URL": self.postgres.async_url(f"{name}_prefect"),
        }
