"""The page of a document shows what the clerk found on its draft, and gives back marked and mended copies."""

import hashlib
import io

import docx
import pytest

from actions import hand_in
from actions.hand_in import HandIn
from actions.runtime import Runtime
from cli.demo import papers
from models import documents, events
from paper import check
from rules.deadlines import civil_date
from tests import makers
from tests.actions.desk import decided, sent, sent_faulty, to_issued
from tests.actions.office import KeptOffice
from tests.web.visitors import DRAFTER, OTHER_DRAFTER, links_of, signed_in, text_of

UNIT, KIND = "xa-my-tho", "report_h1"
OFFICER = "dang-thuy-duong"
MOTTO_RULE, FACE_RULE = "Tiêu ngữ ghi chưa đúng", "Dùng phông Arial; quy định là Times New Roman (Unicode)."


def faulty(office: KeptOffice, unit: str = UNIT) -> str:
    return sent_faulty(office.runtime, unit, KIND).document_id


def readings(runtime: Runtime, document_id: str) -> list[tuple[str, str | None, str]]:
    with runtime.memory.read() as session:
        lines = events.of_document(session, document_id)
    return [(line.kind, line.person, line.facts["what"]) for line in lines if line.kind.startswith("read")]


def test_the_drafter_sees_the_errors_first_each_with_place_words_article_and_remedy(office: KeptOffice) -> None:
    browser = signed_in(office.runtime, DRAFTER)
    page = browser.get(f"/documents/{faulty(office)}?handed-in=1")
    seen = text_of(page)
    assert "Đã nhận văn bản." in seen, "advice does not hinder"
    assert "3 lỗi phải sửa" in seen
    for said in (MOTTO_RULE, FACE_RULE, "(Phụ lục I, Phần I, mục I.4)", "→ Bôi đen cả văn bản (Ctrl+A)"):
        assert said in seen
    assert "Chưa viện dẫn 01/KH-UBND" in seen, "the unit's plan of this year is out, and its report must cite it"
    assert "Thực hiện &lt;b&gt;*đúng*&lt;/b&gt; hạn" in page.text, "words of the paper are never markup"
    rest = page.text.partition("1 chỗ nên sửa hoặc nên xem lại</summary>")[2].partition("</details>")[0]
    assert "Viện dẫn lần đầu chưa đủ" in rest, "what is no error is folded"
    assert FACE_RULE not in rest


def test_a_clean_draft_says_so_and_offers_nothing_to_mend(office: KeptOffice) -> None:
    runtime, author = office.runtime, "nguyen-thi-yen-nhi"
    who = runtime.who(author)
    data = papers.draft(makers.profile_of(runtime), "xa-ba-sao", KIND, civil_date(who.at))
    taken = hand_in.submit(runtime, who, HandIn("xa-ba-sao", KIND, 2026, "bao-cao.docx", data))
    page = signed_in(runtime, author).get(f"/documents/{taken.document_id}")
    assert "Máy không thấy lỗi thể thức nào." in text_of(page)
    assert not [link for link in links_of(page) if "/marked" in link or "/mending" in link]


def test_the_marked_copy_is_the_draft_with_a_comment_at_each_place(office: KeptOffice) -> None:
    browser, document_id = signed_in(office.runtime, DRAFTER), faulty(office)
    link = f"/documents/{document_id}/versions/1/marked"
    assert link in links_of(browser.get(f"/documents/{document_id}"))
    answer = browser.get(link)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith("report_h1-xa-my-tho-y-kien.docx")
    assert answer.headers["x-sha256"] == hashlib.sha256(answer.content).hexdigest()
    said = "\n".join(comment.text for comment in docx.Document(io.BytesIO(answer.content)).comments)
    assert FACE_RULE in said
    assert MOTTO_RULE in said
    assert "Chưa viện dẫn 01/KH-UBND" in said, "what only the cycle knows is in it too"
    assert readings(office.runtime, document_id) == [("read", DRAFTER, "marked")]


