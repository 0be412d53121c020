"""Each rule sees its own fault and no other, and is silent again when the fault is mended."""

from collections.abc import Callable
from functools import cache

import pytest

from paper.check import Context, Finding, check, mend
from paper.check.components import COMPONENTS
from paper.check.rules import RULES
from tests.paper.check.clean import clean
from tests.paper.check.editing import edited
from tests.paper.check.faults import HEADING, PAGE, Fault, of_component
from tests.paper.check.faults_below import CLOSING, CYCLE, EXTRAS, TEXT
from tests.paper.check.faults_underlines import UNDERLINES

_SUFFIXES = ("co-chu", "kieu-chu", "in-hoa", "canh")
_OF_COMPONENTS = {
    f"{component.code}-{suffix}": of_component(component, suffix)
    for component in COMPONENTS.values()
    for suffix in _SUFFIXES
    if f"{component.code}-{suffix}" in RULES
}
FAULTS: dict[str, Fault] = {**PAGE, **HEADING, **UNDERLINES, **TEXT, **CLOSING, **EXTRAS, **CYCLE, **_OF_COMPONENTS}
each_rule = pytest.mark.parametrize("code", FAULTS)


@cache
def faulty(code: str) -> bytes:
    """The clean paper with the fault of this rule."""
    return edited(clean(FAULTS[code].paper), FAULTS[code].put)


Find = Callable[[bytes, Context], tuple[Finding, ...]]


@pytest.fixture(scope="module")
def find() -> Find:
    """Checks each paper once: many rules begin with the same clean one."""
    return cache(check)


def codes(find: Find, data: bytes, fault: Fault) -> set[str]:
    return {found.rule for found in find(data, fault.context)}


@each_rule
def test_a_fault_put_into_a_clean_paper_is_found_by_its_rule_alone(find: Find, code: str) -> None:
    fault = FAULTS[code]
    assert codes(find, clean(fault.paper), fault) == set(), "the paper must be clean before"
    assert codes(find, faulty(code), fault) == {code}


@each_rule
def test_the_fault_mended_is_found_no_more(find: Find, code: str) -> None:
    fault = FAULTS[code]
    assert codes(find, edited(faulty(code), fault.mend), fault) == set()


@pytest.mark.parametrize("code", [code for code in FAULTS if RULES[code].mendable])
def test_what_the_table_calls_mendable_the_machine_mends_and_says_so(find: Find, code: str) -> None:
    fault = FAULTS[code]
    mended, changes = mend(faulty(code))
    assert codes(find, mended, fault) == set()
    assert {change.rule for change in changes} == {code}
    assert all(change.before != change.after for change in changes)


def test_every_rule_of_the_table_has_its_fault() -> None:
    assert sorted(set(RULES) - set(FAULTS)) == []
    assert sorted(set(FAULTS) - set(RULES)) == []


@each_rule
def test_a_finding_says_where_what_why_and_how(find: Find, code: str) -> None:
    fault = FAULTS[code]
    for found in find(faulty(code), fault.context):
        said = (str(found.where), found.message, found.remedy, found.article)
        assert all(said)
        assert not any("{" in text for text in said)
