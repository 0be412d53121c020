"""What tests of signing look at: a paper's form fields, its print, and what a second program says of its signatures."""

import re
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from paper.pdf import pages
from paper.pdf.layout import Page
from rules.refusals import Refusal


def refused(code: str, act: object) -> Refusal:
    assert callable(act)
    with pytest.raises(Refusal) as refusal:
        act()
    assert refusal.value.code == code
    return refusal.value


@cache
def document(pdf: bytes) -> pikepdf.Pdf:
    """Kept open: pikepdf's objects die with their file."""
    return pikepdf.open(BytesIO(pdf))


def fields(pdf: bytes) -> dict[str, pikepdf.Dictionary]:
    return {str(field.T): field for field in document(pdf).Root.AcroForm.Fields}


def box(pdf: bytes, name: str) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(side) for side in fields(pdf)[name].Rect)
    return left, bottom, right, top


def xmp(pdf: bytes) -> bytes:
    return bytes(document(pdf).Root.Metadata.read_raw_bytes())


def words_of(pdf: bytes, page: int) -> Page:
    return pages(pdf)[page]


def line(pdf: bytes, pattern: str) -> str:
    """The first line of poppler's text of page 1 that has `pattern`."""
    said = subprocess.run(
        ["pdftotext", "-layout", "-l", "1", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60
    )
    return next(row.strip() for row in said.stdout.decode().splitlines() if re.search(pattern, row))


def pdfsig(pdf: bytes, tmp_path: Path) -> list[str]:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False, timeout=60).stdout
    return re.findall(r"(?:Common Name|Signature Validation): (.*)", said)
