"""A giấy khen: the whole sheet, or only its words at their places on printed stock. One table of lines serves both."""

from collections.abc import Callable

from paper.compose.head import nation, wrapped
from paper.compose.looks import LARGE
from paper.compose.markup import document, element, framed, paragraph, row, section, table
from paper.compose.model import Certificate, Spot
from paper.compose.package import docx
from paper.compose.wording import clean, place_line, unbroken

# A4 laid wide within mats of 25 mm.
SHEET_MM = 247.0
_DECISION_MM, _SIGNED_MM = 122.0, 125.0
# The fields that a printed sheet leaves open: what they say, and their style.
FIELDS: dict[str, tuple[Callable[[Certificate], str], str]] = {
    "recipient": (lambda of: clean(of.recipient), "Người được khen"),
    "achievement": (lambda of: clean(of.achievement), "Thành tích"),
    "decision": (lambda of: unbroken(of.decision), "Số khen"),
    "entry": (lambda of: f"Vào sổ khen thưởng số: {of.entry:02d}" if of.entry else "", "Số khen"),
    "place": (lambda of: place_line(of.place, of.issued_on, of.year), "Địa danh thời gian"),
    "office": (lambda of: "\n".join(map(clean, of.signature_lines)), "Chức vụ"),
    "name": (lambda of: clean(of.signer_name), "Họ tên"),
}


def compose(of: Certificate) -> bytes:
    """See `paper.compose.compose`."""
    body = [_spot(of, spot) for spot in of.stock] if of.stock else [_sheet(of)]
    title = f"GIẤY KHEN {clean(of.recipient)}"
    return docx(document(body, section(certificate=True, frame=not of.stock)), title, LARGE)


def _spot(of: Certificate, spot: Spot) -> str:
    """One field in its place, in as many lines as its width needs; an empty one is left to the pen."""
    said, style = FIELDS[spot.field]
    text = said(of)
    lines = "\n".join(line for part in text.split("\n") for line in wrapped(part, style, LARGE, spot.width_mm))
    return framed(lines, style, spot.left_mm, spot.top_mm, spot.width_mm) if text else ""


def _sheet(of: Certificate) -> str:
    """Everything, from Quốc hiệu to the name; a blank is left where the entry's number is not known yet."""
    said = {field: (text(of), style) for field, (text, style) in FIELDS.items()}
    entry = said["entry"][0] or f"Vào sổ khen thưởng số: {'.' * 12}"
    left = paragraph(style="Địa danh thời gian") + paragraph(*said["decision"]) + paragraph(entry, "Số khen")
    right = "".join(paragraph(*said[field]) for field in ("place", "office", "name"))
    centred = (
        paragraph("\n".join(wrapped(clean(of.authority), "Thẩm quyền khen", LARGE, SHEET_MM)), "Thẩm quyền khen"),
        paragraph("TẶNG", "Tặng"),
        paragraph("GIẤY KHEN", "Giấy khen"),
        *(
            paragraph("\n".join(wrapped(text, style, LARGE, SHEET_MM - 30)), style)
            for text, style in (said["recipient"], said["achievement"])
        ),
    )
    widths = (_DECISION_MM, _SIGNED_MM)
    gap = paragraph(style="Khoảng cách", spacing=element("spacing", before=360))
    return nation(LARGE, SHEET_MM) + "".join(centred) + gap + table(widths, "Khung", [row(widths, (left, right))])
