"""One number book per agency (Đ15.1): what is numbered here and what comes numbered never meet in one book."""

from dataclasses import replace

import pytest

from actions import hand_in
from actions.hand_in import HandIn
from actions.runtime import Runtime
from rules.refusals import Refusal
from tests.actions.desk import a_hand_in, an_open_office, sent, to_issued, vietnam
from tests.actions.office import KeptOffice
from tests.actions.test_hand_in_signed import CLERK, DRAFTER, issued_elsewhere


@pytest.fixture
def signed(office: KeptOffice, runtime: Runtime) -> HandIn:
    """The commune's plan 01/KH-UBND, as another system issued it."""
    return issued_elsewhere(office, runtime, office.commune, "xa-my-tho")


def refusal_of(runtime: Runtime, person: str, paper: HandIn) -> Refusal:
    with pytest.raises(Refusal) as raised:
        hand_in.submit(runtime, runtime.who(person), paper)
    return raised.value


def test_after_a_paper_that_brought_its_number_no_number_of_that_book_is_given_here(
    runtime: Runtime, signed: HandIn
) -> None:
    hand_in.submit(runtime, runtime.who(CLERK), signed)
    runtime.clock.set(vietnam(2026, 5, 20))
    refusal = refusal_of(runtime, DRAFTER, a_hand_in(runtime, "xa-my-tho", "report_h1"))
    assert (refusal.code, refusal.facts["number"]) == ("number-kept-elsewhere", "01/KH-UBND")
    assert "Ủy ban nhân dân xã Mỹ Thọ đã gửi văn bản 01/KH-UBND" in refusal.text
    assert sent(runtime, "xa-ba-sao").state == "in_review", "another commune has a book of its own"


def test_a_received_number_out_of_a_book_kept_here_is_refused(runtime: Runtime, signed: HandIn) -> None:
    to_issued(runtime, sent(runtime, "xa-my-tho", "report_h1").document_id)
    refusal = refusal_of(runtime, CLERK, signed)
    assert (refusal.code, refusal.facts["number"]) == ("number-kept-here", "01/KH-UBND")


def test_a_draft_that_will_take_its_number_here_is_enough(runtime: Runtime, signed: HandIn) -> None:
    sent(runtime, "xa-my-tho", "report_h1")
    assert refusal_of(runtime, CLERK, signed).code == "number-kept-here"


def test_a_paper_with_the_symbol_of_another_series_is_taken(
    office: KeptOffice, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The commune's dedicated series for this field says -DV: its main book, kept elsewhere, is another book."""
    runtime = an_open_office(
        tmp_path_factory.mktemp("dedicated"),
        series=lambda text: text.replace(
            'unit: xa-my-tho\n  kinds: [plan, report_h1, report_annual]\n  held: own\n  suffix: ""',
            "unit: xa-my-tho\n  kinds: [plan, report_h1, report_annual]\n  held: dedicated\n  suffix: -DV",
        ),
    )
    sent(runtime, "xa-my-tho", "report_h1")
    taken = hand_in.submit(runtime, runtime.who(CLERK), issued_elsewhere(office, runtime, office.commune, "xa-my-tho"))
    assert taken.state == "received"
    runtime.memory.close()


def test_a_refused_arrival_leaves_the_book_where_it_was(runtime: Runtime, signed: HandIn) -> None:
    refusal_of(runtime, CLERK, replace(signed, data=signed.data + b"junk"))
    assert sent(runtime, "xa-my-tho", "report_h1").state == "in_review"
