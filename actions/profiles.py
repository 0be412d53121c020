"""Loading a profile: validated, kept by its content, and in use for the next cycle."""

import hashlib
import json
from pathlib import Path

from actions.profile_files import read_profile
from actions.runtime import Runtime
from models import events, profiles
from models.events import Who
from models.tables import ProfileRow
from rules.profile import Profile


def load_profile(runtime: Runtime, who: Who, directory: Path) -> tuple[Profile, bool]:
    """Load a profile directory; answers the profile and whether it is new here. The same content again changes nothing.

    Refusal: profile-invalid, naming file, line and field.
    """
    profile = read_profile(directory)
    content = profile.model_dump(mode="json")
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
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
