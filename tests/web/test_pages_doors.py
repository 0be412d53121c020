"""Who gets in, from where, in which language, and what stands around every page."""

import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from actions import health
from actions.runtime import Runtime
from models import events
from paper.intake.limits import FILE_BYTES
from storage.port import Unavailable
from tests import makers
from tests.actions.office import KeptOffice
from tests.web.visitors import DRAFTER, a_stranger, links_of, signed_in, text_of
from web.gate.app import Gate
from web.pages.app import pages_app

ROOT = Path(__file__).parents[2]
FOR_MEMBERS = (
    "/", "/hand-in", "/archive", "/documents/x", "/documents/x/pdf", "/documents/x/difference", "/records/x/pdf",
    "/records/x/verify",
)  # fmt: skip


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    """An installation with a profile and nothing else."""
    return makers.a_runtime(tmp_path)


@pytest.mark.parametrize("path", FOR_MEMBERS)
def test_a_stranger_is_shown_the_way_in_and_nothing_else(runtime: Runtime, path: str) -> None:
    answer = a_stranger(runtime).get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")
    assert answer.content == b""


def test_signing_in_leads_back_to_what_was_asked_for(runtime: Runtime) -> None:
    password = makers.an_account(runtime, DRAFTER)
    browser = a_stranger(runtime)
    form = browser.get("/sign-in", params={"next": "/archive?q=kế hoạch"})
    assert 'value="/archive?q=kế hoạch"' in form.text
    answer = browser.post("/sign-in", data={"person": DRAFTER, "password": password, "next": "/archive?q=x"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/archive?q=x")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie, "the origin is http: a Secure cookie would never come back"
    assert browser.get("/archive").status_code == 200


def test_behind_https_the_session_travels_encrypted_only(tmp_path: Path) -> None:
    runtime = makers.a_runtime(tmp_path, origin="https://trinhky.mau.test")
    password = makers.an_account(runtime, DRAFTER)
    answer = a_stranger(runtime).post("/sign-in", data={"person": DRAFTER, "password": password})
    assert "Secure" in answer.headers["set-cookie"]


def test_a_name_may_be_typed_as_people_write_it(runtime: Runtime) -> None:
    password = makers.an_account(runtime, DRAFTER)
    answer = a_stranger(runtime).post("/sign-in", data={"person": " Lê Thị  Cẩm Tú", "password": password})
    assert answer.status_code == 303


@pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_to_another_site(runtime: Runtime, target: str) -> None:
    password = makers.an_account(runtime, DRAFTER)
    answer = a_stranger(runtime).post("/sign-in", data={"person": DRAFTER, "password": password, "next": target})
    assert answer.headers["location"] == "/"


def test_a_wrong_password_is_said_kindly_and_keeps_the_name(runtime: Runtime) -> None:
    makers.an_account(runtime, DRAFTER)
    answer = a_stranger(runtime).post("/sign-in", data={"person": DRAFTER, "password": "sai"})
    assert answer.status_code == 401
    assert "Tên hoặc mật khẩu không đúng." in text_of(answer)
    assert f'value="{DRAFTER}"' in answer.text
    assert "set-cookie" not in answer.headers


def test_a_stranger_and_a_wrong_password_are_answered_alike(runtime: Runtime) -> None:
    makers.an_account(runtime, DRAFTER)
    wrong, unknown = (
        a_stranger(runtime).post("/sign-in", data={"person": person, "password": "sai"})
        for person in (DRAFTER, "khong-co-nguoi-nay")
    )
    assert (wrong.status_code, text_of(wrong)) == (unknown.status_code, text_of(unknown))


def test_after_failures_one_is_told_how_long_to_wait(runtime: Runtime) -> None:
    password = makers.an_account(runtime, DRAFTER)
    browser = a_stranger(runtime)
    for _ in range(6):
        browser.post("/sign-in", data={"person": DRAFTER, "password": "sai"})
    answer = browser.post("/sign-in", data={"person": DRAFTER, "password": password})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "rồi thử lại" in text_of(answer)


def test_an_empty_form_is_answered_not_broken(runtime: Runtime) -> None:
    assert a_stranger(runtime).post("/sign-in").status_code == 401


def test_signing_out_ends_the_session_everywhere(runtime: Runtime) -> None:
    browser = signed_in(runtime, DRAFTER)
    stolen = dict(browser.cookies)
    assert browser.get("/").status_code == 200
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    again = a_stranger(runtime)
    again.cookies.update(stolen)
    assert again.get("/").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_changes_nothing(runtime: Runtime, headers: dict[str, str]) -> None:
    browser = signed_in(runtime, DRAFTER)
    for path in ("/sign-in", "/sign-out", "/hand-in"):
        answer = browser.post(path, headers=headers)
        assert answer.status_code == 403, path
        assert runtime.settings.origin in text_of(answer), "it says where the right page is"
        assert browser.get("/").status_code == 200, "the session is still there"


def test_a_form_from_here_is_taken(runtime: Runtime) -> None:
    here = {"origin": runtime.settings.origin, "sec-fetch-site": "same-origin"}
    assert signed_in(runtime, DRAFTER).post("/sign-out", headers=here).status_code == 303


def test_every_page_carries_the_headers_of_a_careful_site(runtime: Runtime) -> None:
    browser = signed_in(runtime, DRAFTER)
    for path in ("/sign-in", "/", "/hand-in", "/archive", "/no-such-page", "/documents/x"):
        answer = browser.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "script-src" not in policy, "no script at all"
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "<script" not in answer.text
        assert " style=" not in answer.text


def test_style_and_letters_are_our_own_and_kept_by_browsers(runtime: Runtime) -> None:
    browser = a_stranger(runtime)
    page = browser.get("/sign-in").text
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = browser.get(style)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    for url in (part.partition('"')[0] for part in answer.text.split('url("')[1:]):
        assert browser.get(f"/static/{url}").content[:4] == b"wOF2", url
    assert browser.get("/static/../pages/app.py").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"), [("/no-such-page", 404), ("/documents/x/versions/abc", 422), ("/archive?year=xx", 422)]
)
def test_a_wrong_address_gets_a_page_that_says_so(runtime: Runtime, path: str, status: int) -> None:
    answer = signed_in(runtime, DRAFTER).get(path)
    assert answer.status_code == status
    assert "Chưa làm được" in text_of(answer)


def test_a_page_that_is_only_read_cannot_be_sent_to(runtime: Runtime) -> None:
    answer = signed_in(runtime, DRAFTER).post("/archive")
    assert answer.status_code == 405
    assert "Không có trang này." in text_of(answer)


def test_english_is_asked_for_once_and_remembered(runtime: Runtime) -> None:
    browser = a_stranger(runtime)
    first = browser.get("/sign-in", params={"next": "/archive"})
    assert '<html lang="vi">' in first.text
    [other] = [link for link in links_of(first) if "lang=en" in link]
    assert other == "/sign-in?next=%2Farchive&lang=en"
    assert "Your full name" in text_of(browser.get(other))
    later = browser.get("/sign-in")
    assert '<html lang="en">' in later.text
    refused = browser.post("/sign-in", data={"person": "x", "password": "y"})
    assert "Name or password is wrong." in text_of(refused)
    assert "Tên tài khoản" in text_of(browser.get("/sign-in?lang=vi"))


def test_only_an_administrator_is_led_to_where_a_year_is_opened(runtime: Runtime) -> None:
    offered = {person: links_of(signed_in(runtime, person).get("/")) for person in (makers.ADMINISTRATOR, DRAFTER)}
    assert "/prefect/v2/deployments" in offered[makers.ADMINISTRATOR]
    assert "/prefect/v2/deployments" not in offered[DRAFTER]


def test_an_unknown_language_is_vietnamese(runtime: Runtime) -> None:
    answer = a_stranger(runtime).get("/sign-in?lang=xx")
    assert '<html lang="vi">' in answer.text
    assert "set-cookie" not in answer.headers


def test_the_simulated_date_is_told_on_every_page(runtime: Runtime) -> None:
    assert "ngày mô phỏng 15/01/2026" in a_stranger(runtime).get("/sign-in").text


def test_health_says_whether_the_database_answers(runtime: Runtime) -> None:
    browser = a_stranger(runtime)
    ours = health.office(runtime)
    answer = browser.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "office": ours, "profile": True})
    assert runtime.settings.worker_key not in answer.text
    runtime.memory.close()
    (runtime.settings.data / "trinhky.db").write_bytes(b"not a database at all" * 100)
    answer = browser.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "down")


