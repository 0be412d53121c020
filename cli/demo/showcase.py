"""`index.html` beside the exported archive: the year's board, each paper's timeline, links to the PDFs. No server."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from sqlalchemy.orm import Session

from actions.runtime import Runtime
from models import cycles, documents, events
from models.tables import Cycle, Document, Event, Obligation
from rules import deadlines, lifecycle
from rules.awards import in_points
from rules.deadlines import VIETNAM
from rules.duties import DUTIES
from rules.kinds import KINDS
from rules.profile import Profile
from rules.scores import UNCLASSIFIED

PAGE = "index.html"
# What each kind of event is called in a paper's timeline; others are left out there.
TELLING = {
    "submitted": "Gửi bản thảo",
    "drafted": "Hệ thống soạn dự thảo",
    "sent-back": "Máy trả lại",
    "decision-refused": "Từ chối một lần bấm",
    "decided": "",
    "signed": "Ký số",
    "numbered": "Cấp số",
    "sealed": "Ký số của cơ quan",
    "issued": "Phát hành",
    "arrived": "Đến văn thư",
    "registered": "Vào sổ văn bản đến",
    "kept": "Đã lưu",
}


@dataclass(frozen=True)
class Moment:
    """One line of a paper's timeline."""

    at: str
    what: str
    who: str
    words: str


@dataclass(frozen=True)
class Card:
    """One paper with its life; `pdf` is a link beside the page, empty for what lies with its issuer."""

    title: str
    unit: str
    code: str
    state: str
    pdf: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Names:
    """How codes are said."""

    units: dict[str, str]
    people: dict[str, str]
    levels: dict[str, str]

    @classmethod
    def of(cls, profile: Profile) -> "Names":
        """The names of a profile."""
        return cls(
            {unit.code: unit.name for unit in profile.units},
            {person.code: person.name for person in profile.people},
            {band.level: band.name for band in (*profile.rubric.bands, UNCLASSIFIED)},
        )


def write(runtime: Runtime, directory: Path, cycle_id: int, refusals: Sequence[str]) -> None:
    """Write `PAGE` into an export; `refusals` are the sentences that the doors answered."""
    files = {record["id"]: record["file"] for record in json.loads((directory / "records.json").read_text())}
    with runtime.memory.read() as session:
        cycle = session.get_one(Cycle, cycle_id)
        profile = runtime.profile(session, cycle)
        names = Names.of(profile)
        page = _template().render(
            year=cycle.year,
            office=profile.name,
            field=profile.office.field,
            kinds=[KINDS[due.kind].label for due in profile.dues],
            rows=_rows(cycles.obligations(session, cycle_id), names),
            results=_results(session, cycle_id, names),
            awards=_awards(session, cycle_id, names),
            cards=[_card(session, document, names, files) for document in documents.of_cycle(session, cycle_id)],
            refusals=refusals,
        )
    (directory / PAGE).write_text(page, encoding="utf-8")


def _template() -> Any:
    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=select_autoescape()).get_template(PAGE)


def _rows(owed: Any, names: Names) -> list[tuple[str, list[str]]]:
    units = dict.fromkeys(row.unit for row in owed)
    return [(names.units[unit], [_cell(row) for row in owed if row.unit == unit]) for unit in units]


def _cell(owed: Obligation) -> str:
    if owed.first_arrived_at is None:
        return "chưa gửi"
    late = " · muộn" if deadlines.is_late(owed.first_arrived_at, owed.due_at) else ""
    return f"{deadlines.civil_date(owed.first_arrived_at):%d/%m}{late}" + (" · đạt" if owed.fulfilled_at else "")


def _results(session: Session, cycle_id: int, names: Names) -> list[dict[str, Any]]:
    return [
        {
            "unit": names.units[row.unit],
            "total": in_points(row.total),
            "level": names.levels[row.level],
            "lines": [_line(line) for line in row.lines],
        }
        for row in cycles.classifications(session, cycle_id)
    ]


def _line(line: dict[str, str]) -> dict[str, str]:
    """A criterion's line, its points as Vietnamese prints them: 12,5."""
    points = {name: in_points(Decimal(line[name])) for name in ("points", "at_most")}
    return {**line, **points}


def _awards(session: Session, cycle_id: int, names: Names) -> list[tuple[str, str, str]]:
    return [
        (names.units[row.unit], row.reason, f"{row.amount:,}".replace(",", "."))
        for row in cycles.awards(session, cycle_id)
    ]


def _card(session: Session, document: Document, names: Names, files: dict[str, str]) -> Card:
    history = events.of_document(session, document.id)
    record = next((event.facts["record"] for event in history if event.kind == "kept"), "")
    direction = "đến" if document.direction == "incoming" else "đi"
    return Card(
        title=f"{KINDS[document.kind].label} · văn bản {direction}",
        unit=names.units[document.unit],
        code=document.code or "",
        state=lifecycle.label_of(document.state),
        pdf=files.get(record, ""),
        moments=tuple(_moment(event, names) for event in history if event.kind in TELLING),
    )


def _moment(event: Event, names: Names) -> Moment:
    facts = event.facts
    what = TELLING[event.kind] or f"{DUTIES[facts['duty']].label}: {facts['verb']}"
    words = facts.get("reason") or facts.get("text") or facts.get("code") or facts.get("filename") or ""
    if event.kind == "registered":
        words = f"số đến {facts['arrival_number']:02d}"
    who = names.people.get(event.person or "", "hệ thống")
    return Moment(f"{event.at.astimezone(VIETNAM):%d/%m/%Y}", what, who, str(words))
