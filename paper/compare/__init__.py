"""What changed between two versions of a paper: paragraph by paragraph, and word by word inside a changed one.

Bytes or lines in, a structured `Difference` out, which is also said as text (`as_text`) and as HTML (`as_html`).
"""

from paper.compare.aligning import between
from paper.compare.difference import Difference, Paragraph, Piece
from paper.compare.saying import LABELS, as_html, as_text

__all__ = ["LABELS", "Difference", "Paragraph", "Piece", "as_html", "as_text", "between", "compare", "lines"]


def compare(old: bytes, new: bytes) -> Difference:
    """The difference between two docx, read as `paper.read` reads them: tracked deletions are gone.

    Raises the Refusal of intake when one is no docx (broken-docx, not-a-docx, …).
    """
    from paper.read import read_docx

    return between(lines(read_docx(old).text), lines(read_docx(new).text))


def lines(text: str) -> tuple[str, ...]:
    """The paragraphs of a paper's text as `PaperFacts.text` keeps it, a line each; no text is no paragraph."""
    return tuple(text.split("\n")) if text else ()
