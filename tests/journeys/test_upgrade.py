"""An installation of release 0.1.0 comes up under this code, and every paper that waits in it finishes.

`make_upgrade_fixture.py` has made it under the release's own code.
"""

import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions import verifying
from actions.runtime import Runtime
from actions.settings import Settings
from cli.demo import papers
from models import documents, events, migrating, registers
from rules.deadlines import civil_date
from tests.journeys.running import DRAFTERS, ONCE, Office, at_work
from tests.journeys.witnesses import signatures
from tests.support.house import House, free_port

RELEASED = Path(__file__).parent / "office-0.1.0.tar.xz"
YEAR = 2030
# Where each unit's plan waits.
WAITING = {
    "xa-my-tho": ("in_review", "form"),
    "xa-ba-sao": ("in_review", "approve_sign"),
    "ptp": ("signed", "number_seal"),
    "pvhtt": ("numbered", None),  # the clerk has decided and the number is taken; the seal is not made
    "xa-phuong-thinh": ("returned", None),
    "ptckh": ("kept", None),  # and has arrived at the office, where it waits for its examination
}
RETURNED = "xa-phuong-thinh"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """What the release left, unpacked; nothing of this code has touched it yet."""
    with tarfile.open(RELEASED) as packed:
        packed.extractall(tmp_path)
    left = House(Runtime.open(Settings(data=tmp_path / "office", port=free_port())))
    yield left
    left.runtime.memory.close()


@pytest.fixture
def office(house: House) -> Iterator[Office]:
    """The same under this code: tables brought up to date, server and worker running."""
    with at_work(house) as running:
        yield running


def test_what_waited_under_the_release_finishes_under_this_code(office: Office) -> None:
    runtime, plans = office.house.runtime, plans_of(office)
    standing, head = migrating.revisions(runtime.memory)
    assert standing == head
    before = told(office)
    opened = {unit: office.document(plan).flow_run_id for unit, plan in plans.items() if WAITING[unit][1]}
    for unit, (state, duty) in WAITING.items():
        step = office.step(plans[unit])
        assert (step.duty if step else None) == duty
        assert office.document(plans[unit]).state == state or unit == "pvhtt", "its worker fell: it goes on at once"
    for unit, form in opened.items():
        assert office.decide(plans[unit], form).status == 201, "the form that the release opened is answered as it is"
    send_again(office, RETURNED)
    everything = office.finish(*plans.values())

    assert {office.document(id_).state for id_ in plans.values()} == {"kept"}
    assert {office.document(id_).state for id_ in set(everything) - set(plans.values())} == {"accepted"}
    assert len(everything) == 2 * len(plans)
    assert told(office)[: len(before)] == before, "history goes on where it stood"
    for unit, plan in plans.items():
        assert office.happened(plan) == Counter(dict.fromkeys(ONCE, 1) | {"rendered": 2 if unit == RETURNED else 1})
    registers_have_no_gap(office)
    every_record_is_signed_and_whole(office)
    office.completed(*everything)


def plans_of(office: Office) -> dict[str, str]:
    """Each unit's own plan."""
    with office.house.runtime.memory.read() as session:
        return {found.unit: found.id for found in documents.of_cycle(session, 1) if found.direction == "outgoing"}


def told(office: Office) -> list[str]:
    """The chain of events as far as it was written, and whole."""
    with office.house.runtime.memory.read() as session:
        assert set(events.broken_links(session)) == set()
        return [event.hash for event in events.after(session, 0, 10_000)]


def send_again(office: Office, unit: str) -> None:
    """The drafter mends what was returned, and sends it on the page."""
    runtime = office.house.runtime
    with runtime.memory.read() as session:
        profile = runtime.profile(session)
    on = civil_date(runtime.clock.now())
    mended = papers.draft(profile, unit, "plan", on, deadlines=True)
    answer = office.at_the_door(DRAFTERS[unit]).hand_in(unit, "plan", YEAR, "ban-sua.docx", mended)
    assert answer.status == 303, answer


def registers_have_no_gap(office: Office) -> None:
    with office.house.runtime.memory.read() as session:
        for unit in WAITING:
            assert [line.number for line in registers.outgoing(session, unit, YEAR)] == [1]
        arrivals = [line.arrival_number for line in registers.incoming(session, "ubnd", YEAR)]
    assert arrivals == list(range(1, len(WAITING) + 1))


def every_record_is_signed_and_whole(office: Office) -> None:
    """By poppler's word, and by ours."""
    kept = sorted((office.house.settings.data / "archive" / "objects" / "records").glob("*/paper.pdf"))
    assert len(kept) == len(WAITING)
    for paper in kept:
        assert signatures(paper) == [("ChuKyNguoiCoThamQuyen", True, False), ("ChuKyCoQuan", True, True)]
    assert verifying.verify_all(office.house.runtime).broken == ()
