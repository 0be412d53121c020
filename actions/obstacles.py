"""Obstacles: what the machine could not do, after its last try, waits visibly for an administrator, and then goes on.

An obstacle is a step before all others of its round, of the duty `unblock`. It is opened and decided like any step,
through the same gate; the decision is about the machine and moves nothing of the paper.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from actions import agenda, stepping, telling
from actions.agenda import Job
from actions.runtime import Runtime
from actions.slip_words import facts, plain
from models import documents, events
from models.events import Who
from models.tables import Document, Event, Step
from paper.pdf import RenderFailed, RenderUnavailable
from rules import lifecycle, people
from rules.deadlines import VIETNAM, civil_date
from rules.duties import DUTIES, UNBLOCK
from rules.issuing import EFFECTS
from rules.kinds import KINDS
from rules.profile import Profile
from rules.refusals import NotNow, Refusal
from storage.port import Unavailable

LONGEST_WORDS = 300


class Hung(Exception):
    """A work that did not end, so often that it is not tried again by itself (flows/hanging.py)."""

    def __init__(self, tries: int) -> None:
        super().__init__(f"treo {tries} lần")
        self.tries = tries


# What failed, and what an administrator looks at; the first that fits.
CAUSES: tuple[tuple[type[Exception], str, str], ...] = (
    (
        Unavailable,
        "Kho lưu trữ không ghi được hoặc không trả lời.",
        "Kiểm tra dung lượng đĩa, quyền ghi, máy chủ S3 và mạng.",
    ),
    (
        RenderUnavailable,
        "Máy thiếu LibreOffice, phông chữ, hoặc không dựng được vùng cách ly.",
        "Chạy make setup trên máy của worker.",
    ),
    (
        RenderFailed,
        "LibreOffice không lập xong bản PDF.",
        "Kiểm tra bộ nhớ và dung lượng đĩa của máy worker.",
    ),
    (
        Hung,
        "Việc này bị treo: chạy mãi không xong, tiến trình làm việc đã phải dừng.",
        "Xem nhật ký của worker; kiểm tra đĩa, kho lưu trữ và LibreOffice có còn trả lời.",
    ),
    (OSError, "Đĩa hoặc tệp của máy worker không dùng được.", "Kiểm tra dung lượng đĩa và quyền ghi thư mục dữ liệu."),
    (Exception, "Máy gặp lỗi ngoài dự kiến.", "Xem nhật ký của worker và báo người phát triển."),
)


@dataclass(frozen=True)
class Obstacle:
    """What a document is stuck at: the machine's work, why, since when, and who was asked (codes)."""

    work: str
    what: str
    since: datetime
    people: tuple[str, ...]


def stop(runtime: Runtime, who: Who, document_id: str, work: str, failure: Exception) -> None:
    """The machine gives up a work for now: a step for the administrators, before the others of the round. Once, and
    only while the work is still to be done (another run may have done it meanwhile).

    Raises `failure` again where our own database is what failed: then nothing can be written down; the run fails,
    and the document soon gets another (flows/again.py).
    """
    if isinstance(failure, OperationalError | NotNow):
        raise failure
    what, check = _told(failure)
    error = failure.code if isinstance(failure, Refusal) else type(failure).__name__
    words = " ".join(str(failure).split())[:LONGEST_WORDS]
    with runtime.memory.write() as session:
        document = documents.locked(session, document_id)
        assert document is not None
        session.refresh(document)
        if agenda.job_of(session, document) != Job("work", work=work):
            return
        profile = runtime.profile(session, stepping.cycle_of(session, document))
        first = min((step.ordinal for step in documents.steps(session, document.id, document.round)), default=1)
        asked = people.system_people(profile, DUTIES[UNBLOCK].outside or "", civil_date(who.at))
        step = Step(
            document_id=document.id,
            round=document.round,
            ordinal=min(first, 1) - 1,
            duty=UNBLOCK,
            unit=document.unit,
            people=[person.code for person in asked],
            working_days=0,
            state="pending",
        )
        session.add(step)
        session.flush()
        told: dict[str, Any] = {"step": step.id, "work": work, "what": what, "check": check}
        told |= {"error": error, "words": words}
        told |= {"tries": failure.tries} if isinstance(failure, Hung) else {}
        told |= telling.rows("stopped", step)
        events.append(session, "stopped", who, document_id=document.id, cycle_id=document.cycle_id, **told)


def obstacle_of(session: Session, document: Document) -> Obstacle | None:
    """What a document is stuck at now; None when it is not."""
    step = documents.current_step(session, document)
    if step is None or step.duty != UNBLOCK:
        return None
    event = _event_of(session, step)
    return Obstacle(EFFECTS[event.facts["work"]].label, event.facts["what"], event.at, tuple(step.people))


def stuck_at(document: Document) -> str:
    """The machine's work at which a document in this state can be stuck."""
    work = lifecycle.work_for(document.state, direction=document.direction)
    return EFFECTS[work.task].label if work is not None else ""


def title(session: Session, step: Step) -> str:
    """What an obstacle's form is called."""
    return f"Vướng: {EFFECTS[_event_of(session, step).facts['work']].label}"


def sections(session: Session, profile: Profile, document: Document, step: Step, page: str) -> list[str]:
    """The form of an obstacle, as Markdown: what failed, for which paper, what to look at, what the press does."""
    event = _event_of(session, step)
    told, label = event.facts, EFFECTS[event.facts["work"]].label
    unit = people.unit_of(profile, document.unit, civil_date(document.created_at))
    rows = [
        ("Văn bản", f"{KINDS[document.kind].label}: {plain(document.subject)}"),
        ("Đơn vị", plain(unit.name)),
        ("Số, ký hiệu", plain(document.code or "")),
        ("Từ lúc", f"{event.at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"),
        ("Vì sao", f"**{plain(told['what'])}**"),
        ("Cần làm", plain(told["check"])),
        ("Máy báo", f"{plain(told['error'])}: {plain(told['words'])}"),
    ]
    tries = told.get("tries", len(EFFECTS[told["work"]].pauses) + 1)
    return [
        f"### Máy đang vướng khi {label}\n\nĐã thử {tries} lần. Văn bản chờ tại chỗ, không có gì bị mất hay làm dở.",
        facts(rows),
        f"**[Mở văn bản]({page})** · Kiểm tra toàn bộ: `trinhky doctor`",
        "**Khi bấm Resume**\n\n- *Đã khắc phục, làm tiếp*: máy làm lại đúng việc này; nếu vẫn vướng thì phiếu mới mở.\n"
        "- Ông/bà không quyết định gì về văn bản: không duyệt, ký, cấp số hay đóng dấu thay ai; chữ ký và số đã có "
        "giữ nguyên.",
    ]


def _event_of(session: Session, step: Step) -> Event:
    told = (event for event in events.of_document(session, step.document_id) if event.kind == "stopped")
    return next(event for event in told if event.facts["step"] == step.id)


def _told(failure: Exception) -> tuple[str, str]:
    """What failed, and what to look at, in plain words."""
    if isinstance(failure, Refusal):
        wording = failure.wording
        return wording.text.format(**failure.facts), wording.remedy.format(**failure.facts)
    return next((what, check) for kind, what, check in CAUSES if isinstance(failure, kind))
