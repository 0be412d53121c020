"""The pressroom: docx in, PDF/A-2b out, and where its words stand. Bytes in, bytes out; nothing is kept.

Importing this costs nothing: LibreOffice, poppler and pikepdf are reached for when a function is called.
"""

from typing import TYPE_CHECKING

from paper.pdf.faults import RenderFailed, RenderUnavailable
from rules.effects import effect

if TYPE_CHECKING:
    from pathlib import Path

    from paper.pdf.layout import Page

__all__ = ["RenderFailed", "RenderUnavailable", "font_file", "page_count", "pages", "prove", "render", "walled"]


@effect
def render(docx: bytes, *, seconds: float = 60.0) -> bytes:
    """A docx (which passed intake) → a tagged PDF/A-2b with every font embedded.

    Raises `Refusal("not-renderable")` if it cannot be opened as a docx, `Refusal("fonts-not-allowed", fonts=…)` for
    any font but Times New Roman (Nghị định 30, Phụ lục I, I.4), `RenderFailed` (worth another try) when the machine
    did not finish within `seconds`, `RenderUnavailable` when LibreOffice, bubblewrap or the font is missing. The
    seconds are counted from when one of the warm workers of this process takes the paper up.
    """
    from paper.pdf import conformance, fonts, office, sandbox

    sandbox.require("soffice", "bwrap", "prlimit", "fc-list")
    fonts.file("Regular")
    if docx.startswith(b"PK"):
        conformance.demand_readable_fonts(docx)
    pdf = office.convert(docx, seconds)
    conformance.demand_pdfa(pdf, docx)
    return pdf


@effect
def pages(pdf: bytes) -> "tuple[Page, ...]":
    """Each page's size and words with their boxes, in points from the top left; () for what is no PDF."""
    from paper.pdf import layout

    return layout.pages(pdf)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; 0 for what is no PDF."""
    from io import BytesIO

    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            return len(document.pages)
    except pikepdf.PdfError:
        return 0


def font_file(style: str) -> "Path":
    """The file of Liberation Serif in "Regular", "Italic" or "Bold". Raises `RenderUnavailable`."""
    from paper.pdf import fonts

    return fonts.file(style)


@effect
def walled() -> bool:
    """False where papers are rendered without a sandbox, because none can be built and that was accepted."""
    from paper.pdf import sandbox

    return not sandbox.unwalled()


@effect
def prove() -> None:
    """Render one line of Vietnamese and read it back (for `doctor`). Raises `RenderUnavailable` or `RenderFailed`."""
    from paper.pdf import proof, sandbox

    sandbox.require("soffice", "bwrap", "prlimit", "pdftotext", "fc-list")
    proof.prove()
