"""A paper as the decree wants it is passed in silence, however it was made; and it is read before it is passed."""

import subprocess
import sys
from dataclasses import replace

import pytest

from paper.check import Context, check
from paper.check.anatomy import Anatomy
from paper.check.checking import read
from paper.compose import compose
from rules.kinds import KINDS
from tests.paper.check.clean import NAMES, PAPERS, clean
from tests.paper.check.layouts import LAYOUTS
from tests.support.steps import steps

# What every paper of the state has; a công văn has no title, an introduction slip no subject.
_NOT_IN = {
    "minutes": ("dia-danh",),
    "1.9 biên bản": ("dia-danh",),
    "slip": ("so-ky-hieu", "noi-nhan", "danh-sach"),  # stays in the house
}
_ALWAYS = (
    "quoc-hieu",
    "tieu-ngu",
    "ban-hanh",
    "so-ky-hieu",
    "dia-danh",
    "quyen-han",
    "ho-ten",
    "noi-nhan",
    "danh-sach",
)


def taken_apart(name: str) -> Anatomy:
    return read(clean(name), Context())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_in_a_clean_paper(name: str) -> None:
    assert [(found.rule, str(found.where), found.words) for found in check(clean(name))] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_part_of_a_clean_paper_was_recognised(name: str) -> None:
    paper = taken_apart(name)
    missing = [code for code in _ALWAYS if not paper.of(code)]
    assert missing == list(_NOT_IN.get(name, ())), "what is not recognised is not checked"
    assert paper.of("ten-loai") or paper.of("trich-yeu-cong-van")
    assert paper.prose


def test_the_composer_of_every_kind_is_among_the_clean_papers() -> None:
    assert {paper.kind for paper in PAPERS.values()} == set(KINDS)


def test_parts_that_only_some_papers_have_are_recognised_there() -> None:
    found = {code for name in NAMES for code, lines in taken_apart(name).parts.items() if lines}
    assert {"tham-quyen", "can-cu", "kinh-gui", "phan-chuong", "ten-phan-chuong", "phu-luc", "ten-phu-luc"} <= found
    assert {"kem-theo", "muc-la-ma", "chu-quan", "trich-yeu-cong-van"} <= found


def test_a_draft_without_number_and_date_is_no_fault() -> None:
    assert PAPERS["plan"].number is None
    assert check(clean("plan")) == ()


def test_importing_the_checker_loads_neither_lxml_nor_python_docx() -> None:
    program = "import sys, paper.check; print([name for name in ('lxml', 'docx', 'pikepdf') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_typed_layouts_are_typed_and_not_styled() -> None:
    styles = {line.paragraph.setting.style for name in LAYOUTS for line in taken_apart(name).prose}
    assert styles == {"Normal"}


def test_a_paper_twice_as_long_is_twice_the_work() -> None:
    plan = PAPERS["issued"]
    once, twice = (compose(replace(plan, body=plan.body * times)) for times in (8, 16))
    assert steps(lambda: check(twice)) < 2.2 * steps(lambda: check(once))
