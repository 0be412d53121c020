"""What is a year's end, counted? Two years of the same story can then be laid beside each other, by plain SQL."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from drills.installation import Installation, ask

# What happens to a paper once a round at most, and to the year once at all. The rest may be done twice by people
# (signing in, a refused press, a form opened again).
OF_PAPERS = (
    "submitted", "drafted", "rendered", "decided", "signed", "numbered", "sealed", "issued", "arrived", "registered",
    "kept", "sent-back", "number-voided",
)  # fmt: skip
OF_THE_MACHINE = "unblock"  # an administrator's word that the machine may go on decides nothing about a paper
OF_THE_YEAR = ("cycle-started", "deadline-passed", "evaluated", "awards-proposed", "cycle-closed")
PAPERS = "SELECT id, direction, kind, unit, state FROM documents"
EVENTS = "SELECT kind, document_id, cycle_id FROM events"
DECISIONS = "SELECT document_id, round, duty, verdict, person, name FROM decisions"
NUMBERS = "SELECT issuer, series, year, number FROM outgoing"
ARRIVALS = 'SELECT desk, year, "ArrivalNumber" FROM incoming'
RECORDS = "SELECT document_id FROM records"
RESULTS = "SELECT unit, CAST(total AS VARCHAR(20)), level FROM classifications"
AWARDS = "SELECT unit, award, CAST(amount AS VARCHAR(20)) FROM awards"
# What each table says beside that, without ids, instants and numbers: these differ between two years of one story.
# Of instants it is told whether they are there. By whose paper (True), or of the year.
ROWS: tuple[tuple[bool, str, str], ...] = (
    (
        True,
        "outgoing line",
        """SELECT document_id, "TypeName", "CodeNotation", "OrganName", "Subject", "Language", "PageAmount", "Position",
           "FullName", "Priority", "To", "IssuedAmount", "OrganId", "FileCatalog", "FileNotation", signer, recipients,
           file_copy, dispatched_on IS NOT NULL, "DocOrdinal" IS NOT NULL FROM outgoing WHERE void_at IS NULL""",
    ),
    (
        True,
        "incoming line",
        """SELECT document_id, "TypeName", "CodeNotation", "OrganName", "Subject", "Language", "PageAmount", "Position",
           "FullName", "Priority", "ToPlaces", "OrganId", "FileCatalog", "FileNotation", transferred_to, received_by,
           transferred_on IS NOT NULL, "DocOrdinal" IS NOT NULL FROM incoming""",
    ),
    (
        True,
        "step",
        """SELECT document_id, round, ordinal, duty, unit, people, working_days, state FROM steps
           WHERE duty != 'unblock'""",
    ),
    (True, "version", "SELECT document_id, round, media, filename, handed_in_by FROM versions"),
    (
        False,
        "obligation",
        """SELECT cycle_id, unit, kind, wording, authority, first_arrived_at IS NOT NULL, fulfilled_at IS NOT NULL
           FROM obligations""",
    ),
    (
        False,
        "case file",
        """SELECT cycle_id, "Title", "Maintenance", "Language", "DocTotal", "PageTotal", "OrganId", "FileCatalog",
           "FileNotation", closed_at IS NOT NULL FROM case_files""",
    ),
)


@dataclass(frozen=True)
class Fault:
    """Something that is not as it must be: `lost`, `doubled`, a `gap`, or `wrong`; of which paper, if of one."""

    sort: str
    what: str
    document_id: str | None = None


@dataclass(frozen=True)
class Picture:
    """A year's end, counted so that two years of the same story can be laid beside each other."""

    deeds: Counter[tuple[Any, ...]]
    papers: dict[tuple[Any, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, installation: Installation) -> "Picture":
        """What the tables say now."""
        ours = installation.ours
        named = {row[0]: tuple(row[1:4]) for row in ask(ours, PAPERS)}
        deeds: Counter[tuple[Any, ...]] = Counter(("paper", *row[1:]) for row in ask(ours, PAPERS))
        for kind, document_id, cycle_id in ask(ours, EVENTS):
            if kind in OF_PAPERS:
                deeds[("event", *named[document_id], kind)] += 1
            elif kind in OF_THE_YEAR:
                deeds["year", cycle_id, kind] += 1
        for document_id, round_, duty, *how in ask(ours, DECISIONS):
            if duty == OF_THE_MACHINE:
                deeds["event", *named[document_id], "decided"] -= 1
            else:
                deeds["decision", *named[document_id], round_, duty, *how] += 1
        deeds.update(("record", *named[document_id]) for (document_id,) in ask(ours, RECORDS))
        deeds.update(("number", *row) for row in ask(ours, NUMBERS))
        deeds.update(("arrival", *row) for row in ask(ours, ARRIVALS))
        deeds.update(("result", *row) for row in ask(ours, RESULTS))
        deeds.update(("award", *row) for row in ask(ours, AWARDS))
        for of_papers, name, question in ROWS:
            for of, *columns in ask(ours, question):
                deeds[(name, *(named[of] if of_papers else (of,)), *map(_alike, columns))] += 1
        return cls(deeds, {name: document_id for document_id, name in named.items()})

    def beside(self, expected: "Picture") -> Iterator[Fault]:
        """What is missing here, and what is here too often."""
        for sort, more, less in (("lost", expected.deeds, self.deeds), ("doubled", self.deeds, expected.deeds)):
            for deed, count in (more - less).items():
                yield Fault(sort, f"{count} × {' '.join(map(str, deed))}", self.papers.get(deed[1:4]))


def _alike(value: Any) -> Any:
    """JSON is a text on SQLite and parsed on PostgreSQL."""
    parsed = json.loads(value) if isinstance(value, str) and value[:1] in ("[", "{") else value
    return json.dumps(parsed, ensure_ascii=False) if isinstance(parsed, list | dict) else parsed
