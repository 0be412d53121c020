"""`--lang en` is English: what is said of a bad file holds no Vietnamese letter outside the facts."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from models.tables import Record
from tests.actions.office import KeptOffice
from tests.actions.spoiling import append, cut_off_seal, flip
from tests.cli.program import trinhky


def vietnamese(text: str) -> bool:
    return "đ" in text.lower() or any(unicodedata.combining(letter) for letter in unicodedata.normalize("NFD", text))


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
