"""Two thousand spoiled files, the same on every run: each is admitted or refused, and no check stumbles."""

import copy
import logging
import random
import time
from collections import Counter
from collections.abc import Callable

import pikepdf
import pytest
from lxml import etree  # type: ignore[import-untyped]

from paper.compose import compose
from paper.intake import inspect, nursery
from paper.read import read_docx
from rules.refusals import REFUSALS, Refusal
from tests.paper.intake import hostile as h
from tests.paper.samples import PLAN

FILES, BATCHES = 2_000, 10
SLOWEST = 5.0  # seconds for one of them, on a busy machine
GOOD = (compose(PLAN), h.with_body(h.nested_tables(3)), h.with_image("a.png", h.png(40)))
XML = sorted(h.parts(GOOD[0]))


def flipped(data: bytes, dice: random.Random) -> bytes:
    """Bytes changed, cut out or doubled in one to eight places."""
    mess = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(mess) or 1)
        match dice.randrange(4):
            case 0 | 1:
                mess[at : at + 1] = bytes([dice.randrange(256)])
            case 2:
                del mess[at : at + dice.randint(1, 40)]
            case _:
                mess[at:at] = mess[at : at + dice.randint(1, 40)]
    return bytes(mess)


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def swapped(data: bytes, dice: random.Random) -> bytes:
    """Two parts of a docx under each other's name."""
    parts = h.parts(data)
    one, other = dice.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return h.zipped(list(parts.items()))


def respoiled(data: bytes, dice: random.Random) -> bytes:
    """A docx, well zipped, whose parts are spoiled inside."""
    parts = h.parts(data)
    name = dice.choice(sorted(parts))
    parts[name] = flipped(parts[name], dice)
    return h.zipped(list(parts.items()))


def rewoven(data: bytes, dice: random.Random) -> bytes:
    """XML that stays well formed: elements doubled, dropped, renamed, moved into each other, relabelled."""
    parts = h.parts(data)
    name = dice.choice([one for one in XML if one in parts])
    root = etree.fromstring(parts[name])
    for _ in range(dice.randint(1, 8)):
        elements = list(root.iterdescendants())
        if len(elements) < 2:
            break
        one, other = dice.sample(elements, 2)
        match dice.randrange(5):
            case 0:
                other.addnext(copy.deepcopy(one))
            case 1:
                one.getparent().remove(one)
            case 2:
                one.tag = other.tag
            case 3 if one not in other.iterancestors():
                other.append(one)
            case _:
                one.attrib.update(other.attrib)
                one.text = other.text
    parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return h.zipped(list(parts.items()))


def number_changed(data: bytes, dice: random.Random) -> bytes:
    """A PDF of which some numbers (places, lengths, counts, references) are others."""
    pieces = data.split(b" ")
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(pieces))
        if pieces[at].isdigit():
            pieces[at] = str(dice.choice([0, 1, -1, 2**31, 10**9, dice.randrange(100)])).encode()
    return b" ".join(pieces)


def pdfs() -> tuple[bytes, ...]:
    attachment = h.printed(h.attached("phu-luc.docx", h.DOCX))
    streams = h.printed(object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return attachment, streams, h.pdf()


Spoil = Callable[[bytes, random.Random], bytes]
DOCX_SPOILS: tuple[Spoil, ...] = (flipped, cut, swapped, respoiled, respoiled, rewoven, rewoven)
PDF_SPOILS: tuple[Spoil, ...] = (flipped, cut, number_changed)


def spoiled(dice: random.Random, of: tuple[bytes, ...]) -> tuple[str, bytes]:
    """One spoiled file: seven of ten are docx."""
    if dice.randrange(10) < 7:
        return "kh.docx", dice.choice(DOCX_SPOILS)(dice.choice(GOOD), dice)
    return "kh.pdf", dice.choice(PDF_SPOILS)(dice.choice(of), dice)


def outcome(name: str, data: bytes) -> str:
    try:
        inspect(name, data)
    except Refusal as refused:
        return refused.code
    return "in"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_spoiled_file_brings_only_refusals(batch: int, caplog: pytest.LogCaptureFixture) -> None:
    dice, of = random.Random(2027 + batch), pdfs()
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for _ in range(2):  # the first may be the last file of its child
        inspect("a.docx", h.DOCX)
    began = {child.process.pid for child in nursery._Here.nursery.idle}
    with caplog.at_level(logging.WARNING, "paper.intake"):
        for _ in range(FILES // BATCHES):
            name, data = spoiled(dice, of)
            at = time.monotonic()
            found = outcome(name, data)
            slowest = max(slowest, time.monotonic() - at)
            outcomes[found] += 1
            if found == "in" and name.endswith("docx"):
                outcomes[f"read: {reading(data)}"] += 1
    print(f"batch {batch}: slowest {slowest:.2f} s, {dict(outcomes)}")
    assert caplog.messages == [], "no check stumbled, no child died"
    assert {code.removeprefix("read: ") for code in outcomes} <= {"in", *REFUSALS}
    assert len(outcomes) > 4, "they are spoiled in several ways"
    assert outcomes["in"] < FILES // BATCHES
    assert slowest < SLOWEST
    assert began, "the batch began with a warm child"


def reading(data: bytes) -> str:
    """What the reader says of a docx that came in."""
    try:
        read_docx(data)
    except Refusal as refused:
        return refused.code
    return "in"
