"""A machine's clock that is set back: what was written stays in order, and no number is dated before an earlier one."""

from datetime import timedelta

from actions import issuing
from actions.runtime import Runtime
from models import events, registers
from tests.actions.desk import history, sent, the_document, to_numbering, vietnam


def test_a_clock_set_back_over_midnight_dates_no_number_before_the_one_in_front_of_it(runtime: Runtime) -> None:
    runtime.clock.set(vietnam(2026, 3, 4))
    papers = [sent(runtime, "ptp", kind).document_id for kind in ("plan", "report_h1")]
    for paper in papers:
        to_numbering(runtime, paper)
    first, second = papers
    issuing.take_number(runtime, runtime.who(None), first)
    runtime.clock.set(runtime.clock.now() - timedelta(days=1))
    assert issuing.take_number(runtime, runtime.who(None), second) == "02/BC-PTP"
    with runtime.memory.read() as session:
        dates = [line.issued_date for line in registers.outgoing(session, "ptp", 2026)]
        assert list(events.broken_links(session)) == []
    assert dates == [vietnam(2026, 3, 4).date()] * 2
    assert the_document(runtime, second).issued_on == dates[1], "the paper bears the register's date"
    assert [event.id for event in history(runtime)] == list(range(1, len(history(runtime)) + 1))


def test_a_number_that_was_voided_for_a_clock_ahead_dates_none_after_it(runtime: Runtime) -> None:
    paper = sent(runtime, "ptp", "plan").document_id
    to_numbering(runtime, paper)
    today = runtime.clock.now()
    runtime.clock.set(vietnam(2026, 11, 20))
    issuing.take_number(runtime, runtime.who(None), paper)
    runtime.clock.set(today)
    issuing.void_number(runtime, runtime.who("cao-thi-nhan"), paper, "Đồng hồ máy chạy trước.")
    assert issuing.take_number(runtime, runtime.who(None), paper) == "02/KH-PTP"
    assert the_document(runtime, paper).issued_on == today.date()
