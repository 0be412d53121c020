"""Whether this process can serve (it reaches its database, a profile is loaded), and for which office."""

import hashlib
import json
import urllib.error
import urllib.request

from actions.runtime import Runtime
from models import profiles


def has_profile(runtime: Runtime) -> bool:
    """Reads the database; answers whether an office's profile is in use. A database that is away raises."""
    with runtime.memory.read() as session:
        return profiles.newest(session) is not None


def office(runtime: Runtime) -> str:
    """By what an office's own processes know each other at a port: a hash of the workers' key, which tells nothing of
    the key (32 random bytes) and may be shown to anybody."""
    return hashlib.sha256(f"trinhky office {runtime.settings.worker_key}".encode()).hexdigest()[:16]


def asked(url: str) -> tuple[int, bytes]:
    """Status and body of what answers at an address, whatever proxy the shell names; no key is shown to it.
    Raises OSError or HTTPException when nothing does."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def office_in(said: bytes) -> str | None:
    """The office that an answer of /health names; None when it names none."""
    try:
        named = json.loads(said)["office"]
    except (ValueError, KeyError, TypeError):
        return None
    return str(named)
