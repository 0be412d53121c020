"""The head of a paper: ô 1-4 and 5b in a table without lines, stamps below it, then ô 5a and 9a."""

from paper.compose.blocks import TEXT_MM
from paper.compose.forms import Form
from paper.compose.looks import LOOKS, Sizes, points
from paper.compose.markup import element, paragraph, row, rule, stamp, table, twips
from paper.compose.metrics import Face, balanced, filled, glued, width_mm
from paper.compose.model import Paper
from paper.compose.wording import (
    ABOUT,
    BREAK,
    HELD_HYPHEN,
    LEVELS,
    QUOC_HIEU,
    TIEU_NGU,
    clean,
    issuer_at,
    listed,
    number_line,
    place_line,
    unbroken,
)

# Ô 1 and 4 take 99 mm of 165 (Quốc hiệu at 13 pt is 95 mm long); more only for a long place name.
RIGHT_MM, WIDEST_RIGHT_MM = 99.0, 112.0
TITLE_MM = 145.0
ISSUER_RULE, SUBJECT_RULE = 0.45, 0.40
# Frames of the engraved stamps, 8 mm high (PL I III.2.b).
URGENCY_MM = {"HỎA TỐC": 30.0, "THƯỢNG KHẨN": 40.0, "KHẨN": 20.0}
_SIDE_MM = 1.0
_BELOW = 240  # 12 pt between ô 9a and the text, as above it: of two spacings that meet, the larger counts
_MARK_MM = 10.0  # what the frame of a circulation mark has beside its words
_LOOK = {look.name: look for look in LOOKS}


def width(text: str, style: str, sizes: Sizes) -> float:
    """The width of one line of a style in millimetres."""
    look = _LOOK[style]
    face: Face = "bold" if look.bold else "italic" if look.italic else "regular"
    return width_mm(text, points(look, sizes), face)


def wrapped(text: str, style: str, sizes: Sizes, room_mm: float) -> tuple[str, ...]:
    """The text in as few lines of about equal length as its room allows; one line where it fits."""
    if width(text, style, sizes) <= room_mm:
        return (text,)
    look = _LOOK[style]
    return balanced(text, points(look, sizes), "bold" if look.bold else "regular", room_mm)


def evenly(text: str, style: str, sizes: Sizes, room_mm: float) -> tuple[str, tuple[str, ...]]:
    """A centred paragraph that breaks into about equal lines, and those lines.

    The text itself stays in one piece, for whoever reads it; indents leave it no more room than its longest line wants.
    """
    lines = wrapped(text, style, sizes, room_mm - 2 * _SIDE_MM)
    if len(lines) == 1:
        return paragraph(text, style), lines
    look, text = _LOOK[style], glued(text)
    narrow = max(width(line, style, sizes) for line in lines) + _SIDE_MM
    side = twips(max(0.0, (room_mm - narrow) / 2))
    printed = paragraph(text, style, ind=element("ind", left=side, right=side, firstLine=0))
    return printed, filled(text, points(look, sizes), "bold" if look.bold else "regular", narrow)


def head(paper: Paper, form: Form, sizes: Sizes) -> str:
    """Ô 1-4 (and 5b), and a row for the stamps of ô 10b and 11 where the paper bears one."""
    dated = place_line(paper.place, paper.issued_on, paper.year) if form.place else ""
    right_mm = min(max(RIGHT_MM, width(dated, "Địa danh thời gian", sizes) + 2), WIDEST_RIGHT_MM)
    widths = (left_mm := TEXT_MM - right_mm, right_mm)
    rows = [row(widths, (issuer(paper.header, sizes, left_mm), nation(sizes, right_mm)))]
    number = _number(paper, sizes, left_mm) if form.number else ""
    number += _about(paper.subject, sizes, left_mm) if form.about else ""
    if number or dated:
        rows.append(row(widths, (number, paragraph(dated, "Địa danh thời gian") if dated else "")))
    if paper.urgency or paper.circulation:
        rows.append(row(widths, (_urgency(paper, left_mm), _circulation(paper, sizes, right_mm))))
    return table(widths, "Khung", rows)


def nation(sizes: Sizes, room_mm: float) -> str:
    """Ô 1, its rule as long as Tiêu ngữ."""
    lines = paragraph(QUOC_HIEU, "Quốc hiệu") + paragraph(TIEU_NGU, "Tiêu ngữ")
    return lines + rule(width(TIEU_NGU, "Tiêu ngữ", sizes), room_mm)


