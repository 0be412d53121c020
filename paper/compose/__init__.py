"""Papers written by the decree's layout: structured content in, docx bytes out.

Importing this costs nothing: python-docx is reached for when a paper is composed.
"""

from paper.compose.model import Annex, Article, Block, Dash, Heading, Paper, Paragraph, Table

__all__ = ["Annex", "Article", "Block", "Dash", "Heading", "Paper", "Paragraph", "Table", "compose"]


def compose(paper: Paper) -> bytes:
    """The paper as docx bytes: the same paper always gives the same bytes. Opens in Word and LibreOffice.

    Raises KeyError for a `kind` that `rules.kinds` does not know, ValueError for a table whose rows differ in length.
    """
    from paper.compose import layout

    return layout.compose(paper)
