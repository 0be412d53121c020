"""What a paper says of itself: kind, number, symbol, place, date, issuer, subject, signer, and the papers it cites.

Importing this costs nothing: lxml is reached for when a paper is read.
"""

from paper.read.facts import PaperFacts
from paper.read.folding import fold, same_code

__all__ = ["PaperFacts", "fold", "read_docx", "read_pdf", "read_tables", "same_code"]


def read_docx(data: bytes) -> PaperFacts:
    """Read a docx. Raises the Refusal of intake when it is not one (broken-docx, docx-unsafe, not-a-docx, …)."""
    from paper.read import word

    return word.read_docx(data)


def read_tables(data: bytes) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Every table of a docx, row by row, cell by cell, one line of text each. Raises as `read_docx` does."""
    from paper.read import word

    return word.tables_of(data)


def read_pdf(data: bytes) -> PaperFacts:
    """Read an incoming PDF (which passed intake), numbers stamped into form fields included.

    Raises Refusal pdf-unreadable when it holds no text (a scan), RenderUnavailable without poppler and bubblewrap.
    """
    from paper.read import printed

    return printed.read_pdf(data)
