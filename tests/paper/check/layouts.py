"""The sample layouts of Phụ lục III, filled with invented words and typed as people type them in Word."""

from tests.paper.check.typed import CENTRE, Typed, typed

_SUPERIOR = ("UBND HUYỆN CAO LÃNH", "PHÒNG NỘI VỤ")
_COMMITTEE = ("ỦY BAN NHÂN DÂN\nHUYỆN CAO LÃNH",)
_PLACE = "Cao Lãnh, ngày 05 tháng 01 năm 2027"
_AUTHORITY = {"bold": True, "align": CENTRE, "before": 12}
_BASE = {"italic": True, "first_mm": 12.7, "before": 6}
_ORDER = {"bold": True, "align": CENTRE, "before": 12}
_TO = {"align": CENTRE, "before": 12}
_ONE_OF = {"left_mm": 60, "before": 2}
_LAW = "Căn cứ Luật Tổ chức chính quyền địa phương;"
_CLERICAL = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"
_ASKED = "Theo đề nghị của Trưởng phòng Nội vụ."
_BASES = tuple((text, _BASE) for text in (_LAW, _CLERICAL, _ASKED))
_AS_ARTICLE = ("Như Điều 2;", "Các phòng, ban;", "Lưu: VT, NV (2).")

RESOLUTION = Typed(
    ("HỘI ĐỒNG NHÂN DÂN\nXÃ MỸ MẪU",), "Số:      /NQ-HĐND", "Mỹ Mẫu, ngày      tháng 01 năm 2027", "NGHỊ QUYẾT",
    "Về việc bầu Ủy viên Ủy ban nhân dân xã",
    before=(("HỘI ĐỒNG NHÂN DÂN XÃ MỸ MẪU", _AUTHORITY), *_BASES[:2], (_ASKED, _BASE), ("QUYẾT NGHỊ:", _ORDER)),
    text=("Điều 1.| Xác nhận kết quả bầu cử Ủy viên Ủy ban nhân dân xã nhiệm kỳ 2026 - 2031.",
          "Điều 2.| Nghị quyết này có hiệu lực kể từ ngày được thông qua./."),
    foot=("CHỦ TỊCH", "Trần Thị Thử"), recipients=_AS_ARTICLE,
)  # fmt: skip
DECISION = Typed(
    _COMMITTEE, "Số: 12/QĐ-UBND", _PLACE, "QUYẾT ĐỊNH", "Về việc thành lập Tổ công tác",
    before=(("CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH", _AUTHORITY), *_BASES, ("QUYẾT ĐỊNH:", _ORDER)),
    text=("Điều 1.| Thành lập Tổ công tác gồm các ông, bà có tên trong Phụ lục kèm theo.",
          "Điều 2.| Chánh Văn phòng, Trưởng phòng Nội vụ chịu trách nhiệm thi hành Quyết định này./."),
    foot=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Giả"), recipients=_AS_ARTICLE,
    annex=("Phụ lục", "DANH SÁCH TỔ CÔNG TÁC",
           "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2027 của Ủy ban nhân dân huyện Cao Lãnh)",
           "1. Ông Nguyễn Văn Mẫu, Tổ trưởng.", "2. Bà Trần Thị Thử, Tổ phó./."),
)  # fmt: skip
TITLED = Typed(
    _SUPERIOR, "Số: 07/KH-PNV", _PLACE, "KẾ HOẠCH", "Kiểm tra công tác văn thư năm 2027",
    text=("I. MỤC ĐÍCH|", "Giúp các đơn vị thực hiện đúng quy định về công tác văn thư, kịp thời chấn chỉnh các sai "
          "sót thường gặp trong soạn thảo, ban hành văn bản.", "II. NỘI DUNG|", "1. Thời gian kiểm tra|",
          "Trong Quý II năm 2027.", "2. Phân công|", "a) Văn thư chuẩn bị hồ sơ;",
          "b) Tổ kiểm tra lập biên bản./."),
)  # fmt: skip
DISPATCH = Typed(
    _SUPERIOR, "Số: 15/PNV-VT", _PLACE, dispatch="V/v báo cáo công tác văn thư",
    before=(("Kính gửi:", _TO), ("- Văn phòng Huyện;", _ONE_OF), ("- Phòng Tư pháp;", _ONE_OF),
            ("- Các xã, thị trấn.", _ONE_OF)),
    text=("Phòng Nội vụ đề nghị các cơ quan, đơn vị báo cáo kết quả công tác văn thư năm 2026 trước ngày 20 tháng 01 "
          "năm 2027 để tổng hợp theo quy định./.",),
    recipients=("Như trên;", "Lãnh đạo Phòng;", "Lưu: VT, VTLT. PL.(30)"),
)  # fmt: skip
TELEGRAM = Typed(
    _COMMITTEE, "Số: 01/CĐ-UBND", _PLACE, "CÔNG ĐIỆN", "Về việc phòng, chống sạt lở bờ sông",
    text=("Chủ tịch Ủy ban nhân dân huyện Cao Lãnh điện:", "- Ủy ban nhân dân các xã, thị trấn;",
          "Yêu cầu các địa phương tổ chức trực 24/24 giờ, kịp thời di dời người, tài sản khỏi khu vực nguy hiểm./."),
    foot=("CHỦ TỊCH", "Phạm Thị Ví Dụ"),
)  # fmt: skip
INVITATION = Typed(
    ("SỞ NỘI VỤ",), "Số: 20/GM-SNV", _PLACE, "GIẤY MỜI", "Họp rà soát công tác dân vận chính quyền",
    text=("Phòng Nội vụ trân trọng kính mời: Đại diện lãnh đạo các phòng, ban Huyện.",
          "Tới dự cuộc họp rà soát công tác dân vận chính quyền.", "Chủ trì: Trưởng phòng Nội vụ.",
          "Thời gian: 08 giờ 00, ngày 12 tháng 01 năm 2027.", "Địa điểm: Phòng họp số 1./."),
)  # fmt: skip
INTRODUCTION = Typed(
    _SUPERIOR, "Số: 03/GGT-PNV", _PLACE, "GIẤY GIỚI THIỆU",
    text=("Phòng Nội vụ trân trọng giới thiệu:", "Ông (bà): Lê Văn Giả", "Chức vụ: Chuyên viên",
          "Được cử đến: Sở Nội vụ", "Giấy này có giá trị đến hết ngày 31 tháng 01 năm 2027./."),
    recipients=("Như trên;", "Lưu: VT."),
)  # fmt: skip
LEAVE = Typed(
    _SUPERIOR, "Số: 04/GNP-PNV", _PLACE, "GIẤY NGHỈ PHÉP",
    text=("Xét Đơn đề nghị nghỉ phép ngày 02 tháng 01 năm 2027 của ông Lê Văn Giả, Phòng Nội vụ cấp cho:",
          "Ông (bà): Lê Văn Giả", "Được nghỉ phép từ ngày 12 tháng 01 đến hết ngày 14 tháng 01 năm 2027./."),
    recipients=("Ông Lê Văn Giả;", "Lưu: VT."),
)  # fmt: skip
REGULATION = Typed(
    _SUPERIOR, "Số: 02/QC-PNV", _PLACE, "QUY CHẾ", "Làm việc của Phòng Nội vụ",
    text=("Chương I", "QUY ĐỊNH CHUNG", "Điều 1.| Phạm vi điều chỉnh", "Quy chế này quy định việc của Phòng.",
          "Chương II", "CHẾ ĐỘ LÀM VIỆC", "Mục 1", "HỘI HỌP", "Điều 2.| Họp định kỳ", "1. Phòng họp hằng tuần.",
          "2. Nội dung họp gồm:", "a) Kết quả tuần trước;", "b) Việc tuần này;", "c) Vướng mắc;", "d) Phân công;",
          "đ) Việc khác./."),
)  # fmt: skip
MINUTES = Typed(
    _SUPERIOR, "Số: 06/BB-PNV", title="BIÊN BẢN", subject="Họp rà soát công tác dân vận chính quyền",
    text=("Thời gian bắt đầu: 08 giờ 00, ngày 12 tháng 01 năm 2027.", "Địa điểm: Phòng họp số 1.",
          "Thành phần tham dự: Lãnh đạo và công chức Phòng.", "Chủ trì: Trưởng phòng Nội vụ.",
          "Thư ký: Ông Lê Văn Giả.", "Cuộc họp kết thúc vào 10 giờ 00, ngày 12 tháng 01 năm 2027./."),
    foot=("CHỦ TỌA", "Nguyễn Văn Mẫu"), secretary="Lê Văn Giả",
    recipients=("Như thành phần tham dự;", "Lưu: VT, Hồ sơ."),
)  # fmt: skip
SUBMISSION = Typed(
    _SUPERIOR, "Số: 09/TTr-PNV", _PLACE, "TỜ TRÌNH", "Về việc ban hành Kế hoạch năm 2027",
    before=(("Kính gửi: Ủy ban nhân dân huyện Cao Lãnh", _TO),),
    text=("Phòng Nội vụ kính trình Ủy ban nhân dân huyện Cao Lãnh xem xét, quyết định./.",),
    recipients=("Như trên;", "Lưu: VT."),
)  # fmt: skip
LAYOUTS = {
    "1.1 nghị quyết": RESOLUTION,
    "1.2 quyết định, 2.1 phụ lục": DECISION,
    "1.4 có tên loại": TITLED,
    "1.4 quy chế": REGULATION,
    "1.4 tờ trình": SUBMISSION,
    "1.5 công văn": DISPATCH,
    "1.6 công điện": TELEGRAM,
    "1.7 giấy mời": INVITATION,
    "1.8 giấy giới thiệu": INTRODUCTION,
    "1.9 biên bản": MINUTES,
    "1.10 giấy nghỉ phép": LEAVE,
}


def layout(name: str) -> bytes:
    """A layout as docx."""
    return typed(LAYOUTS[name])
