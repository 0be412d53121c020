"""The registers on paper: every row, in the ten columns of Phụ lục IV, the same each time."""

import io
from datetime import date

import docx
import pytest
from docx.table import Table

from actions import issuing
from actions import registers as printing
from actions.runtime import Runtime
from models.tables import Outgoing
from rules.refusals import Refusal
from tests.actions.desk import sent, to_numbering
from tests.actions.office import KeptOffice
from tests.conftest import NOW

HEADINGS = {
    "outgoing": [
        "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Người ký",
        "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú",
    ],
    "incoming": [
        "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú",
    ],
}  # fmt: skip


def volumes(printed: bytes) -> list[list[list[str]]]:
    """The rows of each volume, headings first."""

    def rows(table: Table) -> list[list[str]]:
        return [[cell.text for cell in row.cells] for row in table.rows]

    return [rows(table) for table in docx.Document(io.BytesIO(printed)).tables]


def words(printed: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(printed)).paragraphs if paragraph.text]


def test_the_outgoing_register_has_the_ten_columns_of_the_decree(office: KeptOffice) -> None:
    printed = printing.printed(office.runtime, office.runtime.who(None), "outgoing", 2026, "ptp")
    ((heading, counted, line),) = volumes(printed)
    assert heading == HEADINGS["outgoing"]
    assert counted == [f"({n})" for n in range(1, 11)]
    assert [part.replace("\u2011", "-") for part in (line[0], *line[1:2])] == ["01/KH-PTP", "15/01/2026"]
    assert line[2].startswith("Kế hoạch Thực hiện công tác dân vận chính quyền")
    assert (line[3], line[5], line[7], line[9]) == ("Nguyễn Văn Thuận", "VT", "15/01/2026", "")


def test_the_incoming_register_names_who_wrote_and_who_received(office: KeptOffice) -> None:
    printed = printing.printed(office.runtime, office.runtime.who(None), "incoming", 2026)
    ((heading, _, *lines),) = volumes(printed)
    assert heading == HEADINGS["incoming"]
    assert [(line[0], line[1]) for line in lines] == [("15/01/2026", "01"), ("15/01/2026", "02")]
    assert [line[2] for line in lines] == ["Phòng Tư pháp huyện Cao Lãnh", "Ủy ban nhân dân xã Mỹ Thọ"]
    assert {line[6] for line in lines} == {"Phòng Nội vụ huyện Cao Lãnh"}


def test_the_cover_says_whose_register_from_when_to_when_and_which_volume(office: KeptOffice) -> None:
    printed = printing.printed(office.runtime, office.runtime.who(None), "incoming", 2026)
    cover = [
        "ỦY BAN NHÂN DÂN\nHUYỆN CAO LÃNH", "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "Năm: 2026",
        "Từ ngày 15/01/2026 đến ngày 15/01/2026", "Từ số 01 đến số 02", "Quyển số: 01",
    ]  # fmt: skip
    assert words(printed) == [*cover, *cover], "the cover, and the first page like it"


def test_a_register_prints_again_as_it_was(office: KeptOffice) -> None:
    who = office.runtime.who(None)
    assert len({printing.printed(office.runtime, who, "incoming", 2026) for _ in range(3)}) == 1


def test_a_void_number_is_printed_with_its_reason(runtime: Runtime) -> None:
    paper = sent(runtime, "ptp", "plan", 2026).document_id
    to_numbering(runtime, paper)
    issuing.take_number(runtime, runtime.who(None), paper)
    issuing.void_number(runtime, runtime.who("cao-thi-nhan"), paper, "Ghi nhầm ngày ban hành.")
    issuing.take_number(runtime, runtime.who(None), paper)
    ((*_, void, living),) = volumes(printing.printed(runtime, runtime.who(None), "outgoing", 2026, "ptp"))
    assert void[9] == "Số đã hủy: Ghi nhầm ngày ban hành."
    assert (living[0].replace("\u2011", "-"), living[7], living[9]) == ("02/KH-PTP", "", ""), "not sent yet"


def test_each_series_is_a_volume_of_its_own(office: KeptOffice) -> None:
    with office.runtime.memory.write() as session:
        (first,) = session.query(Outgoing).filter_by(issuer="ptp").all()
        columns = {column.key: getattr(first, column.key) for column in Outgoing.__mapper__.column_attrs}
        own = {"id": 99, "series": "ptp-quyet-dinh", "number": 7, "issued_date": date(2026, 5, 2), "void_at": NOW}
        session.add(Outgoing(**columns | own))
    printed = printing.printed(office.runtime, office.runtime.who(None), "outgoing", 2026, "ptp")
    assert [len(rows) for rows in volumes(printed)] == [3, 3]
    assert [text for text in words(printed) if text.startswith("Quyển")] == ["Quyển số: 01"] * 2 + ["Quyển số: 02"] * 2
    assert "Từ số 07 đến số 07" in words(printed)


@pytest.mark.parametrize(("direction", "year", "unit"), [("outgoing", 2026, ""), ("incoming", 2025, "")])
def test_a_register_without_a_line_is_refused(office: KeptOffice, direction: str, year: int, unit: str) -> None:
    with pytest.raises(Refusal) as refusal:
        printing.printed(office.runtime, office.runtime.who(None), direction, year, unit)  # type: ignore[arg-type]
    assert refusal.value.code == "register-empty"
    assert refusal.value.facts["year"] == year
