"""Who stands at the gate: a person with a session cookie, the worker with its key, or a stranger."""

import hmac
from http.cookies import CookieError, SimpleCookie

from starlette.types import Scope

from actions.accounts import SignedIn

COOKIE = "trinhky_session"
REVIEWING = frozenset({"head", "form_checker", "signer", "chair", "clerk", "officer"})


def header(scope: Scope, name: bytes) -> str:
    """A header of a request, empty when absent."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def token_of(scope: Scope) -> str:
    """The session token in the cookie, empty when there is none."""
    try:
        cookie = SimpleCookie(header(scope, b"cookie"))
    except CookieError:
        return ""
    return cookie[COOKIE].value if COOKIE in cookie else ""


def is_worker(scope: Scope, key: str) -> bool:
    """Whether the call carries the workers' key."""
    return hmac.compare_digest(header(scope, b"authorization").encode(), f"Bearer {key}".encode())


def reads_everything(person: SignedIn) -> bool:
    """Administrators and auditors read every run."""
    return person.system in ("administrator", "auditor")


def audiences(person: SignedIn) -> frozenset[str]:
    """The audiences of `routes.ROUTES` that a person belongs to; submitters belong to none."""
    if person.system == "administrator":
        return frozenset({"reviewers", "readers", "administrators"})
    if person.system == "auditor":
        return frozenset({"reviewers", "readers"})
    return frozenset({"reviewers"}) if any(role in REVIEWING for _, role in person.roles) else frozenset()


def from_elsewhere(scope: Scope, origin: str) -> bool:
    """Whether a browser says that a writing call comes from another site's page."""
    said = header(scope, b"origin")
    if said:
        return said != origin
    return header(scope, b"sec-fetch-site") not in ("", "same-origin", "none")
