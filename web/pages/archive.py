"""The archive: search, look, download, and ask who signed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from actions import finding, reading
from actions.finding import Kept, Wanted
from rules.refusals import Refusal
from web.pages.files import attachment, inline
from web.pages.handing_in import FIELDS
from web.pages.rendering import render
from web.pages.visiting import Member
from web.threads import works

router = APIRouter()
PER_PAGE = 50
LONGEST_QUESTION = 200


@dataclass(frozen=True)
class Leaf:
    """One page of a list: which, of how many, and the addresses of its neighbours."""

    rows: tuple[Kept, ...]
    total: int
    number: int
    pages: int
    before: str | None
    after: str | None


@router.get("/archive")
@works("pages")
def archive(visitor: Member, q: str = "", year: str = "", unit: str = "", kind: str = "", page: int = 1) -> Response:
    """Records that hold all words and pass the filters, as far as this person may read them."""
    chosen = {"q": q[:LONGEST_QUESTION], "year": year, "unit": unit, "kind": kind}
    wanted = Wanted(chosen["q"], _year(year), unit or None, kind or None)
    found = finding.find(visitor.runtime, visitor.who, wanted)
    return render(
        visitor, "archive.html", chosen=chosen, filters=finding.filters(visitor.runtime),
        leaf=_leaf(found, page, chosen),
    )  # fmt: skip


@router.get("/records/{record_id}/pdf")
@works("papers")
def paper(visitor: Member, record_id: str, download: bool = False) -> Response:
    """The signed PDF of a record, shown or saved."""
    file = reading.record_file(visitor.runtime, visitor.who, record_id)
    return attachment(file) if download else inline(file)


@router.get("/records/{record_id}/verify")
@works("papers")
def verify(visitor: Member, record_id: str) -> Response:
    """Who signed, in which order, still whole?"""
    record = finding.look(visitor.runtime, visitor.who, record_id)
    found = finding.verify(visitor.runtime, visitor.who, record_id)
    return render(visitor, "verify.html", record=record, found=found, verdicts=finding.VERDICTS)


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Refusal("not-understood", value=text[:20], what=FIELDS["year"])
    return int(text)


def _leaf(found: tuple[Kept, ...], page: int, chosen: dict[str, str]) -> Leaf:
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(max(page, 1), pages)
    rows = found[(number - 1) * PER_PAGE : number * PER_PAGE]

    def address(other: int) -> str | None:
        return "/archive?" + urlencode({**chosen, "page": other}) if 1 <= other <= pages else None

    return Leaf(rows, len(found), number, pages, address(number - 1), address(number + 1))
