"""Invented papers of an invented year, one of each kind; no person or decision in them is real."""

from dataclasses import replace
from datetime import date

from paper.compose import Annex, Article, Dash, Heading, Paper, Paragraph, Table

COMMITTEE = ("ỦY BAN NHÂN DÂN", "HUYỆN CAO LÃNH")

PLAN = Paper(
    kind="plan",
    header=COMMITTEE,
    symbol="KH-UBND",
    place="Cao Lãnh",
    year=2027,
    subject="Thực hiện công tác dân vận chính quyền năm 2027",
    bases=(
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
    ),
    intro="Thực hiện Kế hoạch số 15/KH-UBND ngày 14/01/2027 của Ủy ban nhân dân tỉnh Đồng Tháp về công tác dân vận "
    "chính quyền năm 2027; Kế hoạch số 55-KH/HU ngày 04/11/2026 của Huyện ủy Cao Lãnh về công tác dân vận năm 2027, "
    "Ủy ban nhân dân Huyện xây dựng Kế hoạch thực hiện công tác dân vận chính quyền năm 2027 như sau:",
    body=(
        Heading("I. MỤC ĐÍCH, YÊU CẦU"),
        Heading("1. Mục đích", level=2),
        Dash(
            "Đổi mới, nâng cao chất lượng, hiệu quả công tác dân vận trong các cơ quan hành chính Nhà nước, chính "
            "quyền "
            "các cấp và trong từng cán bộ, công chức, viên chức."
        ),
        Dash(
            "Tạo sự chuyển biến tích cực về nhận thức và hành động; xây dựng chính quyền gần dân, sát dân theo phương "
            "châm “Dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng”."
        ),
        Heading("2. Yêu cầu", level=2),
        Dash(
            "Bám sát nội dung Nghị quyết số 01-NQ/TU ngày 27/9/2026 của Tỉnh ủy Đồng Tháp về công tác dân vận và Kế "
            "hoạch số 55-KH/HU gắn với nhiệm vụ chính trị của từng đơn vị, địa phương."
        ),
        Heading("II. NỘI DUNG"),
        Paragraph(
            "Chỉ đạo triển khai thực hiện các Chỉ thị, Nghị quyết, kết luận của Trung ương, văn bản của Tỉnh, "
            "Huyện về "
            "công tác dân vận và công tác dân vận chính quyền.",
            lead="1.",
        ),
        Paragraph(
            "Kiểm tra định kỳ, đột xuất việc thực hiện công tác dân vận chính quyền tại một số đơn vị, địa "
            "phương; phối "
            "hợp tổ chức hội nghị tập huấn, chia sẻ kinh nghiệm.",
            lead="2. Phối hợp với Ban Dân vận Huyện ủy:",
        ),
        Paragraph("Thời gian thực hiện: Quý III, IV năm 2027."),
        Paragraph("Tiến độ thực hiện như sau:", lead="3. Phân công tiến độ:"),
        Table(
            header=("TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời gian"),
            rows=(
                ("1", "Triển khai các Chỉ thị, Nghị quyết về công tác dân vận", "Phòng Nội vụ", "Quý I"),
                ("2", "Báo cáo 6 tháng về Ủy ban nhân dân Huyện", "Các cơ quan, đơn vị", "Trước 25/5"),
                ("3", "Đánh giá, xếp loại công tác dân vận chính quyền", "Phòng Nội vụ", "Quý IV"),
            ),
        ),
        Heading("III. TỔ CHỨC THỰC HIỆN"),
        Paragraph(
            "Tham mưu Ủy ban nhân dân Huyện xây dựng Kế hoạch; tổng hợp, báo cáo đúng thời gian quy định.",
            lead="1. Phòng Nội vụ:",
        ),
        Heading("2. Các cơ quan Huyện và Ủy ban nhân dân xã, thị trấn", level=2),
        Dash("Chủ động xây dựng Kế hoạch gắn với nhiệm vụ chính trị và tình hình thực tế của từng đơn vị, địa phương."),
        Dash("Báo cáo 6 tháng (trước ngày 25 tháng 5), báo cáo năm (trước ngày 20 tháng 10) về Ủy ban nhân dân Huyện."),
        Paragraph(
            "Bố trí kinh phí để triển khai thực hiện hiệu quả công tác dân vận chính quyền.",
            lead="3. Phòng Tài chính - Kế hoạch:",
        ),
        Paragraph(
            "Yêu cầu Thủ trưởng các cơ quan Huyện và Ủy ban nhân dân xã, thị trấn triển khai thực hiện tốt "
            "nội dung Kế "
            "hoạch này"
        ),
    ),
    recipients=(
        "UBND Tỉnh",
        "TT/HU, TT/HĐND Huyện",
        "CT, các PCT/UBND Huyện",
        "Ban Dân vận Huyện ủy",
        "Các ban, ngành, đoàn thể Huyện",
        "UBND xã, thị trấn",
        "LĐVP, CVNC",
    ),
    file_copy="VT, VPUBND (Tr)",
    signature_lines=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signer_name="Nguyễn Văn Mẫu",
    issuer_name="Ủy ban nhân dân huyện Cao Lãnh",
)

