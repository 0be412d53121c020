"""The few shapes that python-docx has no call for: short rules, fixed borderless frames, rows that stay whole."""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

_AFTER_BORDER = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")


def rule(paragraph: Paragraph, length_mm: float, room_mm: float) -> None:
    """Make an empty paragraph a centred ½ pt line of this length inside `room_mm`.

    The line is a paragraph of its own, 3 pt high: the border of a text paragraph would squeeze the text to its length.
    """
    side = max(0.0, (room_mm - length_mm) / 2)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(side)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(3)
    border = _element("w:pBdr")
    border.append(_element("w:bottom", val="single", sz="4", space="0", color="000000"))
    # The schema wants pBdr before spacing, ind and jc; Word calls the file damaged otherwise.
    paragraph._p.get_or_add_pPr().insert_element_before(border, *_AFTER_BORDER)


def frame(document: Any, widths_mm: Sequence[float], style: str, rows: int = 1) -> Table:
    """A table of fixed column widths; python-docx's own autofit attributes are not left to the reader's program."""
    table: Table = document.add_table(rows=rows, cols=len(widths_mm), style=style)
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    for row in table.rows:
        whole(row)
    return table


def whole(row: _Row, repeated: bool = False) -> None:
    """Keep the row on one page; `repeated` makes it the heading row of each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    if repeated:
        properties.append(_element("w:tblHeader"))


def fill(cell: _Cell, lines: Sequence[tuple[str, str]]) -> list[Paragraph]:
    """Write (text, style) lines into an empty cell, one paragraph each."""
    paragraphs = []
    for index, (text, style) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)
        paragraphs.append(paragraph)
    return paragraphs


def restart_pages(section: Any) -> None:
    """Number the pages of this section from 1 (each annex has its own numbers: PL I III.1.đ)."""
    properties = section._sectPr
    number = _element("w:pgNumType", start="1")
    margins = properties.find(qn("w:pgMar"))
    margins.addnext(number)


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
