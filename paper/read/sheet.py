"""A docx as its reader sees it: paragraphs with their effective looks and places, sections, page headers, footers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from paper.intake.package import Package, W
from paper.read.labels import Labels
from paper.read.styles import Letters, Setting, Styles, value, whole

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALLBACK = f"{MC}Fallback"
_BOX = f"{W}txbxContent"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PRESET = "{http://schemas.openxmlformats.org/drawingml/2006/main}prstGeom"
_VML = "{urn:schemas-microsoft-com:vml}"
_LINES = ("line", "straightConnector1")
_SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
# Deleted text, field codes and boxes are not text of the paragraph they stand in.
_APART = frozenset((f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr", _FALLBACK, _BOX))
_TWIP_MM, _EMU_MM = 25.4 / 1440, 1 / 36_000
_POINTS = re.compile(r"width:\s*([\d.]+)pt")


@dataclass(frozen=True)
class Run:
    """Letters of one look. `element` is the w:r they stand in."""

    text: str
    letters: Letters
    element: Any = field(compare=False)


@dataclass(frozen=True)
class Cell:
    """Where a paragraph stands in a table, counted from 1. `width` is the cell's in mm, None where it is not said."""

    table: int
    row: int
    column: int
    columns: int
    width: float | None

    @property
    def spot(self) -> tuple[int, int, int]:
        """Which cell of the document it is."""
        return self.table, self.row, self.column


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `index` counts the w:p of its part; `label` is what the list puts before it ("-", "1."),
    `label_font` the face it prints in.

    `drawn` holds the lengths in mm of the lines drawn from here (None where one does not say its length).
    """

    index: int
    runs: tuple[Run, ...]
    setting: Setting
    label: str
    label_font: str
    cell: Cell | None
    section: int
    boxed: bool
    drawn: tuple[float | None, ...]
    element: Any = field(compare=False)

    @cached_property
    def text(self) -> str:
        """What is read, line breaks as "\\n", without the label."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Section:
    """A stretch of pages of one size. Lengths in mm; `margins` are top, bottom, left, right."""

    width: float
    height: float
    margins: tuple[float, float, float, float]
    title_page: bool
    start: int | None
    number_format: str
    headers: dict[str, tuple[Paragraph, ...]]
    footers: dict[str, tuple[Paragraph, ...]]
    element: Any = field(compare=False)

    @property
    def text_width(self) -> float:
        """From margin to margin in mm."""
        return self.width - self.margins[2] - self.margins[3]


@dataclass(frozen=True)
class Sheet:
    """A whole docx, resolved."""

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    styles: Styles
    package: Package

    @cached_property
    def by_index(self) -> dict[int, Paragraph]:
        """The paragraphs, each by its index."""
        return {paragraph.index: paragraph for paragraph in self.paragraphs}


def resolve(package: Package) -> Sheet:
    """Resolve a docx that intake opened."""
    styles = Styles(package)
    cells = _Cells(package.document)
    paragraphs = tuple(_paragraphs(package.document, styles, cells))
    elements = list(package.document.iter(f"{W}sectPr")) or [_last_section(package.document)]
    # A section that names no header goes on with the one before it.
    headers: dict[str, tuple[Paragraph, ...]] = {}
    footers: dict[str, tuple[Paragraph, ...]] = {}
    sections = []
    for element in elements:
        headers = headers | _references(package, element, "headerReference", styles)
        footers = footers | _references(package, element, "footerReference", styles)
        sections.append(_section(element, headers, footers))
    return Sheet(paragraphs, tuple(sections), styles, package)


def _last_section(document: Any) -> Any:
    """The section of a docx that says nothing of its pages, for which Word's own hold."""
    body = document.find(f"{W}body")
    return etree.SubElement(document if body is None else body, f"{W}sectPr")


def _paragraphs(root: Any, styles: Styles, cells: "_Cells") -> Iterator[Paragraph]:
    labels = Labels(styles)
    section = 0
    for index, element in enumerate(root.iter(f"{W}p")):
        if next(element.iterancestors(_FALLBACK), None) is not None:
            continue
        properties = element.find(f"{W}pPr")
        cell, table_style = cells.of(element)
        setting = styles.setting(properties, table_style)
        runs = tuple(_runs(element, styles, setting.style, table_style))
        boxed = next(element.iterancestors(_BOX), None) is not None
        drawn = tuple(_drawn(element))
        label = labels.of(properties)
        mark = None if properties is None else properties.find(f"{W}rPr")
        font = (labels.font(properties) or styles.letters(mark, setting.style, table_style).font) if label else ""
        yield Paragraph(index, runs, setting, label, font, cell, section, boxed, drawn, element)
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            section += 1


def _runs(element: Any, styles: Styles, style: str, table_style: str) -> Iterator[Run]:
    for child in element.iterchildren():
        if child.tag == f"{W}r":
            text = "".join(_texts(child))
            if text:
                yield Run(text, styles.letters(child.find(f"{W}rPr"), style, table_style), child)
        elif child.tag not in _APART:
            yield from _runs(child, styles, style, table_style)


