"""The life of a document: states, acts, and what the machine does on reaching a state.

Outgoing (NĐ 30/2020 Đ10-Đ19): draft → in_review → approved → signed → numbered → sealed → issued → kept.
Incoming (Đ20-Đ24): received → registered → accepted | supplement_requested, or received → refused.
"""

from dataclasses import dataclass
from typing import Literal

from rules.refusals import Refusal

State = Literal[
    "draft",
    "in_review",
    "returned",
    "approved",
    "signed",
    "numbered",
    "sealed",
    "issued",
    "kept",
    "withdrawn",
    "received",
    "registered",
    "accepted",
    "supplement_requested",
    "refused",
]
Direction = Literal["outgoing", "incoming"]
Task = Literal["render", "sign", "number", "seal", "deliver", "keep"]

LABELS: dict[State, str] = {
    "draft": "Bản thảo",
    "in_review": "Đang trình duyệt",
    "returned": "Bị trả lại",
    "approved": "Đã duyệt",
    "signed": "Đã ký",
    "numbered": "Đã cấp số",
    "sealed": "Đã ký số của cơ quan",
    "issued": "Đã ban hành",
    "kept": "Đã lưu",
    "withdrawn": "Đã rút",
    "received": "Đã đến, chờ tiếp nhận",
    "registered": "Đã đăng ký đến",
    "accepted": "Đạt",
    "supplement_requested": "Đề nghị bổ sung",
    "refused": "Không tiếp nhận",
}

FIRST: dict[Direction, State] = {"outgoing": "draft", "incoming": "received"}


@dataclass(frozen=True)
class Transition:
    """Where an act leads, and the article or design rule it rests on."""

    to: State
    source: str


TRANSITIONS: dict[tuple[str, str], Transition] = {
    ("draft", "submit"): Transition("in_review", "NĐ 30/2020 Đ10.2"),
    ("draft", "withdraw"): Transition("withdrawn", "NĐ 30/2020 Đ10.4"),
    ("in_review", "pass"): Transition("in_review", "NĐ 30/2020 Đ12"),
    ("in_review", "return"): Transition("returned", "NĐ 30/2020 Đ10.3"),
    ("in_review", "approve"): Transition("approved", "NĐ 30/2020 Đ11.1"),
    ("in_review", "withdraw"): Transition("withdrawn", "NĐ 30/2020 Đ10.4"),
    ("returned", "submit"): Transition("in_review", "NĐ 30/2020 Đ10.3"),
    ("returned", "withdraw"): Transition("withdrawn", "NĐ 30/2020 Đ10.4"),
    ("approved", "edit"): Transition("in_review", "NĐ 30/2020 Đ11.2"),
    ("approved", "sign"): Transition("signed", "NĐ 30/2020 Đ13"),
    ("signed", "pass"): Transition("signed", "NĐ 30/2020 Đ15, Đ32.2.c"),
    ("signed", "return"): Transition("returned", "NĐ 30/2020 Đ11.2"),
    ("signed", "number"): Transition("numbered", "NĐ 30/2020 Đ15"),
    ("numbered", "void_number"): Transition("signed", "NĐ 30/2020 Đ15.1"),
    ("numbered", "seal"): Transition("sealed", "NĐ 30/2020 Đ17, Đ32.2.d"),
    ("sealed", "issue"): Transition("issued", "NĐ 30/2020 Đ18.1"),
    ("issued", "keep"): Transition("kept", "NĐ 30/2020 Đ19"),
    ("received", "register"): Transition("registered", "NĐ 30/2020 Đ22"),
    ("received", "refuse"): Transition("refused", "NĐ 30/2020 Đ21.2.b"),
    ("registered", "accept"): Transition("accepted", "NĐ 30/2020 Đ24.2"),
    ("registered", "request_supplement"): Transition("supplement_requested", "NĐ 30/2020 Đ18.3, Đ24.2"),
}

ACT_LABELS: dict[str, str] = {
    "submit": "trình",
    "withdraw": "rút văn bản",
    "pass": "chuyển bước sau",
    "return": "trả lại",
    "approve": "duyệt",
    "edit": "sửa sau khi duyệt",
    "sign": "ký",
    "number": "cấp số",
    "void_number": "hủy số",
    "seal": "ký số của cơ quan",
    "issue": "ban hành",
    "keep": "lưu",
    "register": "đăng ký đến",
    "refuse": "không tiếp nhận",
    "accept": "chấp nhận",
    "request_supplement": "đề nghị bổ sung",
}

# What a decision means for the document; every pair absent here is the plain act named by the verdict, and None none.
ACTS_OF_DECISIONS: dict[tuple[str, str], str | None] = {
    ("unblock", "pass"): None,
    ("approve_sign", "pass"): "approve",
    ("receive", "pass"): "register",
    ("receive", "return"): "refuse",
    ("examine", "pass"): "accept",
    ("examine", "return"): "request_supplement",
}


@dataclass(frozen=True)
class Work:
    """What the machine does once a document is in `state`.

    `act` is the transition its result records (None: the state stays). `after_duty` is the duty that must have
    been passed in this round first (the clerk orders the number and the seal in person, Đ32.2.c).
    """

    direction: Direction
    state: State
    task: Task
    act: str | None
    after_duty: str | None = None


WORK: tuple[Work, ...] = (
    Work("outgoing", "in_review", "render", None),
    Work("outgoing", "approved", "sign", "sign", "approve_sign"),
    Work("outgoing", "signed", "number", "number", "number_seal"),
    Work("outgoing", "numbered", "seal", "seal", "number_seal"),
    Work("outgoing", "sealed", "deliver", "issue"),
    Work("outgoing", "issued", "keep", "keep"),
    Work("incoming", "registered", "keep", None, "receive"),
)


def next_state(state: str, act: str) -> State:
    """The state an act leads to; refuses `act-not-allowed` when the table has no such transition."""
    transition = TRANSITIONS.get((state, act))
    if transition is None:
        raise Refusal("act-not-allowed", state=label_of(state), act=ACT_LABELS.get(act, act))
    return transition.to


def label_of(state: str) -> str:
    """The Vietnamese label of a state (the state itself when unknown)."""
    return next((label for known, label in LABELS.items() if known == state), state)


def acts_from(state: str) -> tuple[str, ...]:
    """The acts a state allows, in the table's order."""
    return tuple(act for known, act in TRANSITIONS if known == state)


def is_final(state: str) -> bool:
    """Whether nothing more can happen to a document in this state."""
    return not acts_from(state)


def act_of(duty: str, verdict: str) -> str | None:
    """The act that a decision performs on the document, e.g. ("approve_sign", "pass") → "approve"; None: no act."""
    return ACTS_OF_DECISIONS.get((duty, verdict), verdict)


def work_for(state: str, *, direction: str) -> Work | None:
    """The machine's work in a state, or None when the next move belongs to a person."""
    return next((work for work in WORK if work.state == state and work.direction == direction), None)
