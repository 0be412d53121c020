"""Each command against a real installation."""

import subprocess
from pathlib import Path

import pytest

from actions import accounts
from actions.runtime import Runtime
from actions.settings import Settings
from cli.demo.papers import draft
from models import documents, events
from rules.refusals import Refusal
from tests.actions.office import ADMINISTRATOR, DRAFTERS, KeptOffice, an_office
from tests.actions.spoiling import append, change_bytes, cut_off_seal, execute, flip, key_of
from tests.cli.program import PROFILE, Said, trinhky
from tests.conftest import NOW


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data directory of an office whose year 2026 is open; it is 15 January 2026."""
    an_office(tmp_path / "data", NOW).memory.close()
    return tmp_path / "data"


def a_draft(data: Path, unit: str, place: Path) -> Path:
    runtime = Runtime.open(Settings(data=data))
    with runtime.memory.read() as session:
        content = draft(runtime.profile(session), unit, "plan", NOW.date())
    place.write_bytes(content)
    return place


def submit(data: Path, file: Path, user: str, *more: str) -> Said:
    return trinhky(
        "submit", file, "--unit", "ptp", "--kind", "plan", "--year", 2026, "--as", user, "--data", data, *more
    )


def test_a_profile_loaded_again_changes_nothing(tmp_path: Path) -> None:
    trinhky("migrate", "--data", tmp_path)
    news = [trinhky("profile", "load", PROFILE, "--data", tmp_path, "--json").json["new"] for _ in range(2)]
    assert news == [True, False]


def test_the_sample_profile_is_found_by_its_name(tmp_path: Path) -> None:
    trinhky("migrate", "--data", tmp_path)
    assert trinhky("profile", "load", "cao-lanh", "--data", tmp_path).code == 0
    assert "truong-my-duyen" in trinhky("profile", "show", "--data", tmp_path).out


def test_all_faults_of_a_profile_are_named_by_file_and_line(tmp_path: Path) -> None:
    trinhky("migrate", "--data", tmp_path)
    place = tmp_path / "profile"
    place.mkdir()
    for file in PROFILE.glob("*.yaml"):
        (place / file.name).write_text(file.read_text().replace("direction: outgoing", "direction: upward"))
    said = trinhky("profile", "load", place, "--data", tmp_path)
    assert said.code == 3
    assert said.err.count("\n  routes.yaml:") == (place / "routes.yaml").read_text().count("direction: upward")


def test_a_password_from_stdin_lets_a_person_in(data: Path) -> None:
    said = trinhky("account", "set-password", ADMINISTRATOR, "--data", data, given="mat-khau-dai\n")
    assert said.code == 0
    runtime = Runtime.open(Settings(data=data))
    assert accounts.sign_in(runtime, runtime.who(ADMINISTRATOR), ADMINISTRATOR, "mat-khau-dai")
    with pytest.raises(Refusal):
        accounts.sign_in(runtime, runtime.who(ADMINISTRATOR), ADMINISTRATOR, "mat-khau-khac")


def test_a_short_password_is_a_wrong_call(data: Path) -> None:
    assert trinhky("account", "set-password", ADMINISTRATOR, "--data", data, given="ngan\n").code == 2


def test_only_an_administrator_starts_a_year(data: Path) -> None:
    refused = trinhky("cycle", "start", 2027, "--as", DRAFTERS["ptp"], "--data", data, "--json")
    assert (refused.code, refused.json["refused"]["code"]) == (3, "administrators-only")
    started = trinhky("cycle", "start", 2027, "--as", ADMINISTRATOR, "--data", data, "--json")
    assert (started.code, started.json["state"]) == (0, "open")


def test_the_years_standing_counts_what_units_owe(data: Path) -> None:
    standing = trinhky("cycle", "status", 2026, "--data", data, "--json").json
    assert (standing["state"], standing["arrived"], standing["waiting"]) == ("open", 0, 0)
    assert standing["owed"] > 0
    assert "Năm công tác 2026" in trinhky("cycle", "status", "--data", data).out


def test_an_unfinished_year_is_not_closed(data: Path) -> None:
    said = trinhky("cycle", "close", 2026, "--as", ADMINISTRATOR, "--data", data, "--json")
    assert (said.code, said.json["refused"]["code"]) == (3, "cycle-unfinished")


def test_a_draft_is_handed_in_under_the_drafters_name(data: Path, tmp_path: Path) -> None:
    said = submit(data, a_draft(data, "ptp", tmp_path / "ke-hoach.docx"), DRAFTERS["ptp"], "--json")
    assert (said.code, said.json["state"], said.json["late"]) == (0, "in_review", False)
    runtime = Runtime.open(Settings(data=data))
    with runtime.memory.read() as session:
        (version,) = documents.versions(session, said.json["document"])
        (event,) = events.of_kind(session, "submitted")
    assert version.handed_in_by == DRAFTERS["ptp"]
    assert str(event.request_id).startswith("cli:"), "the history says by which door it came"


def test_the_same_file_twice_is_refused(data: Path, tmp_path: Path) -> None:
    file = a_draft(data, "ptp", tmp_path / "ke-hoach.docx")
    assert submit(data, file, DRAFTERS["ptp"]).code == 0
    said = submit(data, file, DRAFTERS["ptp"], "--json")
    assert (said.code, said.json["refused"]["code"]) == (3, "already-handed-in")


def test_what_is_not_a_docx_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "ke-hoach.docx").write_bytes(b"plain text")
    assert submit(data, tmp_path / "ke-hoach.docx", DRAFTERS["ptp"]).code == 3


def test_a_file_that_is_not_there_is_refused_by_its_name(data: Path, tmp_path: Path) -> None:
    said = submit(data, tmp_path / "nowhere.docx", DRAFTERS["ptp"], "--json")
    assert (said.code, said.json["refused"]["code"]) == (3, "no-such-file")


def test_records_are_found_with_or_without_marks(office: KeptOffice) -> None:
    for words in (["Phòng", "Tư pháp"], ["phong tu phap"], ["--unit", "ptp"], ["01/KH-PTP"]):
        (found,) = trinhky("archive", "find", *words, "--data", office.data, "--json").json["records"]
        assert found["id"] == office.division
    assert set(found) == {"id", "code", "kind", "issuer", "unit", "year", "subject", "issued_on", "sha256"}
    assert (found["code"], found["issued_on"], found["year"]) == ("01/KH-PTP", "2026-01-15", 2026)


def test_nothing_found_is_an_answer(office: KeptOffice) -> None:
    said = trinhky("archive", "find", "không", "có", "đâu", "--data", office.data, "--json")
    assert (said.code, said.json) == (0, {"records": []})


def test_a_record_is_taken_out_and_verified(office: KeptOffice, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    assert trinhky("archive", "get", office.division, "-o", file, "--data", office.data).code == 0
    said = trinhky("verify", file, "--data", office.data, "--json")
    assert (said.code, said.json["verdict"], said.json["problems"]) == (0, "valid", [])
    assert [one["field"] for one in said.json["signatures"]] == ["ChuKyNguoiCoThamQuyen", "ChuKyCoQuan"]
    assert {"field", "signer", "capacity", "signed_at", "level", "covers", "valid"} <= set(said.json["signatures"][0])
    assert all(one["valid"] for one in said.json["signatures"])


def test_taking_out_overwrites_nothing(office: KeptOffice, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    assert trinhky("archive", "get", office.division, "-o", tmp_path / "mine", "--data", office.data).code == 2
    assert (tmp_path / "mine").read_text() == "mine"


@pytest.mark.parametrize(("spoil", "verdict"), [(flip, "broken"), (cut_off_seal, "incomplete"), (append, "broken")])
def test_a_spoiled_file_is_told_by_verify(office: KeptOffice, tmp_path: Path, spoil: object, verdict: str) -> None:
    whole = (office.archive / "objects" / key_of(office.runtime, office.division)).read_bytes()
    (tmp_path / "spoiled.pdf").write_bytes(spoil(whole))  # type: ignore[operator]
    said = trinhky("verify", tmp_path / "spoiled.pdf", "--data", office.data, "--json")
    assert (said.code, said.json["verdict"]) == (1, verdict)
    assert said.json["problems"] != []


def test_the_archive_is_verified_whole_and_one_by_one(office: KeptOffice) -> None:
    whole = trinhky("archive", "verify", "--all", "--data", office.data, "--json")
    assert (whole.code, whole.json) == (0, {"checked": 2, "intact": 2, "broken": []})
    change_bytes(office.runtime, office.division, flip)
    spoiled = trinhky("archive", "verify", "--data", office.data, "--json")
    assert (spoiled.code, spoiled.json["checked"], spoiled.json["intact"]) == (1, 2, 1)
    (broken,) = spoiled.json["broken"]
    assert broken["id"] == office.division
    assert "sha256" in broken["why"]
    assert trinhky("archive", "verify", office.commune, "--data", office.data).code == 0
    assert trinhky("archive", "verify", "0000", "--data", office.data).code == 3


def test_a_register_is_printed_for_paper_and_overwrites_nothing(office: KeptOffice, tmp_path: Path) -> None:
    file = tmp_path / "so.docx"
    command = ("register", "print", "incoming", 2026, "-o", file, "--data", office.data, "--json")
    said = trinhky(*command)
    assert (said.code, said.json["register"], said.json["bytes"]) == (0, "incoming", file.stat().st_size)
    assert file.read_bytes().startswith(b"PK")
    assert trinhky(*command).code == 2, "a file that is there stays as it is"
    own = tmp_path / "so-di.docx"
    more = ("--unit", "ptp", "--data", office.data)
    assert trinhky("register", "print", "outgoing", 2026, "-o", own, *more).code == 0
    assert own.is_file()


def test_an_empty_register_is_refused_and_leaves_no_file(office: KeptOffice, tmp_path: Path) -> None:
    file = tmp_path / "so.docx"
    said = trinhky("register", "print", "outgoing", 2024, "-o", file, "--data", office.data, "--json")
    assert (said.code, said.json["refused"]["code"], file.exists()) == (3, "register-empty", False)
    assert trinhky("register", "print", "both", 2026, "-o", file, "--data", office.data).code == 2


def test_an_export_passes_sha256sum(office: KeptOffice, tmp_path: Path) -> None:
    said = trinhky("archive", "export", tmp_path / "out", "--data", office.data, "--json")
    assert (said.code, said.json["records"]) == (0, 2)
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "out").returncode == 0
    again = trinhky("archive", "export", tmp_path / "out", "--data", office.data, "--json")
    assert (again.code, again.json["refused"]["code"]) == (3, "directory-not-empty")


def test_the_doctor_is_content_with_a_healthy_office(office: KeptOffice) -> None:
    said = trinhky("doctor", "--data", office.data, "--json")
    assert (said.code, said.json["ok"]) == (0, True), said.out


def test_the_doctor_names_a_forged_line_of_history(office: KeptOffice) -> None:
    execute(office.runtime, "UPDATE events SET at = :at WHERE id = 3", at="2026-01-14 02:00:00.000000")
    said = trinhky("doctor", "--data", office.data)
    assert said.code == 1
    assert "✗ events" in said.out
    assert "sự kiện 3" in said.out
    assert "14/01/2026" in said.out
