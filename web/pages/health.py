"""For machines that ask whether this one works."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from actions import health
from rules.refusals import NotNow
from web.pages.visiting import runtime_of
from web.threads import works

router = APIRouter()


@router.get("/health")
@works("sessions")
def healthy(request: Request) -> JSONResponse:
    """200 when the database answers; 503, and why, when it does not. Says nothing that a stranger may not know."""
    office = health.office(runtime_of(request))
    try:
        profile = health.has_profile(runtime_of(request))
    except (SQLAlchemyError, NotNow) as error:
        return JSONResponse({"status": "down", "office": office, "database": type(error).__name__}, 503)
    return JSONResponse({"status": "ok", "office": office, "profile": profile})
