"""Sổ đăng ký văn bản đi, đến (PL IV.I, IV.VI): each volume with cover and first page alike, then its ten columns."""

from dataclasses import dataclass

from paper.compose.looks import LARGE
from paper.compose.markup import document, paragraph, row, section, section_end, table
from paper.compose.model import Register, Volume
from paper.compose.package import docx
from paper.compose.wording import clean, issuer_at, unbroken


@dataclass(frozen=True)
class Column:
    """One column: its heading as the decree prints it, its width in mm, whether its text stands centred."""

    heading: str
    width: float
    centred: bool = False


_ISSUED, _SUBJECT = "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản"
# The ten columns of each register; their widths fill an A4 laid wide within its margins (252 mm).
COLUMNS: dict[str, tuple[Column, ...]] = {
    "outgoing": (
        Column("Số, ký hiệu văn bản", 29, centred=True), Column(_ISSUED, 22, centred=True), Column(_SUBJECT, 58),
        Column("Người ký", 25), Column("Nơi nhận văn bản", 37), Column("Đơn vị, người nhận bản lưu", 20),
        Column("Số lượng bản", 13, centred=True), Column("Ngày chuyển", 22, centred=True), Column("Ký nhận", 13),
        Column("Ghi chú", 13),
    ),
    "incoming": (
        Column("Ngày đến", 22, centred=True), Column("Số đến", 12, centred=True), Column("Tác giả", 32),
        Column("Số, ký hiệu văn bản", 29, centred=True), Column(_ISSUED, 22, centred=True), Column(_SUBJECT, 55),
        Column("Đơn vị hoặc người nhận", 24), Column("Ngày chuyển", 22, centred=True), Column("Ký nhận", 20),
        Column("Ghi chú", 14),
    ),
}  # fmt: skip
NAMES = {"outgoing": "SỔ ĐĂNG KÝ VĂN BẢN ĐI", "incoming": "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"}


def compose(register: Register) -> bytes:
    """See `paper.compose.compose`."""
    parts: list[str] = []
    for index, volume in enumerate(register.volumes):
        cover = _cover(register, volume)
        between = [section_end(wide=True)] if index else []
        parts += [*between, cover, section_end(wide=True), cover, section_end(wide=True), _entries(register, volume)]
    title = f"{NAMES[register.direction]} năm {register.year}"
    return docx(document(parts, section(wide=True)), title, LARGE)


def _cover(register: Register, volume: Volume) -> str:
    """Cover and first page: whose register, of which year, from which day and number to which, which volume."""
    start = issuer_at(register.header)
    names = [clean(text) for text in register.header]
    above = paragraph("\n".join(names[:start]), "Bìa chủ quản")
    return "".join((
        above,
        paragraph("\n".join(names[start:]), "Bìa cơ quan"),
        paragraph(NAMES[register.direction], "Tên sổ"),
        paragraph(f"Năm: {register.year}", "Bìa sổ"),
        paragraph(f"Từ ngày {volume.since:%d/%m/%Y} đến ngày {volume.until:%d/%m/%Y}", "Bìa sổ"),
        paragraph(f"Từ số {volume.first} đến số {volume.last}", "Bìa sổ"),
        paragraph(f"Quyển số: {volume.number:02d}", "Quyển sổ"),
    ))  # fmt: skip


def _entries(register: Register, volume: Volume) -> str:
    columns = COLUMNS[register.direction]
    widths = [column.width for column in columns]
    heading = row(widths, [paragraph(column.heading, "Đầu sổ") for column in columns], repeated=True)
    counted = row(widths, [paragraph(f"({n})", "Ô sổ giữa") for n in range(1, len(columns) + 1)], repeated=True)
    rows = (
        row(
            widths,
            [
                paragraph(unbroken(text), "Ô sổ giữa" if column.centred else "Ô sổ")
                for text, column in zip(texts, columns, strict=True)
            ],
        )
        for texts in volume.rows
    )
    return table(widths, "Bang", [heading, counted, *rows])