def test_the_mended_copy_needs_no_word_changed_and_every_change_is_listed(office: KeptOffice) -> None:
    browser, document_id = signed_in(office.runtime, DRAFTER), faulty(office)
    link = f"/documents/{document_id}/versions/1/mending"
    assert link in links_of(browser.get(f"/documents/{document_id}"))
    page = browser.get(link)
    assert "Sửa 1 chỗ, không đổi chữ nào; còn 3 chỗ phải tự sửa." in text_of(page)
    assert "Nội dung, đoạn " in text_of(page)
    assert "Arial Times New Roman" in text_of(page)
    assert "Thực hiện &lt;b&gt;*đúng*&lt;/b&gt; hạn" in page.text
    (download,) = [link for link in links_of(page) if link.endswith("/mended")]
    answer = browser.get(download)
    assert answer.headers["content-disposition"].endswith("report_h1-xa-my-tho-da-sua.docx")
    assert [found.rule for found in check.check(answer.content) if found.severity == "error"] == ["tieu-ngu-loi"]
    assert [what for _, _, what in readings(office.runtime, document_id)] == ["mending", "mended"]


def test_a_draft_in_which_a_machine_can_mend_nothing_says_so(office: KeptOffice) -> None:
    document_id = sent(office.runtime, UNIT, KIND).document_id
    page = signed_in(office.runtime, DRAFTER).get(f"/documents/{document_id}/versions/1/mending")
    assert "Máy không sửa được chỗ nào mà không đổi chữ; còn 2 chỗ phải tự sửa." in text_of(page)
    assert not [link for link in links_of(page) if link.endswith("/mended")]


@pytest.mark.parametrize("what", ["marked", "mended", "mending"])
def test_copies_are_given_by_the_same_rights_as_the_draft(office: KeptOffice, what: str) -> None:
    document_id = faulty(office)
    path = f"/documents/{document_id}/versions/1/{what}"
    assert signed_in(office.runtime, OTHER_DRAFTER).get(path).status_code == 403
    assert signed_in(office.runtime, makers.AUDITOR).get(path).status_code == 200
    assert readings(office.runtime, document_id) == [
        ("read-refused", OTHER_DRAFTER, what),
        ("read", makers.AUDITOR, what),
    ]


def test_every_way_to_ask_wrongly_is_answered(office: KeptOffice) -> None:
    browser, document_id = signed_in(office.runtime, DRAFTER), faulty(office)
    for path, status in (
        (f"{document_id}/versions/9/marked", 404),
        (f"{document_id}/versions/x/mended", 422),
        ("nothing/versions/1/mending", 404),
    ):
        assert browser.get(f"/documents/{path}").status_code == status, path


def test_a_paper_that_came_in_has_advice_for_the_office_folded_and_nothing_to_mend(office: KeptOffice) -> None:
    document_id = faulty(office, "ptp")
    to_issued(office.runtime, document_id)
    with office.runtime.memory.read() as session:
        arrived = documents.incoming_of(session, document_id)
        assert arrived is not None
    decided(office.runtime, arrived.id)
    page = signed_in(office.runtime, OFFICER).get(f"/documents/{arrived.id}")
    folded = page.text.partition("lỗi, 1 chỗ nên sửa hoặc nên xem lại</summary>")[2].partition("</section>")[0]
    assert FACE_RULE in folded
    assert "sai thể thức không phải căn cứ trả lại văn bản của cơ quan khác" in folded
    assert not [link for link in links_of(page) if "/marked" in link or "/mending" in link]
    answer = signed_in(office.runtime, OFFICER).get(f"/documents/{arrived.id}/versions/1/marked")
    assert answer.status_code == 422
    assert "Máy không kiểm tra thể thức của tệp report_h1-ptp.pdf." in text_of(answer)
    own = signed_in(office.runtime, OTHER_DRAFTER).get(f"/documents/{arrived.id}")
    assert own.status_code == 200
    assert "Kiểm tra thể thức" not in text_of(own), "it is the office's advice to itself"


def test_once_a_paper_is_issued_its_errors_are_folded(office: KeptOffice) -> None:
    document_id = faulty(office, "ptp")
    to_issued(office.runtime, document_id)
    page = signed_in(office.runtime, OTHER_DRAFTER).get(f"/documents/{document_id}")
    assert "3 lỗi, 1 chỗ nên sửa hoặc nên xem lại</summary>" in page.text
    assert not [link for link in links_of(page) if "/marked" in link]


def test_it_speaks_english_too(office: KeptOffice) -> None:
    browser, document_id = signed_in(office.runtime, DRAFTER), faulty(office)
    seen = text_of(browser.get(f"/documents/{document_id}?lang=en"))
    assert "The font is Arial; it must be Times New Roman (Unicode)." in seen
    assert "3 errors to mend" in seen
    assert "left for you to mend" in text_of(browser.get(f"/documents/{document_id}/versions/1/mending?lang=en"))
