"""The README's pictures, taken by Chromium from an installation that a demonstration has left behind.

    trinhky demo --data DIR
    python -m docs.take_pictures DIR

The year after the demonstrated one is opened, and the office's plan goes in and passes two hands by the same calls
that a browser makes; so its form waits before the one who signs. Papers, seals and people are samples.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from actions.runtime import Runtime
from actions.settings import Settings
from cli.demo import papers
from cli.demo.doors import Person
from cli.household import Household
from models import documents, records
from rules.deadlines import VIETNAM, civil_date
from tests.support.browser import Seat, a_chromium
from tests.support.house import free_port

PICTURES = Path(__file__).parent / "pictures"
ADMINISTRATOR, AUDITOR = "ly-gia-huy", "mai-xuan-loc"
DRAFTER, HEAD, CHECKER, SIGNER = "dang-thuy-duong", "pham-huu-nghia", "vo-minh-tri", "le-thi-thu-ha"
PATIENCE, COLOURS, WIDTH = 60.0, 128, 1200


class Studio:
    """The installation, its people, and Chromium."""

    def __init__(self, runtime: Runtime, household: Household, chromium: Browser) -> None:
        self.runtime = runtime
        self.password = (runtime.settings.data / "accounts.txt").read_text("utf-8").splitlines()[0].rpartition(" ")[2]
        self.household = household
        self.chromium = chromium

    def person(self, code: str) -> Person:
        """Somebody at the doors."""
        return Person(self.runtime.settings.origin, code, self.password)

    @contextmanager
    def seat(self, person: str, width: int, height: int) -> Iterator[Seat]:
        """Somebody at a browser."""
        opened = self.chromium.new_context(locale="vi-VN", viewport={"width": width, "height": height})
        try:
            seat = Seat(opened.new_page(), self.runtime.settings.origin)
            seat.sign_in(person, self.password)
            yield seat
        finally:
            opened.close()

    def send_the_plan(self) -> None:
        """Next year's plan of the office, to its first reviewer."""
        year = civil_date(self.runtime.clock.now()).year + 1
        self.runtime.clock.set(datetime(year, 2, 11, 9, 0, tzinfo=VIETNAM))
        self.person(ADMINISTRATOR).start("start-cycle", year=year)
        with self.runtime.memory.read() as session:
            draft = papers.draft(self.runtime.profile(session), "ubnd", "plan", civil_date(self.runtime.clock.now()))
        answer = self.person(DRAFTER).hand_in("ubnd", "plan", year, f"ke-hoach-ubnd-{year}.docx", draft)
        if answer.refused:
            raise RuntimeError(answer.text)

    def form(self, duty: str) -> str:
        """The run whose form of this duty is open."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            self.household.tend()
            with self.runtime.memory.read() as session:
                waiting = [(s.people[0], s.key) for s, d in documents.waiting_steps(session) if s.duty == duty]
            for person, key in waiting:
                for run in self.person(person).forms():
                    if run["state"]["state_details"].get("pause_key") == key:
                        return str(run["id"])
            time.sleep(0.2)
        raise TimeoutError(f"no form of duty {duty}")


def toast_and_form(studio: Studio) -> None:
    """An administrator, who reads every form, tries to sign for the vice-chair; then the signer's form."""
    studio.person(HEAD).resume(studio.form("content"), "Đồng ý trình")
    studio.person(CHECKER).resume(studio.form("form"), "Đúng thể thức")
    run = studio.form("approve_sign")
    with studio.seat(ADMINISTRATOR, 1240, 760) as seat:
        seat.open(f"/prefect/v2/runs/flow-run/{run}")
        seat.open_form()
        seat.choose("Duyệt và ký")
        seat.press_resume()
        seat.toast("không được giao bước")
        seat.page.wait_for_timeout(500)
        save(seat.page.screenshot(), "toast.png")
    with studio.seat(SIGNER, 1000, 1960) as seat:
        seat.open_form_from_my_work()
        seat.choose("Duyệt và ký")
        seat.page.wait_for_timeout(500)
        save(seat.form.screenshot(), "form.png")


def verify_page(studio: Studio) -> None:
    """What the auditor sees of the office's plan."""
    with studio.seat(AUDITOR, 1100, 800) as seat:
        seat.open(f"/records/{plan_record(studio)}/verify", whole=True)
        save(seat.page.screenshot(full_page=True), "verify.png")


def plan_record(studio: Studio) -> str:
    """The record of the office's plan of the demonstrated year."""
    with studio.runtime.memory.read() as session:
        return next(row.id for row in records.find(session, unit="ubnd", kind="plan"))


def signed_page(studio: Studio) -> None:
    """First and last page of the issued plan, side by side."""
    pdf = studio.person(AUDITOR).page(f"/records/{plan_record(studio)}/pdf").content
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "plan.pdf").write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", "72", "-png", "plan.pdf", "page"], cwd=place, check=True)
        pages = [Image.open(path).convert("RGB") for path in sorted(Path(place).glob("page*.png"))]
        both = [pages[0], pages[-1]]
        sheet = Image.new("RGB", (sum(page.width for page in both) + 12, both[0].height), "#8a8a8a")
        sheet.paste(both[0], (0, 0))
        sheet.paste(both[1], (both[0].width + 12, 0))
        write(sheet, "signed.png")


def save(png: bytes, name: str) -> None:
    """A screenshot into the pictures' directory."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(png)
        file.flush()
        write(Image.open(file.name).convert("RGB"), name)


def write(image: Image.Image, name: str) -> None:
    """At most `WIDTH` pixels wide, in a palette: small, and letters stay sharp."""
    if image.width > WIDTH:
        image = image.resize((WIDTH, image.height * WIDTH // image.width), Image.Resampling.LANCZOS)
    PICTURES.mkdir(exist_ok=True)
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / name, optimize=True)
    print(f"{name}: {image.width} × {image.height}, {(PICTURES / name).stat().st_size // 1000} kB")


def main(data: Path) -> None:
    """All four pictures."""
    runtime = Runtime.open(Settings(data=data, port=free_port()))
    with Household(runtime.settings) as household, a_chromium() as browser:
        household.wait_until_ready()
        studio = Studio(runtime, household, browser)
        verify_page(studio)
        signed_page(studio)
        studio.send_the_plan()
        toast_and_form(studio)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
