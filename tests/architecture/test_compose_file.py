"""What docker-compose.yml promises about secrets, doors and settings, read from the file itself."""

import re
from typing import Any

import pytest

from actions.settings import Settings
from tests.architecture.tree import ROOT
from tests.support.compose import MissingVariable, read_compose

EXAMPLE = ROOT / "docs" / "compose.env.example"
SECRET = re.compile(r"(PASSWORD|_KEY)$")


def example_variables() -> dict[str, str]:
    """The variables of the example file, each with some value."""
    pairs = (line.partition("=") for line in EXAMPLE.read_text().splitlines() if "=" in line and line[0] != "#")
    return {name: value or "x" for name, _, value in pairs}


@pytest.fixture
def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = read_compose(example_variables())["services"]
    return found


@pytest.mark.parametrize("name", sorted(example_variables()))
def test_compose_stops_when_a_variable_of_the_example_is_left_out(name: str) -> None:
    variables = example_variables()
    del variables[name]
    with pytest.raises(MissingVariable, match=name):
        read_compose(variables)


def test_the_example_lists_every_secret_without_giving_one_away() -> None:
    given = dict(line.split("=", 1) for line in EXAMPLE.read_text().splitlines() if re.match(r"[A-Z0-9_]+=", line))
    secrets = {name for name in given if SECRET.search(name)} - {"TRINHKY_S3_ACCESS_KEY"}
    assert secrets == {"POSTGRES_PASSWORD", "TRINHKY_DATABASE_PASSWORD", "TRINHKY_S3_SECRET_KEY", "TRINHKY_WORKER_KEY"}
    assert {given[name] for name in secrets} == {""}


def test_no_secret_is_written_in_the_file(services: dict[str, dict[str, Any]]) -> None:
    planted = {name: f"planted-{name}" for name in example_variables()}
    written = [
        (service, name)
        for service, content in read_compose(planted)["services"].items()
        for name, value in content.get("environment", {}).items()
        if SECRET.search(name) and not str(value).startswith("planted-")
    ]
    assert written == []


def test_only_the_gate_is_published_and_only_to_this_machine_by_default(services: dict[str, dict[str, Any]]) -> None:
    published = {name: content["ports"] for name, content in services.items() if "ports" in content}
    assert published == {"app": ["127.0.0.1:4280:4280"]}


def test_every_image_is_pinned_to_a_release(services: dict[str, dict[str, Any]]) -> None:
    loose = [
        name for name, content in services.items() if not re.search(r":[^:/@]*\d+\.\d+|@sha256:", content["image"])
    ]
    assert loose == []


def test_every_setting_in_the_file_is_one_that_the_program_reads(services: dict[str, dict[str, Any]]) -> None:
    known = {f"TRINHKY_{name.upper()}" for name in Settings.model_fields}
    used = {
        name for content in services.values() for name in content.get("environment", {}) if name.startswith("TRINHKY_")
    }
    assert used <= known


def test_our_own_containers_are_unprivileged(services: dict[str, dict[str, Any]]) -> None:
    ours = {name: content for name, content in services.items() if "build" in content}
    assert set(ours) == {"migrate", "app", "worker"}
    for name, content in ours.items():
        assert content["read_only"] is True, name
        assert content["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in content["security_opt"], name
    assert "\nUSER 10001\n" in (ROOT / "Dockerfile").read_text()


def test_only_who_opens_strangers_files_may_make_user_namespaces(services: dict[str, dict[str, Any]]) -> None:
    lifted = {name for name, content in services.items() if "seccomp=unconfined" in content.get("security_opt", [])}
    assert lifted == {"app", "worker"}, "poppler at the door, LibreOffice behind it"