def _texts(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _APART:
            yield from _texts(child)


def _drawn(element: Any) -> Iterator[float | None]:
    """The lengths in mm of the straight lines anchored in a paragraph: DrawingML shapes, or VML of older files."""
    for holder in element.iter(f"{_DRAWN}anchor", f"{_DRAWN}inline"):
        geometry = next(holder.iter(_PRESET), None)
        if _own(holder, element) and geometry is not None and geometry.get("prst") in _LINES:
            extent = holder.find(f"{_DRAWN}extent")
            yield None if extent is None else whole(extent.get("cx")) * _EMU_MM
    for line in element.iter(f"{_VML}line", f"{_VML}shape"):
        if _own(line, element) and (line.tag == f"{_VML}line" or line.get("type", "").endswith("_t32")):
            said = _POINTS.search(line.get("style", ""))
            yield float(said[1]) * 25.4 / 72 if said else _between(line.get("from"), line.get("to"))


def _own(shape: Any, paragraph: Any) -> bool:
    """Whether a shape hangs on this very paragraph, and is not the fallback of another."""
    around = list(shape.iterancestors(f"{W}p", _FALLBACK))
    return bool(around) and around[0] is paragraph


def _between(start: str | None, end: str | None) -> float | None:
    try:
        first, last = (float(point.split(",")[0].removesuffix("pt")) for point in (start or "", end or ""))
    except ValueError:
        return None
    return abs(last - first) * 25.4 / 72


class _Cells:
    """Which cell a paragraph stands in, and the style of its table."""

    def __init__(self, root: Any) -> None:
        self._tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), start=1)}
        self._known: dict[Any, tuple[Cell, str]] = {}

    def of(self, paragraph: Any) -> tuple[Cell | None, str]:
        cell = next(paragraph.iterancestors(f"{W}tc", _BOX), None)
        if cell is None or cell.tag == _BOX or not self._stands_in_a_table(cell):
            return None, ""
        if cell not in self._known:
            self._known[cell] = self._placed(cell)
        return self._known[cell]

    def _stands_in_a_table(self, cell: Any) -> bool:
        """Whether the cell has a row and a table around it: a broken docx may lack either, and is read all the same."""
        row = next(cell.iterancestors(f"{W}tr"), None)
        return row is not None and next(row.iterancestors(f"{W}tbl"), None) is not None

    def _placed(self, cell: Any) -> tuple[Cell, str]:
        row = next(cell.iterancestors(f"{W}tr"))
        table = next(row.iterancestors(f"{W}tbl"))
        columns = [one for one in row.iter(f"{W}tc") if next(one.iterancestors(f"{W}tr")) is row]
        rows = list(table.iterchildren(f"{W}tr"))
        said = cell.find(f"{W}tcPr/{W}tcW")
        fixed = said is not None and said.get(f"{W}type", "dxa") == "dxa"
        width = whole(said.get(f"{W}w")) * _TWIP_MM if fixed else None
        at = rows.index(row) + 1 if row in rows else 1
        placed = Cell(self._tables[table], at, columns.index(cell) + 1, len(columns), width or None)
        return placed, value(table.find(f"{W}tblPr/{W}tblStyle")) or ""


def _references(package: Package, element: Any, tag: str, styles: Styles) -> dict[str, tuple[Paragraph, ...]]:
    found, links = {}, package.links()
    for reference in element.iterchildren(f"{W}{tag}"):
        _, tree = links.get(reference.get(f"{_R}id"), ("", None))
        if tree is not None:
            found[reference.get(f"{W}type", "default")] = tuple(_paragraphs(tree, styles, _Cells(tree)))
    return found


def _section(
    element: Any, headers: dict[str, tuple[Paragraph, ...]], footers: dict[str, tuple[Paragraph, ...]]
) -> Section:
    size, margins, numbers = (element.find(f"{W}{tag}") for tag in ("pgSz", "pgMar", "pgNumType"))
    titled = element.find(f"{W}titlePg")
    start = None if numbers is None else numbers.get(f"{W}start")
    return Section(
        width=_mm(size, "w", 12240),
        height=_mm(size, "h", 15840),
        margins=(_mm(margins, "top"), _mm(margins, "bottom"), _mm(margins, "left"), _mm(margins, "right")),
        title_page=titled is not None and (value(titled) or "true") not in ("0", "false", "off"),
        start=whole(start) if start else None,
        number_format="decimal" if numbers is None else numbers.get(f"{W}fmt", "decimal"),
        headers=headers,
        footers=footers,
        element=element,
    )


def _mm(element: Any, attribute: str, otherwise: float = 1440) -> float:
    """A measure of a page in mm; Word's own Letter page and inch margins where nothing is said."""
    given = "" if element is None else element.get(f"{W}{attribute}", "")
    return (whole(given) if given else otherwise) * _TWIP_MM
