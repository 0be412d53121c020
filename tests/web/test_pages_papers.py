"""What people do on the pages: see their work, hand in, follow a document, search the archive, ask who signed."""

import hashlib
import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from actions.runtime import Runtime
from models import documents, events
from models.tables import Receipt, Record
from tests import makers
from tests.actions.office import KeptOffice
from tests.web.visitors import DRAFTER, HEAD, OTHER_DRAFTER, links_of, signed_in, text_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def hand_in(browser: TestClient, data: bytes, filename: str = "bao-cao.docx", **chosen: str) -> tuple[int, str, str]:
    """Send the form as a browser does; answers status, location and what the page says."""
    form = {"unit": "xa-my-tho", "kind": "report_h1", "year": "2026", **chosen}
    answer = browser.post("/hand-in", data=form, files={"file": (filename, data, DOCX)})
    return answer.status_code, answer.headers.get("location", ""), answer.text


def draft(office: KeptOffice, unit: str = "xa-my-tho", kind: str = "report_h1") -> bytes:
    return makers.a_draft(makers.profile_of(office.runtime), unit, kind)


def record_of(runtime: Runtime, record_id: str) -> Record:
    with runtime.memory.read() as session:
        return session.get_one(Record, record_id)


def test_a_paper_handed_in_leads_to_its_page_which_says_that_it_came(office: KeptOffice) -> None:
    browser = signed_in(office.runtime, DRAFTER)
    status, location, _ = hand_in(browser, draft(office))
    assert status == 303
    page = browser.get(location)
    assert page.status_code == 200
    seen = text_of(page)
    assert "Đã nhận văn bản." in seen
    assert "Kết quả công tác dân vận chính quyền 6 tháng đầu năm 2026" in seen
    assert "Trần Văn Lực" in seen, "it names who has it now"
    document_id = location.removeprefix("/documents/").partition("?")[0]
    with office.runtime.memory.read() as session:
        [line] = [e for e in events.of_document(session, document_id) if e.kind == "submitted"]
    assert (line.person, len(line.request_id or "")) == (DRAFTER, 36)


def test_a_refused_paper_says_what_to_do_and_loses_no_choice(office: KeptOffice) -> None:
    browser = signed_in(office.runtime, DRAFTER)
    status, _, page = hand_in(browser, b"not a docx", "báo cáo.docx", kind="report_annual")
    assert status == 422
    assert "Tệp báo cáo.docx không phải là tệp .docx hợp lệ." in page
    assert "Lưu lại bằng Word dạng .docx rồi gửi lại." in page
    assert re.search(r'value="report_annual"\s+selected', page)
    assert re.search(r'value="xa-my-tho"\s+selected', page)
    with office.runtime.memory.read() as session:
        [receipt] = session.scalars(select(Receipt))
    assert (receipt.refusal, receipt.person, receipt.unit) == ("not-a-docx", DRAFTER, "xa-my-tho")


def test_the_officers_note_is_kept_through_a_refusal_and_shown_as_text(office: KeptOffice) -> None:
    browser, note = signed_in(office.runtime, DRAFTER), "Báo cáo 6 tháng.\r\n<b>Đề nghị</b> ký."
    _, _, page = hand_in(browser, b"khong phai docx", note=note)
    assert "Báo cáo 6 tháng.\n&lt;b&gt;Đề nghị&lt;/b&gt; ký.</textarea>" in page
    _, location, _ = hand_in(browser, draft(office), note=note)
    shown = browser.get(location)
    assert "<p>Báo cáo 6 tháng.</p><p>&lt;b&gt;Đề nghị&lt;/b&gt; ký.</p>" in shown.text
    assert "Tóm tắt và đề xuất" in text_of(shown)


def test_another_units_paper_is_refused_also_when_the_form_is_forged(office: KeptOffice) -> None:
    browser = signed_in(office.runtime, DRAFTER)
    assert "Phòng Tư pháp" not in text_of(browser.get("/hand-in")), "the form does not even offer it"
    status, _, page = hand_in(browser, draft(office, "ptp"), unit="ptp")
    assert status == 403
    assert "Ông/bà không được giao gửi văn bản của Phòng Tư pháp huyện Cao Lãnh." in page


def test_the_same_file_twice_leads_to_the_first(office: KeptOffice) -> None:
    browser = signed_in(office.runtime, DRAFTER)
    data = draft(office)
    _, location, _ = hand_in(browser, data)
    status, _, page = hand_in(browser, data)
    assert status == 409
    assert location.partition("?")[0] in links_of_text(page)


