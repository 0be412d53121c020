"""What lies on a person's desk: what waits, what came back, what is owed; and how few queries it takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event as sql

from actions import finding, my_work
from actions.finding import Wanted
from actions.runtime import Runtime
from tests import makers
from tests.actions.office import KeptOffice

DRAFTER, OTHER_DRAFTER, HEAD = "le-thi-cam-tu", "truong-my-duyen", "nguyen-van-thuan"
AUDITOR = makers.AUDITOR


def statements(runtime: Runtime, act: Callable[[], object]) -> int:
    """How many statements an act sends to the database."""
    with counted(runtime) as sent:
        act()
    return len(sent)


@contextmanager
def counted(runtime: Runtime) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        sent.append(statement)

    sql.listen(runtime.memory.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sql.remove(runtime.memory.engine, "before_cursor_execute", note)


def test_a_step_waits_for_its_holder_alone_with_the_run_that_holds_its_form(office: KeptOffice) -> None:
    runtime = office.runtime
    handed = makers.handed_in(runtime, OTHER_DRAFTER, "ptp", "report_h1")
    makers.open_form(runtime, handed.document_id)
    [waiting] = my_work.my_work(runtime, runtime.who(HEAD)).waiting
    assert (waiting.document_id, waiting.duty, waiting.run) == (handed.document_id, "Duyệt và ký", makers.RUN)
    assert not waiting.overdue
    for other in (OTHER_DRAFTER, DRAFTER, "lam-tuan-kiet", AUDITOR):
        assert my_work.my_work(runtime, runtime.who(other)).waiting == ()


def test_a_returned_draft_lies_with_its_drafter_and_the_head_with_the_reason(office: KeptOffice) -> None:
    runtime = office.runtime
    handed = makers.handed_in(runtime, OTHER_DRAFTER, "ptp", "report_h1")
    makers.decide(runtime, handed.document_id, "return", "Mục II chưa có số liệu.")
    for person in (OTHER_DRAFTER, HEAD):
        [returned] = my_work.my_work(runtime, runtime.who(person)).returned
        assert (returned.by, returned.reason) == ("Nguyễn Văn Thuận", "Mục II chưa có số liệu.")
        assert (returned.unit_code, returned.kind_code, returned.year) == ("ptp", "report_h1", 2026)
    assert my_work.my_work(runtime, runtime.who(DRAFTER)).returned == ()
    again = makers.handed_in(runtime, OTHER_DRAFTER, "ptp", "report_h1", note="Đã bổ sung số liệu.")
    assert (again.document_id, again.round) == (handed.document_id, 2)
    assert my_work.my_work(runtime, runtime.who(OTHER_DRAFTER)).returned == ()


def test_what_a_unit_owes_says_how_far_it_is(office: KeptOffice) -> None:
    runtime = office.runtime

    def owed() -> dict[str, str]:
        return {row.kind_code: row.state for row in my_work.my_work(runtime, runtime.who(OTHER_DRAFTER)).owed}

    assert owed() == {"plan": "accepted", "report_h1": "missing", "report_annual": "missing"}
    handed = makers.handed_in(runtime, OTHER_DRAFTER, "ptp", "report_h1")
    assert owed()["report_h1"] == "under-way"
    makers.decide(runtime, handed.document_id, "return", "Thiếu số liệu.")
    assert owed()["report_h1"] == "returned"
    runtime.clock.set(runtime.clock.now().replace(month=12))
    assert owed() == {"plan": "accepted", "report_h1": "returned", "report_annual": "overdue"}


def test_one_may_hand_in_for_ones_own_units_only(office: KeptOffice) -> None:
    runtime = office.runtime
    choices = my_work.choices(runtime, runtime.who(DRAFTER))
    assert (list(choices.units), choices.years) == (["xa-my-tho"], (2026,))
    assert set(choices.kinds) == {"plan", "report_h1", "report_annual"}
    assert my_work.choices(runtime, runtime.who(AUDITOR)).units == {}
    assert [row.mine_to_send for row in my_work.my_work(runtime, runtime.who(HEAD)).owed] == [False] * 3


def test_more_papers_do_not_mean_more_queries(office: KeptOffice) -> None:
    runtime = office.runtime

    def cost() -> dict[str, int]:
        who = runtime.who(AUDITOR)
        return {
            "work": statements(runtime, lambda: my_work.my_work(runtime, who)),
            "archive": statements(runtime, lambda: finding.find(runtime, who, Wanted())),
        }

    cost()  # what a process reads once: the profile's content
    few = cost()
    for person, unit in ((DRAFTER, "xa-my-tho"), (OTHER_DRAFTER, "ptp"), ("bui-ngoc-anh", "pvhtt")):
        makers.handed_in(runtime, person, unit, "report_h1")
    assert cost() == few
    assert max(few.values()) <= 12, few
