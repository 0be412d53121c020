"""Handing in a paper (*gửi văn bản*): one form; a refusal is shown above it and loses nothing that was chosen."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import RedirectResponse, Response

from actions import hand_in, my_work
from actions.hand_in import HandIn
from actions.language import said
from actions.scanned import Told
from rules.kinds import KINDS
from rules.refusals import Refusal
from web.pages.rendering import render
from web.pages.visiting import Member, Visitor
from web.threads import works

router = APIRouter()

# What a form field is called when something is wrong with it.
FIELDS = {"unit": "đơn vị", "kind": "loại văn bản", "year": "năm công tác", "file": "tệp"}
# Asked for only when a scan was sent, which has no letters to read them from.
OF_A_SCAN = {"code": "số và ký hiệu", "issued": "ngày ban hành", "subject": "trích yếu"}


@router.get("/hand-in")
@works("pages")
def hand_in_page(visitor: Member, unit: str = "", kind: str = "", year: str = "") -> Response:
    """The form, with what the link that led here chose."""
    return _form(visitor, {"unit": unit, "kind": kind, "year": year, "note": ""})


@router.post("/hand-in")
@works("papers")
def submit(
    visitor: Member,
    unit: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "",
    year: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    issued: Annotated[str, Form()] = "",
    subject: Annotated[str, Form()] = "",
    file: UploadFile | str | None = None,
) -> Response:
    """Hands the paper in, and leads to its page."""
    chosen = {"unit": unit, "kind": kind, "year": year, "note": note.replace("\0", "").replace("\r\n", "\n").strip()}
    chosen |= {"code": code.replace("\0", ""), "issued": issued, "subject": subject.replace("\0", "")}
    try:
        paper = _paper(chosen, file)
        done = hand_in.submit(visitor.runtime, visitor.who, paper)
    except Refusal as refusal:
        return _form(visitor, chosen, refusal)
    return RedirectResponse(f"/documents/{done.document_id}?handed-in={done.round}", status_code=303)


def _paper(chosen: dict[str, str], file: UploadFile | str | None) -> HandIn:
    for field in ("unit", "kind", "year"):
        if not chosen[field]:
            raise Refusal("choose-first", what=FIELDS[field])
    if chosen["kind"] not in KINDS:
        raise Refusal("not-understood", value=chosen["kind"], what=FIELDS["kind"])
    if not (chosen["year"].isascii() and chosen["year"].isdigit() and len(chosen["year"]) == 4):
        raise Refusal("not-understood", value=chosen["year"], what=FIELDS["year"])
    if file is None or isinstance(file, str) or not file.filename:
        raise Refusal("choose-first", what=FIELDS["file"])
    told = Told(chosen["code"], _day(chosen["issued"]), chosen["subject"])
    year, data = int(chosen["year"]), file.file.read()
    return HandIn(chosen["unit"], chosen["kind"], year, file.filename, data, chosen["note"], told)


def _day(text: str) -> date | None:
    """A date as browsers send it (2027-02-08), None when none was given."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal("not-understood", value=text[:20], what=OF_A_SCAN["issued"]) from None


def _form(visitor: Visitor, chosen: dict[str, str], refusal: Refusal | None = None) -> Response:
    return render(
        visitor,
        "hand_in.html",
        status=refusal.wording.status if refusal else 200,
        choices=my_work.choices(visitor.runtime, visitor.who),
        chosen=chosen,
        of_a_scan=OF_A_SCAN if any(chosen.get(one) for one in OF_A_SCAN) or _is_of_scan(refusal) else {},
        refused=said(refusal, visitor.lang) if refusal else None,
        existing=refusal.facts.get("document") if refusal else None,
    )


def _is_of_scan(refusal: Refusal | None) -> bool:
    return refusal is not None and refusal.code == "scan-needs-words"
