"""The project is the same on every machine: nothing committed remembers the one it was written on."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.architecture.tree import ROOT, committed_files

# The addresses a lock made against PyPI itself holds. Another one is a mirror somebody else may not reach.
LOCKED_HOSTS = {"pypi.org", "files.pythonhosted.org"}
# Homes of people, wherever they are; and this very checkout, whatever it is called.
HOMES = re.compile(r"(?<![\w.])/(?:home|Users)/(?!runner\b)[a-z_][\w.-]*/")


def readable_files() -> dict[Path, str]:
    """Text of every committed text file."""
    texts = {}
    for path in committed_files():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            texts[path] = content.decode(errors="replace")
    return texts


def whole_path(directory: Path) -> re.Pattern[str]:
    """Matches the directory where it is meant as a path, not as part of a longer name."""
    return re.compile(rf"(?<![\w./-]){re.escape(str(directory))}(?![\w-])")


def test_no_file_names_a_directory_of_the_machine_it_was_written_on() -> None:
    places = [HOMES, whole_path(ROOT)]
    if Path.home() != Path("/"):
        places.append(whole_path(Path.home()))
    found = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in readable_files().items()
        for place in places
        for match in place.finditer(text)
    }
    assert found == set()


def test_the_lock_names_only_the_public_index() -> None:
    hosts = {
        urlsplit(address).hostname for address in re.findall(r'"(https?://[^"]+)"', (ROOT / "uv.lock").read_text())
    }
    assert hosts == LOCKED_HOSTS


def test_no_file_chooses_an_index_of_its_own() -> None:
    chooser = re.compile(
        r"(?i)^\s*(?:--)?(?:extra-)?(?:index-url|find-links|default-index)\b|^\[\[tool\.uv\.index\]\]", re.M
    )
    found = [str(path.relative_to(ROOT)) for path, text in readable_files().items() if chooser.search(text)]
    assert found == []


def test_a_path_of_this_machine_would_be_seen() -> None:
    assert whole_path(ROOT).search(f'open("{ROOT}/var/trinhky.db")')
    assert HOMES.search("see /home/" + "lan/notes.txt")
    assert not whole_path(Path("/srv/office")).search("see /srv/offices, or a/srv/office")
