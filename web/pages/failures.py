"""Everything that goes wrong ends as a page that says what, and what to do."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from actions.language import said
from rules.refusals import Refusal
from storage.port import Unavailable
from web.pages import signing_in
from web.pages.rendering import render
from web.pages.shell import HEADERS
from web.pages.visiting import NotSignedIn, Visitor, request_id_of, stranger, visitor

log = logging.getLogger(__name__)


def answer_kindly(app: FastAPI) -> None:
    """Give every kind of failure its handler."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(NotSignedIn, _sign_in_first)
    app.add_exception_handler(Unavailable, _store_is_away)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _no_such_page)
    app.add_exception_handler(Exception, _broken)


def page_of(visitor: Visitor, refusal: Refusal, status: int | None = None) -> Response:
    """The page of a refusal that belongs to no form."""
    status = status or refusal.wording.status
    return render(visitor, "refused.html", status=status, refused=said(refusal, visitor.lang))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return page_of(visitor(request), error)


def _sign_in_first(request: Request, _: Exception) -> Response:
    return RedirectResponse(signing_in.way_in(request), status_code=303)


def _store_is_away(request: Request, error: Exception) -> Response:
    log.error("the archive is away: %s", error)
    return page_of(visitor(request), Refusal("store-unavailable"))


def _not_understood(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    fact = {"value": str(first.get("input"))[:80], "what": str(first["loc"][-1])}
    return page_of(visitor(request), Refusal("not-understood", **fact))


def _no_such_page(request: Request, error: Exception) -> Response:
    """404, 405, and bodies that could not be read; a refusal may be behind those."""
    assert isinstance(error, HTTPException)
    cause = error.__cause__
    if isinstance(cause, Refusal):
        return page_of(visitor(request), cause)
    return page_of(visitor(request), Refusal("no-such-page"), error.status_code)


def _broken(request: Request, _: Exception) -> Response:
    """The error itself is logged by the server; nothing is asked of a database that may be what is broken.

    Starlette answers this one outside of every layer of ours, so the headers are put on here.
    """
    page = page_of(stranger(request), Refusal("out-of-order", request=request_id_of(request)))
    page.headers.update(HEADERS)
    return page