def test_a_broken_database_ends_in_a_page_with_the_requests_id(runtime: Runtime) -> None:
    browser = signed_in(runtime, DRAFTER)
    runtime.memory.close()
    (runtime.settings.data / "trinhky.db").write_bytes(b"not a database at all" * 100)
    answer = browser.get("/")
    assert answer.status_code == 500
    assert "báo quản trị mã yêu cầu" in text_of(answer)
    assert "database" not in answer.text, "what is broken inside is not told to the world"
    assert answer.headers["cache-control"] == "no-store"


def test_an_archive_that_is_away_is_said_to_be_away(office: KeptOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = signed_in(office.runtime, makers.AUDITOR)

    def away(*_: object) -> bytes:
        raise Unavailable("no route to host")

    monkeypatch.setattr(office.runtime.archive, "get", away)
    answer = browser.get(f"/records/{office.commune}/pdf")
    assert answer.status_code == 503
    assert "Thử lại sau ít phút" in text_of(answer)


def test_a_body_without_end_is_cut_off(runtime: Runtime) -> None:
    answer = signed_in(runtime, DRAFTER).post("/hand-in", files={"file": ("a.docx", b"x" * (FILE_BYTES + 2_000_000))})
    assert answer.status_code == 413
    assert "lớn hơn 20 MB" in text_of(answer)


def test_behind_the_gate_person_and_request_are_the_gates(office: KeptOffice) -> None:
    async def prefect(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("a page is not Prefect's")

    session = dict(signed_in(office.runtime, makers.AUDITOR).cookies)
    gate = TestClient(Gate(prefect, pages_app(office.runtime), office.runtime), office.runtime.settings.origin)
    gate.cookies.update(session)
    answer = gate.get(f"/records/{office.commune}/pdf")
    assert answer.status_code == 200
    with office.runtime.memory.read() as memory:
        [line] = events.of_kind(memory, "read")
    assert (line.person, line.request_id) == (makers.AUDITOR, answer.headers["x-request-id"])


def test_the_pages_start_without_prefect() -> None:
    code = "import sys, web.pages.app; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0
