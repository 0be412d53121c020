"""The year's page in the demonstration's export: one of its files, listed in the sums, in Vietnamese figures."""

import re
import subprocess
from functools import partial
from pathlib import Path

from actions import evaluating, exporting
from cli.demo import showcase
from models import cycles
from tests.actions.office import KeptOffice


def page_of(office: KeptOffice, place: Path) -> str:
    evaluating.evaluate(office.runtime, office.runtime.who(None), 1)
    with office.runtime.memory.write() as session:
        sheet = cycles.classifications(session, 1)[0]
        sheet.lines = [{**line, "points": "12.5"} for line in sheet.lines]
    board = partial(showcase.write, office.runtime, cycle_id=1, refusals=[])
    exporting.export(office.runtime, office.runtime.who(None), place, board)
    return (place / showcase.PAGE).read_text()


def test_the_page_is_among_the_files_that_sha256sum_checks(office: KeptOffice, tmp_path: Path) -> None:
    page_of(office, tmp_path / "out")
    words = ["sha256sum", "-c", "--strict", "SHA256SUMS"]
    checked = subprocess.run(words, cwd=tmp_path / "out", capture_output=True, text=True)
    assert checked.returncode == 0
    assert f"{showcase.PAGE}: OK" in checked.stdout.splitlines()


def test_points_are_printed_with_the_vietnamese_comma_everywhere(office: KeptOffice, tmp_path: Path) -> None:
    page = page_of(office, tmp_path / "out").partition("</style>")[2]
    assert "12,5/20" in page
    assert re.findall(r"\b\d+\.\d{1,2}\b", page) == []
