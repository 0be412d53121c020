"""Papers without a fault: composed ones of every kind, and layouts typed by hand."""

import copy
from dataclasses import replace
from functools import cache

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from paper.compose import Paragraph as Text
from paper.compose import compose
from tests.paper.check.editing import CENTRE, edited, find
from tests.paper.check.layouts import LAYOUTS, layout
from tests.paper.check.typed import put
from tests.paper.kinds import INVITATION, LETTER, MINUTES, NOTICE, REMINDER, SLIP
from tests.paper.samples import DECISION, ISSUED_PLAN, PLAN, REPORT, SUBMISSION

LONG = "Tiếp tục đổi mới nội dung, phương thức vận động Nhân dân bằng những mô hình hay, cách làm sáng tạo. " * 3
REWRITTEN = (
    "Trong quý tới, đơn vị sẽ khảo sát từng ấp, lắng nghe người dân và báo cáo những điều mới ghi nhận được. " * 3
)

PAPERS = {
    "plan": PLAN,
    "issued": ISSUED_PLAN,
    "report": REPORT,
    "report_h1": replace(REPORT, kind="report_h1", subject="Kết quả công tác dân vận chính quyền 6 tháng đầu năm 2027"),
    "long": replace(REPORT, body=(Text(LONG),) * 15),
    "rewritten": replace(REPORT, body=(Text(REWRITTEN),) * 4 + (Text(LONG),) * 11),
    "submission": SUBMISSION,
    "decision": DECISION,
    "hai phụ lục": replace(DECISION, annexes=DECISION.annexes * 2),
    "commendation": replace(DECISION, kind="commendation", subject="Về việc khen thưởng năm 2027"),
    "letter": LETTER,
    "reminder": REMINDER,
    "notice": NOTICE,
    "minutes": MINUTES,
    "invitation": INVITATION,
    "slip": SLIP,
}


def _frame(paragraph: Paragraph) -> None:
    frame = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:val"), "single")
        frame.append(edge)
    paragraph._p.get_or_add_pPr().insert_element_before(frame, "w:spacing", "w:ind", "w:jc")


def _stamped(document: Document) -> None:
    """Ô 10b, 11, 12 and 13 added to a công văn."""
    place = find(document, "V/v báo cáo công tác văn thư")
    stamp = Paragraph(copy.deepcopy(place._p), document)  # type: ignore[arg-type]
    place._p.addnext(stamp._p)
    stamp.runs[0].text = "HỎA TỐC"
    stamp.runs[0].bold, stamp.runs[0].font.size, stamp.runs[0].font.color.rgb = True, Pt(13), RGBColor(255, 0, 0)
    limit = find(document, "Kính gửi:").insert_paragraph_before()
    put(limit, "LƯU HÀNH NỘI BỘ", 13, bold=True, align=CENTRE)
    for marked in (stamp, limit):
        _frame(marked)
    copies = Paragraph(copy.deepcopy(find(document, "- Lãnh đạo Phòng;")._p), document)  # type: ignore[arg-type]
    find(document, "PL.(30)")._p.addnext(copies._p)
    copies.runs[0].text = "PL.(30)"
    find(document, "- Lưu: VT, VTLT. PL.(30)").runs[0].text = "- Lưu: VT, VTLT."
    put(document.add_paragraph(), "Điện thoại: 0277 000 000, E-mail: phongnoivu@example.vn", 11)


@cache
def clean(name: str) -> bytes:
    """A paper without a fault, by its name in `PAPERS` or `LAYOUTS`."""
    if name == "khẩn":
        return edited(layout("1.5 công văn"), _stamped)
    return compose(PAPERS[name]) if name in PAPERS else layout(name)


NAMES = (*PAPERS, *LAYOUTS, "khẩn")
