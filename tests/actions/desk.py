"""People at their desks: an open year, drafts handed in, steps decided one by one, without waiting for a machine.

Where a test asks only what people may decide, the machine's work is written down as done by the production recording
call, with the hash of bytes nobody looks at; tests of the machine's work are in `tests/tasks`.
"""

import atexit
import io
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import docx

from actions import deciding, hand_in, issuing, profiles, stepping, year
from actions.clock import make_demo
from actions.deciding import Choice, Decided
from actions.hand_in import HandedIn, HandIn
from actions.runtime import Runtime
from actions.settings import Settings
from models import documents, events
from models.events import Event
from models.migrating import migrate
from models.tables import Document, Step
from rules.deadlines import VIETNAM
from rules.duties import DUTIES
from tests.conftest import NOW
from tests.makers import ADMINISTRATOR, PROFILE, a_draft, profile_of

DRAFTERS = {
    "ptp": "truong-my-duyen",
    "pvhtt": "bui-ngoc-anh",
    "xa-my-tho": "le-thi-cam-tu",
    "xa-ba-sao": "nguyen-thi-yen-nhi",
}
Edit = Callable[[str], str]


def vietnam(year_: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant by the office's wall clock."""
    return datetime(year_, month, day, hour, minute, tzinfo=VIETNAM)


def an_open_office(data: Path, database_url: str = "", **edits: Edit) -> Runtime:
    """An installation in `data` whose year is open. `edits` change files of the sample profile (`roles=…`)."""
    if not database_url and not edits:
        shutil.copytree(_made_once(), data)
        return Runtime.open(Settings(data=data))
    return _made(data, database_url, edits)


def _made(data: Path, database_url: str = "", edits: dict[str, Edit] | None = None) -> Runtime:
    make_demo(data, NOW)
    runtime = Runtime.open(Settings(data=data, database_url=database_url))
    migrate(runtime.memory)
    place = PROFILE
    if edits:
        place = Path(shutil.copytree(PROFILE, data / "profile"))
        for name, edit in edits.items():
            path = place / f"{name}.yaml"
            path.write_text(edit(path.read_text()))
    profiles.load_profile(runtime, runtime.who(None), place)
    year.start_cycle(runtime, runtime.who(ADMINISTRATOR), NOW.year)
    return runtime


@cache
def _made_once() -> Path:
    place = Path(tempfile.mkdtemp(prefix="trinhky-open-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    _made(place / "data").memory.close()
    return place / "data"


def sent(runtime: Runtime, unit: str = "ptp", kind: str = "plan", of: int = NOW.year, note: str = "") -> HandedIn:
    """A good draft, handed in by the unit's drafter."""
    return hand_in.submit(runtime, runtime.who(DRAFTERS[unit], "gui"), a_hand_in(runtime, unit, kind, of, note))


def a_hand_in(runtime: Runtime, unit: str = "ptp", kind: str = "plan", of: int = NOW.year, note: str = "") -> HandIn:
    """A good draft, not yet handed in."""
    return HandIn(unit, kind, of, f"{kind}-{unit}.docx", a_draft(profile_of(runtime), unit, kind, of, note))


TRICKY = "Thực hiện <b>*đúng*</b> hạn"


def a_faulty_draft(runtime: Runtime, unit: str = "xa-my-tho", kind: str = "plan") -> bytes:
    """A draft with one error that the machine can mend (a face), one that it cannot (Tiêu ngữ), and words that would
    like to be markup."""
    document = docx.Document(io.BytesIO(a_draft(profile_of(runtime), unit, kind, note=TRICKY)))
    paragraphs = [
        *document.paragraphs,
        *(p for table in document.tables for cell in table._cells for p in cell.paragraphs),
    ]
    for paragraph in paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("Độc lập - Tự do", "Độc lập, Tự do")
        if paragraph.text.startswith(TRICKY):
            paragraph.runs[0].font.name = "Arial"
    spoilt = io.BytesIO()
    document.save(spoilt)
    return spoilt.getvalue()


def sent_faulty(runtime: Runtime, unit: str = "xa-my-tho", kind: str = "plan") -> HandedIn:
    """`a_faulty_draft`, handed in by the unit's drafter."""
    paper = HandIn(unit, kind, NOW.year, f"{kind}-{unit}.docx", a_faulty_draft(runtime, unit, kind))
    return hand_in.submit(runtime, runtime.who(DRAFTERS[unit], "gui"), paper)


def the_document(runtime: Runtime, document_id: str) -> Document:
    with runtime.memory.read() as session:
        return session.get_one(Document, document_id)


def waiting(runtime: Runtime, document_id: str) -> Step:
    """The next step of a document, its form open in a run of its own."""
    with runtime.memory.read() as session:
        step = documents.current_step(session, session.get_one(Document, document_id))
        assert step is not None
    if step.state == "pending":
        stepping.open_step(runtime, runtime.who(None), step.id, run_of(document_id))
    with runtime.memory.read() as session:
        return session.get_one(Step, step.id)


def run_of(document_id: str) -> str:
    """The Prefect run of a document in these tests."""
    return f"run-{document_id[:8]}"


def decided(
    runtime: Runtime, document_id: str, verdict: str = "pass", reason: str | None = None, person: str = ""
) -> Decided:
    """The waiting step, decided by its first holder or by `person`, in the words that its form offers."""
    step = waiting(runtime, document_id)
    verb = dict(zip((v.verdict for v in DUTIES[step.duty].verbs), deciding.verbs(step), strict=True))[verdict]
    who = runtime.who(person or step.people[0], f"request-{step.id}")
    return deciding.decide(runtime, who, Choice(verb, reason), flow_run_id=run_of(document_id))


def to_signed(runtime: Runtime, document_id: str, round_: int = 1) -> None:
    """All agree up to văn thư; the machine's part is written down as done."""
    system = runtime.who(None)
    while the_document(runtime, document_id).state == "in_review":
        decided(runtime, document_id)
    for stage in ("rendered", "signed"):
        issuing.made(runtime, system, document_id, round_, stage, "0" * 64)


def to_numbering(runtime: Runtime, document_id: str, round_: int = 1) -> None:
    """As `to_signed`, and văn thư has ordered the number and the seal."""
    to_signed(runtime, document_id, round_)
    decided(runtime, document_id)


def to_sealed(runtime: Runtime, document_id: str, round_: int = 1) -> None:
    """The seal under the number and date that the document has is written down as made."""
    document = the_document(runtime, document_id)
    line = (document.code, document.issued_on)
    issuing.made(runtime, runtime.who(None), document_id, round_, "sealed", "1" * 64, line=line)


def to_issued(runtime: Runtime, document_id: str, round_: int = 1) -> str:
    """The paper is issued; answers its code."""
    to_numbering(runtime, document_id, round_)
    code = issuing.take_number(runtime, runtime.who(None), document_id)
    to_sealed(runtime, document_id, round_)
    issuing.issue(runtime, runtime.who(None), document_id)
    return code


def come_to_rest(runtime: Runtime) -> None:
    """Every issued paper is kept; the archive is not looked at here."""
    with runtime.memory.write() as session:
        for document in documents.in_states(session, ("issued",)):
            document.state = "kept"


def history(runtime: Runtime, kind: str = "") -> list[Event]:
    """All events, or those of one kind, oldest first."""
    with runtime.memory.read() as session:
        return [event for event in events.after(session, 0, limit=10_000) if kind in ("", event.kind)]
