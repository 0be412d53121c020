"""docs/settings.md tells about every setting that there is, and about none that there is not."""

import re

from actions.settings import Settings
from tests.architecture.tree import ROOT, shipped_files
from tests.support.compose import VARIABLE

PAGE = (ROOT / "docs" / "settings.md").read_text()
ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAME = re.compile(r"\bTRINHKY_[A-Z0-9_]*[A-Z0-9]\b")


def documented() -> dict[str, str]:
    """Default, as the page words it, by variable."""
    return {name: default for name, default, _ in ROW.findall(PAGE)}


def test_every_setting_is_documented_with_its_default() -> None:
    wrong = {}
    for field, info in Settings.model_fields.items():
        default = "empty" if info.default == "" else f"`{info.default}`"
        told = documented().get(f"TRINHKY_{field.upper()}", "nothing")
        if not told.startswith(default):
            wrong[field] = f"the default is {default}, docs/settings.md says {told}"
    assert wrong == {}


def test_every_variable_that_the_code_or_compose_names_is_documented() -> None:
    texts = [path.read_text() for path in shipped_files(".py")]
    compose = (ROOT / "docker-compose.yml").read_text()
    named = {name for text in [*texts, compose] for name in NAME.findall(text)}
    named |= {match.group(2) for match in VARIABLE.finditer(compose) if match.group(2)}
    assert named - set(documented()) == set()


def test_no_setting_is_documented_that_nothing_reads() -> None:
    everything = "\n".join(path.read_text() for path in [*shipped_files(".py"), ROOT / "docker-compose.yml"])
    read = {f"TRINHKY_{field.upper()}" for field in Settings.model_fields}
    assert {name for name in documented() if name not in read and name not in everything} == set()
