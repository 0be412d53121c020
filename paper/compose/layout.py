"""Lay one paper out as docx by the decree: ô 1-4 in a header table, ô 5a, 9a, 6, then ô 7 and 9b kept together.

Samples: Phụ lục III, mẫu 1.2 (quyết định), 1.4 (văn bản có tên loại), 2.2 (phụ lục).
"""

import io

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Mm, Pt

from paper.compose.blocks import TEXT_MM, write
from paper.compose.looks import LARGE, LOOKS, SMALL, Sizes, points
from paper.compose.metrics import Face, balanced, width_mm
from paper.compose.model import Annex, Paper, Paragraph
from paper.compose.package import blank, repacked
from paper.compose.shapes import fill, frame, restart_pages, rule
from paper.compose.wording import (
    ANNEX_BLANK,
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
RECIPIENTS_MM, SIGNATURE_MM = 75.0, 90.0
TITLE_MM = 145.0
ISSUER_RULE, SUBJECT_RULE = 0.45, 0.40
# What stands between the bases and the articles of an enacting paper (mẫu 1.2).
ENACTING = {"QĐ": "QUYẾT ĐỊNH:"}
_SIZE = {look.name: look for look in LOOKS}


def compose(paper: Paper) -> bytes:
    """See `paper.compose.compose`."""
    sizes = _sizes(paper)
    document = docx.Document(io.BytesIO(blank(sizes)))
    document.core_properties.title = f"{paper.type.title} {clean(paper.subject)}"
    _header(document, paper, sizes)
    _title(document, paper, sizes)
    _addressees(document, paper, sizes)
    _opening(document, paper)
    write(document, paper.body, close=True)
    _closing(document, paper)
    for index, annex in enumerate(paper.annexes):
        _annex(document, paper, annex, index, sizes)
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue())


def _sizes(paper: Paper) -> Sizes:
    """The larger set where the place and date fit their cell on one line, else the smaller set (PL I V, note 1)."""
    line = place_line(paper.place, paper.issued_on, paper.year)
    return LARGE if width_mm(line, LARGE.motto, "italic") <= RIGHT_MM - 1 else SMALL


def _width(text: str, style: str, sizes: Sizes) -> float:
    look = _SIZE[style]
    face: Face = "bold" if look.bold else "italic" if look.italic else "regular"
    return width_mm(text, points(look, sizes), face)


def _header(document: Document, paper: Paper, sizes: Sizes) -> None:
    line_mm = _width(place_line(paper.place, paper.issued_on, paper.year), "Địa danh thời gian", sizes)
    right_mm = min(max(RIGHT_MM, line_mm + 2), WIDEST_RIGHT_MM)
    left_mm = TEXT_MM - right_mm
    table = frame(document, (left_mm, right_mm), "Khung", rows=2)
    (left, right), (number, place) = (row.cells for row in table.rows)
    lines = _issuer_lines(paper.header, sizes, left_mm)
    last_text, last_style = lines[-1]
    *_, line = fill(left, [*lines, ("", "Kẻ")])
    rule(line, ISSUER_RULE * _width(last_text, last_style, sizes), left_mm)
    *_, line = fill(right, [(QUOC_HIEU, "Quốc hiệu"), (TIEU_NGU, "Tiêu ngữ"), ("", "Kẻ")])
    rule(line, _width(TIEU_NGU, "Tiêu ngữ", sizes), right_mm)
    fill(number, [(number_line(paper.number, paper.symbol), "Số ký hiệu")])
    fill(place, [(place_line(paper.place, paper.issued_on, paper.year), "Địa danh thời gian")])


def _issuer_lines(header: tuple[str, ...], sizes: Sizes, room_mm: float) -> list[tuple[str, str]]:
    """Ô 2 as (text, style) lines; a line too long for its cell breaks before the administrative level."""
    start = issuer_at(header)
    lines: list[tuple[str, str]] = []
    for index, text in enumerate(map(clean, header)):
        style = "Cơ quan ban hành" if index >= start else "Cơ quan chủ quản"
        cuts = [text.find(f" {level}") for level in LEVELS if f" {level}" in text]
        if _width(text, style, sizes) > room_mm - 2 and cuts:
            lines += [(text[: min(cuts)], style), (text[min(cuts) + 1 :], style)]
        else:
            lines.append((text, style))
    return lines


