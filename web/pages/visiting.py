"""Who visits: the request's runtime, the person signed in, the language, and the id under which events remember it."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from actions import accounts
from actions.accounts import SignedIn
from actions.runtime import Runtime
from models.events import Who
from rules.refusals import Refusal
from web.gate import people

SESSION_COOKIE = people.COOKIE
LANG_COOKIE = "trinhky_lang"
LANGS = ("vi", "en")
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSignedIn(Exception):
    """A page for members was asked for by somebody unknown; he is shown to the sign-in page."""


@dataclass(frozen=True)
class Visitor:
    """One request, seen by the pages."""

    request: Request
    runtime: Runtime
    person: SignedIn | None
    lang: str
    request_id: str

    @property
    def who(self) -> Who:
        """This person, now, in this request: what actions are told."""
        return self.runtime.who(self.person.code if self.person else None, self.request_id)


def runtime_of(request: Request) -> Runtime:
    """The runtime that the application was made with."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def visitor(request: Request) -> Visitor:
    """Anybody."""
    runtime, state = runtime_of(request), request.scope.get("state", {})
    # The gate has already looked; without it (in tests) the cookie is read here.
    known = "person" in state
    person = state["person"] if known else accounts.signed_in(runtime, request.cookies.get(SESSION_COOKIE, ""))
    return Visitor(request, runtime, person, lang_of(request), request_id_of(request))


def member(visitor: Annotated[Visitor, Depends(visitor)]) -> Visitor:
    """Somebody who is signed in."""
    if visitor.person is None:
        raise NotSignedIn
    return visitor


def stranger(request: Request) -> Visitor:
    """The request without asking the database who sent it: for the page that says that something is broken."""
    return Visitor(request, runtime_of(request), None, lang_of(request), request_id_of(request))


def from_here(request: Request) -> None:
    """Refuses forms that another site sends in a visitor's name. Refusal: foreign-origin."""
    own = runtime_of(request).settings.origin
    if request.method not in READING and people.from_elsewhere(request.scope, own):
        raise Refusal("foreign-origin", origin=own)


def lang_of(request: Request) -> str:
    """The language asked for in the address, or chosen before; Vietnamese first."""
    asked = (request.query_params.get("lang"), request.cookies.get(LANG_COOKIE))
    return next((lang for lang in asked if lang in LANGS), LANGS[0])


def request_id_of(request: Request) -> str:
    """The gate's id of this request, or a new one; the same for the whole request."""
    state = request.scope.setdefault("state", {})
    request_id: str = state.setdefault("request_id", str(uuid.uuid4()))
    return request_id


Anyone = Annotated[Visitor, Depends(visitor)]
Member = Annotated[Visitor, Depends(member)]
