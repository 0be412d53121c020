"""`--lang en` at every command there is: found in the program itself, so that a new command is walked too.

Each is called with what nobody should give it, for people and for programs; where it is cheap also with what is right.
"""

import os
import signal
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from actions.language import catalogue
from cli import processes
from cli.demo.papers import draft
from cli.main import app
from models.tables import Record
from tests.actions.office import ADMINISTRATOR, DRAFTERS, KeptOffice
from tests.actions.spoiling import change_bytes, execute, flip
from tests.cli.program import PROFILE, Said, trinhky
from tests.conftest import NOW
from tests.paper.intake.hostile import paragraph, with_body, with_relationship
from tests.paper.samples import REPORT
from tests.support.english import vietnamese

WORD = "không-có"  # what is given where the program asks for a code, an id, a name
FILE = "tệp-xấu.docx"  # a file where it asks for a file or a directory: text that only calls itself a docx
BODY = "Không có gì ở đây"  # what stands in a paper without form
SEALING = "Ký số của cơ quan, tổ chức"  # what a seal says of itself inside the file
LANG, JSON = ["--lang", "en"], ["--json"]


def commands(of: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command of the program by the words that call it."""
    inside = getattr(of, "commands", None)  # of a group
    if inside is None:
        yield path, of
    else:
        for name, command in inside.items():
            yield from commands(command, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))
NAMES = [" ".join(path) for path in COMMANDS]


@dataclass
class Place:
    """An office, a bad file, a port that is held; `data` holds what an answer may repeat as it is."""

    office: KeptOffice
    file: Path
    port: int
    data: list[str]

    def foreign(self, said: Said) -> list[str]:
        """The Vietnamese words of an answer that are neither data nor a term that our English keeps."""
        return [word for word in vietnamese(said.out + said.err, self.data) if word not in terms()]


@cache
def terms() -> set[str]:
    """What the catalogue itself leaves in Vietnamese: Quốc hiệu, công văn, đồng."""
    return {word for english in catalogue().values() for word in vietnamese(english)}


def strings(value: object) -> Iterator[str]:
    """Every text in a profile."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


@pytest.fixture
def place(office: KeptOffice, tmp_path: Path, held_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Commands that would become a server leave process and environment as they were."""
    monkeypatch.setattr(processes, "SERVER_SECONDS", 0)
    (tmp_path / FILE).write_bytes(b"plain text")
    with office.runtime.memory.read() as session:
        kept = [session.get_one(Record, one) for one in (office.division, office.commune)]
        known = [*strings(office.runtime.profile(session).model_dump()), *(record.subject for record in kept)]
    environment, handlers = (
        dict(os.environ),
        {n: signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)},
    )
    yield Place(office, tmp_path / FILE, held_port, [WORD, FILE, BODY, SEALING, *known, *strings(asdict(REPORT))])
    os.environ.clear()
    os.environ.update(environment)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def badly(path: tuple[str, ...], place: Place) -> list[str]:
    """The words of a call that gives every parameter that must be given, and gives it wrongly."""
    words = list(path)
    for parameter in COMMANDS[path].params:
        if parameter.required or parameter.name == "port":
            words += [name for name in parameter.opts[:1] if name.startswith("-")]
            words.append(wrong(parameter, place))
    return words


def wrong(parameter: Any, place: Place) -> str:
    """A value of the right shape that fits nothing in this office."""
    if parameter.name == "port":
        return str(place.port)
    if parameter.min is not None:
        return "2099"
    if parameter.name == "file" or parameter.metavar in ("FILE", "DIR"):
        return str(place.file)
    choices = str(parameter.metavar or "").split("|")
    return choices[0] if len(choices) > 1 else WORD


def test_every_command_takes_a_language() -> None:
    assert [name for name, command in COMMANDS.items() if "lang" not in {one.name for one in command.params}] == []
    assert len(COMMANDS) > 20, "the walk finds the commands"


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_call_is_answered_in_english(name: str, place: Place) -> None:
    path = tuple(name.split())
    takes_json = "as_json" in {one.name for one in COMMANDS[path].params}
    for data in (place.office.data, place.file / "data"):  # an office, and where none can be
        for more in ([], JSON) if takes_json else ([],):
            said = trinhky(*badly(path, place), "--data", data, *LANG, *more, given="ngắn\n")
            assert said.out + said.err, "nothing was said"
            assert place.foreign(said) == [], said


GOOD: dict[str, list[str]] = {
    "profile load": [str(PROFILE)],
    "profile show": [],
    "account set-password": [ADMINISTRATOR],
    "cycle start": ["2027", "--as", ADMINISTRATOR],
    "cycle status": ["2026"],
    "archive find": ["kế hoạch"],
    "archive get": ["{division}", "-o", "{new}"],
    "archive verify": [],
    "archive export": ["{new}"],
    "register print": ["outgoing", "2026", "--unit", "ptp", "-o", "{new}"],
    "check": ["{draft}"],
    "verify": ["{paper}"],
    "migrate": [],
    "backup": ["{new}"],
    "doctor": [],
}


# Calls that get further before they are refused, or that find what is wrong in a spoiled office.
BAD: list[list[str]] = [
    ["check", "{hostile}"],
    ["check", "{formless}", "--fix", "{new}"],
    ["submit", "{draft}", "--unit", "xa-ba-sao", "--kind", "report_h1", "--year", "2026", "--as", ADMINISTRATOR],
    ["submit", "{draft}", "--unit", "ptp", "--kind", "report_h1", "--year", "2026", "--as", DRAFTERS["ptp"]],
    ["submit", "{formless}", "--unit", "ptp", "--kind", "report_h1", "--year", "2026", "--as", DRAFTERS["ptp"]],
    ["submit", "{paper}", "--unit", "xa-my-tho", "--kind", "report_h1", "--year", "2026", "--as", "le-thi-cam-tu"],
    ["submit", "{paper}", "--unit", "ptp", "--kind", "classification", "--year", "2026", "--as", DRAFTERS["ptp"]],
    ["submit", "{hostile}", "--unit", "ptp", "--kind", "plan", "--year", "2026", "--as", DRAFTERS["ptp"]],
    ["cycle", "start", "2031", "--as", ADMINISTRATOR],
    ["cycle", "start", "2027", "--as", DRAFTERS["ptp"]],
    ["cycle", "close", "2026", "--as", ADMINISTRATOR],
    ["void-number", "{document}", "--reason", "", "--as", DRAFTERS["ptp"]],
    ["void-number", "{document}", "--reason", WORD, "--as", DRAFTERS["ptp"]],
    ["register", "print", "outgoing", "2024", "-o", "{new}"],
    ["archive", "get", WORD, "-o", "{new}"],
    ["archive", "verify", WORD],
    ["archive", "verify", WORD, "--all"],
    ["archive", "verify"],
    ["archive", "export", "{new}"],
    ["backup", "{new}"],
    ["doctor"],
]


@pytest.mark.parametrize("words", BAD, ids=lambda words: " ".join(words[:3]))
def test_what_a_spoiled_office_and_a_wrong_paper_are_told_is_english(words: list[str], given: dict[str, Any]) -> None:
    place = given["place"]
    change_bytes(place.office.runtime, place.office.division, flip)
    execute(place.office.runtime, "UPDATE events SET at = :at WHERE id = 3", at="2026-01-14 02:00:00.000000")
    for more in ([], JSON):
        said = trinhky(*(word.format(**given) for word in words), "--data", place.office.data, *LANG, *more)
        assert said.out + said.err, "nothing was said"
        assert place.foreign(said) == [], said


@pytest.fixture
def given(place: Place, tmp_path: Path) -> dict[str, Any]:
    """What the tables above call by name: papers good and bad, a record, a file that is not there yet."""
    with place.office.runtime.memory.read() as session:
        record = session.get_one(Record, place.office.division)
        docx = draft(place.office.runtime.profile(session), "ptp", "plan", NOW.date())
    files = {
        "draft": ("a.docx", docx),
        "paper": ("a.pdf", place.office.runtime.archive.get(record.key)),
        "formless": ("b.docx", with_body(paragraph(BODY))),
        "hostile": ("c.docx", with_relationship("attachedTemplate", "https://example.org/x.dotm")),
    }
    for name, content in files.values():
        (tmp_path / name).write_bytes(content)
    paths = {what: tmp_path / name for what, (name, _) in files.items()}
    return {**paths, "place": place, "division": record.id, "document": record.document_id, "new": tmp_path / "new"}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_call_is_answered_in_english(name: str, given: dict[str, Any]) -> None:
    place = given["place"]
    words = [word.format(**given) for word in GOOD[name]]
    said = trinhky(*name.split(), *words, "--data", place.office.data, *LANG, given="mat-khau-dai\n")
    assert said.code == 0, said
    assert place.foreign(said) == [], said.out
