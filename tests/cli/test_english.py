"""`--lang en` is English: what is said of a bad file holds no Vietnamese letter outside the facts."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.answers import Door
from cli.demo.command import teller
from models.tables import Record
from rules.sentences import Sentence, listed
from tests.actions.office import KeptOffice
from tests.actions.spoiling import append, cut_off_seal, flip
from tests.cli.program import PROFILE, trinhky
from tests.support.english import vietnamese


@pytest.mark.parametrize("spoil", [flip, append, cut_off_seal, lambda data: data[:2000], lambda _: b"not a PDF"])
def test_what_verify_says_of_a_spoiled_file(
    office: KeptOffice, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    with office.runtime.memory.read() as session:
        record = session.get_one(Record, office.commune)
    (tmp_path / "paper.pdf").write_bytes(spoil(office.runtime.archive.get(record.key)))
    said = trinhky("verify", tmp_path / "paper.pdf", "--data", office.data, "--lang", "en", "--json")
    assert said.code == 1
    assert said.json["problems"]
    assert [problem for problem in said.json["problems"] if vietnamese(problem)] == []


def test_the_faults_of_a_profile_are_english_for_people_and_for_programs(office: KeptOffice, tmp_path: Path) -> None:
    bad = Path(shutil.copytree(PROFILE, tmp_path / "bad"))
    rubric, routes = bad / "rubric.yaml", bad / "routes.yaml"
    rubric.write_text(rubric.read_text().replace("at_least: 80", "at_least: 95"))
    routes.write_text(routes.read_text().replace("duty: content", "duty: contents"))
    command = ("profile", "load", bad, "--data", office.data, "--lang", "en")
    said = trinhky(*command)
    assert said.code == 3
    assert "there is no duty “contents”" in said.err
    assert vietnamese(said.err) == []
    refused = trinhky(*command, "--json").json["refused"]
    assert refused["problems"], "a program gets every fault"
    assert [fault for fault in (refused, *refused["problems"]) if vietnamese(str(fault["problem"]))] == []


def test_the_year_that_the_demonstration_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    door = Door(tmp_path, "en", False, "nothing")
    year = Sentence("{day} · {who} mở năm công tác {year}", day="05/01/2027", who="An", year=2027)
    for line in (year, listed(["  ✓ An", listed(["Đúng thể thức", "Báo cáo năm"], " · ")], ": ")):
        teller(door)(line)
    said = capsys.readouterr().out.splitlines()
    assert said == ["05/01/2027 · An opens the year 2027", "  ✓ An: Form is right · Year report"]
    door.close()
