"""The front page: my work."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions import my_work
from web.pages.rendering import render
from web.pages.visiting import Member
from web.threads import works

router = APIRouter()


@router.get("/")
@works("pages")
def work(visitor: Member) -> Response:
    """What waits for me, what came back, what my units owe, and where their papers are."""
    return render(visitor, "work.html", work=my_work.my_work(visitor.runtime, visitor.who))
