"""Whether a server can serve (it reaches its database, a profile is loaded), for which office, and whether it does."""

import hashlib
import json
import urllib.error
import urllib.request
from http import HTTPStatus
from http.client import HTTPException

from actions.language import Sentence
from actions.runtime import Runtime
from actions.sole_use import who_is_up
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


def examine(runtime: Runtime) -> tuple[list[Sentence], str]:
    """A server that does not run is no fault; one that should, and does not answer for itself and Prefect, is."""
    holder = who_is_up(runtime.settings.data)
    address = str(holder["url"]) if holder else runtime.settings.server_url
    for path in ("/health", "/api/health"):
        try:
            status, said = asked(address + path)
            if path == "/health" and not holder and office_in(said) != office(runtime):
                return [], Sentence("không chạy; ở {address} là máy chủ của một thư mục dữ liệu khác", address=address)
            if status != HTTPStatus.OK:
                return [Sentence("{address} trả lời {code}", address=address + path, code=status)], ""
        except (OSError, HTTPException) as error:
            if holder:
                fault = Sentence(
                    "{address} không trả lời ({error}), tuy tiến trình {pid} đang chạy",
                    address=address + path, error=error, pid=holder["pid"],
                )  # fmt: skip
                return [fault], ""
            return [], Sentence("không chạy ở {address} (trinhky up để chạy)", address=address)
    return [], Sentence("{address} và Prefect trả lời", address=address)
