"""How the pages look, as far as a machine can tell: contrast, width of a phone, letters, and a browser's complaints."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser

from actions.runtime import Runtime
from actions.settings import Settings
from models.tables import Record
from tests import makers
from tests.actions.desk import decided, sent, sent_faulty
from tests.actions.office import KeptOffice
from tests.support.browser import a_chromium
from tests.support.house import free_port
from tests.web.visitors import DRAFTER
from web.pages.app import pages_app

STYLE = Path(__file__).parents[2] / "web" / "static" / "style.css"
ENOUGH = 4.5  # WCAG 2.2 AA, 1.4.3
# Letters on their ground, as the style sheet pairs them (a name is a token, the rest a colour).
PAIRS = (
    ("ink", "ground"), ("ink", "sheet"), ("soft", "ground"), ("soft", "sheet"), ("soft", "#eef1f4"),
    ("link", "ground"), ("link", "sheet"), ("ink", "wait-ground"), ("ink", "bad-ground"), ("ink", "good-ground"),
    ("good", "good-ground"), ("bad", "bad-ground"), ("busy", "busy-ground"), ("busy", "ground"), ("deep", "sheet"),
    ("#ffffff", "deep"), ("#ffffff", "#0a2744"), ("#d6e2ee", "deep"),
)  # fmt: skip
UNKNOWN = "/documents/nothing"


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


@pytest.fixture
def served(office: KeptOffice) -> Iterator[Runtime]:
    """The office's pages on a port of this machine."""
    runtime = Runtime.open(Settings(data=office.data, port=free_port()))
    server = uvicorn.Server(uvicorn.Config(pages_app(runtime), port=runtime.settings.port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        thread.join(timeout=0.05)
    yield runtime
    server.should_exit = True
    thread.join(timeout=30)


def a_mended_paper(runtime: Runtime) -> str:
    """A paper that came back and was sent again; answers its id."""
    document_id = sent(runtime, "xa-my-tho", "report_h1", note="Gửi trước ngày 25 tháng 5").document_id
    decided(runtime, document_id, "return", "Sai thời hạn.")
    sent(runtime, "xa-my-tho", "report_h1", note="Gửi trước ngày 20 tháng 6")
    return document_id


def test_every_pair_of_colours_can_be_read() -> None:
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", STYLE.read_text()))
    weak = {pair: contrast(*(tokens.get(name, name) for name in pair)) for pair in PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < ENOUGH} == {}
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_in_a_browser_every_page_fits_a_phone_shows_its_letters_and_breaks_no_policy(
    served: Runtime, office: KeptOffice, chromium: Browser
) -> None:
    with served.memory.read() as session:
        document = session.get_one(Record, office.commune).document_id
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    origin = served.settings.origin
    page.goto(f"{origin}/documents/{document}")
    page.get_by_label("Tên tài khoản").fill("Lê Thị Cẩm Tú")
    page.get_by_label("Mật khẩu").fill(makers.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    assert page.url == f"{origin}/documents/{document}", "signing in leads to the page that was asked for"
    mended = f"/documents/{a_mended_paper(served)}/difference"
    faulty = f"/documents/{sent_faulty(served, 'xa-my-tho', 'report_annual').document_id}"
    of_form = (faulty, f"{faulty}/versions/1/mending")
    kept = (f"/documents/{document}", f"/records/{office.commune}/verify")
    for path in ("/", "/hand-in", "/archive", *kept, mended, *of_form):
        page.goto(origin + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Be Vietnam Pro\"', 'Ữ'))")
    assert complaints == []
    page.goto(origin + UNKNOWN)
    assert page.get_by_role("alert").inner_text().startswith("Không có văn bản nothing.")
    page.close()


def test_a_keyboard_reaches_everything_and_sees_where_it_is(served: Runtime, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(f"{served.settings.origin}/sign-in")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0, "the skip link shows itself"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.get_by_label("Tên tài khoản").focus()
    page.keyboard.type(DRAFTER)
    page.keyboard.press("Tab")
    page.keyboard.type(makers.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.settings.origin}/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Việc của tôi")
    page.close()
