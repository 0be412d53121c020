"""The order of issuing is told as it is: the page is drawn from the tables, and the tables cover each other."""

from docs import draw_issuing
from flows import approval
from rules.issuing import EFFECTS, work_recorded_as
from rules.lifecycle import WORK
from tasks.policy import policy

LONGEST_WAIT_SECONDS = 30


def test_the_page_shows_the_tables_as_they_are() -> None:
    page = draw_issuing.PAGE.read_text()
    assert page == draw_issuing.redrawn(page), "python -m docs.draw_issuing"
    assert all(f"| {task} |" in page for task in EFFECTS)


def test_every_work_of_the_machine_has_its_effect_and_its_function() -> None:
    assert {work.task for work in WORK} == set(EFFECTS) == set(approval.WORK)
    assert all(work_recorded_as(effect.event).task == task for task, effect in EFFECTS.items())


def test_a_leg_does_not_hold_its_place_for_minutes_before_a_person_is_asked() -> None:
    for task, effect in EFFECTS.items():
        assert sum(effect.pauses) <= LONGEST_WAIT_SECONDS
        assert policy(task)["retries"] == len(effect.pauses)


def test_what_only_touches_our_database_is_no_task_and_what_touches_more_is_tried_again() -> None:
    assert {task for task, effect in EFFECTS.items() if not effect.pauses} == {"number", "deliver"}
