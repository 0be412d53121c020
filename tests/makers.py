"""Installations, drafts and documents for tests, all made through the production actions.

`a_runtime(tmp_path)` → `an_open_year(runtime)` → `handed_in(runtime, …)` → `advance(runtime, document_id)`.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from actions import accounts, agenda, deciding, hand_in, issuing, stepping, year
from actions.agenda import Job
from actions.clock import make_demo
from actions.deciding import Choice
from actions.hand_in import HandedIn, HandIn
from actions.profiles import load_profile
from actions.runtime import Runtime
from actions.settings import Settings
from models import documents
from models.migrating import migrate
from models.tables import Account, Step
from paper.compose import Dash, Heading, Paper, Paragraph, compose
from rules import capacities, numbers, people, routes
from rules.kinds import KINDS
from rules.profile import Profile
from tests.conftest import NOW

PROFILE = Path(__file__).parents[1] / "profiles" / "cao-lanh"
PASSWORD = "mat-khau-thu-nghiem"
ADMINISTRATOR = "ly-gia-huy"
AUDITOR = "mai-xuan-loc"
USUAL = (ADMINISTRATOR, AUDITOR, "le-thi-cam-tu", "truong-my-duyen", "nguyen-van-thuan")
SUBJECTS = {
    "plan": "Thực hiện công tác dân vận chính quyền năm {year}",
    "report_h1": "Kết quả công tác dân vận chính quyền 6 tháng đầu năm {year}",
    "report_annual": "Kết quả công tác dân vận chính quyền năm {year}",
}
RUN = "00000000-0000-4000-8000-000000000001"


def a_runtime(tmp_path: Path, at: datetime = NOW, **settings: str) -> Runtime:
    """A new installation with a simulated date, the sample profile, and accounts for `USUAL` people.

    On SQLite it is a copy of one that is made once a run; with a `database_url` it is made anew.
    """
    data = tmp_path / "office"
    if "database_url" in settings:
        return _made(data, at, **settings)
    shutil.copytree(_made_once(at), data)
    return Runtime.open(Settings(data=data, **settings))  # type: ignore[arg-type]


def _made(data: Path, at: datetime, **settings: str) -> Runtime:
    make_demo(data, at)
    runtime = Runtime.open(Settings(data=data, **settings))  # type: ignore[arg-type]
    migrate(runtime.memory)
    load_profile(runtime, runtime.who(None), PROFILE)
    accounts.set_password(runtime, runtime.who(None), PASSWORD, *USUAL)
    return runtime


@cache
def _made_once(at: datetime) -> Path:
    place = Path(tempfile.mkdtemp(prefix="trinhky-made-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    _made(place / "office", at).memory.close()
    return place / "office"


def an_open_year(runtime: Runtime, of: int = NOW.year) -> int:
    """The cycle of a year, started by the administrator; answers its id."""
    return year.start_cycle(runtime, runtime.who(ADMINISTRATOR), of)


def an_account(runtime: Runtime, person: str) -> str:
    """The password of a person of the profile, who is given an account when he has none."""
    with runtime.memory.read() as session:
        known = session.get(Account, person) is not None
    if not known:
        accounts.set_password(runtime, runtime.who(None), PASSWORD, person)
    return PASSWORD


def profile_of(runtime: Runtime) -> Profile:
    """The profile in use."""
    with runtime.memory.read() as session:
        return runtime.profile(session)


def a_paper(profile: Profile, unit: str = "xa-my-tho", kind: str = "plan", of: int = NOW.year) -> Paper:
    """A draft as its unit's drafter would mean it: unnumbered, undated, the competent signer's name below."""
    on = datetime(of, 1, 15, tzinfo=UTC).date()
    issuer = people.unit_of(profile, unit, on)
    route = routes.route_for(profile, direction="outgoing", unit=issuer, kind=kind)
    signing = next(step for step in route.steps if step.duty == "approve_sign")
    signer = routes.holders(profile, step=signing, issuer=unit, on=on)[0]
    capacity = capacities.capacity_for(profile, person=signer.code, unit=unit, kind=kind, on=on)
    return Paper(
        kind=kind,
        header=issuer.header,
        symbol=numbers.symbol_for(profile, issuer, kind, on),
        place=issuer.place,
        year=of,
        subject=SUBJECTS.get(kind, SUBJECTS["plan"]).format(year=of),
        authority_line=f"CHỦ TỊCH {issuer.name.upper()}" if KINDS[kind].abbreviation == "QĐ" else "",
        intro=f"Thực hiện Nghị quyết số 01-NQ/TU ngày 27/9/{of - 1}; Kế hoạch số 55-KH/HU ngày 04/11/{of - 1} của "
        "Huyện ủy Cao Lãnh về công tác dân vận, đơn vị thực hiện như sau:",
        body=(
            Heading("I. NỘI DUNG"),
            Dash("Quán triệt, triển khai các chỉ thị, nghị quyết của cấp trên về công tác dân vận chính quyền."),
            Heading("II. TỔ CHỨC THỰC HIỆN"),
            Paragraph("Văn phòng theo dõi, tổng hợp việc thực hiện"),
        ),
        signature_lines=capacity.lines,
        signer_name=signer.name,
        recipients=("Ủy ban nhân dân huyện Cao Lãnh (báo cáo)",),
        file_copy="VT",
        issuer_name=issuer.name,
    )


def a_draft(profile: Profile, unit: str = "xa-my-tho", kind: str = "plan", of: int = NOW.year, note: str = "") -> bytes:
    """The docx of `a_paper`; a `note` makes it different from the last one."""
    paper = a_paper(profile, unit, kind, of)
    return compose(replace(paper, body=(*paper.body, Paragraph(note))) if note else paper)


def handed_in(
    runtime: Runtime, person: str, unit: str = "xa-my-tho", kind: str = "plan", of: int = NOW.year, note: str = ""
) -> HandedIn:
    """A draft handed in by a person of a unit."""
    data = a_draft(profile_of(runtime), unit, kind, of, note)
    return hand_in.submit(runtime, runtime.who(person), HandIn(unit, kind, of, f"{kind}-{unit}.docx", data))


def open_form(runtime: Runtime, document_id: str) -> Step:
    """The machine's work done until a step waits for a person, as the approval flow would; answers that step."""
    job = advance(runtime, document_id, until=lambda job: job.kind == "form")
    stepping.open_step(runtime, runtime.who(None), job.step_id, RUN)
    with runtime.memory.read() as session:
        return session.get_one(Step, job.step_id)


