"""WordprocessingML, piece by piece, as text: every property list is written in the schema's order by a table.

Word calls a file damaged whose properties stand in another order (ECMA-376 Part 1, 17.3.1.26, 17.4, 17.6); so nobody
here writes a property list by hand. Lengths come in millimetres, spacing in points.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from paper.compose.looks import color, style_id

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ORDER: dict[str, tuple[str, ...]] = {
    "pPr": ("pStyle", "keepNext", "framePr", "pBdr", "spacing", "ind", "jc", "sectPr"),
    "trPr": ("cantSplit", "trHeight", "tblHeader"),
    "tcPr": ("tcW", "vAlign"),
    "sectPr": ("headerReference", "type", "pgSz", "pgMar", "pgBorders", "pgNumType", "titlePg"),
}
_SIGNS = re.compile(r"([\n\t])")


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def element(tag: str, **attributes: object) -> str:
    """An empty element `w:tag` with attributes of the same namespace."""
    return f"<w:{tag}" + "".join(f' w:{name}="{value}"' for name, value in attributes.items()) + "/>"


def properties(tag: str, parts: Mapping[str, str]) -> str:
    """The property list `w:tag` of the parts that are not empty, in the schema's order; nothing when all are."""
    inside = "".join(parts.get(name, "") for name in ORDER[tag])
    return f"<w:{tag}>{inside}</w:{tag}>" if inside else ""


def paragraph(text: str = "", style: str = "", *, lead: str = "", **direct: str) -> str:
    """One paragraph of a style of `looks`; `lead` opens it in bold, `direct` are finished parts of its properties."""
    parts = {"pStyle": element("pStyle", val=style_id(style)) if style else "", **direct}
    runs = run(lead, bold=True) + run(" ") if lead else ""
    return f"<w:p>{properties('pPr', parts)}{runs}{run(text) if text else ''}</w:p>"


def run(text: str, bold: bool = False) -> str:
    """One run of text; a new line breaks the line inside the paragraph."""
    inside = "".join(
        {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(piece, f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
        for piece in _SIGNS.split(text)
        if piece
    )
    return f"<w:r>{'<w:rPr><w:b/><w:bCs/></w:rPr>' if bold else ''}{inside}</w:r>"


def rule(length_mm: float, room_mm: float) -> str:
    """A centred ½ pt line of this length inside `room_mm`.

    A paragraph of its own, 3 pt high: the border of a text paragraph would squeeze the text to its length.
    """
    side = twips(max(0.0, (room_mm - length_mm) / 2))
    return paragraph(
        style="Kẻ",
        pBdr=f"<w:pBdr>{_line('bottom')}</w:pBdr>",
        spacing=element("spacing", line=60, lineRule="exact"),
        ind=element("ind", left=side, right=side, firstLine=0),
    )


def stamp(text: str, style: str, width_mm: float, room_mm: float) -> str:
    """Words in a single frame `width_mm` wide and 8 mm high, centred inside `room_mm` (PL I III.2.b, III.2.c).

    A line of 14.7 pt and 4 pt above and below it are 22.7 pt = 8 mm.
    """
    side = twips((room_mm - width_mm) / 2)
    colour = color(style)
    sides = ("top", 4), ("left", 0), ("bottom", 4), ("right", 0)
    return paragraph(
        text,
        style,
        pBdr="<w:pBdr>" + "".join(_line(name, space, colour) for name, space in sides) + "</w:pBdr>",
        spacing=element("spacing", before=160, line=294, lineRule="exact"),
        ind=element("ind", left=side, right=side, firstLine=0),
    )


def framed(text: str, style: str, left_mm: float, top_mm: float, width_mm: float) -> str:
    """A paragraph at a place of the sheet, measured from its left and top edges."""
    place = element(
        "framePr", w=twips(width_mm), hSpace=0, wrap="around", vAnchor="page", hAnchor="page",
        x=twips(left_mm), y=twips(top_mm),
    )  # fmt: skip
    return paragraph(text, style, framePr=place, spacing=element("spacing", before=0))


def _line(side: str, space: int = 0, colour: str = "000000") -> str:
    return element(side, val="single", sz=4, space=space, color=colour)


def table(widths_mm: Sequence[float], style: str, rows: Iterable[str]) -> str:
    """A table of fixed column widths, its rows made by `row`; a program's own autofit has no say."""
    widths = [twips(width) for width in widths_mm]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
        + "".join(element("gridCol", w=width) for width in widths)
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(widths_mm: Sequence[float], cells: Sequence[str], *, repeated: bool = False) -> str:
    """A row that stays whole on its page; each cell is its paragraphs. `repeated`: the heading row of each page."""
    parts = {"cantSplit": "<w:cantSplit/>", "tblHeader": "<w:tblHeader/>" if repeated else ""}
    inside = "".join(
        f"<w:tc>{properties('tcPr', {'tcW': element('tcW', w=twips(width), type='dxa')})}{cell or paragraph()}</w:tc>"
        for width, cell in zip(widths_mm, cells, strict=True)
    )
    return f"<w:tr>{properties('trPr', parts)}{inside}</w:tr>"


# Margins of 20, 15, 20 and 30 mm, the page number 10 mm from the edge, hidden on page 1 (PL I I.1, I.3, I.7).
_UPRIGHT = {
    "pgSz": element("pgSz", w=11906, h=16838),
    "pgMar": element("pgMar", top=1134, right=850, bottom=1134, left=1701, header=567, footer=567, gutter=0),
}
_WIDE = {
    "pgSz": element("pgSz", w=16838, h=11906, orient="landscape"),
    "pgMar": element("pgMar", top=1134, right=850, bottom=1134, left=1701, header=567, footer=567, gutter=0),
}
# Mats of one width all round, for certificates; the frame stands 12 mm from the edge of the sheet.
_MAT = element("pgMar", top=1247, right=1417, bottom=1020, left=1417, header=567, footer=567, gutter=0)
_SIDES = ("top", "left", "bottom", "right")
_FRAME = "".join(element(side, val="double", sz=12, space=24, color="C00000") for side in _SIDES)


def section(*, wide: bool = False, certificate: bool = False, frame: bool = False) -> str:
    """The properties of a section: A4 upright or `wide`, with pages numbered from 1.

    Each annex has numbers of its own (PL I III.1.đ); a number never shows on the first page.
    """
    parts = dict(_WIDE if wide or certificate else _UPRIGHT)
    parts |= {
        "headerReference": '<w:headerReference w:type="default" r:id="rId3"/>',
        "pgNumType": element("pgNumType", start=1),
        "titlePg": "<w:titlePg/>",
    }
    if certificate:
        parts["pgMar"] = _MAT
    if frame:
        parts["pgBorders"] = f'<w:pgBorders w:offsetFrom="page">{_FRAME}</w:pgBorders>'
    return properties("sectPr", parts)


def section_end(**shape: bool) -> str:
    """What ends a section and turns the page: a line of 1 pt that carries the section's properties."""
    return paragraph(style="Kẻ", sectPr=section(**shape))


def document(body: Iterable[str], last: str) -> str:
    """`word/document.xml`: the body, a line of 1 pt (a table is never the last thing), and the last section."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
        f"{''.join(body)}{paragraph(style='Kẻ')}{last}</w:body></w:document>"
    )
