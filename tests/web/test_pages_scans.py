"""Handing in a scan on the page: the form asks what it cannot read, and only then."""

from actions.runtime import Runtime
from models.tables import Document
from tests.actions.office import KeptOffice
from tests.paper.intake.test_scans import scan
from tests.web.test_pages_papers import hand_in
from tests.web.visitors import DRAFTER, signed_in, text_of

TOLD = {"code": "07/BC-UBND", "issued": "2026-05-20", "subject": "Kết quả công tác dân vận 6 tháng đầu năm 2026"}


def test_the_form_asks_for_number_date_and_subject_when_a_scan_came(office: KeptOffice) -> None:
    browser = signed_in(office.runtime, "nguyen-thi-yen-nhi")  # of a unit that has taken no number here
    assert 'name="issued"' not in browser.get("/hand-in").text
    status, _, page = hand_in(browser, scan(), "ban-chup.pdf", unit="xa-ba-sao")
    assert status == 422
    assert "không có lớp chữ để đọc" in page
    assert all(f'name="{name}"' in page for name in TOLD)
    status, location, _ = hand_in(browser, scan(), "ban-chup.pdf", unit="xa-ba-sao", **TOLD)
    assert status == 303
    seen = text_of(browser.get(location))
    assert TOLD["subject"] in seen
    assert "do người gửi ghi" in seen, "the notice stands on the document's page"
    assert "as the sender wrote them" in text_of(browser.get(f"{location}&lang=en"))
    assert _document(office.runtime, location).code == TOLD["code"]


def test_what_was_told_is_still_there_when_something_else_is_wrong(office: KeptOffice) -> None:
    browser = signed_in(office.runtime, DRAFTER)
    status, _, page = hand_in(browser, scan(dpi=100), "ban-chup.pdf", **TOLD)
    assert status == 422
    assert "chỉ 100 dpi" in page
    assert all(f'value="{word}"' in page for word in TOLD.values())
    status, _, page = hand_in(browser, scan(), "ban-chup.pdf", **TOLD | {"issued": "hôm qua"})
    assert status == 422
    assert "Không hiểu giá trị “hôm qua” của ngày ban hành." in page


def _document(runtime: Runtime, location: str) -> Document:
    with runtime.memory.read() as session:
        return session.get_one(Document, location.partition("?")[0].rpartition("/")[2])
