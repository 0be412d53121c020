"""The body of a paper, block by block: one small writer per kind of block, chosen by a table."""

import re
from collections.abc import Callable
from typing import Any

from docx.document import Document

from paper.compose.metrics import width_mm
from paper.compose.model import Article, Block, Dash, Heading, Paragraph, Table
from paper.compose.shapes import fill, frame, whole
from paper.compose.wording import ended, unbroken

TEXT_MM = 165.0
_HEADING_STYLES = {1: "Mục lớn", 2: "Mục", 3: "Điểm"}
_SHORT = 12
_LONGEST_MM = 90.0
_SEPARATORS = re.compile(r"\s+")


def write(document: Document, blocks: tuple[Block, ...], close: bool) -> None:
    """Write the blocks in order; `close` ends the last sentence with "./."."""
    for index, block in enumerate(blocks):
        last = close and index == len(blocks) - 1
        followed_by_table = index + 1 < len(blocks) and isinstance(blocks[index + 1], Table)
        _WRITERS[type(block)](document, block, last)
        if (followed_by_table or last) and not isinstance(block, Table):
            document.paragraphs[-1].paragraph_format.keep_with_next = True


def _heading(document: Document, block: Heading, last: bool) -> None:
    document.add_paragraph(_text(block.text, last), style=_HEADING_STYLES[block.level])


def _paragraph(document: Document, block: Paragraph, last: bool) -> None:
    _led(document, block.lead, block.text, last)


def _dash(document: Document, block: Dash, last: bool) -> None:
    _led(document, "", f"- {block.text.removeprefix('- ')}", last)


def _article(document: Document, block: Article, last: bool) -> None:
    title = f" {block.title.rstrip(' .')}." if block.title else ""
    _led(document, f"Điều {block.number}.{title}", block.text, last)


def _led(document: Document, lead: str, text: str, last: bool) -> None:
    paragraph = document.add_paragraph(style="Lời văn")
    if lead:
        paragraph.add_run(unbroken(lead.strip())).bold = True
        paragraph.add_run(" ")
    paragraph.add_run(_text(text, last))


def _text(text: str, last: bool) -> str:
    return unbroken(ended(text) if last else text)


def _table(document: Document, block: Table, last: bool) -> None:
    columns = list(zip(block.header, *block.rows, strict=True))
    weights: tuple[float, ...] = block.widths or tuple(_weight(column) for column in columns)
    widths = [TEXT_MM * weight / sum(weights) for weight in weights]
    document.add_paragraph(style="Khoảng cách")
    table = frame(document, widths, "Bang", rows=1 + len(block.rows))
    whole(table.rows[0], repeated=True)
    for cell, text in zip(table.rows[0].cells, block.header, strict=True):
        fill(cell, [(unbroken(text), "Đầu bảng")])
    styles = ["Ô bảng giữa" if max(map(len, column[1:]), default=0) <= _SHORT else "Ô bảng" for column in columns]
    for row, texts in zip(list(table.rows)[1:], block.rows, strict=True):
        for cell, text, style in zip(row.cells, texts, styles, strict=True):
            fill(cell, [(unbroken(text), style)])


def _weight(column: tuple[str, ...]) -> float:
    """Enough for the widest word, and more for longer text, up to a limit; in millimetres at 13 pt."""
    words = [word for text in column for word in _SEPARATORS.split(text)]
    widest = max((width_mm(word, 13, "bold") for word in words), default=0.0)
    longest = max((width_mm(text, 13, "regular") for text in column), default=0.0)
    return max(widest, min(longest, _LONGEST_MM)) + 6


_WRITERS: dict[type[Any], Callable[[Document, Any, bool], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Dash: _dash,
    Article: _article,
    Table: _table,
}
