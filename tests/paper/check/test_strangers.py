"""Papers that somebody typed after the samples of Phụ lục III who had read the decree and not the checker.

The rules were never fitted to them: what is found here is a false alarm. People and papers in them are invented.
"""

from pathlib import Path

import pytest

from paper.check import check
from paper.intake import inspect

PAPERS = sorted((Path(__file__).parent / "strangers").glob("*.docx"))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_nothing_is_found_in_a_paper_typed_by_a_stranger(paper: Path) -> None:
    assert [(found.rule, str(found.where), found.words) for found in check(paper.read_bytes())] == []
    assert inspect(paper.name, paper.read_bytes()).warnings == ()


def test_a_paper_of_each_usual_kind_is_among_them() -> None:
    assert len(PAPERS) == 8
