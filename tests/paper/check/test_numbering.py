"""How far sections and clauses are counted: a gap is told once, a count that begins anew is none."""

import pytest

from paper.check import check
from tests.paper.check.layouts import LAYOUTS
from tests.paper.check.typed import Typed, typed

_PLAN = LAYOUTS["1.4 có tên loại"]


def told(*lines: str) -> list[tuple[str, str]]:
    """What the two rules of counting find in a plan with these lines: the rule, and the words."""
    text = (*(line if line.endswith("|") else f"{line} các đơn vị thực hiện." for line in lines), "Hết./.")
    paper = Typed(_PLAN.head, _PLAN.number, _PLAN.place, _PLAN.title, _PLAN.subject, text=text)
    found = [one for one in check(typed(paper)) if one.rule in ("muc-thu-tu", "khoan-thu-tu")]
    return [(one.rule, one.words.split()[0]) for one in found]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("I. MỘT|", "IV. HAI|", "III. BA|"), [("muc-thu-tu", "IV.")]),
        (("I. MỘT|", "II. HAI|", "II. BA|"), [("muc-thu-tu", "II.")]),
        (("I. MỘT|", "1. Một", "3. Ba"), [("khoan-thu-tu", "3.")]),
        (("1. Một", "2. Hai", "a) Điểm", "2. Ba"), [("khoan-thu-tu", "2.")]),
        (("1. Một", "1. Một", "2. Hai", "4. Bốn"), [("khoan-thu-tu", "4.")]),
        (("Điều 1. Một", "1. Một", "3. Ba", "Điều 2. Hai", "1. Một", "3. Ba"), [("khoan-thu-tu", "3.")] * 2),
    ],
)
def test_a_number_left_out_or_repeated_is_told(lines: tuple[str, ...], found: list[tuple[str, str]]) -> None:
    assert told(*lines) == found


@pytest.mark.parametrize(
    "lines",
    [
        ("I. MỘT|", "1. Một", "2. Hai", "II. HAI|", "1. Một", "III. BA|"),
        ("I. MỘT|", "1. Một", "2. Hai", "II. HAI|", "3. Ba", "4. Bốn"),  # counted through all sections
        ("A. PHẦN MỘT|", "I. MỘT|", "II. HAI|", "B. PHẦN HAI|", "I. MỘT|", "II. HAI|"),
        ("1. Một", "1. Một", "2. Hai", "3. Ba", "2. Hai", "3. Ba"),  # a count within a count
        ("1. Một", "1.1. Một", "1.2. Hai", "2. Hai"),
        ("Điều 1. Sửa đổi “Điều 5. Họp", "1. Một", "4. Bốn”", "Điều 2. Hai", "1. Một", "2. Hai"),
        ("Lời của V. Huy-gô:", "V. Huy-gô", "X. Y", "I. MỘT|", "II. HAI|"),
        tuple(f"{roman}. MỤC|" for roman in ("XIX", "I", "II")),
    ],
)
def test_a_count_that_begins_anew_is_no_gap(lines: tuple[str, ...]) -> None:
    assert told(*lines) == []


def test_thirty_sections_are_more_than_are_counted() -> None:
    tens, ones = ("", "X", "XX"), ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
    assert told(*(f"{ten}{one}. MỤC|" for ten in tens for one in ones), "XXXII. MỤC|") == []
