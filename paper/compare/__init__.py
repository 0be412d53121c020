"""What changed between two versions of a paper: paragraph by paragraph, and word by word inside a changed one.

Bytes or lines in, a structured `Difference` out. A page shows it as HTML (`as_html`); the phiếu trình says it as text
(`actions/slip_words.py`).
"""

from paper.compare.aligning import between
from paper.compare.difference import Difference, Paragraph, Piece
from paper.compare.saying import LABELS, as_html

__all__ = ["LABELS", "Difference", "Paragraph", "Piece", "as_html", "between", "compare", "lines"]


def compare(old: bytes, new: bytes) -> Difference:
    """The difference between two docx, read as `paper.read` reads them: tracked deletions are gone.

    Raises the Refusal of intake when one is no docx (broken-docx, not-a-docx, …).
    """
    from paper.read import read_docx

    return between(lines(read_docx(old).text), lines(read_docx(new).text))


def lines(text: str) -> tuple[str, ...]:
    """The paragraphs of a paper's text as `PaperFacts.text` keeps it, a line each; no text is no paragraph."""
    return tuple(text.split("\n")) if text else ()
