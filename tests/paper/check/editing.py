"""Small edits of a docx, as a drafter makes them: retype words, change how selected words look, move things."""

import copy
import io
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

Edit = Callable[[Document], None]


def edited(data: bytes, *edits: Edit) -> bytes:
    """The docx after the edits."""
    document = docx.Document(io.BytesIO(data))
    for edit in edits:
        edit(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def find(document: Document, text: str, last: bool = False) -> Paragraph:
    """The first (or last) paragraph that is this text, else that holds it."""
    paragraphs = [Paragraph(element, document) for element in document.element.body.iter(qn("w:p"))]  # type: ignore[arg-type]
    plain = [(paragraph.text.replace("\u00a0", " ").replace("\u2011", "-"), paragraph) for paragraph in paragraphs]
    found = [one for words, one in plain if words == text] or [one for words, one in plain if text in words]
    assert found, f"“{text}” is not in the paper"
    return found[-1 if last else 0]


def words(old: str, new: str, last: bool = False) -> Edit:
    """Retype some words of a run; hyphens and spaces that do not break are plain ones here."""

    def edit(document: Document) -> None:
        for run in find(document, old, last).runs:
            plain = run.text.replace("\u00a0", " ").replace("\u2011", "-")
            if old in plain:
                run.text = plain.replace(old, new, 1)
                return
        raise AssertionError(f"“{old}” stands in no run of its own")

    return edit


def look(
    text: str, size: float | None = None, align: Any = None, colour: str = "", last: bool = False, **font: Any
) -> Edit:
    """Select a paragraph and change its letters (`bold`, `italic`, `name` …) or its alignment."""

    def edit(document: Document) -> None:
        paragraph = find(document, text, last)
        for run in paragraph.runs:
            if size is not None:
                run.font.size = Pt(size)
            if colour:
                run.font.color.rgb = RGBColor.from_string(colour)
            for name, given in font.items():
                setattr(run.font, name, given)
        if align is not None:
            paragraph.alignment = align

    return edit


def setting(text: str, last: bool = False, **form: Any) -> Edit:
    """Change how a paragraph is set: points for spaces, mm for indents, a number for the line spacing."""

    def edit(document: Document) -> None:
        target = find(document, text, last).paragraph_format
        for name, given in form.items():
            unit = Mm if "indent" in name else Pt if "space" in name else float
            setattr(target, name, unit(given))

    return edit


def both(*edits: Edit) -> Edit:
    """Several edits as one."""

    def edit(document: Document) -> None:
        for one in edits:
            one(document)

    return edit


def sheet(**measures: float) -> Edit:
    """Change the first section: measures in mm."""

    def edit(document: Document) -> None:
        for name, given in measures.items():
            setattr(document.sections[0], name, Mm(given))

    return edit


def without(text: str, last: bool = False) -> Edit:
    """Delete a paragraph; a cell keeps an empty one."""

    def edit(document: Document) -> None:
        element = find(document, text, last)._p
        parent = element.getparent()
        if len(parent.findall(qn("w:p"))) == 1 and parent.tag == qn("w:tc"):
            for run in element.findall(qn("w:r")):
                element.remove(run)
        else:
            parent.remove(element)

    return edit


def back(clean: bytes, text: str, last: bool = False) -> Edit:
    """Put a paragraph back where it stood in the clean paper."""
    original = find(docx.Document(io.BytesIO(clean)), text, last)._p
    steps: list[int] = []
    step = original
    while step.tag != qn("w:body"):
        steps.insert(0, list(step.getparent()).index(step))
        step = step.getparent()

    def edit(document: Document) -> None:
        parent = document.element.body
        for number in steps[:-1]:
            parent = parent[number]
        at = steps[-1]
        if len(parent) > at and parent.tag == qn("w:tc") and not "".join(parent[at].itertext()).strip():
            parent.remove(parent[at])
        parent.insert(at, copy.deepcopy(original))

    return edit


def moved(text: str, to: str, below: bool = False, first: bool = False) -> Edit:
    """Cut a paragraph (and with `below` the one under it) and paste it under (or with `first` above) another."""

    def edit(document: Document) -> None:
        element, target = find(document, text)._p, find(document, to)._p
        pieces = [element, element.getnext()] if below else [element]
        for piece in pieces if first else reversed(pieces):
            (target.addprevious if first else target.addnext)(piece)

    return edit


def after(text: str, new: str, last: bool = False) -> Edit:
    """Copy a paragraph below itself, with other words in its first run and no more."""

    def edit(document: Document) -> None:
        above = find(document, text, last)
        below = Paragraph(copy.deepcopy(above._p), document)  # type: ignore[arg-type]
        above._p.addnext(below._p)
        for number, run in enumerate(below.runs):
            run.text = new if number == 0 else ""

    return edit


def header(edit: Callable[[Paragraph], None]) -> Edit:
    """Change the first paragraph of the page header of the first section."""
    return lambda document: edit(document.sections[0].header.paragraphs[0])


def tagged(path: str, put: bool = True, **attributes: str) -> Edit:
    """Put an element of this tag into the last section's properties with these w: attributes, or take it out."""

    def edit(document: Document) -> None:
        section = document.sections[0]._sectPr
        for old in section.findall(qn(path)):
            section.remove(old)
        if put:
            element = OxmlElement(path)
            for name, given in attributes.items():
                element.set(qn(f"w:{name}"), given)
            section.find(qn("w:pgMar")).addnext(element)

    return edit


def titled(on: bool) -> Edit:
    """Whether page 1 has a header of its own."""

    def edit(document: Document) -> None:
        document.sections[0].different_first_page_header_footer = on

    return edit


RIGHT, CENTRE, LEFT, BOTH = ALIGN.RIGHT, ALIGN.CENTER, ALIGN.LEFT, ALIGN.JUSTIFY
