"""One document: its state, whose hands it passed, its files, and the paper as it stands."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from markupsafe import Markup

from actions import mending, reading, showing, versions
from actions.language import translate
from paper import compare
from web.pages.files import attachment, inline
from web.pages.rendering import render
from web.pages.visiting import Member
from web.threads import works

router = APIRouter()


@router.get("/documents/{document_id}")
@works("pages")
def document(
    visitor: Member, document_id: str, handed_in: Annotated[int | None, Query(alias="handed-in")] = None
) -> Response:
    """The document's page; `handed-in` names the round that was just received."""
    shown = showing.show(visitor.runtime, visitor.who, document_id)
    return render(visitor, "document.html", document=shown, handed_in=handed_in)


@router.get("/documents/{document_id}/pdf")
@works("papers")
def paper(visitor: Member, document_id: str) -> Response:
    """The PDF as it stands now, shown in the browser."""
    return inline(reading.paper_now(visitor.runtime, visitor.who, document_id))


@router.get("/documents/{document_id}/difference")
@works("papers")
def difference(visitor: Member, document_id: str, old: int | None = None, new: int | None = None) -> Response:
    """What changed from round `old` to round `new`, word by word; without them, between the last two."""
    compared = versions.compared(visitor.runtime, visitor.who, document_id, old, new)
    fragment = Markup(compare.as_html(compared.difference, lambda text: translate(text, visitor.lang)))
    return render(visitor, "difference.html", compared=compared, fragment=fragment)


@router.get("/documents/{document_id}/versions/{round_}")
@works("papers")
def version(visitor: Member, document_id: str, round_: int) -> Response:
    """The file that was handed in for a round, as a download."""
    return attachment(reading.version_file(visitor.runtime, visitor.who, document_id, round_))


@router.get("/documents/{document_id}/versions/{round_}/marked")
@works("papers")
def marked(visitor: Member, document_id: str, round_: int) -> Response:
    """The draft of a round with the clerk's comments in it, as a download."""
    return attachment(mending.marked_copy(visitor.runtime, visitor.who, document_id, round_))


@router.get("/documents/{document_id}/versions/{round_}/mended")
@works("papers")
def mended(visitor: Member, document_id: str, round_: int) -> Response:
    """The draft of a round with everything mended that needs no word changed, as a download."""
    return attachment(mending.mended_copy(visitor.runtime, visitor.who, document_id, round_))


@router.get("/documents/{document_id}/versions/{round_}/mending")
@works("papers")
def mending_page(visitor: Member, document_id: str, round_: int) -> Response:
    """What the mended copy changes."""
    return render(visitor, "mending.html", mending=mending.mending(visitor.runtime, visitor.who, document_id, round_))
