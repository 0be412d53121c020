"""Who kills, and when? A thread that reads our table of events by plain SQL and strikes the moment it sees a kind.

It knows nothing of the program but the table's name. The next strike is armed only when the last one has healed.
"""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from drills.installation import Installation, ask

LOOK_SECONDS = 0.003
HEALED_SECONDS = 600.0
# Seconds between the event and the kill: at once, or between the effects that follow it.
JITTERS = (0.0, 0.0, 0.002, 0.005, 0.01, 0.03, 0.08, 0.2, 0.5)
AFTER = "SELECT id, kind, document_id FROM events WHERE id > :last ORDER BY id"
OF_THE_CONSOLE = ("password-set", "signed-in", "sign-in-failed", "profile-loaded", "read", "exported")


@dataclass(frozen=True, order=True)
class Pair:
    """A kind of event, and the process that is killed when it is seen."""

    kind: str
    role: str


@dataclass
class Kill:
    """One kill: at which event, after which jitter, after how many seconds it was back and the paper moved."""

    pair: Pair
    event_id: int
    document_id: str | None
    jitter: float
    at: float
    pid: int
    known: set[str] = field(default_factory=set)
    back: float | None = None
    moved: float | None = None

    @property
    def healed(self) -> float | None:
        """Seconds from the kill until its paper moved again (an event of no paper: until anything did); where nothing
        was left to do, until the process was back."""
        return self.moved if self.moved is not None else self.back


@dataclass
class Strike:
    """Something else than a kill: done once, in the observer's thread, when the `nth` event of a kind is seen."""

    kind: str
    act: Callable[[], object]
    nth: int = 1
    begun: float | None = None
    document_id: str | None = None  # the paper of that event
    moved: float | None = None  # seconds from the strike to the next event of the office: the outage is in it
    own: float | None = None  # and to the next event of the struck paper

    @property
    def healed(self) -> float | None:
        """Seconds from the strike until its paper moved again; where it has come to rest, until anything did."""
        return self.own if self.own is not None else self.moved


class Observer(threading.Thread):
    """Watches one installation until it is told to `rest`."""

    def __init__(
        self, installation: Installation, pairs: list[Pair], strikes: list[Strike], dice: random.Random
    ) -> None:
        super().__init__(name="observer", daemon=True)
        self.pairs, self.strikes, self.kills = list(pairs), strikes, list[Kill]()
        self._installation = installation
        self._dice = dice
        self._seen: dict[str, int] = {}
        self._last = ask(installation.ours, "SELECT max(id) FROM events")[0][0] or 0  # what was before is no news
        self._enough = threading.Event()
        self._looked_at = 0.0

    def run(self) -> None:
        while not self._enough.is_set():
            # The database itself may be what was taken away.
            with suppress(SQLAlchemyError), self._installation.ours.connect() as connection:
                self._watch(connection)
            self._enough.wait(0.2)

    def rest(self) -> None:
        """No more strikes."""
        self._enough.set()
        if self.is_alive():
            self.join()

    @property
    def unhealed(self) -> Kill | None:
        """The kill whose process is not back yet."""
        return next((kill for kill in self.kills if kill.back is None), None)

    def wait_until_healed(self) -> None:
        """Return when whoever was killed is back. TimeoutError after minutes."""
        give_up = time.monotonic() + HEALED_SECONDS
        while kill := self.unhealed:
            if time.monotonic() > give_up:
                raise TimeoutError(f"{kill.pair} does not come back")
            time.sleep(0.05)

    def _watch(self, connection: Connection) -> None:
        while not self._enough.is_set():
            for event_id, kind, document_id in connection.execute(text(AFTER), {"last": self._last}).all():
                self._last = event_id
                self._see(event_id, kind, document_id)
            if self.unhealed and time.monotonic() - self._looked_at > 0.1:
                self._look_after()
                self._looked_at = time.monotonic()
            self._enough.wait(LOOK_SECONDS)

    def _see(self, event_id: int, kind: str, document_id: str | None) -> None:
        self._seen[kind] = self._seen.get(kind, 0) + 1
        if kind not in OF_THE_CONSOLE:
            self._note_that_it_moves(document_id)
        for strike in self.strikes:
            if strike.begun is None and (strike.kind, strike.nth) == (kind, self._seen[kind]):
                strike.begun, strike.document_id = time.monotonic(), document_id
                strike.act()
        due = [pair for pair in self.pairs if pair.kind == kind]
        if due and self.unhealed is None:
            self._kill(self._dice.choice(due), event_id, document_id)

    def _kill(self, pair: Pair, event_id: int, document_id: str | None) -> None:
        jitter = self._dice.choice(JITTERS)
        time.sleep(jitter)
        pid = self._installation.pid_of(pair.role)
        if pid is None:
            return
        known = self._installation.workers() if pair.role == "worker" else set()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.pairs.remove(pair)
            self.kills.append(Kill(pair, event_id, document_id, jitter, time.monotonic(), pid, known))

    def _look_after(self) -> None:
        kill = self.unhealed
        if kill is None or self._installation.pid_of(kill.pair.role) in (None, kill.pid):
            return
        if kill.pair.role == "server":
            back = self._installation.serves()
        else:
            back = bool(self._installation.workers() - kill.known)
        if back:
            kill.back = time.monotonic() - kill.at
            said = f"{kill.pair.kind} × {kill.pair.role} at event {kill.event_id} + {kill.jitter * 1000:.0f} ms"
            print(f"  {said}: back after {kill.back:.1f} s", flush=True)

    def _note_that_it_moves(self, document_id: str | None) -> None:
        """Other papers may well go on while the struck one stands still."""
        for kill in self.kills:
            if kill.back is not None and kill.moved is None and kill.document_id in (None, document_id):
                kill.moved = time.monotonic() - kill.at
        for strike in self.strikes:
            if strike.begun is not None:
                seconds = time.monotonic() - strike.begun
                strike.moved = seconds if strike.moved is None else strike.moved
                if strike.own is None and strike.document_id in (None, document_id):
                    strike.own = seconds
