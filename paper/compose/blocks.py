"""The body of a paper, block by block: one small writer per kind of block, chosen by a table."""

import re
from collections.abc import Callable
from typing import Any

from paper.compose.looks import FIRST_LINE_MM, SMALL
from paper.compose.markup import element, paragraph, row, table
from paper.compose.metrics import width_mm
from paper.compose.model import Article, Block, Dash, Heading, Paragraph, Table
from paper.compose.wording import ended, unbroken

TEXT_MM = 165.0
KEEP = {"keepNext": element("keepNext")}
_HEADING_STYLES = {1: "Mục lớn", 2: "Mục", 3: "Điểm"}
_SHORT = 12
_LONGEST_MM = 90.0
_SEPARATORS = re.compile(r"\s+")


def written(blocks: tuple[Block, ...], close: bool) -> str:
    """The blocks in order; `close` ends the last sentence with "./." and keeps it beside what follows.

    Two lines of text stand above the signature: where the last block is one line, the block before it is kept too.
    """
    out = []
    kept = len(blocks) - 1 - (_one_line(blocks[-1]) if blocks else 0)
    for index, block in enumerate(blocks):
        last = close and index == len(blocks) - 1
        before_table = index + 1 < len(blocks) and isinstance(blocks[index + 1], Table)
        out.append(_WRITERS[type(block)](block, last, KEEP if before_table or (close and index >= kept) else {}))
    return "".join(out)


def _one_line(block: Block) -> bool:
    """Whether a running paragraph takes one line even in the smaller size."""
    return isinstance(block, Paragraph | Dash) and width_mm(block.text, SMALL.text, "regular") < TEXT_MM - FIRST_LINE_MM


def _heading(block: Heading, last: bool, kept: dict[str, str]) -> str:
    return paragraph(_text(block.text, last), _HEADING_STYLES[block.level], **kept)


def _paragraph(block: Paragraph, last: bool, kept: dict[str, str]) -> str:
    return paragraph(_text(block.text, last), "Lời văn", lead=unbroken(block.lead.strip()), **kept)


def _dash(block: Dash, last: bool, kept: dict[str, str]) -> str:
    return paragraph(_text(f"- {block.text.removeprefix('- ')}", last), "Lời văn", **kept)


def _article(block: Article, last: bool, kept: dict[str, str]) -> str:
    title = f" {block.title.rstrip(' .')}." if block.title else ""
    return paragraph(_text(block.text, last), "Lời văn", lead=unbroken(f"Điều {block.number}.{title}"), **kept)


def _text(text: str, last: bool) -> str:
    return unbroken(ended(text) if last else text)


def _table(block: Table, last: bool, kept: dict[str, str]) -> str:
    columns = list(zip(block.header, *block.rows, strict=True))
    weights: tuple[float, ...] = block.widths or tuple(_weight(column) for column in columns)
    widths = [TEXT_MM * weight / sum(weights) for weight in weights]
    heading = row(widths, [paragraph(unbroken(text), "Đầu bảng") for text in block.header], repeated=True)
    styles = ["Ô bảng giữa" if max(map(len, column[1:]), default=0) <= _SHORT else "Ô bảng" for column in columns]
    rows = (
        row(widths, [paragraph(unbroken(text), style) for text, style in zip(texts, styles, strict=True)])
        for texts in block.rows
    )
    return paragraph(style="Khoảng cách") + table(widths, "Bang", [heading, *rows])


def _weight(column: tuple[str, ...]) -> float:
    """Enough for the widest word, and more for longer text, up to a limit; in millimetres at 13 pt."""
    words = [word for text in column for word in _SEPARATORS.split(text)]
    widest = max((width_mm(word, 13, "bold") for word in words), default=0.0)
    longest = max((width_mm(text, 13, "regular") for text in column), default=0.0)
    return max(widest, min(longest, _LONGEST_MM)) + 6


_WRITERS: dict[type[Any], Callable[[Any, bool, dict[str, str]], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Dash: _dash,
    Article: _article,
    Table: _table,
}
