"""The page that shows what changed between two versions of a paper."""

from models import events
from tests import makers
from tests.actions.desk import decided, sent
from tests.actions.office import KeptOffice
from tests.web.visitors import DRAFTER, OTHER_DRAFTER, links_of, signed_in, text_of

UNIT, KIND = "xa-my-tho", "report_h1"
FIRST, SECOND = "Thời hạn <b>25</b> tháng 5", "Thời hạn <b>25</b> tháng 6"


def twice_sent(office: KeptOffice) -> str:
    document_id = sent(office.runtime, UNIT, KIND, note=FIRST).document_id
    decided(office.runtime, document_id, "return", "Sai thời hạn.")
    sent(office.runtime, UNIT, KIND, note=SECOND)
    return document_id


def test_the_documents_page_leads_to_the_comparison_as_soon_as_there_are_two_versions(office: KeptOffice) -> None:
    browser, document_id = signed_in(office.runtime, DRAFTER), twice_sent(office)
    link = f"/documents/{document_id}/difference"
    assert link in links_of(browser.get(f"/documents/{document_id}"))
    single = sent(office.runtime, UNIT, "report_annual").document_id
    assert f"/documents/{single}/difference" not in links_of(browser.get(f"/documents/{single}"))


def test_the_page_marks_what_came_and_went_and_nothing_of_the_paper_is_markup(office: KeptOffice) -> None:
    browser, document_id = signed_in(office.runtime, DRAFTER), twice_sent(office)
    page = browser.get(f"/documents/{document_id}/difference")
    assert page.status_code == 200
    assert "Thời hạn &lt;b&gt;25&lt;/b&gt; tháng <del>5</del><ins>6</ins>./." in page.text
    seen = text_of(page)
    assert "1 đoạn sửa, 0 đoạn thêm, 0 đoạn bỏ, 0 đoạn chuyển chỗ." in seen
    assert "đoạn không đổi" in seen
    assert f"/documents/{document_id}" in links_of(page), "and back again"


def test_two_rounds_are_chosen_by_the_form_and_stay_chosen(office: KeptOffice) -> None:
    browser, document_id = signed_in(office.runtime, DRAFTER), twice_sent(office)
    page = browser.get(f"/documents/{document_id}/difference?old=2&new=1")
    assert "tháng <del>6</del><ins>5</ins>" in page.text
    assert page.text.count('<option value="2" selected>') == page.text.count('<option value="1" selected>') == 1
    assert "Hai bản không khác nhau chữ nào." in text_of(
        browser.get(f"/documents/{document_id}/difference?old=2&new=2")
    )


def test_it_speaks_english_too(office: KeptOffice) -> None:
    browser, document_id = signed_in(office.runtime, DRAFTER), twice_sent(office)
    seen = text_of(browser.get(f"/documents/{document_id}/difference?lang=en"))
    assert "1 paragraphs changed" in seen
    assert "paragraphs unchanged" in seen


def test_every_way_to_ask_wrongly_is_answered(office: KeptOffice) -> None:
    browser, document_id = signed_in(office.runtime, DRAFTER), twice_sent(office)
    single = sent(office.runtime, UNIT, "report_annual").document_id
    for path, status in (
        (f"{document_id}/difference?old=1&new=9", 404),
        (f"{document_id}/difference?old=x", 422),
        (f"{single}/difference", 404),
        ("nothing/difference", 404),
    ):
        assert browser.get(f"/documents/{path}").status_code == status, path
    assert "mới trình một lần" in text_of(browser.get(f"/documents/{single}/difference"))


def test_only_readers_of_the_paper_see_it_and_each_look_is_written_down(office: KeptOffice) -> None:
    document_id = twice_sent(office)
    assert signed_in(office.runtime, OTHER_DRAFTER).get(f"/documents/{document_id}/difference").status_code == 403
    assert signed_in(office.runtime, makers.AUDITOR).get(f"/documents/{document_id}/difference").status_code == 200
    with office.runtime.memory.read() as session:
        lines = events.of_document(session, document_id)
    told = [(line.kind, line.person, line.facts["what"]) for line in lines if line.kind.startswith("read")]
    assert told == [
        ("read-refused", OTHER_DRAFTER, "difference"),
        ("read", makers.AUDITOR, "difference"),
        ("read", makers.AUDITOR, "difference"),
    ]
