"""The export is readable without this system, and anyone can check it."""

import csv
import json
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from actions.exporting import copy_of, export
from actions.runtime import Runtime
from models import events
from paper import sign
from rules.refusals import Refusal
from tests.actions.office import KeptOffice
from tests.actions.spoiling import change_bytes, execute, flip


@pytest.fixture
def exported(office: KeptOffice, tmp_path: Path) -> Path:
    return export(office.runtime, office.runtime.who(None), tmp_path / "out").directory


def told(runtime: Runtime, kind: str) -> list[dict[str, object]]:
    with runtime.memory.read() as session:
        return [event.facts for event in events.of_kind(session, kind)]


def test_sha256sum_accepts_the_sums_and_they_name_every_file(exported: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=exported, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    named = {line.split("  ", 1)[1] for line in (exported / "SHA256SUMS").read_text().splitlines()}
    there = {path.relative_to(exported).as_posix() for path in exported.rglob("*") if path.is_file()}
    assert named == there - {"SHA256SUMS"}


def test_every_name_is_ascii_and_says_code_kind_and_unit(exported: Path) -> None:
    names = {path.relative_to(exported).as_posix() for path in (exported / "records").rglob("*.*")}
    assert names == {
        f"records/2026/{paper}.{suffix}"
        for paper in ("01-kh-ptp_plan_ptp", "01-kh-ubnd_plan_xa-my-tho")
        for suffix in ("pdf", "docx", "json")
    }


def test_the_signatures_lead_to_the_root_that_lies_beside(exported: Path) -> None:
    root = (exported / "roots" / "development-ca.pem").read_bytes()
    for paper in exported.glob("records/2026/*.pdf"):
        assert sign.verify(paper.read_bytes(), roots=[root]).verdict == "valid"


def test_the_registers_come_under_the_decrees_names(exported: Path) -> None:
    with (exported / "registers" / "outgoing-ptp-2026.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["CodeNumber"], line["CodeNotation"], line["TypeName"]) == ("01", "KH-PTP", "Kế hoạch")
    arrivals = json.loads((exported / "registers" / "incoming-ubnd-2026.json").read_text())
    assert [row["ArrivalNumber"] for row in arrivals] == [1, 2]


def test_the_history_is_whole_and_ends_with_this_export(office: KeptOffice, exported: Path) -> None:
    lines = [json.loads(line) for line in (exported / "events.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == list(range(1, len(lines) + 1))
    assert all(line["previous"] == before["hash"] for before, line in pairwise(lines))
    assert (lines[-1]["kind"], lines[-1]["facts"]["records"]) == ("exported", 2)


def test_a_directory_with_something_in_it_is_refused_and_left_alone(office: KeptOffice, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(Refusal) as refused:
        export(office.runtime, office.runtime.who(None), tmp_path / "full")
    assert refused.value.code == "directory-not-empty"
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    assert told(office.runtime, "exported") == []


def test_an_empty_directory_will_do(office: KeptOffice, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert export(office.runtime, office.runtime.who(None), tmp_path / "empty").records == 2


def test_a_broken_record_stops_the_export_and_leaves_nothing_behind(office: KeptOffice, tmp_path: Path) -> None:
    change_bytes(office.runtime, office.division, flip)
    before = set(tmp_path.iterdir())
    with pytest.raises(Refusal) as refused:
        export(office.runtime, office.runtime.who(None), tmp_path / "out")
    assert refused.value.code == "archive-broken"
    assert set(tmp_path.iterdir()) == before


def test_two_papers_of_one_code_get_two_names(office: KeptOffice, tmp_path: Path) -> None:
    execute(office.runtime, "UPDATE records SET code = '01/KH', unit = 'ptp'")
    place = export(office.runtime, office.runtime.who(None), tmp_path / "out").directory
    assert {path.stem for path in place.glob("records/2026/*.pdf")} == {"01-kh_plan_ptp", "01-kh_plan_ptp_2"}


def test_a_cell_never_begins_a_formula(office: KeptOffice, tmp_path: Path) -> None:
    execute(office.runtime, "UPDATE outgoing SET \"Subject\" = '=HYPERLINK(\"http://x\")' WHERE issuer = 'ptp'")
    place = export(office.runtime, office.runtime.who(None), tmp_path / "out").directory
    with (place / "registers" / "outgoing-ptp-2026.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert line["Subject"].startswith("'=")


def test_taking_a_copy_at_the_machine_is_a_reading_that_is_written_down(office: KeptOffice) -> None:
    who = office.runtime.who(None, "cli:someone:1")
    data = copy_of(office.runtime, who, office.division)
    assert sign.verify(data, roots=office.runtime.roots).verdict == "valid"
    (reading,) = told(office.runtime, "read")
    assert reading["ground"] == "console"
