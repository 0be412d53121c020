"""Papers written by the decree's layout: structured content in, docx bytes out.

Importing this costs nothing but the model: what lays a paper out is reached for when one is composed.
"""

from paper.compose.model import (
    Annex,
    Article,
    Block,
    Certificate,
    Dash,
    Heading,
    Paper,
    Paragraph,
    Register,
    Signatory,
    Spot,
    Table,
    Volume,
)

__all__ = [
    "Annex",
    "Article",
    "Block",
    "Certificate",
    "Dash",
    "Heading",
    "Paper",
    "Paragraph",
    "Register",
    "Signatory",
    "Spot",
    "Table",
    "Volume",
    "compose",
]


def compose(paper: Paper | Certificate | Register) -> bytes:
    """The paper as docx bytes: the same paper always gives the same bytes. Opens in Word and LibreOffice.

    Raises KeyError for a `kind` that `forms.FORMS` does not know, ValueError for a table whose rows differ in length
    and for a kind of two signatories that has one.
    """
    from paper.compose import certificate, layout, register

    if isinstance(paper, Certificate):
        return certificate.compose(paper)
    if isinstance(paper, Register):
        return register.compose(paper)
    return layout.compose(paper)
