"""Faults of the lines below Tiêu ngữ, issuer and subject."""

from docx.document import Document
from docx.oxml.ns import qn

from tests.paper.check.editing import Edit, find
from tests.paper.check.faults import STANDS, Fault


def _ruled(text: str, share: float | None) -> Edit:
    """Below a line of a composed paper, its rule: gone (None), or this much longer."""

    def edit(document: Document) -> None:
        element = find(document, text)._p.getnext()
        border, indents = element.pPr.find(qn("w:pBdr")), element.pPr.find(qn("w:ind"))
        edge = border.find(qn("w:bottom"))
        edge.set(qn("w:val"), "nil" if share is None else "single")
        for side in ("left", "right"):
            indents.set(qn(f"w:{side}"), str(int(int(indents.get(qn(f"w:{side}"))) * (share or 1))))

    return edit


_RULED = {"tieu-ngu": STANDS["tieu-ngu"][1], "ban-hanh": "HUYỆN CAO LÃNH", "trich-yeu": STANDS["trich-yeu"][1]}
UNDERLINES = {f"{code}-ke": Fault("issued", _ruled(text, None), _ruled(text, 1)) for code, text in _RULED.items()} | {
    f"{code}-ke-dai": Fault("issued", _ruled(text, 0.5), _ruled(text, 2)) for code, text in _RULED.items()
}
