"""A rendered plan and the people who sign it, made once for all tests of this directory."""

import tempfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import docx

from paper.compose import compose
from paper.pdf import render
from paper.sign import Holder, prepare, seal, sign_person, stamp_number
from paper.sign.ca import DevelopmentCA
from tests.paper.samples import PLAN

_HOME = tempfile.TemporaryDirectory(prefix="trinhky-ca-")  # gone with the test run
COMMITTEE = "Ủy ban nhân dân huyện Cao Lãnh"


@cache
def authority() -> DevelopmentCA:
    return DevelopmentCA.open(Path(_HOME.name))


def signer() -> Holder:
    return authority().person("nguyen-van-mau", PLAN.signer_name, COMMITTEE)


def office() -> Holder:
    return authority().office("cao-lanh", COMMITTEE)


@cache
def plan_docx() -> bytes:
    return compose(PLAN)


@cache
def plan() -> bytes:
    return render(plan_docx())


@cache
def prepared() -> bytes:
    return prepare(plan(), signer=PLAN.signer_name)


@cache
def signed() -> bytes:
    return sign_person(prepared(), signer(), capacity="KT. CHỦ TỊCH - PHÓ CHỦ TỊCH")


@cache
def stamped() -> bytes:
    return stamp_number(signed(), number="05", day="07", month="02")


@cache
def sealed() -> bytes:
    return seal(stamped(), office())


def rewritten(change: Callable[[str], str]) -> bytes:
    """The plan's docx with `change` applied to the text of every run, tables included."""
    document = docx.Document(BytesIO(plan_docx()))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    for run in (run for paragraph in paragraphs for run in paragraph.runs):
        if change(run.text) != run.text:
            run.text = change(run.text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()
