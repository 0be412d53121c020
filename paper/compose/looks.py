"""Every style of a composed paper as one table, each with the article that sets it; `styles_xml` writes it out."""

from dataclasses import dataclass
from functools import cache
from typing import Literal
from xml.sax.saxutils import quoteattr

FONT = "Times New Roman"
FACES = (FONT, "Liberation Serif", "Tinos")  # with its metric twins: what passes for it (PL I I.4)
FIRST_LINE_MM = 12.7
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Sizes:
    """Sizes in points that must move together in one paper (PL I V, note 1)."""

    national: int
    motto: int
    text: int


LARGE = Sizes(national=13, motto=14, text=14)
SMALL = Sizes(national=12, motto=13, text=13)


@dataclass(frozen=True)
class Look:
    """One paragraph style. `size` names a field of `Sizes` or is points; `before` is in points, `first_line` in mm."""

    name: str
    size: Literal["national", "motto", "text"] | int
    source: str
    bold: bool = False
    italic: bool = False
    align: Literal["left", "center", "both"] = "center"
    before: float = 0
    first_line: float = 0
    keep_next: bool = False
    color: str = ""


LOOKS: tuple[Look, ...] = (
    Look("Quốc hiệu", "national", "PL I II.1.a", bold=True),
    Look("Tiêu ngữ", "motto", "PL I II.1.b", bold=True),
    Look("Cơ quan chủ quản", "national", "PL I II.2.b"),
    Look("Cơ quan ban hành", "national", "PL I II.2.b", bold=True),
    Look("Số ký hiệu", 13, "PL I II.3.c", before=6.9),
    Look("Địa danh thời gian", "motto", "PL I II.4.c", italic=True, before=6),
    Look("Về việc", "national", "PL I II.5.b", before=6),
    Look("Dấu khẩn", 13, "PL I III.2.b", bold=True, color="FF0000"),
    Look("Lưu hành", 13, "PL I III.2.c", bold=True),
    Look("Kẻ", 1, "PL I II.1.b, II.2.b, II.5.b"),
    Look("Khoảng cách", 1, "PL I II.6.e", before=5, keep_next=True),
    Look("Tên loại", "text", "PL I II.5.b", bold=True, before=14, keep_next=True),
    Look("Trích yếu", "text", "PL I II.5.b", bold=True, keep_next=True),
    Look("Thẩm quyền", "text", "PL III mẫu 1.2", bold=True, before=12, keep_next=True),
    Look("Kính gửi", "text", "PL I II.9.d", before=12),
    Look("Kính gửi nhiều nơi", "text", "PL I II.9.d", align="left", before=2),
    Look("Căn cứ", "text", "PL I II.6.a", italic=True, align="both", before=6, first_line=FIRST_LINE_MM),
    Look("Quyết định", "text", "PL III mẫu 1.2", bold=True, before=10, keep_next=True),
    Look("Mục lớn", "text", "PL I II.6.đ", bold=True, align="both", before=8, first_line=FIRST_LINE_MM, keep_next=True),
    Look("Mục", "text", "PL I II.6.đ", bold=True, align="both", before=6, first_line=FIRST_LINE_MM, keep_next=True),
    Look("Điểm", "text", "PL I II.6.đ", align="both", before=6, first_line=FIRST_LINE_MM, keep_next=True),
    Look("Lời văn", "text", "PL I II.6.e", align="both", before=6, first_line=FIRST_LINE_MM),
    Look("Đầu bảng", 13, "PL I II.6.e", bold=True, before=2),
    Look("Ô bảng", 13, "PL I II.6.e", align="left", before=2),
    Look("Ô bảng giữa", 13, "PL I II.6.e", before=2),
    Look("Nơi nhận", 12, "PL I II.9.d", bold=True, italic=True, align="left", keep_next=True),
    Look("Danh sách nơi nhận", 11, "PL I II.9.d", align="left", keep_next=True),
    Look("Chức vụ", "text", "PL I II.7.đ", bold=True, keep_next=True),
    # 74 pt = 26 mm: room for the signature's image between office and name (PL I II.7.d).
    Look("Họ tên", "text", "PL I II.7.đ", bold=True, before=74),
    Look("Chức vụ khác", "text", "PL I II.7.đ", bold=True, before=74, keep_next=True),
    Look("Họ tên dưới chức vụ", "text", "PL I II.7.đ", bold=True),
    Look("Phụ lục", 14, "PL I III.1.b", bold=True, keep_next=True),
    Look("Tên phụ lục", "text", "PL I III.1.b", bold=True, keep_next=True),
    Look("Kèm theo", "text", "PL I III.1.c", italic=True, keep_next=True),
    Look("Số trang", "text", "PL I I.7"),
    Look("Bìa chủ quản", 14, "PL IV.I, IV.VI", before=60),
    Look("Bìa cơ quan", 14, "PL IV.I, IV.VI", bold=True),
    Look("Tên sổ", 26, "PL IV.I, IV.VI", bold=True, before=60),
    Look("Bìa sổ", 14, "PL IV.I, IV.VI", italic=True, before=10),
    Look("Quyển sổ", 14, "PL IV.I, IV.VI", bold=True, before=40),
    Look("Đầu sổ", 11, "PL IV.I, IV.VI", bold=True, before=2),
    Look("Ô sổ", 11, "PL IV.I, IV.VI", align="left", before=2),
    Look("Ô sổ giữa", 11, "PL IV.I, IV.VI", before=2),
    # A certificate is no paper of the decree: only its first two lines are the decree's, the rest is habit.
    Look("Thẩm quyền khen", 18, "practice", bold=True, before=44, color="C00000"),
    Look("Tặng", 16, "practice", before=14),
    Look("Giấy khen", 40, "practice", bold=True, before=10, color="C00000"),
    Look("Người được khen", 22, "practice", bold=True, before=24),
    Look("Thành tích", 16, "practice", italic=True, before=14),
    Look("Số khen", 13, "practice", align="left", before=2),
)


