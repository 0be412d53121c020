"""One year by `trinhky demo`, through the real doors: the same journey on one machine and on the full stack."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from actions import examining, witnessing
from actions.runtime import Runtime
from actions.settings import Settings
from models import documents, events, registers
from models.tables import Document
from tests.actions.spoiling import execute
from tests.actions.test_tampering import rewrite
from tests.journeys.witnesses import check_sums, requests_in_the_log, signatures, the_answer, trinhky
from tests.support import prefect_memory
from tests.support.postgres import PostgresServer
from tests.support.prefect_rows import PrefectRows
from tests.support.seaweed import SeaweedServer, free_ports

# The README's year with its first three units, to whom nearly all its mishaps come (cli/demo/story.py): a paper costs
# seconds of both processors, and the same three live on both stacks.
UNITS = 3
ARRIVED = 3 * UNITS  # a plan and two reports of each
RECORDS = 1 + ARRIVED + 2  # the office's plan, what the units sent, the two decisions
SIGNED_ELSEWHERE = 3  # the papers of the unit that sends them signed: they only arrive
NUMBERING = ("ptckh", "xa-ba-sao")  # the units that number their own three papers here
DECISIONS = 49
# Two were sent more than were taken: one is a text that is called .docx, one is mended and sent again. Refused beside
# it: who is no administrator may not open the year, and one presses in another's form.
DOCUMENTS = {"submitted": 12, "returned": 1, "refused": 3, "archived": RECORDS, "verified": RECORDS}
CLASSIFIED = {"excellent": 2, "good": 1, "unclassified": 3}


@dataclass(frozen=True)
class LivedYear:
    """What one demonstration left behind."""

    data: Path
    settings: dict[str, str]
    answer: dict[str, Any]
    runtime: Runtime

    @property
    def export(self) -> Path:
        return self.data / "export"

    def said(self, *words: str) -> Any:
        """What a command answers afterwards, with nothing running."""
        return the_answer(trinhky(self.data, *words, **self.settings))

    def all_documents(self) -> list[Document]:
        with self.runtime.memory.read() as session:
            return list(documents.of_cycle(session, 1))


@pytest.fixture(scope="module")
def years(
    tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer, seaweed: SeaweedServer
) -> dict[str, tuple[Path, dict[str, str], subprocess.CompletedProcess[str]]]:
    """The same year on one machine and on the full stack, both at the same time."""
    place = tmp_path_factory.mktemp("demo")
    full = {
        "TRINHKY_DATABASE_URL": postgres.url("demo"),
        "TRINHKY_PREFECT_DATABASE_URL": postgres.async_url("demo_prefect"),
        "TRINHKY_ARCHIVE_URL": seaweed.url("demo"),
        "TRINHKY_S3_ACCESS_KEY": seaweed.access_key,
        "TRINHKY_S3_SECRET_KEY": seaweed.secret_key,
    }
    prefect_memory.put_into(place)
    small = {"TRINHKY_PREFECT_DATABASE_URL": f"sqlite+aiosqlite:///{place / 'prefect.db'}"}
    stacks = {"sqlite-and-a-directory": small, "postgresql-and-s3": full}
    ports = iter(free_ports(len(stacks)))
    with ThreadPoolExecutor(len(stacks)) as pool:
        lived = {
            name: pool.submit(
                trinhky,
                place / name,
                "demo",
                "--units",
                str(UNITS),
                "--port",
                str(next(ports)),
                "--json",
                **settings,
            )
            for name, settings in stacks.items()
        }
    return {name: (place / name, stacks[name], done.result()) for name, done in lived.items()}


@pytest.fixture(scope="module", params=["sqlite-and-a-directory", "postgresql-and-s3"])
def year(request: pytest.FixtureRequest, years: dict[str, Any]) -> Iterator[LivedYear]:
    data, settings, done = years[request.param]
    given = {name.removeprefix("TRINHKY_").lower(): value for name, value in settings.items()}
    runtime = Runtime.open(Settings(data=data, **given))  # type: ignore[arg-type]
    yield LivedYear(data, settings, the_answer(done), runtime)
    runtime.memory.close()


def test_the_demonstration_says_what_became_of_the_year(year: LivedYear) -> None:
    answer = dict(year.answer)
    assert answer.pop("seconds") > 0
    assert answer.pop("data") == str(year.data)
    assert answer.pop("year") == year.all_documents()[0].created_at.year
    assert answer == {
        "documents": DOCUMENTS,
        "decisions": DECISIONS,
        "classified": CLASSIFIED,
        "awards": 2,
    }


def test_the_year_had_its_mishaps(year: LivedYear) -> None:
    """A return, a wrong person, late papers, papers that came signed: told by the history, not by the teller."""
    with year.runtime.memory.read() as session:
        verdicts = Counter(event.facts["verdict"] for event in events.of_kind(session, "decided"))
        wrong = [event.facts for event in events.of_kind(session, "decision-refused")]
        outside = [d for d in year.all_documents() if d.direction == "incoming" and d.source_id is None]
    assert verdicts["return"] == 1
    assert len(wrong) == 1
    assert sorted(paper.code or "" for paper in outside) == ["07/KH-UBND", "19/BC-UBND", "36/BC-UBND"]
    assert sum(d.late for d in year.all_documents() if d.direction == "incoming") == 1


def test_every_paper_came_to_rest(year: LivedYear) -> None:
    states = Counter((document.direction, document.state) for document in year.all_documents())
    assert states == {
        ("outgoing", "kept"): RECORDS - SIGNED_ELSEWHERE,
        ("incoming", "accepted"): ARRIVED,
    }


def test_sha256sum_accepts_every_file_of_the_export(year: LivedYear) -> None:
    checked = check_sums(year.export)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    listed = {line.partition(": ")[0].removeprefix("./") for line in checked.stdout.splitlines()}
    present = {at.relative_to(year.export).as_posix() for at in year.export.rglob("*") if at.is_file()}
    assert present - listed == {"SHA256SUMS"}


def test_poppler_finds_two_valid_signatures_on_every_issued_paper(year: LivedYear) -> None:
    papers = sorted(year.export.glob("records/*/*.pdf"))
    assert len(papers) == RECORDS
    for paper in papers:
        assert signatures(paper) == [("ChuKyNguoiCoThamQuyen", True, False), ("ChuKyCoQuan", True, True)], paper.name


def test_prefect_itself_holds_one_completed_approval_run_for_each_document(year: LivedYear) -> None:
    with closing(PrefectRows(year.runtime.settings.prefect_database_url)) as prefect:
        runs = prefect.approval_runs()
    assert runs == {document.id: Counter({"Completed": 1}) for document in year.all_documents()}


def test_every_decision_is_a_request_in_the_gates_log_by_the_same_person(year: LivedYear) -> None:
    log = requests_in_the_log(year.data)
    with year.runtime.memory.read() as session:
        decided = events.of_kind(session, "decided")
    assert len(decided) == year.answer["decisions"]
    for event in decided:
        line = log[event.request_id or ""]
        assert (line["person"], line["method"], line["status"]) == (event.person, "POST", 201)
        assert line["path"].endswith("/resume")
    assert len({event.request_id for event in decided}) == len(decided)


def test_every_hand_in_and_refusal_is_a_request_in_the_gates_log(year: LivedYear) -> None:
    log = requests_in_the_log(year.data)
    with year.runtime.memory.read() as session:
        handed_in = [*events.of_kind(session, "submitted"), *events.of_kind(session, "refused")]
    assert len(handed_in) == year.answer["documents"]["submitted"]
    for event in handed_in:
        line = log[event.request_id or ""]
        assert (line["person"], line["path"]) == (event.person, "/hand-in")


def test_the_registers_have_no_gap(year: LivedYear) -> None:
    with year.runtime.memory.read() as session:
        outgoing, incoming = registers.all_outgoing(session), registers.all_incoming(session)
    series: dict[tuple[str, str], list[int]] = {}
    for line in outgoing:
        series.setdefault((line.issuer, line.series), []).append(line.number)
    assert series == {
        ("ubnd", "ubnd-van-ban"): [1],
        ("ubnd", "ubnd-quyet-dinh"): [1, 2],
        **{(unit, f"{unit}-van-ban"): [1, 2, 3] for unit in NUMBERING},
    }
    assert [line.arrival_number for line in incoming] == list(range(1, ARRIVED + 1))


def test_the_doctor_and_the_archive_are_green_afterwards(year: LivedYear) -> None:
    examined = year.said("doctor", "--json")
    assert examined["ok"] is True, examined
    assert year.said("archive", "verify", "--all", "--json") == {
        "checked": RECORDS,
        "intact": RECORDS,
        "broken": [],
    }


def test_its_witnesses_have_seen_the_whole_year_and_are_exported(year: LivedYear) -> None:
    written = sorted(path.relative_to(year.export).as_posix() for path in (year.export / "witness").iterdir())
    assert written == witnessing.keys(year.runtime)
    faults, newest = witnessing.examine(year.runtime)
    assert (faults, str(newest).partition(":")[0]) == ([], f"chứng thư mới nhất ngày 06/11/{year.answer['year']}")
    last = witnessing.read(year.runtime, written[-1])
    with year.runtime.memory.read() as session:
        unseen = {event.kind for event in events.after(session, last.head_id, 1000)}
    assert unseen <= {"witnessed", "signed-in", "read", "exported"}, "only those who looked on came after it"


def test_a_decision_forged_with_every_hash_is_found_by_a_witness(years: dict[str, Any], tmp_path: Path) -> None:
    """On a copy of the one that is a directory; `test_tampering` forges on the full stack too."""
    data, _, _ = years["sqlite-and-a-directory"]
    shutil.copytree(data, tmp_path / "copy")
    copy = Runtime.open(Settings(data=tmp_path / "copy"))
    with copy.memory.read() as session:
        event = [one for one in events.of_kind(session, "decided") if one.facts["duty"] == "approve_sign"][3]
    rewrite(copy, event.id, facts={**event.facts, "name": "Kẻ khác"}, person="tran-quoc-bao")
    forged = "UPDATE decisions SET name = 'Kẻ khác', person = 'tran-quoc-bao' WHERE step_id = :step"
    execute(copy, forged, step=event.facts["step"])
    found = {check.name: check for check in examining.doctor(copy)}
    assert not found["witness"].ok
    assert found["witness"].detail.startswith(f"sự kiện {event.id} (decided, ")
    assert "chuỗi bị viết lại" in found["witness"].detail
    copy.memory.close()


def test_an_auditor_finds_what_the_export_holds(year: LivedYear) -> None:
    found = year.said("archive", "find", "khen thuong", "--json")["records"]
    assert [(record["kind"], record["code"], record["unit"]) for record in found] == [
        ("commendation", "02/QĐ-UBND", "ubnd")
    ]
    exported = {record["id"]: record for record in json.loads((year.export / "records.json").read_text())}
    assert exported[found[0]["id"]]["sha256"] == found[0]["sha256"]
