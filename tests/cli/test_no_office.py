"""A command in the wrong directory says so and builds nothing; a paper is verified without any office."""

import shutil
import subprocess
from pathlib import Path

import pytest

from models.tables import Record
from tests.actions.office import KeptOffice
from tests.cli.program import PROFILE, trinhky

READING = [
    ["verify", "paper.pdf"],
    ["archive", "find", "plan"],
    ["archive", "get", "some-id", "-o", "out.pdf"],
    ["archive", "verify"],
    ["archive", "export", "out"],
    ["profile", "show"],
    ["cycle", "status"],
    ["doctor"],
    ["backup", "backups"],
]
WRITING = [
    ["profile", "load", PROFILE],
    ["account", "set-password", "ly-gia-huy"],
    ["cycle", "start", "2026", "--as", "ly-gia-huy"],
    ["submit", "paper.pdf", "--unit", "ptp", "--kind", "plan", "--year", "2026", "--as", "truong-my-duyen"],
]
NAMES = [" ".join(map(str, words[:2])) for words in READING + WRITING]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    return tmp_path


@pytest.mark.parametrize("words", READING + WRITING, ids=NAMES)
def test_a_directory_that_is_not_there_is_no_office_and_is_not_made(words: list[str], place: Path) -> None:
    before = sorted(place.rglob("*"))
    said = trinhky(*words, "--data", place / "new", "--json", given="mat-khau-dai\n")
    assert (said.code, said.json["refused"]["code"]) == (3, "not-an-office")
    assert sorted(place.rglob("*")) == before


@pytest.mark.parametrize("words", READING + WRITING, ids=NAMES)
def test_an_empty_directory_stays_empty(words: list[str], place: Path) -> None:
    (place / "empty").mkdir()
    assert trinhky(*words, "--data", place / "empty", given="mat-khau-dai\n").code == 3
    assert list((place / "empty").iterdir()) == []


def test_the_refusal_says_what_to_do_in_both_languages(place: Path) -> None:
    vietnamese = trinhky("archive", "find", "--data", place / "new")
    assert "không phải thư mục dữ liệu của một cơ quan" in vietnamese.err
    assert "trinhky migrate" in vietnamese.err
    english = trinhky("archive", "find", "--data", place / "new", "--lang", "en")
    assert "is not the data directory of an office" in english.err


@pytest.mark.parametrize("words", [["archive", "find"], ["profile", "show"], ["cycle", "status"]])
def test_a_database_without_tables_is_no_office_yet(words: list[str], place: Path) -> None:
    (place / "trinhky.db").touch()
    said = trinhky(*words, "--data", place, "--json")
    assert (said.code, said.json["refused"]["code"]) == (3, "not-an-office")


def test_the_doctor_says_what_a_database_without_tables_wants(place: Path) -> None:
    (place / "trinhky.db").touch()
    said = trinhky("doctor", "--data", place, "--json")
    assert said.code == 1
    assert "migrations" in {check["name"] for check in said.json["checks"] if not check["ok"]}


def test_verifying_where_nothing_was_signed_yet_makes_no_authority(place: Path) -> None:
    trinhky("migrate", "--data", place / "office")
    assert trinhky("verify", "paper.pdf", "--data", place / "office").code == 1
    assert not (place / "office" / "keys").exists()


def test_an_auditor_verifies_an_exported_paper_by_its_root_without_an_office(office: KeptOffice, place: Path) -> None:
    assert trinhky("archive", "export", place / "out", "--data", office.data).code == 0
    shutil.rmtree(office.data)
    paper, root = next((place / "out").glob("records/*/*.pdf")), place / "out" / "roots" / "development-ca.pem"
    said = trinhky("verify", paper, "--root", root, "--data", place / "new", "--json")
    assert (said.code, said.json["verdict"]) == (0, "valid")
    assert not (place / "new").exists()


def test_a_paper_under_another_root_is_not_trusted(office: KeptOffice, place: Path) -> None:
    with office.runtime.memory.read() as session:
        record = session.get_one(Record, office.division)
    (place / "kept.pdf").write_bytes(office.runtime.archive.get(record.key))
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=Other",
        "-keyout",
        "k",
        "-out",
        "o",
    ]
    subprocess.run(words, cwd=place, check=True, capture_output=True)
    said = trinhky("verify", "kept.pdf", "--root", "o", "--json")
    assert (said.code, said.json["verdict"]) == (1, "untrusted")


def test_a_root_that_is_no_certificate_is_refused(place: Path) -> None:
    said = trinhky("verify", "paper.pdf", "--root", "paper.pdf", "--json")
    assert (said.code, said.json["refused"]["code"]) == (3, "not-a-certificate")
