"""The form in Prefect's UI is the *phiếu trình*: enough to decide in two minutes (design §5), as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from actions import deciding, form, obstacles, slip_words, stepping
from actions.runtime import Runtime
from actions.slip_words import day, plain
from models import cycles, documents, events
from models.tables import Decision, Document, Obligation, Step, Version
from paper.intake import NOTES
from rules import capacities, people
from rules.deadlines import civil_date
from rules.duties import DUTIES, UNBLOCK
from rules.kinds import KINDS
from rules.numbers import normalise_code
from rules.profile import Capacity, Profile
from rules.refusals import Refusal

# What a click on the first verb does, by duty.
EFFECTS = {
    "authorship": "ghi nhận ông/bà là người soạn thảo.",
    "content": "ghi nhận ông/bà đồng ý về nội dung.",
    "form": "ghi nhận văn bản đúng thể thức.",
    "approve_sign": "duyệt, và máy đặt chữ ký số của ông/bà lên đúng bản PDF này.",
    "number_seal": "lấy số tiếp theo của sổ, ghi ngày hôm nay, đặt chữ ký số của cơ quan, phát hành và lưu.",
    "receive": "lấy số đến, ghi vào sổ văn bản đến.",
    "examine": "ghi nhận kết quả rà soát; đơn vị gửi thấy ngay.",
}
# What the second verb does.
RETURNS = {
    "receive": "trả văn bản cho nơi gửi, không đăng ký.",
    "examine": "đề nghị đơn vị gửi bổ sung.",
}
# Whether a paper meets its unit's due instant: on the unit's own route it has not been sent yet, and it was handed in
# before or after that instant; at the office it has arrived before or after.
IN_TIME = {
    ("outgoing", False): "còn hạn khi trình",
    ("outgoing", True): "QUÁ HẠN khi trình",
    ("incoming", False): "gửi đúng hạn",
    ("incoming", True): "gửi MUỘN",
}
TO_DRAFTER = "đưa văn bản về người soạn thảo để sửa và trình lại."


@dataclass(frozen=True)
class Slip:
    """One form: its key and verbs, the run's name and tags, and the text above the verbs."""

    key: str
    verbs: tuple[str, ...]
    name: str
    tags: tuple[str, ...]
    text: str


def slip(runtime: Runtime, step_id: int) -> Slip:
    """The form of a waiting step."""
    with runtime.memory.read() as session:
        step = session.get_one(Step, step_id)
        document = session.get_one(Document, step.document_id)
        profile = runtime.profile(session, stepping.cycle_of(session, document))
        unit = people.unit_of(profile, document.unit, civil_date(document.created_at))
        page = f"{runtime.settings.origin}/documents/{document.id}"
        if step.duty == UNBLOCK:
            title, sections = obstacles.title(session, step), obstacles.sections(session, profile, document, step, page)
        else:
            title, sections = DUTIES[step.duty].label, _sections(_gather(session, profile, document, step, page))
        return Slip(
            key=step.key,
            verbs=deciding.verbs(step),
            name=f"{title} · {KINDS[document.kind].label} · {unit.name}",
            tags=_tags(document, step),
            text="\n\n".join(sections),
        )


def _tags(document: Document, step: Step) -> tuple[str, ...]:
    late = ("muộn",) if document.late else ()
    who = tuple(f"with:{code}" for code in step.people)
    return (*who, f"doc:{document.id}", f"unit:{document.unit}", f"kind:{document.kind}", f"duty:{step.duty}", *late)


@dataclass(frozen=True)
class Matter:
    """Everything a slip is written from."""

    profile: Profile
    document: Document
    step: Step
    version: Version
    before: Version | None
    decided: Sequence[Decision]
    owed: Obligation | None
    onward: Sequence[str]
    sent_back: str
    page: str
    names: dict[str, str] = field(default_factory=dict)


def _gather(session: Session, profile: Profile, document: Document, step: Step, page: str) -> Matter:
    round_ = document.round
    sent_back = [event for event in events.of_document(session, document.id) if event.kind == "sent-back"]
    following = [s for s in documents.steps(session, document.id, round_) if s.ordinal > step.ordinal]
    return Matter(
        profile=profile,
        document=document,
        step=step,
        version=documents.version(session, document.id, round_),
        before=documents.version(session, document.id, round_ - 1) if round_ > 1 else None,
        decided=[past for past in documents.decisions(session, document.id) if past.duty != UNBLOCK],
        owed=cycles.obligation(session, document.cycle_id, document.unit, document.kind),
        onward=[*following[0].people, DUTIES[following[0].duty].label] if following else (),
        sent_back=str(sent_back[-1].facts["reason"]) if sent_back else "",
        page=page,
        names={person.code: person.name for person in profile.people},
    )


