"""From the archive back to the paper's own page, and to the papers of a year that is closed."""

import pytest
from fastapi.testclient import TestClient

from models.tables import Cycle, Document, Record
from tests import makers
from tests.actions.office import KeptOffice
from tests.web.visitors import DRAFTER, OTHER_DRAFTER, links_of, signed_in, text_of

HEAD_OF_THE_OWNER = "pham-huu-nghia"


def pages_of(answer: object) -> list[str]:
    return [link for link in links_of(answer) if link.startswith("/documents/")]  # type: ignore[arg-type]


@pytest.mark.parametrize("person", [makers.AUDITOR, DRAFTER, HEAD_OF_THE_OWNER])
def test_whoever_reads_a_record_reaches_the_page_of_its_paper(office: KeptOffice, person: str) -> None:
    """The unit's people as it was issued, the office's as it arrived: each a page that opens for him."""
    if person not in makers.USUAL:
        makers.an_account(office.runtime, person)
    browser = signed_in(office.runtime, person)
    found = pages_of(browser.get("/archive?q=my tho"))
    assert len(found) == 1
    assert found == pages_of(browser.get(f"/records/{office.commune}/verify"))
    page = browser.get(found[0])
    assert page.status_code == 200
    assert "01/KH-UBND" in text_of(page)


def close(office: KeptOffice) -> None:
    with office.runtime.memory.write() as session:
        session.query(Cycle).one().state = "closed"


def seen(office: KeptOffice, person: str) -> tuple[TestClient, str]:
    browser = signed_in(office.runtime, person)
    return browser, text_of(browser.get("/"))


def test_after_the_close_the_years_papers_stay_on_the_desk(office: KeptOffice) -> None:
    close(office)
    browser, page = seen(office, DRAFTER)
    assert "Văn bản mới nhất của năm 2026, đã đóng" in page
    assert "Chưa có văn bản nào" not in page
    with office.runtime.memory.read() as session:
        mine = {d.id for d in session.query(Document) if d.unit == "xa-my-tho"}
        others = {session.get_one(Record, office.division).document_id}
    linked = {link.removeprefix("/documents/") for link in pages_of(browser.get("/"))}
    assert linked == mine
    assert not linked & others, "another unit's paper is not shown in a closed year either"


def test_only_the_newest_of_a_closed_year_are_listed(office: KeptOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.my_work.REMEMBERED", 1)
    close(office)
    browser, _ = seen(office, OTHER_DRAFTER)
    assert len(pages_of(browser.get("/"))) == 1


def test_a_closed_year_is_read_in_parts_until_enough_is_seen(
    office: KeptOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(office)
    browser, _ = seen(office, OTHER_DRAFTER)
    whole = pages_of(browser.get("/"))
    monkeypatch.setattr("actions.following.HANDFUL", 1)
    assert pages_of(browser.get("/")) == whole != []


def test_an_open_year_shows_no_closed_one(office: KeptOffice) -> None:
    _, page = seen(office, DRAFTER)
    assert "đã đóng" not in page
