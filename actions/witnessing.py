"""The witness: once a day the archive is told, under a lock, what the chain of events and the records were.

Whoever rewrites the database from behind, every hash made to fit again, cannot rewrite what was said to the archive.
A witness names each event by its hash and each record by its bytes since the witness before, and that witness too; the
chain names each witness (`witnessed`), so that neither can be taken away without the other telling.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from actions.language import Caution, Sentence, listed, moment, sentence_of
from actions.runtime import Runtime
from models import events
from models.events import GENESIS, Who
from models.tables import ChainHead, Event, Record
from rules.deadlines import civil_date
from rules.refusals import Refusal

PREFIX = "witness/"
# As long as the shortest retention of a year's plans and reports of a unit (10 years). It names no person and no words,
# so that a lock too long harms nobody.
LOCKED_FOR = timedelta(days=3653)
PATIENCE = timedelta(days=2)  # for an event that no witness has seen


@dataclass(frozen=True)
class Witness:
    """One day's testimony, as it lies under `key`: events from `first`, one hash each, up to the head."""

    key: str
    sha256: str
    on: date
    first: int
    hashes: tuple[str, ...]
    records: tuple[dict[str, Any], ...]
    previous: dict[str, str] | None

    @property
    def head_id(self) -> int:
        """The last event that it has seen."""
        return self.first + len(self.hashes) - 1

    @property
    def head_hash(self) -> str:
        """The hash of that event."""
        return self.hashes[-1] if self.hashes else GENESIS


def write(runtime: Runtime, who: Who, *, seeing: int = 0) -> Witness:
    """Today's witness, by the office's date: the one that is there, or a new one. Two at once write one. Where it was
    written before the event `seeing`, one more of today, which has seen that too.

    Refusals: archive-broken; database-full and its like. `Unavailable` when the archive cannot answer.
    """
    today = f"{PREFIX}{civil_date(who.at).isoformat()}"
    key = f"{today}.json"
    if seeing and not _has_seen(runtime, key, seeing):
        key = f"{today}.later-{seeing:09}.json"  # sorts after today's, before tomorrow's
    if key not in runtime.archive.keys(PREFIX):
        try:
            until = datetime.now(UTC) + LOCKED_FOR
            runtime.archive.put(key, _testimony(runtime, who), media="application/json", lock_until=until)
        except Refusal as refusal:
            if refusal.code != "archive-conflict":  # another process of ours was faster
                raise
    witness, lock = read(runtime, key), runtime.archive.lock_of(key)
    with runtime.memory.write() as session:
        events.locked_head(session)
        if key not in _noted(session):
            locked = lock.isoformat() if lock else None
            facts: dict[str, Any] = {"sha256": witness.sha256, "head": witness.head_id, "locked_until": locked}
            events.append(session, "witnessed", who, key=key, **facts)
    return witness


