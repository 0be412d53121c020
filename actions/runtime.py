"""What every action is given: the memory, the archive, the clock, the profile in use and the office's keys."""

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from actions import halfway
from actions.clock import Clock
from actions.settings import Settings
from models import canonical, profiles
from models.engine import Memory
from models.events import Who
from models.tables import Cycle
from paper.sign import development_ca, root_of
from rules.profile import Profile
from rules.refusals import Refusal
from storage.opening import open_archive
from storage.port import Archive

if TYPE_CHECKING:
    from paper.sign.ca import DevelopmentCA


@dataclass
class Runtime:
    """One process's hold on an installation; `Runtime.open(settings)` makes one."""

    settings: Settings
    memory: Memory
    clock: Clock
    _profiles: dict[int, Profile] = field(default_factory=dict)

    @classmethod
    def open(cls, settings: Settings | None = None) -> "Runtime":
        """Open an installation; nothing is connected until it is used."""
        resolved = (settings or Settings()).resolved()
        return cls(resolved, Memory(resolved.database_url), Clock(resolved.data))

    @classmethod
    def standing(cls, settings: Settings, *, tables: bool = True) -> "Runtime":
        """Open an installation that is there already, and make nothing. `tables`: whether they must be there too.

        Refusal: not-an-office.
        """
        resolved = settings.resolved(make=False)
        memory = Memory(resolved.database_url)
        if not memory.stands(tables=tables):
            raise Refusal("not-an-office", data=str(resolved.data))
        return cls(resolved, memory, Clock(resolved.data))

    @classmethod
    @cache
    def current(cls) -> "Runtime":
        """The one runtime of this process, by the environment's settings. Refusal: restore-unfinished."""
        settings = Settings()
        halfway.refuse(settings.data.resolve())
        return cls.open(settings)

    @cached_property
    def archive(self) -> Archive:
        """The archive, proved to be writable and (S3) to enforce its locks, when first used."""
        archive = open_archive(
            self.settings.archive_url,
            access_key=self.settings.s3_access_key,
            secret_key=self.settings.s3_secret_key,
        )
        archive.prove()
        return archive

    @cached_property
    def authority(self) -> "DevelopmentCA":
        """The certificates of the demonstration: made on first use, without legal value."""
        return development_ca(self.settings.data / "keys")

    @property
    def roots(self) -> tuple[bytes, ...]:
        """The root certificates (PEM) that signatures must lead to; none before the first signature made one."""
        root = root_of(self.settings.data / "keys")
        return (root,) if root else ()

    def who(self, person: str | None, request_id: str | None = None) -> Who:
        """This person, now."""
        return Who(person, self.clock.now(), request_id)

    def profile(self, session: Session, cycle: Cycle | None = None) -> Profile:
        """The profile that a cycle pins, or the newest one. Refusals: no-profile; profile-changed, for who may sign
        stands in it, and nobody obeys one that was rewritten from behind."""
        row = profiles.of_cycle(session, cycle) if cycle else profiles.newest(session)
        if row is None:
            raise Refusal("no-profile")
        if row.id not in self._profiles:
            if canonical.digest(row.content) != row.sha256:
                raise Refusal("profile-changed", profile=row.sha256[:12])
            self._profiles[row.id] = Profile.model_validate(row.content)
        return self._profiles[row.id]
