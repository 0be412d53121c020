"""The contract of every command: text or one object on one line, and exit codes 0, 1, 2, 3."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.program import PROFILE, trinhky

# What a command needs it imports when it runs: none of these may be there for --help.
HEAVY = {"sqlalchemy", "pydantic", "prefect", "alembic", "yaml", "rich", "fastapi", "pyhanko", "minio", "babel", "docx"}


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['trinhky', '--help']\ntry:\n import cli.__main__\nexcept SystemExit:\n pass\n"
    code += "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "submit" in done.stdout
    assert HEAVY & set(done.stderr.split()) == set()


@pytest.mark.parametrize("words", [[], ["profile"], ["archive"], ["submit"], ["archive", "verify"]])
def test_every_command_explains_itself(words: list[str]) -> None:
    said = trinhky(*words, "--help")
    assert said.code == 0
    assert "Usage: trinhky" in said.out


def test_an_answer_for_programs_is_one_object_on_one_line(tmp_path: Path) -> None:
    said = trinhky("migrate", "--data", tmp_path, "--json")
    assert (said.code, said.json) == (0, {"migrated": f"sqlite:///{tmp_path}/trinhky.db"})


def test_a_refusal_says_code_message_and_facts_and_exits_with_three(tmp_path: Path) -> None:
    trinhky("migrate", "--data", tmp_path)
    trinhky("profile", "load", PROFILE, "--data", tmp_path)
    said = trinhky("account", "set-password", "nguoi-la", "--data", tmp_path, "--json", given="mat-khau-dai\n")
    assert said.code == 3
    assert set(said.json) == {"refused"}
    assert (said.json["refused"]["code"], said.json["refused"]["person"]) == ("unknown-person", "nguoi-la")
    assert said.json["refused"]["message"].startswith("Không có người “nguoi-la”")


def test_a_refusal_for_people_is_a_sentence_on_stderr(tmp_path: Path) -> None:
    trinhky("migrate", "--data", tmp_path)
    said = trinhky("profile", "show", "--data", tmp_path)
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("Từ chối: Chưa nạp hồ sơ cơ quan")


def test_the_refusal_is_in_english_where_english_is_asked_for(tmp_path: Path) -> None:
    trinhky("migrate", "--data", tmp_path)
    said = trinhky("profile", "show", "--data", tmp_path, "--lang", "en", "--json")
    assert said.code == 3
    assert said.json["refused"]["message"].isascii()


@pytest.mark.parametrize(
    "words",
    [
        ["no-such-command"],
        ["cycle", "start", "soon", "--as", "x"],
        ["cycle", "start", "2026"],
        ["submit", "x.docx", "--unit", "ptp", "--kind", "poem", "--year", "2026", "--as", "x"],
        ["archive", "verify", "some-id", "--all"],
        ["migrate", "--lang", "fr"],
        ["up", "--port", "70000"],
    ],
)
def test_a_wrong_call_exits_with_two(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert trinhky(*words).code == 2


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    """A data directory whose database is no database any more."""
    (tmp_path / "trinhky.db").write_bytes(b"not a database" * 1000)
    return tmp_path


def test_what_is_broken_is_one_line_and_the_rest_lies_in_the_log(spoiled: Path) -> None:
    said = trinhky("profile", "show", "--data", spoiled)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Hỏng: DatabaseError")
    assert len(said.err.splitlines()) == 1
    assert "Traceback" in (spoiled / "logs" / "errors.log").read_text()


def test_what_is_broken_is_an_object_for_programs(spoiled: Path) -> None:
    said = trinhky("profile", "show", "--data", spoiled, "--json")
    assert said.code == 1
    assert set(said.json["broken"]) == {"message", "log"}


def test_a_data_directory_that_cannot_be_made_is_a_line_too() -> None:
    said = trinhky("migrate", "--data", "/proc/here")
    assert said.code == 1
    assert said.err.startswith("Hỏng: FileNotFoundError")


def test_the_program_says_its_version() -> None:
    said = trinhky("--version")
    assert (said.code, said.out) == (0, f"trinhky {version('trinhky')}\n")
