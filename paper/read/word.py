"""The lines of a docx in reading order: paragraphs, header tables cell by cell, and text boxes."""

from collections.abc import Iterator

from paper.intake.package import open_package
from paper.read.facts import Line, PaperFacts, gather
from paper.read.folding import tidy
from paper.read.sheet import Sheet, resolve


def read_docx(data: bytes) -> PaperFacts:
    """See `paper.read.read_docx`."""
    return facts_of(resolve(open_package("docx", data)))


def facts_of(sheet: Sheet) -> PaperFacts:
    """What a resolved paper says of itself."""
    return gather(tuple(_lines(sheet)))


def tables_of(data: bytes) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """See `paper.read.read_tables`."""
    tables: dict[int, dict[int, dict[int, list[str]]]] = {}
    for paragraph in resolve(open_package("docx", data)).paragraphs:
        if cell := paragraph.cell:
            row = tables.setdefault(cell.table, {}).setdefault(cell.row, {})
            row.setdefault(cell.column, []).append(paragraph.text)
    return tuple(
        tuple(tuple(tidy(" ".join(texts)) for texts in row.values()) for row in rows.values())
        for rows in tables.values()
    )


def _lines(sheet: Sheet) -> Iterator[Line]:
    for paragraph in sheet.paragraphs:
        centred = paragraph.setting.align == "center"
        for number, text in enumerate(paragraph.text.replace("\t", " ").split("\n")):
            yield Line(text, centred, continued=number > 0)
