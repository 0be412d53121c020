"""What mending writes into the file, element by element: a page to read beside the schema, and held as it was read.

`mended.txt` has for each rule that the machine mends what went ("-") and what came ("+"), and in which part of the
docx. `python -m tests.paper.check.test_mended_parts` writes it anew.
"""

import difflib
import io
from collections.abc import Iterator

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from paper.check import check, mend
from paper.check.rules import RULES
from paper.intake.package import open_package
from tests.paper.check.editing import Edit, find
from tests.paper.check.pages import blocks, write
from tests.paper.check.test_faults import FAULTS, faulty
from tests.paper.check.variant import Variant, on
from tests.paper.check.variants_letters import LETTERS, listed

MENDED = "mended.txt"
MENDABLE = [code for code in FAULTS if RULES[code].mendable]


def elements(docx: bytes) -> dict[str, list[str]]:
    """Every element of every part, a line each: its name, its attributes, its own text."""
    return {name: [_line(one) for one in tree.iter()] for name, tree in open_package("docx", docx).trees.items()}


def _line(element: object) -> str:
    tag, attributes, text = element.tag, sorted(element.attrib.items()), element.text  # type: ignore[attr-defined]
    said = [f"{_local(name)}={given}" for name, given in attributes]
    return " ".join([_local(tag), *said, *([f"“{text}”"] if (text or "").strip() else [])])


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def written(code: str) -> Iterator[str]:
    """The lines of one rule."""
    before, after = elements(faulty(code)), elements(mend(faulty(code))[0])
    yield code
    for part, lines in after.items():
        changes = difflib.unified_diff(before.get(part, []), lines, n=0, lineterm="")
        told = [f"  {line[0]} {line[1:]}" for line in changes if not line.startswith(("---", "+++", "@@"))]
        yield from [f"  {part}", *told] if told else []


@pytest.fixture(scope="module")
def kept() -> dict[str, list[str]]:
    """The lines of the page by the rule that they speak of."""
    return blocks(MENDED)


@pytest.mark.parametrize("code", MENDABLE)
def test_mending_writes_what_was_read_and_found_good(code: str, kept: dict[str, list[str]]) -> None:
    assert list(written(code)) == kept[code]


def test_numbers_of_a_list_stay_numbers_in_another_face() -> None:
    mended, _ = mend(LETTERS["numbers of a list in Arial"].docx())
    assert "lvlText val=%1." in elements(mended)["word/numbering.xml"]
    assert "dau-dong" not in {found.rule for found in check(mended)}


def _indented(line: str, **given: str) -> Edit:
    """An indent as Word writes it, in characters too."""

    def edit(document: Document) -> None:
        indent = find(document, line)._p.get_or_add_pPr().get_or_add_ind()
        indent.attrib.clear()
        for name, length in given.items():
            indent.set(qn(f"w:{name}"), length)

    return edit


IN_CHARACTERS = {"leftChars": "300", "startChars": "300", "firstLineChars": "200", "hangingChars": "200"}


@pytest.mark.parametrize(
    ("variant", "line", "after"),
    [
        (on("issued", _indented("- UBND Tỉnh;", start="720", **IN_CHARACTERS)), "- UBND Tỉnh;", {"left": "0"}),
        (on("issued", _indented("- UBND Tỉnh;", left="1440", hanging="360")), "- UBND Tỉnh;",
         {"left": "360", "hanging": "360"}),
        (on("issued", _indented("- UBND Tỉnh;", firstLine="720")), "- UBND Tỉnh;", {"left": "0", "firstLine": "0"}),
        (on("issued", _indented("- Chủ động xây dựng", left="0", hanging="283")), "- Chủ động xây dựng",
         {"left": "0", "firstLine": "720"}),
        (on("1.4 có tên loại", listed("Trong Quý II", face="Times New Roman"),
            _indented("Trong Quý II", start="200", hanging="100")), "Trong Quý II", {"left": "0", "firstLine": "720"}),
    ],
)  # fmt: skip
def test_an_indent_is_written_in_one_way(variant: Variant, line: str, after: dict[str, str]) -> None:
    paragraph = find(docx.Document(io.BytesIO(mend(variant.docx())[0])), line)
    assert {_local(name): given for name, given in paragraph._p.pPr.ind.attrib.items()} == after


if __name__ == "__main__":
    write(MENDED, written, MENDABLE)
