"""The one order of issuing: approve and sign, number and date, seal, issue, keep (NĐ 30/2020 Đ11-Đ19).

For each effect of the machine: what lasts after it, the natural key by which it may be repeated, what whoever comes
after a death finds, and how often it is tried before a person is asked. `lifecycle.WORK` says when each is due;
docs/decisions/0010 is drawn from both.
"""

from dataclasses import dataclass

from rules.lifecycle import WORK, Task, Work


@dataclass(frozen=True)
class Effect:
    """One effect of the machine. `event` records it; `label` names it on screen.

    `pauses` are the seconds before each further try. An effect without pauses is one transaction of our own database:
    it happened or it did not, and nothing outside can fail.
    """

    task: Task
    event: str
    label: str
    does: str
    key: str
    durable: str
    after_death: str
    pauses: tuple[int, ...] = ()


NOTHING_HAPPENED = "nothing has happened; it is done"

EFFECTS: dict[Task, Effect] = {
    effect.task: effect
    for effect in (
        Effect(
            "render", "rendered", "lập bản PDF",
            "the draft becomes the PDF that everybody reads, with empty places for number, date and signatures",
            "document, round: `work/<document>/<round>/rendered.pdf`",
            "the file, put once; then its SHA-256 in `renditions`",
            "finds the file under its key and records that",
            (2, 5),
        ),
        Effect(
            "sign", "signed", "ký số",
            "the approver's signature over exactly the bytes he saw",
            "document, round: `work/<document>/<round>/signed.pdf`",
            "the file, put once; then its SHA-256 in `renditions`",
            "finds the file under its key and records that: nobody signs a second time",
            (2, 5),
        ),
        Effect(
            "number", "numbered", "cấp số",
            "the next number of the issuer's series, and the day it was taken as the paper's date",
            "document: its one line in `outgoing` that is not void",
            "number, date, state and event, in one transaction",
            "never in between: the number is taken with its event, or not at all",
        ),
        Effect(
            "seal", "sealed", "đóng dấu",
            "number and date (those of the register, whatever day it is by now) into their places, then the office's "
            "signature over the whole",
            "document, round, and the line of the register: `work/<document>/<round>/sealed-<date>-<number>.pdf`",
            "the file, put once; then its SHA-256 in `renditions`",
            "finds the file under its key and records that; a file of a number voided meanwhile is recorded nowhere",
            (2, 5),
        ),
        Effect(
            "deliver", "issued", "ban hành",
            "dispatched; what a unit owes the office arrives there at once",
            "document: its state; the arrival: `documents.source_id`",
            "state, arrival and events, in one transaction",
            "never in between",
        ),
        Effect(
            "keep", "kept", "lưu trữ",
            "paper, draft and metadata, under a legal hold and a short lock",
            "document: `records/<document>/…`",
            "each part, put once; then one row in `records` with the SHA-256 of every part",
            "finds the parts that are there, adds the others, records all",
            (2, 5, 10),
        ),
    )
}  # fmt: skip

# What the machine finds wrong with a draft: its drafter mends it. Every other failure is the machine's own.
OF_THE_DRAFT = frozenset(
    {
        "not-renderable",
        "fonts-not-allowed",
        "no-place-for-number",
        "no-place-for-date",
        "no-place-for-signature",
        "already-filled",
    }
)


def work_recorded_as(event: str) -> Work:
    """The outgoing work that an event records, e.g. "signed" → sign, ordered by approve_sign."""
    task = next(effect.task for effect in EFFECTS.values() if effect.event == event)
    return next(work for work in WORK if work.task == task and work.direction == "outgoing")
