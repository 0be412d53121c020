"""What a person presses means one thing, and only where it is offered (NĐ 30/2020, Đ10-Đ32)."""

import pytest

from rules.duties import DUTIES, RETURN, UNBLOCK


@pytest.mark.parametrize("code", DUTIES)
def test_each_verb_of_a_duty_means_what_the_duty_says(code: str) -> None:
    duty = DUTIES[code]
    assert {verb.text: duty.verdict_of(verb.text) for verb in duty.verbs} == {
        verb.text: verb.verdict for verb in duty.verbs
    }
    assert duty.verdict_of(duty.verbs[0].text) == "pass", "the first button goes on"


@pytest.mark.parametrize(
    ("code", "text"), [("form", "Duyệt và ký"), ("form", ""), (UNBLOCK, RETURN.text), ("examine", RETURN.text)]
)
def test_a_verb_of_another_duty_means_nothing(code: str, text: str) -> None:
    assert DUTIES[code].verdict_of(text) is None
