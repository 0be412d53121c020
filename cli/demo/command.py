"""`trinhky demo`: a year in simulated time, through the real doors of an installation started for the purpose."""

import json
import secrets
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date, datetime
from datetime import time as clock_time
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.answers import Door, door
from cli.options import Data, Json, Lang
from rules.sentences import Sentence

if TYPE_CHECKING:
    from cli.demo.living import Year

Units = Annotated[int, typer.Option("--units", min=1, max=6, help="Số đơn vị tham gia (1 đến 6).")]
Port = Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Cổng của hệ thống (4280).")]
ACCOUNTS = "accounts.txt"


def demo(data: Data = None, lang: Lang = None, as_json: Json = False, units: Units = 6, port: Port = None) -> None:
    """Sống trọn một năm công tác trong ngày mô phỏng, qua đúng các cửa thật: đăng nhập, gửi văn bản, bấm Resume."""
    with door(data, lang, as_json, needs="nothing", port=port, server_url="") as at:
        _live(at, units)


@dataclass(frozen=True)
class Outcome:
    """What the year came to, as `--json` prints it."""

    year: int
    documents: dict[str, int]
    decisions: int
    classified: dict[str, int]
    awards: int
    seconds: float
    data: str


def _live(at: Door, units: int) -> None:
    from cli.demo.living import Year
    from cli.household import Household
    from cli.processes import claim_port

    claim_port(at.settings.host, at.settings.port)
    began = time.monotonic()
    tell = teller(at)
    password = prepare(at)
    with Household(at.settings) as household:
        tell(Sentence("Khởi động máy chủ và tiến trình làm việc…"))
        household.wait_until_ready()
        year = Year(at.runtime, password, tell, household.tend)
        cycle_id = _whole_year(at, year, units)
        _look_back(at, year, cycle_id, round(time.monotonic() - began, 1))


def prepare(at: Door) -> str:
    """An empty data directory becomes a demonstration: profile, accounts with one random password. Answers it."""
    from actions import accounts, profiles
    from actions.clock import make_demo
    from models.migrating import migrate
    from rules.deadlines import VIETNAM

    year = date.today().year + 1
    make_demo(at.settings.data, datetime.combine(date(year, 1, 5), clock_time(8), VIETNAM))
    migrate(at.runtime.memory)
    profile, _ = profiles.load_profile(at.runtime, at.who(), Path(str(files("profiles") / "cao-lanh")))
    password = f"mau-{secrets.token_hex(4)}"
    accounts.set_password(at.runtime, at.who(), password, *(person.code for person in profile.people))
    listed = "".join(f"{person.code:24} {person.name}, {person.title}\n" for person in profile.people)
    path = at.settings.data / ACCOUNTS
    path.touch(mode=0o600)
    path.write_text(f"Mật khẩu chung của dữ liệu mẫu: {password}\n\n{listed}", encoding="utf-8")
    return password


def _whole_year(at: Door, year: "Year", units: int) -> int:
    """From the administrator's start to his close; answers the cycle's id."""
    from actions import year as office_year
    from cli.demo import story

    number = year.today.year
    year.start_cycle(number)
    cycle_id = office_year.open_cycle_id(at.runtime, number)
    for scene in story.scenes(units):
        year.live(scene, scene.at(number))
    year.wait_for_results(cycle_id)
    year.close_cycle(number)
    return cycle_id


def _look_back(at: Door, year: "Year", cycle_id: int, seconds: float) -> None:
    """The auditor's turn: verify everything, export, write the page, and say what happened."""
    from actions import exporting, verifying
    from cli.demo import showcase
    from models import cycles

    read, downloaded = year.audit()
    audited = verifying.verify_all(at.runtime)
    target = at.settings.data / "export"
    board = partial(showcase.write, at.runtime, cycle_id=cycle_id, refusals=year.tally.refusals)
    exporting.export(at.runtime, at.who(year.auditor), target, board)
    with at.runtime.memory.read() as session:
        levels: dict[str, int] = {}
        for row in cycles.classifications(session, cycle_id):
            levels[row.level] = levels.get(row.level, 0) + 1
        awards = len(cycles.awards(session, cycle_id))
    tally = year.tally
    outcome = Outcome(
        year=year.today.year,
        documents={
            "submitted": tally.submitted,
            "returned": tally.returned,
            "refused": tally.refused,
            "archived": len(audited.proofs),
            "verified": len(audited.proofs) - len(audited.broken),
        },
        decisions=tally.decisions,
        classified=levels,
        awards=awards,
        seconds=seconds,
        data=str(at.settings.data),
    )
    at.give(asdict(outcome), list(_summary(at, outcome, tally.refusals, target / showcase.PAGE, read, downloaded)))
    if audited.broken:
        raise RuntimeError(json.dumps([asdict(broken) for broken in audited.broken], ensure_ascii=False))


def _summary(at: Door, outcome: Outcome, refusals: list[Sentence], page: Path, read: int, downloaded: int) -> Any:
    from actions.language import in_language

    documents = outcome.documents
    yield ""
    yield at.say(
        "Năm {year}: {submitted} lần gửi, {decisions} quyết định, {returned} lần trả lại, {refused} lần từ chối.",
        year=outcome.year, decisions=outcome.decisions, **documents,
    )  # fmt: skip
    yield at.say("Đã lưu {archived} hồ sơ, kiểm tra còn nguyên vẹn {verified}.", **documents)
    yield at.say("Kiểm tra viên tìm thấy {read} hồ sơ, tải về {downloaded}.", read=read, downloaded=downloaded)
    yield at.say("Những lần từ chối:")
    yield from (f"  · {in_language(refusal, at.lang)}" for refusal in refusals)
    yield at.say("Xem lại không cần máy chủ: {page}", page=page)
    yield at.say(
        "Xem tiếp trong hệ thống: trinhky up --data {data} rồi mở {url}; tài khoản: {accounts}",
        data=outcome.data, url=at.settings.origin, accounts=at.settings.data / ACCOUNTS,
    )  # fmt: skip
    yield at.say("Mất {seconds} giây.", seconds=outcome.seconds)


def teller(at: Door) -> Any:
    """Progress goes to people: standard output, or standard error where a program reads the other."""
    from actions.language import in_language

    def tell(line: Sentence) -> None:
        print(in_language(line, at.lang), file=sys.stderr if at.as_json else sys.stdout, flush=True)

    return tell