def _title(document: Document, paper: Paper, sizes: Sizes) -> None:
    document.add_paragraph(paper.type.title, style="Tên loại")
    lines = balanced(unbroken(paper.subject), sizes.text, "bold", TITLE_MM)
    document.add_paragraph("\n".join(lines), style="Trích yếu")
    rule(document.add_paragraph(style="Kẻ"), SUBJECT_RULE * _width(lines[-1], "Trích yếu", sizes), TEXT_MM)


def _addressees(document: Document, paper: Paper, sizes: Sizes) -> None:
    """Ô 9a: one addressee on the line of "Kính gửi:", several as dashes below its colon."""
    if len(paper.addressees) == 1:
        document.add_paragraph(f"Kính gửi: {clean(paper.addressees[0]).rstrip(' .')}.", style="Kính gửi")
    elif paper.addressees:
        indent = 32.0
        first = document.add_paragraph("Kính gửi:", style="Kính gửi nhiều nơi")
        first.paragraph_format.left_indent = Mm(indent)
        first.paragraph_format.space_before = document.styles["Kính gửi"].paragraph_format.space_before
        for text in listed(paper.addressees):
            line = document.add_paragraph(f"- {text}", style="Kính gửi nhiều nơi")
            line.paragraph_format.left_indent = Mm(indent + _width("Kính gửi", "Kính gửi nhiều nơi", sizes))


def _opening(document: Document, paper: Paper) -> None:
    if paper.authority_line:
        document.add_paragraph(clean(paper.authority_line), style="Thẩm quyền")
    for text in listed(paper.bases):
        document.add_paragraph(text, style="Căn cứ")
    if paper.intro:
        write(document, (Paragraph(paper.intro),), close=False)
    if paper.type.abbreviation in ENACTING:
        document.add_paragraph(ENACTING[paper.type.abbreviation], style="Quyết định")


def _closing(document: Document, paper: Paper) -> None:
    document.add_paragraph(style="Khoảng cách").paragraph_format.space_before = Pt(12)
    left, right = frame(document, (RECIPIENTS_MM, SIGNATURE_MM), "Khung").rows[0].cells
    listing = (*listed(paper.recipients, last=";"), f"Lưu: {clean(paper.file_copy).rstrip(' .')}.")
    fill(left, [("Nơi nhận:", "Nơi nhận"), *((f"- {text}", "Danh sách nơi nhận") for text in listing)])
    office = [(clean(text), "Chức vụ") for text in paper.signature_lines]
    fill(right, [*office, (clean(paper.signer_name), "Họ tên")])


def _annex(document: Document, paper: Paper, annex: Annex, index: int, sizes: Sizes) -> None:
    restart_pages(document.add_section(WD_SECTION.NEW_PAGE))
    ordinal = f" {_ROMAN[index]}" if len(paper.annexes) > 1 else ""
    document.add_paragraph(f"Phụ lục{ordinal}", style="Phụ lục")
    lines = balanced(unbroken(annex.title).upper(), sizes.text, "bold", TITLE_MM)
    document.add_paragraph("\n".join(lines), style="Tên phụ lục")
    # In an electronic paper the number and date are not filled in here (PL I III.1.c, mẫu 2.2 note 3).
    of = f" của {clean(paper.issuer_name)}" if paper.issuer_name else ""
    origin = f"(Kèm theo {paper.type.title.capitalize()} {ANNEX_BLANK.format(symbol=clean(paper.symbol))}{of})"
    named = balanced(origin, sizes.text, "italic", TEXT_MM - 4)
    document.add_paragraph("\n".join(named), style="Kèm theo")
    rule(document.add_paragraph(style="Kẻ"), SUBJECT_RULE * _width(lines[-1], "Tên phụ lục", sizes), TEXT_MM)
    write(document, annex.body, close=True)


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
