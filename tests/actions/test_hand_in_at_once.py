"""Handing in at the same instant, on both databases: one paper is taken, the others are told why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from actions import evaluating, hand_in, year
from actions.hand_in import HandIn
from actions.runtime import Runtime
from rules.refusals import Refusal
from tests.actions.desk import DRAFTERS, a_hand_in, come_to_rest
from tests.actions.test_evaluating import evaluated, recognise
from tests.actions.test_hand_in import counted, receipts
from tests.makers import ADMINISTRATOR


def test_the_same_file_at_the_same_instant_is_one_document(either: Runtime) -> None:
    paper, tries = a_hand_in(either), 6
    outcomes = at_once(either, [paper] * tries)
    assert sorted(outcomes) == ["already-handed-in"] * (tries - 1) + ["taken"]
    assert counted(either) == (1, 1, 2)
    assert len(receipts(either)) == tries - 1


def test_two_different_drafts_of_one_plan_at_the_same_instant_are_one_document(either: Runtime) -> None:
    papers = [a_hand_in(either, note=f"Bản {n}.") for n in range(4)]
    outcomes = at_once(either, papers)
    assert sorted(outcomes) == ["already-in-review"] * 3 + ["taken"]
    assert counted(either) == (1, 1, 2)


def at_once(runtime: Runtime, papers: list[HandIn]) -> list[str]:
    barrier = Barrier(len(papers))
    assert runtime.archive  # opened before the race

    def one(paper: HandIn) -> str:
        barrier.wait(60)
        try:
            hand_in.submit(runtime, runtime.who(DRAFTERS["ptp"]), paper)
        except Refusal as refusal:
            return refusal.code
        return "taken"

    with ThreadPoolExecutor(len(papers)) as pool:
        return list(pool.map(one, papers))


def test_nothing_slips_into_a_year_that_is_being_closed(either: Runtime) -> None:
    """Whatever comes first, the other one sees it: a taken paper keeps the year open."""
    paper, barrier = a_hand_in(either), Barrier(2)
    recognise_without_papers(either)
    assert either.archive

    def close() -> str:
        barrier.wait(60)
        return outcome(lambda: year.close_cycle(either, either.who(ADMINISTRATOR), 2026))

    def send() -> str:
        barrier.wait(60)
        return outcome(lambda: hand_in.submit(either, either.who(DRAFTERS["ptp"]), paper))

    with ThreadPoolExecutor(2) as pool:
        closing, sending = pool.submit(close), pool.submit(send)
        outcomes = (closing.result(60), sending.result(60))
    assert outcomes in {("done", "no-open-cycle"), ("cycle-unfinished", "done")}


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return "done"


def recognise_without_papers(runtime: Runtime) -> None:
    recognise(runtime, evaluated(runtime))
    evaluating.propose(runtime, runtime.who(None), year.open_cycle_id(runtime, 2026))
    come_to_rest(runtime)
