"""How many underscores make a rule that is long enough, and from which on it is too long."""

from typing import Any

import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from paper.check import check
from tests.paper.check.clean import clean
from tests.paper.check.editing import Edit, edited, look

MOTTO = "Độc lập - Tự do - Hạnh phúc"
ISSUER, BELOW_MOTTO, SUBJECT = range(3)
CODES = ("ban-hanh-ke-dai", "tieu-ngu-ke-dai", "trich-yeu-ke-dai")


def ruled(which: int, underscores: int, raised: bool) -> Edit:
    """One of the three rules of a paper typed anew, with raised underscores or plain ones."""

    def edit(document: Document) -> None:
        every = [Paragraph(element, document) for element in document.element.body.iter(qn("w:p"))]  # type: ignore[arg-type]
        run = [one for one in every if one.text and set(one.text) == {"_"}][which].runs[0]
        run.text, run.font.superscript = "_" * underscores, raised

    return edit


@pytest.mark.parametrize(
    ("which", "raised", "font", "low", "high"),
    [
        (ISSUER, True, {}, 6, 11),
        (ISSUER, False, {}, 4, 7),
        (BELOW_MOTTO, True, {}, 34, 37),
        (BELOW_MOTTO, False, {}, 21, 23),
        (BELOW_MOTTO, True, {"bold": False}, 32, 35),
        (BELOW_MOTTO, True, {"bold": True, "italic": True}, 34, 37),
        (SUBJECT, True, {}, 13, 25),
        (SUBJECT, False, {}, 8, 15),
    ],
)
def test_a_rule_is_as_long_as_its_words_want(
    which: int, raised: bool, font: dict[str, Any], low: int, high: int
) -> None:
    told = {
        underscores: CODES[which] in {found.rule for found in check(_paper(which, underscores, raised, font))}
        for underscores in (low - 1, low, high, high + 1)
    }
    assert told == {low - 1: low > 4, low: False, high: False, high + 1: True}, "three underscores are no rule"


def _paper(which: int, underscores: int, raised: bool, font: dict[str, Any]) -> bytes:
    return edited(clean("1.4 có tên loại"), look(MOTTO, **font), ruled(which, underscores, raised))
