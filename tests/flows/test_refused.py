"""A refusal is an answer; a full disk is none."""

import pytest
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.refused import refusals_are_answers
from rules.refusals import NotNow, Refusal


@refusals_are_answers
def flow_that_meets(refusal: Refusal | None) -> State:
    if refusal is not None:
        raise refusal
    return Completed()


def test_a_refusal_is_the_flows_answer() -> None:
    ended = flow_that_meets(Refusal("no-profile"))
    assert (ended.name, ended.message) == ("Refused", Refusal("no-profile").text)


def test_a_machine_that_cannot_write_now_fails_so_that_the_run_is_made_again() -> None:
    with pytest.raises(NotNow):
        flow_that_meets(NotNow("database-full"))
