"""Each test of the pages has an office of its own, with two kept papers and accounts; built once, copied."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from actions.runtime import Runtime
from actions.settings import Settings
from tests import makers
from tests.actions.office import KeptOffice, a_copy_of_the_kept_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[KeptOffice]:
    """An office with the kept plans of a division and of a commune, and accounts of the usual people."""
    made = _made_once()
    shutil.copytree(made.data, tmp_path / "data")
    kept = replace(made, runtime=Runtime.open(Settings(data=tmp_path / "data")))
    yield kept
    kept.runtime.memory.close()


@cache
def _made_once() -> KeptOffice:
    place = Path(tempfile.mkdtemp(prefix="trinhky-pages-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    kept = a_copy_of_the_kept_office(place / "data")
    for person in makers.USUAL:
        makers.an_account(kept.runtime, person)
    kept.runtime.memory.close()
    return kept
