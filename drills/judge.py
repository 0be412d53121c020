"""What is left of a year? Plain SQL over both databases, files and sums of the export, the objects of the archive.

Nothing here asks our own `verify`. What must be there is what an undisturbed year of the same story left (`Picture`).
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from minio import Minio

from drills.installation import Installation, ask
from tests.journeys.witnesses import check_sums, signatures

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
DECISIONS = "SELECT document_id, round, duty, verdict FROM decisions"
NUMBERS = "SELECT issuer, series, year, number FROM outgoing"
ARRIVALS = 'SELECT desk, year, "ArrivalNumber" FROM incoming'
RECORDS = "SELECT document_id FROM records"
RESULTS = "SELECT unit, CAST(total AS VARCHAR(20)), level FROM classifications"
AWARDS = "SELECT unit, award, CAST(amount AS VARCHAR(20)) FROM awards"
ALIVE = """SELECT f.name, r.state_type, r.id FROM flow_run r JOIN flow f ON f.id = r.flow_id
           WHERE r.state_type IN ('RUNNING', 'PENDING', 'CANCELLING', 'PAUSED')
              OR (f.name = 'approval' AND r.state_type = 'SCHEDULED')"""


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
        for document_id, round_, duty, verdict in ask(ours, DECISIONS):
            if duty == OF_THE_MACHINE:
                deeds["event", *named[document_id], "decided"] -= 1
            else:
                deeds["decision", *named[document_id], round_, duty, verdict] += 1
        deeds.update(("record", *named[document_id]) for (document_id,) in ask(ours, RECORDS))
        deeds.update(("number", *row) for row in ask(ours, NUMBERS))
        deeds.update(("arrival", *row) for row in ask(ours, ARRIVALS))
        deeds.update(("result", *row) for row in ask(ours, RESULTS))
        deeds.update(("award", *row) for row in ask(ours, AWARDS))
        return cls(deeds, {name: document_id for document_id, name in named.items()})

    def beside(self, expected: "Picture") -> Iterator[Fault]:
        """What is missing here, and what is here too often."""
        for sort, more, less in (("lost", expected.deeds, self.deeds), ("doubled", self.deeds, expected.deeds)):
            for deed, count in (more - less).items():
                yield Fault(sort, f"{count} × {' '.join(map(str, deed))}", self.papers.get(deed[1:4]))


def faults(installation: Installation, export: Path, expected: Picture | None) -> list[Fault]:
    """Everything that can be said against a year at rest; `export` is the directory it was exported to."""
    picture = Picture.of(installation)
    found = list(picture.beside(expected)) if expected else []
    found += _gaps(installation)
    found += _prefect(installation)
    found += _sealed_objects(installation)
    found += _exported(installation, export)
    return found


def _gaps(installation: Installation) -> Iterator[Fault]:
    books: dict[tuple[Any, ...], list[int]] = {}
    for question in (NUMBERS, ARRIVALS):
        for *book, number in ask(installation.ours, question):
            books.setdefault(tuple(book), []).append(number)
    for name, numbers in books.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield Fault("gap", f"{name}: {sorted(numbers)}")
    dates: dict[tuple[Any, ...], Any] = {}
    for *book, number, on in ask(
        installation.ours, 'SELECT issuer, series, year, number, "IssuedDate" FROM outgoing ORDER BY number'
    ):
        if on < dates.get(tuple(book), on):
            yield Fault("wrong", f"{book}: number {number} is dated {on}, before the number in front of it")
        dates[tuple(book)] = on


def _prefect(installation: Installation) -> Iterator[Fault]:
    for flow, state, run in ask(installation.prefects, ALIVE):
        yield Fault("wrong", f"Prefect holds a run of {flow} that is {state}: {run}")


def _sealed_objects(installation: Installation) -> Iterator[Fault]:
    """One sealed file for each paper that was sealed, every object once, with the bytes that our table remembers."""
    versions = dict(_objects(installation))
    sealed = ask(installation.ours, "SELECT document_id, round, sha256 FROM renditions WHERE stage = 'sealed'")
    for document_id, round_, sha256 in sealed:
        pattern = re.compile(rf"work/{document_id}/{round_}/sealed[^/]*\.pdf")
        hashes = [told for key, told in versions.items() if pattern.fullmatch(key)]
        if hashes != [[sha256]]:
            sort = "doubled" if len(hashes) > 1 or any(len(told) > 1 for told in hashes) else "lost"
            yield Fault(sort, f"sealed objects: {hashes}, remembered {sha256}", document_id)
    for key, told in versions.items():
        if len(told) != 1:
            yield Fault("doubled", f"{len(told)} versions of {key}")


def _objects(installation: Installation) -> Iterator[tuple[str, list[str]]]:
    """Every key of the archive with the SHA-256 of each version of its bytes, read behind our program's back."""
    url = installation.urls.get("TRINHKY_ARCHIVE_URL", "")
    if not url.startswith("s3+http://"):
        place = Path(url.removeprefix("file://")) if url else installation.data / "archive"
        for path in (place / "objects").rglob("*"):
            if path.is_file():
                yield path.relative_to(place / "objects").as_posix(), [hashlib.sha256(path.read_bytes()).hexdigest()]
        return
    keys = (installation.urls["TRINHKY_S3_ACCESS_KEY"], installation.urls["TRINHKY_S3_SECRET_KEY"])
    endpoint, _, bucket = url.removeprefix("s3+http://").partition("/")
    client = Minio(endpoint, *keys, secure=False, region="us-east-1")
    found: dict[str, list[str]] = {}
    for version in client.list_objects(bucket, recursive=True, include_version=True):
        name = version.object_name or ""
        if not name.startswith("."):
            content = client.get_object(bucket, name, version_id=version.version_id)
            found.setdefault(name, []).append(hashlib.sha256(content.read()).hexdigest())
    yield from found.items()


def _exported(installation: Installation, export: Path) -> Iterator[Fault]:
    """coreutils' and poppler's word on the files, and as many of them as there are records."""
    checked = check_sums(export)
    if checked.returncode:
        yield Fault("wrong", f"sha256sum: {checked.stdout[-300:]}{checked.stderr[-300:]}")
    records = ask(installation.ours, "SELECT id, sha256 FROM records")
    told = {record["id"]: record for record in json.loads((export / "records.json").read_text())}
    papers = sorted(export.glob("records/*/*.pdf"))
    if len(papers) != len(records) or set(told) != {record_id for record_id, _ in records}:
        yield Fault("lost", f"{len(papers)} papers exported of {len(records)} records")
    for paper in papers:
        if [valid for _, valid, _ in signatures(paper)] != [True, True]:
            yield Fault("wrong", f"pdfsig {paper.name}: {signatures(paper)}")
