"""What the clerk says of papers as drafters write them, right and wrong: a page to read, held as it was read.

`variants.txt` has for each way of writing what is found, as `said.txt` has it for the fault of each rule, and what
mending changes. `python -m tests.paper.check.test_variants` writes it anew.
"""

from collections.abc import Iterator

import pytest

from paper.check import check, mend
from tests.paper.check.pages import blocks, write
from tests.paper.check.variants_foot import FOOT
from tests.paper.check.variants_head import HEAD
from tests.paper.check.variants_letters import LETTERS
from tests.paper.check.variants_text import TEXT

VARIANTS = {**HEAD, **TEXT, **FOOT, **LETTERS}
PAGE = "variants.txt"
_NOTHING = "    nothing is found"


def told(name: str) -> Iterator[str]:
    """The lines of one variant."""
    yield name
    docx = VARIANTS[name].docx()
    found = check(docx, VARIANTS[name].context)
    for one in found:
        place = f"{one.where} (w:p {one.where.paragraph})"
        yield f"    {one.rule} · {place} · {one.words} · {one.message} · {one.remedy} · {one.article}"
    if not found:
        yield _NOTHING
    for change in mend(docx)[1] if any(one.row.mendable for one in found) else ():
        yield f"        {change.rule} · {change.where} · {change.words} · {change.before} → {change.after}"


def test_no_variant_has_the_name_of_another() -> None:
    assert len(VARIANTS) == sum(map(len, (HEAD, TEXT, FOOT, LETTERS)))


@pytest.fixture(scope="module")
def kept() -> dict[str, list[str]]:
    """The lines of the page by the variant that they speak of."""
    return blocks(PAGE)


@pytest.mark.parametrize("name", VARIANTS)
def test_each_way_of_writing_is_told_as_it_was_read_and_found_good(name: str, kept: dict[str, list[str]]) -> None:
    assert list(told(name)) == kept[name]


if __name__ == "__main__":
    write(PAGE, told, VARIANTS)
