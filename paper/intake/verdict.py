"""What the child tells the door: plain data, as a message of JSON and bytes."""

from dataclasses import asdict, dataclass
from typing import Any

from paper.intake import Media
from paper.intake.notes import Note, note
from rules.sentences import heard, told


@dataclass(frozen=True)
class Measured:
    """The pages of a PDF as a scan: how many, their lowest resolution (dots per inch), and why they are no good scan
    ("" when they are)."""

    pages: int
    dpi: int = 0
    problem: str = ""


@dataclass(frozen=True)
class Inspected:
    """What the bytes alone tell: the kind, notes, a docx set anew in Unicode, what a PDF would be as a scan."""

    media: Media
    notes: tuple[Note, ...] = ()
    converted: bytes | None = None
    scan: Measured | None = None


def as_message(found: Inspected) -> tuple[dict[str, Any], bytes]:
    """What was found as JSON, and the converted bytes."""
    scan = {**asdict(found.scan), "problem": told(found.scan.problem)} if found.scan else None
    notes = [[one.code, dict(one.facts)] for one in found.notes]
    return {"media": found.media, "notes": notes, "scan": scan}, found.converted or b""


def from_message(head: dict[str, Any], body: bytes) -> Inspected:
    """The inverse of `as_message`."""
    notes = tuple(note(code, **facts) for code, facts in head["notes"])
    scan = Measured(**{name: heard(fact) for name, fact in head["scan"].items()}) if head["scan"] else None
    return Inspected("pdf" if head["media"] == "pdf" else "docx", notes, body or None, scan)