ISSUED_PLAN = replace(PLAN, number=5, issued_on=date(2027, 2, 8))

REPORT = Paper(
    kind="report_annual",
    header=("ỦY BAN NHÂN DÂN", "XÃ MỸ MẪU"),
    symbol="BC-UBND",
    place="Mỹ Mẫu",
    year=2027,
    number=95,
    issued_on=date(2027, 10, 15),
    subject="Kết quả thực hiện công tác dân vận chính quyền năm 2027",
    addressees=("Ủy ban nhân dân huyện Cao Lãnh (qua Phòng Nội vụ)",),
    intro="Thực hiện Kế hoạch số 05/KH-UBND ngày 08/02/2027 của Ủy ban nhân dân huyện Cao Lãnh về thực hiện công tác "
    "dân vận chính quyền năm 2027, Ủy ban nhân dân xã báo cáo:",
    body=(
        Heading("I. KẾT QUẢ THỰC HIỆN"),
        Paragraph("Ủy ban nhân dân xã đã tổ chức 12 kỳ tiếp công dân, giải quyết 31/31 đơn."),
        Heading("II. PHƯƠNG HƯỚNG"),
        Paragraph("Tiếp tục thực hiện tốt công tác dân vận chính quyền năm 2028."),
    ),
    recipients=("Như trên", "TT Đảng ủy, TT HĐND xã"),
    file_copy="VT",
    signature_lines=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    signer_name="Trần Thị Thử",
)

SUBMISSION = Paper(
    kind="submission",
    header=("UBND HUYỆN CAO LÃNH", "PHÒNG NỘI VỤ"),
    symbol="TTr-PNV",
    place="Cao Lãnh",
    year=2027,
    subject="Về việc ban hành Kế hoạch thực hiện công tác dân vận chính quyền năm 2027",
    addressees=("Ủy ban nhân dân huyện Cao Lãnh", "Chủ tịch Ủy ban nhân dân huyện Cao Lãnh"),
    intro="Thực hiện chức năng, nhiệm vụ được giao, Phòng Nội vụ kính trình Ủy ban nhân dân huyện Cao Lãnh như sau:",
    body=(
        Heading("1. Sự cần thiết", level=2),
        Paragraph("Kế hoạch giai đoạn trước đã kết thúc; các đơn vị cần căn cứ để xây dựng kế hoạch của mình."),
        Paragraph("Phòng Nội vụ kính trình Ủy ban nhân dân huyện Cao Lãnh xem xét, quyết định"),
    ),
    recipients=("Như trên", "Lãnh đạo Phòng"),
    file_copy="VT",
    signature_lines=("TRƯỞNG PHÒNG",),
    signer_name="Lê Văn Giả",
)

DECISION = Paper(
    kind="classification",
    header=COMMITTEE,
    symbol="QĐ-UBND",
    place="Cao Lãnh",
    year=2027,
    subject="Về việc công nhận kết quả xếp loại công tác dân vận chính quyền năm 2027",
    authority_line="CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH",
    bases=(
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        "Căn cứ Quyết định số 1318/QĐ-UBND-HC ngày 06 tháng 9 năm 2021 của Ủy ban nhân dân tỉnh Đồng Tháp ban hành Quy "
        "định tiêu chí đánh giá, xếp loại công tác dân vận",
        "Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 31/TTr-PNV ngày 10 tháng 12 năm 2027",
    ),
    body=(
        Article(
            1,
            "Công nhận kết quả xếp loại công tác dân vận chính quyền năm 2027 đối với 03 cơ quan, đơn vị, "
            "địa phương "
            "(kèm theo Phụ lục).",
        ),
        Article(2, "Quyết định này có hiệu lực kể từ ngày ký."),
        Article(
            3,
            "Chánh Văn phòng, Trưởng phòng Nội vụ, Thủ trưởng các cơ quan, đơn vị có liên quan chịu trách "
            "nhiệm thi "
            "hành Quyết định này",
        ),
    ),
    recipients=("Như Điều 3", "CT, các PCT/UBND Huyện"),
    file_copy="VT, NV (2)",
    signature_lines=("CHỦ TỊCH",),
    signer_name="Phạm Thị Ví Dụ",
    issuer_name="Chủ tịch Ủy ban nhân dân huyện Cao Lãnh",
    annexes=(
        Annex(
            "Kết quả xếp loại công tác dân vận chính quyền năm 2027",
            (
                Table(
                    header=("TT", "Cơ quan, đơn vị, địa phương", "Điểm", "Xếp loại"),
                    rows=(
                        ("1", "Phòng Nội vụ", "96,50", "Hoàn thành xuất sắc"),
                        ("2", "Ủy ban nhân dân xã Mỹ Mẫu", "91,00", "Hoàn thành tốt"),
                        ("3", "Ủy ban nhân dân xã Tân Thử", "74,25", "Hoàn thành"),
                    ),
                ),
            ),
        ),
    ),
)

ALL = {"plan": PLAN, "issued-plan": ISSUED_PLAN, "report": REPORT, "submission": SUBMISSION, "decision": DECISION}
