"""Heads and feet that people set with tabs, spaces or text boxes instead of a table are read all the same."""

import io
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from paper.check import check
from tests.paper.check.clean import clean
from tests.paper.check.editing import edited, find, look
from tests.paper.check.typed import BOTH, CENTRE, page, put, underscores

ROWS = (
    ("UBND HUYỆN CAO LÃNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("PHÒNG NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: 07/TB-PNV", "Cao Lãnh, ngày 05 tháng 01 năm 2027"),
)
BOLD = {"UBND HUYỆN CAO LÃNH": False, "Số: 07/TB-PNV": False, "Cao Lãnh, ngày 05 tháng 01 năm 2027": False}
SIZES = {"Độc lập - Tự do - Hạnh phúc": 14, "Cao Lãnh, ngày 05 tháng 01 năm 2027": 14}
# Where lines are drawn by hand beside each other, nobody can say which is whose; and one line holds one size of gap.
UNSEEN = {"tieu-ngu-ke", "ban-hanh-ke", "tieu-ngu-ke-dai", "ban-hanh-ke-dai"}


def side_by_side(gap: str) -> bytes:
    """A notice whose head and foot are lines with a gap between two columns."""
    document = docx.Document()
    page(document.sections[0])
    for left, right in ROWS:
        paragraph = document.add_paragraph()
        put(paragraph, left, 13, bold=BOLD.get(left, True))
        put(paragraph, gap, 13)
        put(paragraph, right, SIZES.get(right, 13), bold=BOLD.get(right, True), italic=right.startswith("Cao Lãnh"))
    put(document.add_paragraph(), "THÔNG BÁO", 14, bold=True, align=CENTRE, before=12)
    put(document.add_paragraph(), "Lịch họp tháng 01 năm 2027", 14, bold=True, align=CENTRE)
    underscores(document.add_paragraph(), 18)
    put(
        document.add_paragraph(), "Phòng Nội vụ thông báo lịch họp tháng 01./.", 14, align=BOTH, before=6, first_mm=12.7
    )
    foot = document.add_paragraph()
    put(foot, "Nơi nhận:", 12, bold=True, italic=True)
    put(foot, gap, 12)
    put(foot, "TRƯỞNG PHÒNG", 14, bold=True)
    for text in ("- Các phòng, ban;", "- Lưu: VT."):
        put(document.add_paragraph(), text, 11)
    put(document.add_paragraph(), "Nguyễn Văn Mẫu", 14, bold=True, align=CENTRE)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.mark.parametrize("gap", ["\t\t", " " * 30], ids=["tabs", "spaces"])
def test_two_columns_on_one_line_are_two_parts(gap: str) -> None:
    assert {found.rule for found in check(side_by_side(gap))} - UNSEEN == set()


FAULTS: dict[str, Callable[[str], str]] = {
    "so-khong": lambda text: text.replace("07/", "7/"),
    "ngay-khong": lambda text: text.replace("ngày 05", "ngày 5"),
    "tieu-ngu-loi": lambda text: text.replace("Tự do", "tự do"),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_in_one_of_the_two_is_found_there(rule: str) -> None:
    document = docx.Document(io.BytesIO(side_by_side("\t\t")))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = FAULTS[rule](run.text)
    target = io.BytesIO()
    document.save(target)
    assert rule in {found.rule for found in check(target.getvalue())}


@pytest.mark.parametrize(
    ("borders", "faulty"),
    [("w:tcBorders", False), ("w:tblBorders", False), ("w:tblStyle", False), ("", True)],
    ids=["cell", "table", "style", "none"],
)
@pytest.mark.parametrize(("mark", "rule"), [("LƯU HÀNH NỘI BỘ", "luu-hanh-khung"), ("HỎA TỐC", "muc-khan-khung")])
def test_a_mark_alone_in_a_cell_has_the_borders_there_for_its_frame(
    mark: str, rule: str, borders: str, faulty: bool
) -> None:
    def into_a_cell(document: Document) -> None:
        marked = find(document, mark)._p
        for frame in marked.findall(f".//{qn('w:pBdr')}"):
            frame.getparent().remove(frame)
        table = document.add_table(1, 1)
        cell = table.cell(0, 0)
        if borders:
            owner = table._tbl.tblPr if "tbl" in borders else cell._tc.get_or_add_tcPr()
            owner.append(OxmlElement(borders))
        marked.addprevious(table._tbl)
        cell._tc.replace(cell.paragraphs[0]._p, marked)

    found = {one.rule for one in check(edited(clean("khẩn"), into_a_cell))}
    assert (rule in found) is faulty


@pytest.mark.parametrize(
    ("colour", "faulty"), [("C00000", False), ("EE1111", False), ("0000FF", True), ("FFC000", True)]
)
def test_the_stamp_of_urgency_may_be_any_bright_red(colour: str, faulty: bool) -> None:
    found = {one.rule for one in check(edited(clean("khẩn"), look("HỎA TỐC", colour=colour)))}
    assert found == ({"muc-khan-mau"} if faulty else set())