_IDS = {look.name: f"TK{number}" for number, look in enumerate(LOOKS)}


def style_id(name: str) -> str:
    """The ASCII id of a style of the table."""
    return _IDS[name]


def color(name: str) -> str:
    """The colour of a style; what has none of its own is black (PL I I.4)."""
    return next(look.color for look in LOOKS if look.name == name) or "000000"


def points(look: Look, sizes: Sizes) -> int:
    """The style's size in points in a paper of these sizes."""
    if isinstance(look.size, int):
        return look.size
    return {"national": sizes.national, "motto": sizes.motto, "text": sizes.text}[look.size]


@cache
def styles_xml(sizes: Sizes) -> str:
    """`word/styles.xml`: document defaults, Normal, the table above, and the bordered table style."""
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    sz = 2 * sizes.text
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault>'
        f'<w:rPr><w:rFonts {fonts}/><w:color w:val="000000"/><w:sz w:val="{sz}"/><w:szCs w:val="{sz}"/>'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:widowControl/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name '
        'w:val="Normal"/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="Chu"><w:name w:val="Default Paragraph Font"/></w:style>'
        + "".join(_style(look, sizes) for look in LOOKS)
        + _table_style("Khung", "")
        + _table_style(
            "Bang",
            "".join(
                f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
                for side in ("top", "left", "bottom", "right", "insideH", "insideV")
            ),
        )
        + "</w:styles>"
    )


def _style(look: Look, sizes: Sizes) -> str:
    size = 2 * points(look, sizes)
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id(look.name)}"><w:name '
        f"w:val={quoteattr(look.name)}/>"
        '<w:basedOn w:val="Normal"/><w:pPr>'
        + ("<w:keepNext/>" if look.keep_next else "")
        + f'<w:spacing w:before="{round(20 * look.before)}" w:after="0"/>'
        + f'<w:ind w:firstLine="{round(look.first_line * 1440 / 25.4)}"/><w:jc w:val="{look.align}"/></w:pPr><w:rPr>'
        + ("<w:b/><w:bCs/>" if look.bold else "")
        + ("<w:i/><w:iCs/>" if look.italic else "")
        + (f'<w:color w:val="{look.color}"/>' if look.color else "")
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _table_style(style_id: str, borders: str) -> str:
    margin = 85 if borders else 0
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{style_id}"/><w:tblPr>'
        + (f"<w:tblBorders>{borders}</w:tblBorders>" if borders else "")
        + '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        + f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" '
        f'w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
