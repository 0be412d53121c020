"""What a person presses means one thing, and only where it is offered (NĐ 30/2020, Đ10-Đ32)."""

import pytest

from rules.duties import DUTIES, RETURN, UNBLOCK


@pytest.mark.parametrize("code", DUTIES)
def test_the_words_of_a_duty_differ_and_the_first_goes_on(code: str) -> None:
    verbs = DUTIES[code].verbs
    assert len({verb.text for verb in verbs}) == len(verbs)
    assert verbs[0].verdict == "pass"


@pytest.mark.parametrize("code", [UNBLOCK, "examine"])
def test_what_is_not_a_reviewers_to_return_offers_no_return(code: str) -> None:
    assert RETURN not in DUTIES[code].verbs
    assert RETURN in DUTIES["form"].verbs