def issuer(header: tuple[str, ...], sizes: Sizes, room_mm: float) -> str:
    """Ô 2, its rule a share of the issuer's last line."""
    printed, last = "", ("", "")
    for text, style in _issuer_lines(header, sizes, room_mm):
        part, lines = evenly(text, style, sizes, room_mm)
        printed, last = printed + part, (lines[-1], style)
    return printed + rule(ISSUER_RULE * width(*last, sizes), room_mm)


def _issuer_lines(header: tuple[str, ...], sizes: Sizes, room_mm: float) -> list[tuple[str, str]]:
    """Ô 2 as (text, style) lines; a line too long for its cell breaks before the administrative level."""
    start = issuer_at(header)
    lines: list[tuple[str, str]] = []
    for index, text in enumerate(map(clean, header)):
        style = "Cơ quan ban hành" if index >= start else "Cơ quan chủ quản"
        cuts = [text.find(f" {level}") for level in LEVELS if f" {level}" in text]
        if width(text, style, sizes) > room_mm - 2 and cuts:
            lines += [(text[: min(cuts)], style), (text[min(cuts) + 1 :], style)]
        else:
            lines.append((text, style))
    return lines


def _number(paper: Paper, sizes: Sizes, room_mm: float) -> str:
    """Ô 3; what is too long for its cell breaks after the stroke, never after the hyphen of its kind."""
    line = number_line(paper.number, paper.symbol)
    if width(line, "Số ký hiệu", sizes) > room_mm - _SIDE_MM:
        whole = width(clean(paper.symbol), "Số ký hiệu", sizes) <= room_mm - _SIDE_MM
        line = line.replace("-", HELD_HYPHEN, -1 if whole else 1).replace(" ", "\u00a0").replace("/", f"/{BREAK}", 1)
    return paragraph(line, "Số ký hiệu")


def _about(subject: str, sizes: Sizes, room_mm: float) -> str:
    """Ô 5b: "V/v …" below the number, in lines of about equal length."""
    bare = unbroken(subject).removeprefix("Về việc ").removeprefix("V/v ")
    return evenly(f"{ABOUT} {bare}", "Về việc", sizes, room_mm - 2)[0]


def _urgency(paper: Paper, room_mm: float) -> str:
    return stamp(paper.urgency, "Dấu khẩn", URGENCY_MM[paper.urgency], room_mm) if paper.urgency else ""


def _circulation(paper: Paper, sizes: Sizes, room_mm: float) -> str:
    text = clean(paper.circulation).upper()
    return stamp(text, "Lưu hành", width(text, "Lưu hành", sizes) + _MARK_MM, room_mm) if text else ""


def title(paper: Paper, form: Form, sizes: Sizes) -> str:
    """Ô 5a: the kind, its subject, and a rule as long as a share of the subject's last line."""
    lines = balanced(unbroken(paper.subject), sizes.text, "bold", TITLE_MM)
    printed = paragraph(paper.type.title, "Tên loại") + paragraph("\n".join(lines), "Trích yếu")
    return printed + rule(SUBJECT_RULE * width(lines[-1], "Trích yếu", sizes), TEXT_MM)


def addressees(paper: Paper, form: Form, sizes: Sizes) -> str:
    """Ô 9a: one addressee on the line of "Kính gửi:", several as dashes below its colon (PL I II.9.d)."""
    if len(paper.addressees) == 1:
        # The decree's example of a single addressee bears no full stop (PL I V.8.a).
        sole = f"Kính gửi: {clean(paper.addressees[0]).rstrip(' .;')}"
        return paragraph(sole, "Kính gửi", spacing=element("spacing", before=240, after=_BELOW))
    if not paper.addressees:
        return ""
    indent = 32.0
    hang = indent + width("Kính gửi", "Kính gửi nhiều nơi", sizes)
    first = paragraph(
        "Kính gửi:",
        "Kính gửi nhiều nơi",
        spacing=element("spacing", before=240),
        ind=element("ind", left=twips(indent), firstLine=0),
    )
    dash_mm = width("- ", "Kính gửi nhiều nơi", sizes)
    hanging = element("ind", left=twips(hang + dash_mm), hanging=twips(dash_mm))
    *others, last = (f"- {text}" for text in listed(paper.addressees))
    parts = [paragraph(text, "Kính gửi nhiều nơi", ind=hanging) for text in others]
    spacing = element("spacing", before=40, after=_BELOW)
    return first + "".join(parts) + paragraph(last, "Kính gửi nhiều nơi", ind=hanging, spacing=spacing)
