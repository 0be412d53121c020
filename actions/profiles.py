"""Profiles: loaded (validated, kept by content, in use for the next cycle), and whether they are that still."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from actions.language import Sentence, moment
from actions.profile_files import read_profile
from actions.runtime import Runtime
from models import canonical, cycles, events, profiles
from models.events import Who
from models.tables import ProfileRow
from rules.profile import Profile


def load_profile(runtime: Runtime, who: Who, directory: Path) -> tuple[Profile, bool]:
    """Load a profile directory; answers the profile and whether it is new here. The same content again changes nothing.

    Refusal: profile-invalid, naming file, line and field.
    """
    profile = read_profile(directory)
    content = profile.model_dump(mode="json")
    digest = canonical.digest(content)
    with runtime.memory.write() as session:
        newest = profiles.newest(session)
        if newest is not None and newest.sha256 == digest:
            return profile, False
        earlier = profiles.by_sha256(session, digest)
        if earlier is None:
            session.add(ProfileRow(sha256=digest, content=content, loaded_at=who.at))
        else:
            earlier.loaded_at = who.at
        events.append(session, "profile-loaded", who, name=profile.name, sha256=digest)
    return profile, True


def examine(runtime: Runtime) -> tuple[list[str], str]:
    """Whether each profile is what the chain says was loaded, and each year follows the one it began with."""
    with runtime.memory.read() as session:
        if profiles.newest(session) is None:
            return [Sentence("chưa nạp bộ cấu hình nào")], ""
        faults: list[str] = [*_changed(session), *_exchanged(session)]
        return faults, "" if faults else runtime.profile(session).name


def _changed(session: Session) -> Iterator[Sentence]:
    loaded = {event.facts["sha256"]: event.at for event in events.of_kind(session, "profile-loaded")}
    for row in profiles.every(session):
        told, name = loaded.pop(row.sha256, None), row.sha256[:12]
        if told is None:
            yield Sentence("bộ cấu hình {name}: không có trong chuỗi sự kiện", name=name)
        elif canonical.digest(row.content) != row.sha256:
            yield Sentence("bộ cấu hình {name} (nạp {at}): nội dung bị sửa sau khi nạp", name=name, at=moment(told))
        elif row.loaded_at != told:
            yield Sentence("bộ cấu hình {name} (nạp {at}): lúc nạp bị sửa", name=name, at=moment(told))
    for sha256, at in loaded.items():
        yield Sentence("bộ cấu hình {name} (nạp {at}): bị xóa", name=sha256[:12], at=moment(at))


def _exchanged(session: Session) -> Iterator[Sentence]:
    begun = {event.cycle_id: event.facts.get("profile") for event in events.of_kind(session, "cycle-started")}
    for cycle in cycles.all_cycles(session):
        row = profiles.of_cycle(session, cycle)
        if cycle.id in begun and (row is None or row.sha256 != begun[cycle.id]):
            yield Sentence("năm {year}: không theo bộ cấu hình đã ghi khi mở năm", year=cycle.year)
