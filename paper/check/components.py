"""The letters of each part of a paper: Nghị định 30/2020, Phụ lục I, Phần I, Mục V, and the articles of Mục II, III.

Not in Mục V: the authority line of a decision (Phụ lục III, mẫu 1.2) and the two kinds of lines of an annex.
"""

from dataclasses import dataclass
from typing import Literal

Case = Literal["upper", "lower", ""]


@dataclass(frozen=True)
class Component:
    """One part. Sizes in points, both included. `bold` None and `case` "" are what the decree leaves open."""

    code: str
    name: str
    article: str
    sizes: tuple[float, float]
    case: Case = ""
    bold: bool | None = False
    italic: bool | None = False
    align: tuple[str, ...] = ("center",)


_ALSO_LEFT = ("left", "both")
_ANY: tuple[str, ...] = ()
_I = "Phụ lục I, Phần I, mục"

COMPONENTS: dict[str, Component] = {
    component.code: component
    for component in (
        Component("quoc-hieu", "Quốc hiệu", f"{_I} II.1.a", (12, 13), "upper", bold=True),
        Component("tieu-ngu", "Tiêu ngữ", f"{_I} II.1.b", (13, 14), "lower", bold=True),
        Component("chu-quan", "Tên cơ quan chủ quản", f"{_I} II.2.b", (12, 13), "upper"),
        Component("ban-hanh", "Tên cơ quan ban hành", f"{_I} II.2.b", (12, 13), "upper", bold=True),
        Component("so-ky-hieu", "Số, ký hiệu", f"{_I} II.3.c", (13, 13)),
        Component("dia-danh", "Địa danh và thời gian", f"{_I} II.4.c", (13, 14), "lower", italic=True),
        Component("ten-loai", "Tên loại văn bản", f"{_I} II.5.b", (13, 14), "upper", bold=True),
        Component("trich-yeu", "Trích yếu", f"{_I} II.5.b", (13, 14), "lower", bold=True),
        Component("trich-yeu-cong-van", "Trích yếu công văn", f"{_I} II.5.b", (12, 13), "lower"),
        Component("tham-quyen", "Thẩm quyền ban hành", "Phụ lục III, mẫu 1.2", (13, 14), "upper", bold=True),
        Component("can-cu", "Căn cứ ban hành", f"{_I} II.6.a", (13, 14), "lower", italic=True, align=_ANY),
        Component("phan-chuong", "Phần, chương, mục", f"{_I} II.6.đ", (13, 14), "lower", bold=True),
        Component("ten-phan-chuong", "Tiêu đề của phần, chương, mục", f"{_I} II.6.đ", (13, 14), "upper", bold=True),
        Component("muc-la-ma", "Mục đánh số La Mã", f"{_I} V.6.b", (13, 14), "upper", bold=True, align=_ANY),
        Component("noi-dung", "Nội dung", f"{_I} II.6.e", (13, 14), "lower", None, None, ("both",)),
        Component("quyen-han", "Quyền hạn, chức vụ người ký", f"{_I} II.7.đ", (13, 14), "upper", bold=True),
        Component("ho-ten", "Họ và tên người ký", f"{_I} II.7.đ", (13, 14), "lower", bold=True),
        Component("kinh-gui", "Kính gửi", f"{_I} II.9.d", (13, 14), "lower", align=_ANY),
        Component("noi-nhan", "Nơi nhận", f"{_I} II.9.d", (12, 12), "lower", True, True, _ALSO_LEFT),
        Component("danh-sach", "Danh sách nơi nhận", f"{_I} II.9.d", (11, 11), align=_ALSO_LEFT),
        Component("phu-luc", "Chữ “Phụ lục”", f"{_I} III.1.b", (14, 14), "lower", bold=True),
        Component("ten-phu-luc", "Tên phụ lục", f"{_I} III.1.b", (13, 14), "upper", bold=True),
        Component("kem-theo", "Chỉ dẫn kèm theo văn bản", f"{_I} III.1.c", (13, 14), "lower", italic=True),
        Component("muc-khan", "Dấu chỉ mức độ khẩn", f"{_I} III.2.b", (13, 14), "upper", bold=True, align=_ANY),
        Component("luu-hanh", "Chỉ dẫn phạm vi lưu hành", f"{_I} III.2.c", (13, 14), "upper", bold=True, align=_ANY),
        Component("nguoi-soan", "Ký hiệu người soạn thảo", f"{_I} III.3", (11, 11), align=_ANY),
        Component("dia-chi", "Địa chỉ cơ quan", f"{_I} III.4", (11, 12), align=_ANY),
    )
}
