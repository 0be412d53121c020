"""Invented papers of the kinds that `samples` leaves out, each signed in another capacity; nothing in them is real."""

from datetime import date

from paper.compose import (
    Certificate,
    Dash,
    Heading,
    Paper,
    Paragraph,
    Register,
    Signatory,
    Spot,
    Volume,
)
from tests.paper.samples import COMMITTEE

DIVISION = ("UBND HUYỆN CAO LÃNH", "PHÒNG NỘI VỤ")
COMMITTEE_NAME = "Ủy ban nhân dân huyện Cao Lãnh"

LETTER = Paper(
    kind="letter",
    header=COMMITTEE,
    symbol="UBND-NV",
    place="Cao Lãnh",
    year=2027,
    number=112,
    issued_on=date(2027, 3, 5),
    subject="rà soát, bổ sung kế hoạch thực hiện công tác dân vận chính quyền năm 2027",
    addressees=("Các cơ quan chuyên môn thuộc Ủy ban nhân dân Huyện", "Ủy ban nhân dân các xã, thị trấn"),
    intro="Thực hiện Kế hoạch số 05/KH-UBND ngày 08 tháng 02 năm 2027 của Ủy ban nhân dân huyện Cao Lãnh về thực hiện "
    "công tác dân vận chính quyền năm 2027, Ủy ban nhân dân Huyện đề nghị các cơ quan, đơn vị:",
    body=(
        Paragraph("1. Rà soát kế hoạch đã ban hành; bổ sung người phụ trách, thời hạn và kết quả của từng nhiệm vụ."),
        Paragraph("2. Gửi văn bản bổ sung về Ủy ban nhân dân Huyện (qua Phòng Nội vụ) trước ngày 20 tháng 3 năm 2027."),
        Paragraph("Đề nghị các cơ quan, đơn vị quan tâm thực hiện"),
    ),
    recipients=("Như trên", "CT, các PCT UBND Huyện", "Ban Dân vận Huyện ủy"),
    file_copy="VT, NV (2)",
    drafter_sign="PL",
    copies=30,
    signature_lines=("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    signer_name="Đỗ Minh Giả Định",
)

REMINDER = Paper(
    kind="reminder",
    header=DIVISION,
    symbol="PNV-VP",
    place="Cao Lãnh",
    year=2027,
    subject="đôn đốc gửi báo cáo 6 tháng đầu năm 2027",
    addressees=("Ủy ban nhân dân xã Tân Thử",),
    urgency="KHẨN",
    intro="Theo Kế hoạch số 05/KH-UBND ngày 08 tháng 02 năm 2027 của Ủy ban nhân dân huyện Cao Lãnh về thực hiện công "
    "tác dân vận chính quyền năm 2027, báo cáo 6 tháng gửi về trước ngày 25 tháng 5 năm 2027. Đến nay, "
    "Phòng Nội vụ chưa nhận được báo cáo của Ủy ban nhân dân xã.",
    body=(Paragraph("Đề nghị Ủy ban nhân dân xã gửi báo cáo trước 17 giờ ngày 28 tháng 5 năm 2027"),),
    recipients=("Như trên", "Ủy ban nhân dân Huyện (báo cáo)", "Lãnh đạo Phòng"),
    file_copy="VT",
    signature_lines=("Q. TRƯỞNG PHÒNG",),
    signer_name="Lê Văn Giả",
)

NOTICE = Paper(
    kind="notice",
    header=("ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH", "BAN CHỈ ĐẠO CÔNG TÁC DÂN VẬN CHÍNH QUYỀN"),
    symbol="TB-BCĐ",
    place="Cao Lãnh",
    year=2027,
    number=3,
    issued_on=date(2027, 7, 2),
    subject="Kết luận kiểm tra công tác dân vận chính quyền tại xã Mỹ Mẫu",
    circulation="LƯU HÀNH NỘI BỘ",
    urgency="THƯỢNG KHẨN",
    intro="Ngày 25 tháng 6 năm 2027, Đoàn kiểm tra đã làm việc tại Ủy ban nhân dân xã Mỹ Mẫu. Sau khi nghe báo cáo, "
    "Trưởng Ban Chỉ đạo kết luận như sau:",
    body=(
        Heading("1. Kết quả đạt được", level=2),
        Dash("Ủy ban nhân dân xã đã ban hành kế hoạch đúng hạn; tiếp công dân 12 kỳ, giải quyết 31/31 đơn."),
        Heading("2. Hạn chế", level=2),
        Dash("Chưa tổ chức đối thoại với Nhân dân trong 6 tháng đầu năm."),
        Heading("3. Yêu cầu", level=2),
        Dash("Tổ chức đối thoại trước ngày 15 tháng 8 năm 2027, báo cáo kết quả về Ban Chỉ đạo"),
    ),
    recipients=("UBND xã Mỹ Mẫu", "Thành viên Ban Chỉ đạo"),
    file_copy="VT, BCĐ",
    signature_lines=("TRƯỞNG BAN",),
    signer_post="PHÓ CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN",
    signer_name="Nguyễn Văn Mẫu",
)

INVITATION = Paper(
    kind="invitation",
    header=COMMITTEE,
    symbol="GM-UBND",
    place="Cao Lãnh",
    year=2027,
    number=41,
    issued_on=date(2027, 12, 6),
    subject="Hội nghị tổng kết công tác dân vận chính quyền năm 2027",
    intro="Ủy ban nhân dân huyện Cao Lãnh trân trọng kính mời: Thủ trưởng các cơ quan chuyên môn thuộc Ủy ban nhân "
    "dân Huyện; Chủ tịch Ủy ban nhân dân các xã, thị trấn.",
    body=(
        Paragraph("Tới dự Hội nghị tổng kết công tác dân vận chính quyền năm 2027, triển khai nhiệm vụ năm 2028."),
        Paragraph("Chủ trì: Phó Chủ tịch Ủy ban nhân dân Huyện."),
        Paragraph("Thời gian: 08 giờ 00, ngày 15 tháng 12 năm 2027."),
        Paragraph("Địa điểm: Hội trường Ủy ban nhân dân Huyện."),
        Paragraph("Đề nghị đại biểu đến dự đúng thời gian, thành phần"),
    ),
    recipients=("Như thành phần kính mời", "CT, các PCT UBND Huyện"),
    file_copy="VT, NV (1)",
    signature_lines=("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ"),
    signer_name="Lê Văn Giả",
)

MINUTES = Paper(
    kind="minutes",
    header=COMMITTEE,
    symbol="BB-UBND",
    place="",
    year=2027,
    number=7,
    subject="Họp xét đánh giá, xếp loại công tác dân vận chính quyền năm 2027",
    body=(
        Paragraph("Thời gian bắt đầu: 14 giờ 00, ngày 08 tháng 12 năm 2027."),
        Paragraph("Địa điểm: Phòng họp số 2, Ủy ban nhân dân huyện Cao Lãnh."),
        Paragraph("Thành phần tham dự: các thành viên Tổ thẩm định; đại diện Ban Dân vận Huyện ủy."),
        Paragraph("Chủ trì: ông Nguyễn Văn Mẫu, Phó Chủ tịch Ủy ban nhân dân Huyện."),
        Paragraph("Thư ký: bà Vũ Thị Thí Dụ, chuyên viên Phòng Nội vụ."),
        Paragraph("Nội dung:"),
        Paragraph("1. Phòng Nội vụ trình bày kết quả thẩm định điểm của 30 cơ quan, đơn vị, địa phương."),
        Paragraph("2. Các thành viên thống nhất kết quả xếp loại: 12 hoàn thành xuất sắc, 18 hoàn thành tốt."),
        Paragraph("Cuộc họp kết thúc vào 16 giờ 30, ngày 08 tháng 12 năm 2027"),
    ),
    recipients=("Thành viên Tổ thẩm định",),
    file_copy="VT, Hồ sơ",
    beside=Signatory(("THƯ KÝ",), "Vũ Thị Thí Dụ"),
    signature_lines=("CHỦ TỌA",),
    signer_post="PHÓ CHỦ TỊCH",
    signer_name="Nguyễn Văn Mẫu",
)

SLIP = Paper(
    kind="slip",
    header=DIVISION,
    symbol="",
    place="Cao Lãnh",
    year=2027,
    issued_on=date(2027, 2, 3),
    subject="Ban hành Kế hoạch thực hiện công tác dân vận chính quyền năm 2027",
    addressees=("Phó Chủ tịch Ủy ban nhân dân huyện Cao Lãnh Nguyễn Văn Mẫu",),
    body=(
        Heading("1. Nội dung trình", level=2),
        Paragraph("Dự thảo Kế hoạch thực hiện công tác dân vận chính quyền năm 2027 (kèm theo dự thảo và Tờ trình)."),
        Heading("2. Tóm tắt, ý kiến của các cơ quan", level=2),
        Paragraph("Dự thảo đã lấy ý kiến 12 cơ quan; 12/12 thống nhất, 03 ý kiến góp ý đã tiếp thu."),
        Heading("3. Đề xuất", level=2),
        Paragraph("Kính trình đồng chí Phó Chủ tịch xem xét, duyệt và ký ban hành"),
    ),
    recipients=(),
    file_copy="",
    beside=Signatory(("CHUYÊN VIÊN",), "Vũ Thị Thí Dụ"),
    signature_lines=("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"),
    signer_name="Hồ Văn Minh Họa",
)

CERTIFICATE = Certificate(
    authority="CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH",
    recipient="Ủy ban nhân dân xã Mỹ Mẫu",
    achievement="Đã có thành tích xuất sắc trong công tác dân vận chính quyền năm 2027",
    decision="Quyết định số 2101/QĐ-UBND ngày 20 tháng 12 năm 2027",
    place="Cao Lãnh",
    year=2027,
    issued_on=date(2027, 12, 20),
    entry=7,
    signature_lines=("CHỦ TỊCH",),
    signer_name="Phạm Thị Ví Dụ",
)

STOCK = Certificate(
    **{name: getattr(CERTIFICATE, name) for name in CERTIFICATE.__dataclass_fields__ if name != "stock"},
    stock=(
        Spot("recipient", 40, 92, 217),
        Spot("achievement", 40, 108, 217),
        Spot("decision", 30, 146, 116),
        Spot("entry", 30, 154, 116),
        Spot("place", 150, 134, 120),
        Spot("name", 150, 178, 120),
    ),
)

_OUT = tuple(
    (
        f"{n:02d}/{kind}-UBND",
        f"{n + 3:02d}/02/2027",
        f"{name} {subject}",
        "Nguyễn Văn Mẫu",
        "Các cơ quan, đơn vị; UBND các xã, thị trấn",
        "VT, NV (2)",
        "30",
        f"{n + 3:02d}/02/2027",
        "",
        "Số đã hủy: in sai ngày" if n == 4 else "",
    )
    for n, (kind, name, subject) in enumerate(
        (
            ("KH", "Kế hoạch", "thực hiện công tác dân vận chính quyền năm 2027"),
            ("TB", "Thông báo", "phân công nhiệm vụ thành viên Ủy ban nhân dân Huyện"),
            ("BC", "Báo cáo", "kết quả công tác dân vận chính quyền tháng 01 năm 2027"),
            ("KH", "Kế hoạch", "kiểm tra công tác dân vận chính quyền năm 2027"),
            ("KH", "Kế hoạch", "kiểm tra công tác dân vận chính quyền năm 2027"),
        ),
        start=1,
    )
)
OUTGOING = Register("outgoing", COMMITTEE, 2027, (Volume(1, date(2027, 2, 4), date(2027, 2, 8), "01", "05", _OUT),))
INCOMING = Register(
    "incoming",
    COMMITTEE,
    2027,
    (
        Volume(
            1,
            date(2027, 2, 15),
            date(2027, 2, 16),
            "01",
            "02",
            (
                (
                    "15/02/2027", "01", "Ủy ban nhân dân xã Mỹ Mẫu", "12/KH-UBND", "12/02/2027",
                    "Kế hoạch thực hiện công tác dân vận chính quyền năm 2027", "Phòng Nội vụ", "15/02/2027",
                    "Vũ Thị Thí Dụ", "",
                ),
                (
                    "16/02/2027", "02", "Huyện ủy Cao Lãnh", "55-KH/HU", "14/02/2027",
                    "Kế hoạch công tác dân vận năm 2027", "Phòng Nội vụ", "16/02/2027", "Vũ Thị Thí Dụ", "",
                ),
            ),
        ),
    ),
)  # fmt: skip

KINDS_OF_PAPER = {
    "letter": LETTER,
    "reminder": REMINDER,
    "notice": NOTICE,
    "invitation": INVITATION,
    "minutes": MINUTES,
    "slip": SLIP,
}
SHEETS = {"certificate": CERTIFICATE, "stock": STOCK, "outgoing": OUTGOING, "incoming": INCOMING}