def links_of_text(page: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', page)


WRONGLY_CHOSEN = (
    ({"unit": ""}, "Chưa chọn đơn vị."),
    ({"kind": ""}, "Chưa chọn loại văn bản."),
    ({"year": ""}, "Chưa chọn năm công tác."),
    ({"kind": "poem"}, "Không hiểu giá trị “poem” của loại văn bản."),
    ({"year": "năm nay"}, "Không hiểu giá trị “năm nay” của năm công tác."),
    ({"year": "9" * 30}, "của năm công tác."),
    ({"unit": "khong-co"}, "Không có đơn vị “khong-co”"),
    ({"year": "1999"}, "Năm công tác 1999 chưa mở hoặc đã đóng."),
)


def test_a_form_filled_in_wrongly_is_answered_field_by_field(office: KeptOffice) -> None:
    browser, data = signed_in(office.runtime, DRAFTER), draft(office)
    for chosen, said in WRONGLY_CHOSEN:
        status, _, page = hand_in(browser, data, **chosen)
        assert 400 <= status < 500, chosen
        assert said in page


def test_a_form_without_a_file_asks_for_one(office: KeptOffice) -> None:
    form = {"unit": "xa-my-tho", "kind": "report_h1", "year": "2026"}
    browser = signed_in(office.runtime, DRAFTER)
    for file in (None, ("", b""), ("", b"PK")):
        answer = browser.post("/hand-in", data=form, files={"file": file} if file else None)
        assert answer.status_code == 422
        assert "Chưa chọn tệp." in text_of(answer)


def test_who_hands_nothing_in_is_told_so(office: KeptOffice) -> None:
    page = signed_in(office.runtime, makers.AUDITOR).get("/hand-in")
    assert "<form class" not in page.text
    assert "không gửi văn bản tại đây" in text_of(page)


def test_my_work_leads_straight_to_the_run_that_holds_the_form(office: KeptOffice) -> None:
    runtime = office.runtime
    handed = makers.handed_in(runtime, OTHER_DRAFTER, "ptp", "report_h1")
    makers.open_form(runtime, handed.document_id)
    page = signed_in(runtime, HEAD).get("/")
    assert f"/prefect/v2/runs/flow-run/{makers.RUN}" in links_of(page)
    assert f"/documents/{handed.document_id}" in links_of(page)
    other = signed_in(runtime, DRAFTER).get("/")
    assert makers.RUN not in other.text
    assert handed.document_id not in other.text


def test_a_returned_draft_comes_back_with_its_reason_and_a_filled_in_form(office: KeptOffice) -> None:
    runtime = office.runtime
    handed = makers.handed_in(runtime, OTHER_DRAFTER, "ptp", "report_h1")
    makers.decide(runtime, handed.document_id, "return", "Mục II <b>chưa</b> có số liệu.")
    browser = signed_in(runtime, OTHER_DRAFTER)
    page = browser.get("/")
    assert "Mục II <b>chưa</b> có số liệu." in text_of(page), "what people write is shown as written, never as HTML"
    [form] = [link for link in links_of(page) if link.startswith("/hand-in?unit=ptp&kind=report_h1")]
    assert re.search(r'value="report_h1"\s+selected', browser.get(form).text)
    seen = text_of(browser.get(f"/documents/{handed.document_id}"))
    assert "Trả lại" in seen
    assert "Nguyễn Văn Thuận" in seen


def test_a_page_of_a_document_shows_hands_times_words_and_files(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    page = signed_in(office.runtime, DRAFTER).get(f"/documents/{record.document_id}")
    seen = text_of(page)
    for words in ("01/KH-UBND", "Đã lưu", "Đúng thể thức", "TM. ỦY BAN NHÂN DÂN – CHỦ TỊCH", "15/01/2026 09:00"):
        assert words in seen
    for link in ("/pdf", "/versions/1"):
        assert f"/documents/{record.document_id}{link}" in links_of(page)
    assert f"/records/{record.id}/verify" in links_of(page)


def test_another_unit_gets_no_byte_of_a_document(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    browser = signed_in(office.runtime, OTHER_DRAFTER)
    paths = (
        f"/documents/{record.document_id}", f"/documents/{record.document_id}/pdf",
        f"/documents/{record.document_id}/versions/1", f"/records/{record.id}/pdf", f"/records/{record.id}/verify",
    )  # fmt: skip
    for path in paths:
        answer = browser.get(path)
        assert answer.status_code == 403, path
        assert record.subject not in answer.text
        assert not answer.content.startswith((b"%PDF", b"PK"))
    assert record.id not in browser.get("/archive").text
    with office.runtime.memory.read() as session:
        assert len(events.of_kind(session, "read-refused")) == len(paths)


def test_the_pdf_is_shown_by_the_browser_under_its_own_name(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    answer = signed_in(office.runtime, DRAFTER).get(f"/documents/{record.document_id}/pdf")
    assert hashlib.sha256(answer.content).hexdigest() == record.sha256 == answer.headers["x-sha256"]
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "inline; filename*=UTF-8''01-KH-UBND.pdf"
    assert answer.headers["content-security-policy"] == "frame-ancestors 'none'", "the viewer needs its own styles"
    assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == ("no-store", "nosniff")


def test_a_vietnamese_file_name_comes_back_whole(office: KeptOffice) -> None:
    browser = signed_in(office.runtime, DRAFTER)
    data = draft(office)
    _, location, _ = hand_in(browser, data, "Báo cáo 6 tháng.docx")
    answer = browser.get(location.partition("?")[0] + "/versions/1")
    assert answer.content == data
    disposition = answer.headers["content-disposition"]
    assert disposition == "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%206%20th%C3%A1ng.docx"


def test_an_auditor_finds_downloads_and_proves(office: KeptOffice) -> None:
    browser = signed_in(office.runtime, makers.AUDITOR)
    page = browser.get("/archive", params={"q": "KE HOACH my tho", "year": "2026", "unit": "", "kind": "plan"})
    assert "1 văn bản ông/bà được đọc" in text_of(page)
    [download] = [link for link in links_of(page) if link.endswith("download=1")]
    record = record_of(office.runtime, office.commune)
    answer = browser.get(download)
    assert hashlib.sha256(answer.content).hexdigest() == record.sha256
    assert answer.headers["content-disposition"].startswith("attachment")
    [verify] = [link for link in links_of(page) if link.endswith("/verify")]
    seen = text_of(browser.get(verify))
    assert "Toàn vẹn, đủ chữ ký" in seen
    assert seen.index("Nguyễn Hoàng Phúc") < seen.index("Ký số của cơ quan"), "the person first, then the office"
    assert record.sha256 in seen
    with office.runtime.memory.read() as session:
        assert [line.facts["what"] for line in events.of_kind(session, "read")] == ["record", "verify"]


def test_a_search_without_result_says_so_and_keeps_the_question(office: KeptOffice) -> None:
    page = signed_in(office.runtime, makers.AUDITOR).get("/archive", params={"q": '"><b>không có</b>'})
    assert "Không tìm thấy." in text_of(page)
    assert "&#34;&gt;&lt;b&gt;không có" in page.text


def test_any_question_to_the_archive_is_answered(office: KeptOffice) -> None:
    browser = signed_in(office.runtime, makers.AUDITOR)
    for question in ("page=0", "page=-3", "page=99999", "q=" + "a" * 5000, "unit=x&kind=y", "year="):
        assert browser.get(f"/archive?{question}").status_code == 200, question


def test_long_lists_are_leafed_through(office: KeptOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.pages.archive.PER_PAGE", 1)
    browser = signed_in(office.runtime, makers.AUDITOR)
    first = browser.get("/archive?q=dân vận")
    assert "trang 1/2" in text_of(first)
    [after] = [link for link in links_of(first) if "page=2" in link and "lang=" not in link]
    second = browser.get(after)
    assert "trang 2/2" in text_of(second)
    shown = [[link for link in links_of(page) if link.endswith("/verify")] for page in (first, second)]
    assert len(shown[0]) == len(shown[1]) == 1
    assert shown[0] != shown[1]


def test_every_page_speaks_english_too(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    browser = signed_in(office.runtime, makers.AUDITOR)
    pages = ("/", "/hand-in", "/archive", f"/documents/{record.document_id}", f"/records/{record.id}/verify")
    for path in pages:
        page = browser.get(path, params={"lang": "en"})
        assert page.status_code == 200
        assert '<html lang="en">' in page.text
    assert "Intact, all signatures there" in text_of(browser.get(pages[-1]))
    assert "Check of form" in text_of(browser.get(pages[-2]))


def test_every_field_of_every_form_has_its_label(office: KeptOffice) -> None:
    browser = signed_in(office.runtime, DRAFTER)
    for path in ("/hand-in", "/archive"):
        page = browser.get(path).text
        fields = re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', page)
        assert fields
        assert set(fields) <= set(re.findall(r'<label for="([^"]+)"', page))


def test_an_incoming_paper_is_read_at_the_office(office: KeptOffice) -> None:
    record = record_of(office.runtime, office.commune)
    with office.runtime.memory.read() as session:
        arrived = documents.incoming_of(session, record.document_id)
    assert arrived is not None
    browser = signed_in(office.runtime, "nguyen-thi-bich-ngoc")
    seen = text_of(browser.get(f"/documents/{arrived.id}"))
    assert "văn bản đến" in seen
    assert "Tiếp nhận" in seen
    answer = browser.get(f"/documents/{arrived.id}/pdf")
    assert hashlib.sha256(answer.content).hexdigest() == record.sha256