def read(runtime: Runtime, key: str) -> Witness:
    """A witness of the archive. Refusals: archive-missing, archive-broken (also where it is not one of ours)."""
    stored = runtime.archive.stat(key)
    data = runtime.archive.get(key)
    try:
        said = json.loads(data)
        chain = said["events"]
        return Witness(
            key,
            stored.sha256,
            date.fromisoformat(said["on"]),
            int(chain["first"]),
            tuple(chain["hashes"]),
            tuple(said["records"]),
            said["previous"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("archive-broken", key=key, why=type(error).__name__) from error


def keys(runtime: Runtime) -> list[str]:
    """The witnesses in the archive, oldest first."""
    return sorted(runtime.archive.keys(PREFIX))


def _has_seen(runtime: Runtime, key: str, event_id: int) -> bool:
    """Whether a witness, if it is there yet, is not one of before this event."""
    if key not in runtime.archive.keys(PREFIX):
        return True
    with suppress(Refusal):
        return read(runtime, key).head_id >= event_id
    return False


def _testimony(runtime: Runtime, who: Who) -> bytes:
    before = _last_whole(runtime)
    first = before.head_id + 1 if before else 1
    with runtime.memory.read() as session:
        head = session.get_one(ChainHead, 1)
        chain = events.hashes(session, first, head.event_id)
        kept = [event for event in events.of_kind(session, "kept") if first <= event.id <= head.event_id]
        said = {
            "on": civil_date(who.at).isoformat(),
            "at": who.at.isoformat(),
            "head": {"id": head.event_id, "hash": head.hash},
            "count": head.event_id,
            "events": {"first": first, "hashes": list(chain.values())},
            "records": [_told(event) for event in kept],
            "previous": {"key": before.key, "sha256": before.sha256} if before else None,
        }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _last_whole(runtime: Runtime) -> Witness | None:
    """The newest that can still be read; the doctor tells of the others."""
    for key in reversed(keys(runtime)):
        with suppress(Refusal):
            return read(runtime, key)
    return None


def _told(kept: Event) -> dict[str, Any]:
    facts = {name: kept.facts[name] for name in ("key", "sha256")}
    return {"id": kept.facts["record"], **facts, "event": kept.id}


def _noted(session: Session) -> dict[str, Event]:
    return {str(event.facts["key"]): event for event in events.of_kind(session, "witnessed")}


def examine(runtime: Runtime) -> tuple[list[Sentence], Sentence]:
    """Every witness against the chain and the records: what speaks against whom, and a word on the newest."""
    found = keys(runtime)
    with runtime.memory.read() as session:
        noted = _noted(session)
    expected = {key: str(event.facts["sha256"]) for key, event in noted.items()}
    faults: list[Sentence] = []
    good: list[Witness] = []
    rewritten: list[Sentence] = []
    for key in found:
        try:
            witness = read(runtime, key)
            faults += _unbound(runtime, key, noted.get(key))
        except Refusal as refusal:
            faults.append(sentence_of(refusal))
            continue
        if witness.previous:
            expected.setdefault(witness.previous["key"], witness.previous["sha256"])
        with runtime.memory.read() as session:
            if not rewritten:  # the hashes of all that came after differ too: that says nothing new
                rewritten = list(_against_the_chain(session, witness, good[-1] if good else None))
                faults += rewritten
            faults += _against_the_records(session, witness)
        good.append(witness)
    faults += _taken_away(expected, found, {witness.key: witness.sha256 for witness in good})
    seen = good[-1].head_id if good else 0
    with runtime.memory.read() as session:
        faults += _unseen(runtime, session, seen)
        alone = [event for event in events.of_kind(session, "kept") if event.id > seen]
        restored = list(_restorings(session, good))
        later = list(_later(session, seen)) if good else []
    if alone and (runtime.clock.simulated or not good):
        return faults, _wanting(alone, restored)
    return faults, listed([_newest(good), *later, *restored])


def _unbound(runtime: Runtime, key: str, noted: Event | None) -> Iterator[Sentence]:
    """A lock that is gone, or ends before the instant that the chain has noted (0.1.0 noted none)."""
    lock, told = runtime.archive.lock_of(key), noted.facts.get("locked_until") if noted else None
    if not runtime.archive.is_locked(key):
        yield Sentence("chứng thư {key} không còn được khóa", key=key)
    elif told and (lock is None or lock < datetime.fromisoformat(told)):
        until, noted_until = moment(lock) if lock else "–", moment(datetime.fromisoformat(told))
        yield Sentence(
            "chứng thư {key} chỉ còn khóa đến {until}, đã ghi trong chuỗi là đến {told}",
            key=key, until=until, told=noted_until,
        )  # fmt: skip


def _later(session: Session, seen: int) -> Iterator[Sentence]:
    """What is not safe yet: the day's own events, until the next witness."""
    if count := events.count_after(session, seen, but="witnessed"):
        first = next(event for event in events.after(session, seen) if event.kind != "witnessed")
        yield Sentence(
            "{count} sự kiện sau đó (từ {id}, {at}) chưa chứng thư nào ghi: bị cắt hay viết lại thì chưa lộ ra",
            count=count, id=first.id, at=moment(first.at),
        )  # fmt: skip


def _restorings(session: Session, good: list[Witness]) -> Iterator[Sentence]:
    """Each time that this office came back from a backup, and which witness has seen it as it stands in the chain."""
    for event in events.of_kind(session, "restored"):
        facts = {"at": moment(event.at), "backup": event.facts["backup"], "last": event.facts["last_event"]}
        what = Sentence(
            "phục hồi lúc {at} từ bản sao lưu {backup}: có đến sự kiện {last}, việc làm sau đó ở nơi cũ không còn",
            **facts,
        )
        seen = next((one.key for one in good if event.hash in one.hashes), None)
        if seen:
            yield Sentence("{what} (sự kiện {id}, chứng thư {key} đã ghi)", what=what, id=event.id, key=seen)
        else:
            yield Sentence("{what} (sự kiện {id}, chưa chứng thư nào ghi)", what=what, id=event.id)


def _wanting(alone: list[Event], restored: list[Sentence]) -> Caution:
    """Records whose events no witness has seen, on a day when none may be due yet, or under a simulated date."""
    count = len(alone)
    what = Sentence("{count} hồ sơ đã lưu mà chưa chứng thư nào ghi: chuỗi bị viết lại sẽ không lộ ra", count=count)
    return Caution.of(
        listed([what, *restored]),
        Sentence("Để trinhky up chạy: mỗi ngày lúc 17:30 nó ghi một chứng thư vào kho."),
    )


def _newest(witnesses: list[Witness]) -> Sentence:
    if not witnesses:
        return Sentence("chưa có chứng thư nào, cũng chưa có hồ sơ nào phải ghi")
    newest = witnesses[-1]
    return Sentence(
        "chứng thư mới nhất ngày {on}: sự kiện {id}, mã băm {hash}…; {count} chứng thư khớp với chuỗi và sổ lưu",
        on=_day(newest.on), id=newest.head_id, hash=newest.head_hash[:12], count=len(witnesses),
    )  # fmt: skip


def _against_the_chain(session: Session, witness: Witness, before: Witness | None) -> Iterator[Sentence]:
    """The first event that is no longer what the witness saw."""
    now = events.hashes(session, witness.first, witness.head_id)
    for event_id, seen in enumerate(witness.hashes, start=witness.first):
        if now.get(event_id) == seen:
            continue
        on, since = _day(witness.on), _day(before.on) if before else "–"
        event = session.get(Event, event_id)
        if event is None:
            yield Sentence(
                "chuỗi không còn sự kiện {id} mà chứng thư ngày {on} ghi (chứng thư trước đó: {since})",
                id=event_id, on=on, since=since,
            )  # fmt: skip
        else:
            at = moment(event.at)
            yield Sentence(
                "sự kiện {id} ({kind}, {at}) không phải sự kiện mà chứng thư ngày {on} ghi: chuỗi bị viết lại "
                "(chứng thư trước đó: {since})",
                id=event_id, kind=event.kind, at=at, on=on, since=since,
            )  # fmt: skip
        return


def _against_the_records(session: Session, witness: Witness) -> Iterator[Sentence]:
    on = _day(witness.on)
    for told in witness.records:
        record = session.get(Record, told["id"])
        if record is None:
            yield Sentence("sổ lưu không còn hồ sơ {id} mà chứng thư ngày {on} ghi", id=told["id"], on=on)
        elif (record.key, record.sha256) != (told["key"], told["sha256"]):
            code = record.code or record.id
            yield Sentence("hồ sơ {code} không phải bản mà chứng thư ngày {on} ghi", code=code, on=on)


def _taken_away(expected: dict[str, str], found: list[str], good: dict[str, str]) -> Iterator[Sentence]:
    for key, sha256 in sorted(expected.items()):
        if key not in found:
            yield Sentence("kho không còn chứng thư {key}", key=key)
        elif good.get(key, sha256) != sha256:
            yield Sentence("chứng thư {key} không phải bản đã ghi trong chuỗi sự kiện", key=key)


def _unseen(runtime: Runtime, session: Session, seen: int) -> Iterator[Sentence]:
    """An event that has waited too long for a witness. A simulated date leaps over nights, so it is not asked."""
    if runtime.clock.simulated:
        return
    waiting = (event for event in events.after(session, seen) if event.kind != "witnessed")
    oldest = min(waiting, key=lambda event: event.at, default=None)
    if oldest is not None and oldest.at < runtime.clock.now() - PATIENCE:
        at = moment(oldest.at)
        yield Sentence("từ sự kiện {id} ({at}) chưa có chứng thư nào ghi", id=oldest.id, at=at)


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"
