"""A paper typed in Word as people type it: no styles, everything set by hand on the selected words."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

CENTRE, BOTH, LEFT = ALIGN.CENTER, ALIGN.JUSTIFY, ALIGN.LEFT
_MOTTO_SIGNS = 36


@dataclass(frozen=True)
class Typed:
    """What is typed. `head` is ô 2 (superior, issuer); `text` the paragraphs of ô 6; of `foot` the last is the name."""

    head: Sequence[str]
    number: str
    place: str = ""
    title: str = ""
    subject: str = ""
    dispatch: str = ""
    before: Sequence[tuple[str, dict[str, Any]]] = ()
    text: Sequence[str] = ()
    foot: Sequence[str] = ("TRƯỞNG PHÒNG", "Nguyễn Văn Mẫu")
    recipients: Sequence[str] = ("Các phòng, ban;", "Lưu: VT.")
    annex: Sequence[str] = ()
    ruled: bool = True
    secretary: str = ""


def typed(paper: Typed) -> bytes:
    """The paper as docx."""
    document = docx.Document()
    page(document.sections[0])
    _head(document, paper)
    if paper.title:
        put(document.add_paragraph(), paper.title, 14, bold=True, align=CENTRE, before=12)
        if paper.subject:
            put(document.add_paragraph(), paper.subject, 14, bold=True, align=CENTRE)
        if paper.ruled:
            underscores(document.add_paragraph(), _share(paper.subject or paper.title))
    for text, look in paper.before:
        put(document.add_paragraph(), text, 14, **look)
    for text in paper.text:
        body(document, text)
    _foot(document, paper)
    if paper.annex:
        _annex(document, paper)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def page(section: Any) -> None:
    """A4 with the decree's margins; python-docx itself begins with Letter."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)


def put(
    paragraph: Any,
    text: str,
    size: float,
    bold: bool = False,
    italic: bool = False,
    align: Any = LEFT,
    before: float = 0,
    first_mm: float = 0,
    left_mm: float = 0,
) -> Any:
    """Type text into a paragraph and set everything by hand."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold, run.italic = "Times New Roman", Pt(size), bold, italic
    form = paragraph.paragraph_format
    form.alignment, form.space_before, form.space_after, form.line_spacing = align, Pt(before), Pt(0), 1.0
    form.first_line_indent, form.left_indent = Mm(first_mm), Mm(left_mm)
    return run


def body(document: Any, text: str, **look: Any) -> Any:
    """A paragraph of the text; what stands before "|" is bold."""
    lead, bar, rest = text.partition("|")
    paragraph = document.add_paragraph()
    centred = lead.startswith(("Chương", "Mục ", "Phần ")) or (not bar and lead.isupper() and lead[1:2] != ".")
    if centred:
        return put(paragraph, lead, 14, bold=True, align=CENTRE, before=6)
    if bar:
        put(paragraph, lead, 14, bold=True, align=BOTH, before=6, first_mm=12.7)
    return put(paragraph, rest if bar else lead, 14, align=BOTH, before=6, first_mm=12.7, **look)


def underscores(paragraph: Any, count: int) -> None:
    """A rule as the decree's own samples have it: raised underscores."""
    run = put(paragraph, "_" * count, 13, align=CENTRE)
    run.font.superscript = True


def _share(text: str) -> int:
    """How many raised underscores are about two fifths of a line of text."""
    return round(len(text) * 0.65)


def _head(document: Any, paper: Typed) -> None:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    for cell, width in ((left, 68), (right, 97)):
        cell.width = Mm(width)
    *superiors, issuer = paper.head
    lines = [(text, 13, False) for text in superiors] + [(issuer, 13, True)]
    for number, (text, size, bold) in enumerate(lines):
        put(left.paragraphs[0] if number == 0 else left.add_paragraph(), text, size, bold=bold, align=CENTRE)
    underscores(left.add_paragraph(), _share(issuer.rpartition("\n")[2]))
    put(left.add_paragraph(), paper.number, 13, align=CENTRE)
    if paper.dispatch:
        put(left.add_paragraph(), paper.dispatch, 12, align=CENTRE, before=6)
    put(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True, align=CENTRE)
    put(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", 14, bold=True, align=CENTRE)
    underscores(right.add_paragraph(), _MOTTO_SIGNS)
    if paper.place:
        put(right.add_paragraph(), paper.place, 14, italic=True, align=CENTRE)


def _foot(document: Any, paper: Typed) -> None:
    document.add_paragraph()
    table = document.add_table(rows=2 if paper.secretary else 1, cols=2)
    left, right = table.rows[0].cells
    if paper.secretary:  # minutes: two who sign, and the recipients below them (mẫu 1.9)
        put(left.paragraphs[0], "THƯ KÝ", 14, bold=True, align=CENTRE)
        put(left.add_paragraph(), paper.secretary, 14, bold=True, align=CENTRE, before=72)
        left = table.rows[1].cells[0]
    put(left.paragraphs[0], "Nơi nhận:", 12, bold=True, italic=True)
    for text in paper.recipients:
        put(left.add_paragraph(), f"- {text}", 11)
    *offices, name = paper.foot
    for number, text in enumerate(offices):
        put(right.paragraphs[0] if number == 0 else right.add_paragraph(), text, 14, bold=True, align=CENTRE)
    put(right.add_paragraph(), name, 14, bold=True, align=CENTRE, before=72)


def _annex(document: Any, paper: Typed) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    page(section)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:pgMar")).addnext(start)
    heading, title, origin, *text = paper.annex
    put(document.add_paragraph(), heading, 14, bold=True, align=CENTRE)
    put(document.add_paragraph(), title, 14, bold=True, align=CENTRE)
    put(document.add_paragraph(), origin, 14, italic=True, align=CENTRE)
    underscores(document.add_paragraph(), _share(title))
    for line in text:
        body(document, line)
