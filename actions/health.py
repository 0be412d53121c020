"""Whether this process can serve: it reaches its database, and a profile is loaded."""

from actions.runtime import Runtime
from models import profiles


def has_profile(runtime: Runtime) -> bool:
    """Reads the database; answers whether an office's profile is in use. A database that is away raises."""
    with runtime.memory.read() as session:
        return profiles.newest(session) is not None
