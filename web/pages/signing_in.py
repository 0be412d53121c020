"""Signing in and out."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from actions import accounts
from actions.language import said
from rules.refusals import Refusal
from rules.words import bare
from web.pages.rendering import render
from web.pages.visiting import SESSION_COOKIE, Anyone, runtime_of
from web.threads import works

router = APIRouter()


@router.get("/sign-in")
@works("pages")
def sign_in_page(visitor: Anyone, next: str = "/") -> Response:
    """The form; those who are in already go on."""
    if visitor.person is not None:
        return RedirectResponse(_inside(next), status_code=303)
    return render(visitor, "sign_in.html", next=_inside(next), name="", refused=None)


@router.post("/sign-in")
@works("passwords")
def sign_in(
    visitor: Anyone,
    person: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Checks the password; the session lives in a cookie that no script reads."""
    code = bare(person).replace(" ", "-")  # "Lê Thị Thu Hà" signs in as le-thi-thu-ha
    try:
        token = accounts.sign_in(visitor.runtime, visitor.who, code[:40], password)
    except Refusal as refusal:
        page = render(
            visitor, "sign_in.html", status=refusal.wording.status, next=_inside(next), name=person,
            refused=said(refusal, visitor.lang),
        )  # fmt: skip
        if "seconds" in refusal.facts:
            page.headers["retry-after"] = str(refusal.facts["seconds"])
        return page
    answer = RedirectResponse(_inside(next), status_code=303)
    secure = visitor.runtime.settings.origin.startswith("https:")
    answer.set_cookie(
        SESSION_COOKIE, token, max_age=int(accounts.SESSION.total_seconds()), httponly=True, samesite="lax",
        secure=secure,
    )  # fmt: skip
    return answer


@router.post("/sign-out")
@works("sessions")
def sign_out(request: Request) -> Response:
    """Ends the session here and in the database."""
    accounts.sign_out(runtime_of(request), request.cookies.get(SESSION_COOKIE, ""))
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(SESSION_COOKIE)
    return answer


def way_in(request: Request) -> str:
    """The sign-in page that leads back to what was asked for."""
    if request.method != "GET":
        return "/sign-in"
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/sign-in?next={quote(asked, safe='/')}"


def _inside(target: str) -> str:
    """`target` if it is a path of this site, else the front page: a link in a mail never leads away from here."""
    plain = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if plain else "/"