def _sections(of: Matter) -> list[str]:
    text = str(of.version.facts.get("text", ""))
    sections = [
        _what(of),
        slip_words.note(str(of.version.facts.get("note", ""))),
        f"**[Mở bản PDF]({of.page}/pdf)** · [Lịch sử và các tệp]({of.page})",
        slip_words.warnings(_warnings(of)),
        _form(of),
        slip_words.hands([_hand(past) for past in of.decided]),
        _change(of, text),
        slip_words.contents(text, of.document.subject) if text else "",
        _printed(of, text),
        _click(of),
        f"Mã băm SHA-256 của bản trình: `{of.version.sha256[:16]}…`",
    ]
    return [section for section in sections if section]


def _what(of: Matter) -> str:
    document, step, duty = of.document, of.step, DUTIES[of.step.duty]
    unit = people.unit_of(of.profile, document.unit, civil_date(document.created_at))
    drafter = of.names.get(document.drafter, "")
    rows = [
        ("Đơn vị", f"**{plain(unit.name)}**" + (f"; soạn thảo: {plain(drafter)}" if drafter else "")),
        ("Số, ký hiệu", plain(document.code or "")),
        ("Ông/bà được giao", f"**{duty.label}** ({duty.source}){_acting_as(of)}"),
        ("Hạn xử lý", f"**hết ngày {day(step.due_on)}**" if step.due_on else ""),
        ("Hạn của đơn vị", _unit_due(of)),
        ("Lần trình", str(document.round) if document.round > 1 else ""),
    ]
    return f"### {KINDS[document.kind].label}: {plain(document.subject)}\n\n{slip_words.facts(rows)}"


def _unit_due(of: Matter) -> str:
    if of.owed is None:
        return ""
    return f"{plain(of.owed.wording)}, **{IN_TIME[of.document.direction, of.document.late]}**"


def _acting_as(of: Matter) -> str:
    """In what name the holders sign; several holders have each their own."""
    if of.step.duty != "approve_sign":
        return ""
    given = [capacity for code in of.step.people if (capacity := _capacity(of, code)) is not None]
    return ", với tư cách " + " hoặc ".join(plain(" – ".join(one.lines)) for one in given) if given else ""


def _capacity(of: Matter, person: str) -> Capacity | None:
    on = civil_date(of.step.opened_at or of.document.created_at)
    try:
        return capacities.capacity_for(of.profile, person=person, unit=of.document.unit, kind=of.document.kind, on=on)
    except Refusal:  # decide will say so to whoever tries
        return None


def _warnings(of: Matter) -> list[str]:
    found = []
    checked = of.document.direction == "outgoing" and form.of_version(of.version)  # the clerk says it there
    if of.document.kind == "plan" and of.owed is not None and not checked:
        cited = {normalise_code(code) for code in of.version.facts.get("cited", [])}
        missing = [code for code in of.profile.office.parents if normalise_code(code) not in cited]
        found += [f"Kế hoạch chưa viện dẫn {plain(', '.join(missing))}."] if missing else []
    if of.document.late:
        found.append("Văn bản gửi sau thời hạn.")
    return found + [plain(NOTES[code].format(**facts)) for code, facts in of.version.facts.get("intake", [])]


def _form(of: Matter) -> str:
    """Only of a draft on its own route: a margin is no ground to send back another agency's paper (Đ21.2.b)."""
    found = form.of_version(of.version) if of.document.direction == "outgoing" else None
    return slip_words.form(found, f"{of.page}#form") if found else ""


def _hand(past: Decision) -> slip_words.Hand:
    return slip_words.Hand(past.decided_at, past.name, past.verb, past.reason or "", tuple(past.warnings))


def _change(of: Matter, text: str) -> str:
    if of.before is None:
        return ""
    returned = [past.reason or "" for past in of.decided if past.verdict == "return"]
    reason = of.sent_back or (returned[-1] if returned else "")
    page = f"{of.page}/difference?old={of.before.round}&new={of.version.round}"
    return slip_words.change(str(of.before.facts.get("text", "")), text, reason, page)


def _printed(of: Matter, text: str) -> str:
    """Only of a draft: what came as a signed record is printed already."""
    if of.document.direction != "outgoing":
        return ""
    signer = str(of.version.facts.get("signer") or "")
    code = next((code for code, name in of.names.items() if name == signer), "")
    capacity = _capacity(of, code)
    return slip_words.printed(text, of.document.subject, capacity.lines if capacity else (), signer)


def _click(of: Matter) -> str:
    passing, returning = deciding.verbs(of.step)
    *receivers, duty = of.onward or ("",)
    to = " hoặc ".join(plain(of.names.get(code, code)) for code in receivers)
    onward = f" Sau đó đến {to} ({duty.lower()})." if receivers else ""
    back = RETURNS.get(of.step.duty, TO_DRAFTER)
    found = form.of_version(of.version) if of.step.duty == form.FORM else None
    onward += f" Còn {found.count} lỗi thể thức: **phải ghi lý do cho qua.**" if found and found.errors else ""
    return (
        f"**Khi bấm Resume**\n\n- *{passing}*: {EFFECTS[of.step.duty]}{onward}\n- *{returning}*: {back} Phải ghi lý do."
    )
