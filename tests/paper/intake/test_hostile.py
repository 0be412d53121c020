"""Hostile files, made after the public literature and not after our checks: refused for a fitting reason, or harmless;
always within the bounds of time and memory, by a child that is well afterwards or gone."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from paper.intake import inspect, nursery, wall
from rules.refusals import REFUSALS, Refusal
from tests.paper.intake.hostile import DOCX
from tests.paper.intake.hostile_pdf import PDFS
from tests.paper.intake.hostile_word import WORD
from tests.paper.intake.hostile_xml import XML
from tests.paper.intake.hostile_zip import ZIPS

# What comes in although it looks dangerous → why nobody is harmed.
HARMLESS = {
    "XInclude": "a part that nothing refers to; no reader of ours includes, and the child can open no file",
    "style sheet instruction": "an instruction to browsers; nothing of ours transforms",
    "nested paragraphs": "a hundred levels are few for every reader",
    "hundred thousand attributes": "a part that nothing refers to, read in bounded time",
    "many namespaces": "a part that nothing refers to, read in bounded time",
    "style that builds on itself": "the chain of styles is followed twenty steps and no further",
    "circle of ten thousand styles": "the chain of styles is followed twenty steps and no further",
    "two hundred thousand runs": "long, and nothing else: a paper of 200 kB of text",
    "fields in each other": "sums, which fetch nothing; their instructions are read in bounded time",
    "shadow attack, replacing": "nothing is signed here; behind a signature it is told by verification (not-authentic)",
}
KINDS: dict[str, tuple[str, set[str], Callable[[], bytes]]] = {
    **{f"zip: {name}": ("a.docx", codes, make) for name, (codes, make) in ZIPS.items()},
    **{f"xml: {name}": ("a.docx", codes, make) for name, (codes, make) in XML.items()},
    **{f"word: {name}": ("a.docx", codes, make) for name, (codes, make) in WORD.items()},
    **{f"pdf: {name}": ("a.pdf", codes, make) for name, (codes, make) in PDFS.items()},
}
ROOM = 2.0  # seconds of a busy machine, beyond what the child is allowed


def peak(pid: int) -> int:
    """The most memory (bytes) that a process has held since it was last asked to forget."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024


@pytest.fixture
def child() -> int:
    """The warm child that the next file goes to, its peak of memory forgotten."""
    inspect("a.docx", DOCX)
    if not nursery._Here.nursery.idle:  # it had its five hundred files
        inspect("a.docx", DOCX)
    pid = nursery._Here.nursery.idle[-1].process.pid
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return pid


def outcome(name: str, data: bytes) -> str:
    try:
        inspect(name, data)
    except Refusal as refused:
        return refused.code if refused.text else "unsaid"
    return "in"


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_file_is_refused_for_a_fitting_reason_or_harmless(kind: str, child: int) -> None:
    name, fitting, make = KINDS[kind]
    data = make()
    began = time.monotonic()
    found = outcome(name, data)
    took = time.monotonic() - began
    lives = Path(f"/proc/{child}").exists()
    memory = peak(child) if lives else wall.MEMORY_BYTES
    print(f"{kind}: {len(data)} bytes, {found}, {took:.2f} s, {memory >> 20} MB{'' if lives else ', child gone'}")
    assert found in fitting
    assert found in REFUSALS or kind.partition(": ")[2] in HARMLESS
    assert took < nursery.SECONDS + ROOM
    assert memory <= wall.MEMORY_BYTES
    assert outcome("a.docx", DOCX) == "in", "the next paper is not delayed by this one's fate"


def test_there_are_more_than_a_hundred_kinds_and_each_harmless_one_says_why() -> None:
    assert len(KINDS) > 100
    assert set(HARMLESS) == {kind.partition(": ")[2] for kind, (_, codes, _) in KINDS.items() if "in" in codes}
