"""Papers without a fault: composed ones of every kind, and layouts typed by hand."""

from dataclasses import replace
from functools import cache

from paper.compose import Paper, Paragraph, compose
from tests.paper.check.layouts import LAYOUTS, layout
from tests.paper.samples import DECISION, ISSUED_PLAN, PLAN, REPORT, SUBMISSION

_CLERICAL = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
_REGULATED = (
    "Căn cứ Quyết định số 1318/QĐ-UBND-HC ngày 06 tháng 9 năm 2021 của Ủy ban nhân dân tỉnh Đồng Tháp ban hành "
    "Quy định tiêu chí đánh giá, xếp loại công tác dân vận"
)


def _cited_in_full(paper: Paper) -> Paper:
    """The sample paper with its cited papers as II.6.a and II.6.b want them: in full once, then by their symbol."""
    bases = tuple(_CLERICAL if "30/2020" in base else _REGULATED if "1318" in base else base for base in paper.bases)
    body = tuple(
        replace(
            block,
            text=block.text.replace("01-NQ/TU ngày 27/9/2026", "01-NQ/TU ngày 27/9/2026 của Tỉnh ủy Đồng Tháp").replace(
                "55-KH/HU ngày 04/11/2026 của Huyện ủy Cao Lãnh", "55-KH/HU"
            ),
        )
        if hasattr(block, "text")
        else block
        for block in paper.body
    )
    return replace(paper, bases=bases, body=body)


PAPERS = {
    "plan": _cited_in_full(PLAN),
    "issued": _cited_in_full(ISSUED_PLAN),
    "report": REPORT,
    "report_h1": replace(REPORT, kind="report_h1", subject="Kết quả công tác dân vận chính quyền 6 tháng đầu năm 2027"),
    "submission": SUBMISSION,
    "decision": _cited_in_full(DECISION),
    "commendation": _cited_in_full(replace(DECISION, kind="commendation", subject="Về việc khen thưởng năm 2027")),
}


@cache
def clean(name: str) -> bytes:
    """A paper without a fault, by its name in `PAPERS` or `LAYOUTS`."""
    return compose(PAPERS[name]) if name in PAPERS else layout(name)


NAMES = (*PAPERS, *LAYOUTS)
LONG = Paragraph(
    "Tiếp tục đổi mới nội dung, phương thức vận động Nhân dân bằng những mô hình hay, cách làm sáng tạo. " * 3
)