def decide(runtime: Runtime, document_id: str, verdict: str = "pass", reason: str = "") -> Step:
    """The waiting step decided by the first person whom it was given to."""
    step = open_form(runtime, document_id)
    with runtime.memory.read() as session:
        waiting = session.get_one(Step, step.id)
        verb = dict(zip(("pass", "return"), deciding.verbs(waiting), strict=True))[verdict]
    choice = Choice(verb, reason or None)
    deciding.decide(runtime, runtime.who(step.people[0], f"test-{step.id}"), choice, document_id=document_id)
    return step


def to_rest(runtime: Runtime, document_id: str) -> None:
    """Everybody agrees and the machine works, until the document is at rest."""
    while advance(runtime, document_id, until=lambda job: job.kind == "form").kind == "form":
        decide(runtime, document_id)


def advance(runtime: Runtime, document_id: str, until: Callable[[Job], bool]) -> Job:
    """The machine's work on a document, by the production tasks without an engine, up to a job or to its rest."""
    while (job := agenda.next_job(runtime, document_id)).kind == "work" and not until(job):
        _work(runtime, document_id, job.work)
    return job


def arrived(runtime: Runtime, document_id: str) -> str:
    """The id of the incoming document at the office that an issued one became."""
    with runtime.memory.read() as session:
        document = documents.incoming_of(session, document_id)
        assert document is not None
        return document.id


def _work(runtime: Runtime, document_id: str, name: str) -> None:
    from tasks import papers  # imports Prefect: not for tests that only look

    own = {"number": issuing.take_number, "deliver": issuing.issue}
    if name in own:
        own[name](runtime, runtime.who(None), document_id)
        return
    effect = {"render": papers.render, "sign": papers.sign_person, "seal": papers.seal, "keep": papers.keep}[name]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Runtime, "current", classmethod(lambda _: runtime))
        effect.fn(document_id)
