"""A living installation (server, gate, worker) and people in front of Chromium, who sign in by the page."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from playwright.sync_api import Browser, Error, Locator, Page, Request, sync_playwright

from cli.household import Household
from tests.support.house import PASSWORD, House

PATIENCE = 60.0  # seconds; the machine may be busy with other tests
QUIET = 1.0  # seconds without a request under way
UNREAD = "/api/health"
# A toast stands for four seconds, of which a busy machine may show no frame: each is written down when it comes.
REMEMBER_TOASTS = """
    window.toasts = [];
    new MutationObserver(() => {
        for (const toast of document.querySelectorAll("[data-sonner-toast]"))
            if (!window.toasts.includes(toast.innerText)) window.toasts.push(toast.innerText);
    }).observe(document, {childList: true, subtree: true, characterData: true});
"""
# Chromium runs as root in containers and speaks to nobody but the installation. Without a graphics card it would act
# one for the graph of Prefect's run page, at the cost of more than everything else here; that draws without one too.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--renderer-process-limit=1",  # all pages are of one origin
)
# How Chromium and Prefect's pages complain of a policy that is too narrow.
FORBIDDEN = ("Security Policy", "unsafe-eval")
T = TypeVar("T")


@dataclass
class Seat:
    """A person at a browser of his own: what it asked for and what came back is kept."""

    page: Page
    origin: str
    requests: list[str] = field(default_factory=list)
    finished: list[Request] = field(default_factory=list)
    under_way: set[Request] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(REMEMBER_TOASTS)

    def open(self, path: str, *, whole: bool = False) -> None:
        """Go to a page; `whole`: let everything come that it asks for."""
        self.page.goto(self.origin + path, wait_until="domcontentloaded")
        if whole:
            self.let_come()

    def let_come(self) -> None:
        """Wait until nothing has been on its way for a moment. Playwright's own "networkidle" also waits for answers
        that the page never reads (Prefect's asks only for the status of /api/health): these never count as come."""
        give_up, quiet_since = time.monotonic() + PATIENCE, time.monotonic()
        while time.monotonic() - quiet_since < QUIET:
            self.page.wait_for_timeout(50)
            if any(not request.url.endswith(UNREAD) for request in self.under_way):
                quiet_since = time.monotonic()
            assert time.monotonic() < give_up, f"still under way: {[request.url for request in self.under_way]}"

    def sign_in(self, person: str, password: str = PASSWORD) -> None:
        """By the form."""
        self.open("/sign-in")
        self.page.fill("#person", person)
        self.page.fill("#password", password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.page.get_by_role("button", name="Đăng xuất").wait_for()

    def open_form_from_my_work(self) -> None:
        """My work → the run's page in Prefect's UI → ⋮ → Resume: the form stands open."""
        self.open("/")
        self.page.get_by_role("link", name="Mở phiếu trình").first.click()
        self.open_form()

    def open_form(self) -> None:
        """On the run's page: ⋮ → Resume."""
        self.page.locator("button[aria-haspopup=menu]").first.click()
        self.page.get_by_role("menuitem", name="Resume").click()
        self.form.get_by_text("Khi bấm Resume").wait_for()

    @property
    def form(self) -> Locator:
        """The dialog."""
        return self.page.get_by_role("dialog", name="Resume Flow Run")

    def note_asked(self, request: Request) -> None:
        """Chromium asks for something."""
        self.requests.append(request.url)
        self.under_way.add(request)

    def note_come(self, request: Request) -> None:
        """The whole answer is there."""
        self.under_way.discard(request)
        self.finished.append(request)

    def note(self, said: str) -> None:
        """Keep what breaks against the gate's headers; the graph's own stumbles and muted telemetry are Prefect's."""
        if any(words in said for words in FORBIDDEN) and "amplitude" not in said:
            self.faults.append(said)

    def choose(self, verb: str, reason: str = "") -> None:
        """Choose a verb in the form's select, and write a reason."""
        self.form.locator("button[aria-haspopup=listbox]").click()
        self.page.get_by_role("option", name=verb, exact=True).click()
        if reason:
            self.form.get_by_role("textbox").fill(reason)

    def press_resume(self) -> None:
        """The form's own button."""
        self.form.get_by_role("button", name="Resume").click()

    def toast(self, words: str) -> str:
        """The toast of this page that says these words: its whole text."""
        give_up = time.monotonic() + PATIENCE
        while not (said := [toast for toast in self.toasts() if words in toast]):
            self.page.wait_for_timeout(100)
            assert time.monotonic() < give_up, f"{words!r} is none of {self.toasts()}; answered: {self.answered()}"
        return said[0]

    def toasts(self) -> list[str]:
        """What this page's toasts have said since it was opened."""
        texts: list[str] = self.page.evaluate("window.toasts")
        return texts

    def answered(self) -> list[tuple[str, str, int | None]]:
        """The last things asked for, and the status of each answer that came."""
        last = self.finished[-8:]
        return [(asked.method, asked.url, come.status if (come := asked.response()) else None) for asked in last]

    def bodies(self) -> bytes:
        """Everything that came back whole from the installation, in one piece. (Of a response that a page gave up
        half-way, Chromium would wait for the body for ever.)"""
        parts = []
        for request in self.finished:
            try:
                response = request.response()
                parts.append(response.body() if response else b"")
            except Error:  # a redirect has no body, and Chromium forgets what a page left behind
                continue
        return b"\n".join(parts) + "\n".join(request.url for request in self.finished).encode()


@dataclass
class Living:
    """An installation whose server and worker run, and the Chromium that people use."""

    house: House
    household: Household
    chromium: Browser

    @contextmanager
    def seat(self, person: str = "", **context: Any) -> Iterator[Seat]:
        """A fresh browser; of a person who has signed in by the page, or of a stranger."""
        opened = self.chromium.new_context(locale="vi-VN", **{"viewport": {"width": 1280, "height": 900}, **context})
        opened.set_default_timeout(PATIENCE * 1000)
        seat = Seat(opened.new_page(), self.house.origin)
        opened.on("request", seat.note_asked)
        opened.on("requestfinished", seat.note_come)
        opened.on("requestfailed", lambda request: seat.under_way.discard(request))
        opened.on("weberror", lambda error: seat.note(str(error.error)))
        opened.on("console", lambda message: seat.note(message.text))
        try:
            if person:
                seat.sign_in(person)
            yield seat
        finally:
            opened.close()

    def eventually(self, found: Callable[[], T | None], what: str) -> T:
        """Wait for something that is neither None nor empty, looking after the processes meanwhile."""
        give_up = time.monotonic() + PATIENCE
        while not (answer := found()):
            self.household.tend()
            assert time.monotonic() < give_up, f"{what} did not come"
            time.sleep(0.1)
        return answer


@contextmanager
def a_chromium() -> Iterator[Browser]:
    """Chromium, driven from this thread. While it is open, asyncio counts this thread as taken: a fixture that opens
    it must end with its module, or the next module's browser, or `asyncio.run`, is refused."""
    path = shutil.which("chromium")
    assert path is not None, "Chromium is missing: make setup"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def living(house: House) -> Iterator[Living]:
    """Server and worker over a house, and one Chromium."""
    with Household(house.settings) as household, a_chromium() as chromium:
        household.wait_until_ready()
        yield Living(house, household, chromium)
