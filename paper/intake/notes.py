"""What is no ground to refuse a file, but its drafter and those who decide should know: one sentence each."""

from dataclasses import dataclass

NOTES: dict[str, str] = {
    "tracked-changes": (
        "Tệp còn dấu vết sửa đổi (Track Changes) của {authors}: bản PDF sẽ in cả chữ thêm và chữ xóa. Trong Word chọn "
        "Xem lại, Chấp nhận hoặc Từ chối tất cả thay đổi, rồi gửi lại bản sạch."
    ),
    "comments": (
        "Tệp còn {count} ý kiến ghi chú (comment) của {authors}; không in vào bản PDF nhưng nằm trong tệp được lưu. "
        "Nên xóa trước khi trình."
    ),
    "hidden-text": (
        "Tệp có chữ không nhìn thấy trên trang (chữ ẩn, chữ trắng hoặc chữ quá nhỏ): “{words}”. Người duyệt và người "
        "ký sẽ không nhìn thấy phần này; nên xóa, hoặc đặt lại thành chữ bình thường."
    ),
    "personal-metadata": (
        "Thuộc tính của tệp còn ghi {facts}. Nếu không muốn lưu cùng văn bản: trong Word chọn Tệp, Thông tin, Kiểm tra "
        "tài liệu, Xóa thuộc tính."
    ),
    "fonts-converted": (
        "Chữ trong tệp dùng phông {fonts} đã được chuyển sang Unicode, phông Times New Roman (Nghị định 30/2020/NĐ-CP, "
        "Phụ lục I, mục I.4). Đọc lại bản PDF trước khi trình."
    ),
    "already-numbered": (
        "Văn bản đã có số {code}: bản thảo để trống số và ngày, văn thư cấp sau khi ký (Đ15.2); nếu đã ban hành thì "
        "gửi tệp PDF có chữ ký số của người ký và của cơ quan (Đ5.1)."
    ),
    "old-pdf": "Tệp PDF có phiên bản thấp hơn 1.4 (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II, mục I.2).",
    "scan": (
        "Bản chụp {pages} trang, ảnh màu, {dpi} dpi; không có lớp chữ nên số, ngày và trích yếu do người gửi ghi. Đối "
        "chiếu với văn bản giấy."
    ),
}
"""Code → the Vietnamese sentence, with places for its facts."""


@dataclass(frozen=True)
class Note:
    """One sentence of `NOTES` with its facts."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The whole Vietnamese sentence."""
        return NOTES[self.code].format(**dict(self.facts))


def note(code: str, **facts: object) -> Note:
    """A note, its facts as text."""
    return Note(code, tuple((name, str(fact)) for name, fact in facts.items()))
