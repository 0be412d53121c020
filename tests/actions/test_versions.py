"""Two rounds side by side: for those who may read the paper, as a reading of both, and as the phiếu trình tells it."""

import pytest

from actions import slip, versions
from actions.runtime import Runtime
from models import documents
from models.tables import Event, Version
from paper import compare
from rules.refusals import Refusal
from tests import makers
from tests.actions.desk import DRAFTERS, decided, history, sent, waiting

DRAFTER, STRANGER = DRAFTERS["ptp"], DRAFTERS["xa-my-tho"]
FIRST, SECOND = "Báo cáo trước ngày 25 tháng 5", "Báo cáo trước ngày 20 tháng 6"


def twice_sent(runtime: Runtime) -> str:
    """A plan that came back once and was sent again with another date; answers its id."""
    document_id = sent(runtime, note=FIRST).document_id
    decided(runtime, document_id, "return", "Sai thời hạn.")
    assert sent(runtime, note=SECOND).document_id == document_id
    return document_id


def readings(runtime: Runtime) -> list[Event]:
    return [event for event in history(runtime) if event.kind in ("read", "read-refused")]


def test_the_last_two_rounds_are_compared_word_by_word(runtime: Runtime) -> None:
    compared = versions.compared(runtime, runtime.who(DRAFTER), twice_sent(runtime))
    assert (compared.rounds, compared.old, compared.new) == ((1, 2), 1, 2)
    changed = "Báo cáo trước ngày <del>25</del><ins>20</ins> tháng <del>5</del><ins>6</ins>./.</p>"
    assert changed in compare.as_html(compared.difference)


def test_any_two_rounds_may_be_asked_for_also_backwards(runtime: Runtime) -> None:
    document_id = twice_sent(runtime)
    who = runtime.who(DRAFTER)
    back = versions.compared(runtime, who, document_id, old=2, new=1)
    changed = "Báo cáo trước ngày <del>20</del><ins>25</ins> tháng <del>6</del><ins>5</ins>./.</p>"
    assert changed in compare.as_html(back.difference)
    assert versions.compared(runtime, who, document_id, old=2, new=2).difference.none
    with pytest.raises(Refusal) as refused:
        versions.compared(runtime, who, document_id, old=1, new=3)
    assert refused.value.code == "no-such-document"


def test_comparing_is_a_reading_of_both_files_on_the_readers_ground(runtime: Runtime) -> None:
    document_id = twice_sent(runtime)
    versions.compared(runtime, runtime.who(makers.AUDITOR, "request-1"), document_id)
    with runtime.memory.read() as session:
        hashes = [version.sha256 for version in documents.versions(session, document_id)]
    lines = readings(runtime)
    assert [line.facts["sha256"] for line in lines] == hashes
    assert {(line.person, line.request_id, line.document_id) for line in lines} == {
        (makers.AUDITOR, "request-1", document_id)
    }
    assert {(line.facts["what"], line.facts["ground"]) for line in lines} == {("difference", "auditor")}


def test_who_may_not_read_the_versions_may_not_see_their_difference(runtime: Runtime) -> None:
    document_id = twice_sent(runtime)
    with pytest.raises(Refusal) as refused:
        versions.compared(runtime, runtime.who(STRANGER), document_id)
    assert refused.value.code == "not-allowed-to-read"
    [line] = readings(runtime)
    assert (line.kind, line.person, line.facts["what"]) == ("read-refused", STRANGER, "difference")


def test_a_paper_sent_once_has_nothing_to_compare_with_and_is_not_counted_as_read(runtime: Runtime) -> None:
    document_id = sent(runtime).document_id
    with pytest.raises(Refusal) as refused:
        versions.compared(runtime, runtime.who(DRAFTER), document_id)
    assert refused.value.code == "nothing-to-compare"
    assert readings(runtime) == []


def test_only_drafts_are_compared(runtime: Runtime) -> None:
    document_id = twice_sent(runtime)
    with runtime.memory.write() as session:
        session.query(Version).filter_by(document_id=document_id, round=2).one().media = "pdf"
    with pytest.raises(Refusal) as refused:
        versions.compared(runtime, runtime.who(DRAFTER), document_id)
    assert refused.value.code == "only-drafts-compared"
    assert readings(runtime) == []


def test_the_phieu_trinh_tells_the_same_difference_and_leads_to_it(runtime: Runtime) -> None:
    document_id = twice_sent(runtime)
    text = slip.slip(runtime, waiting(runtime, document_id).id).text
    assert "- Lần trước bị trả lại: “Sai thời hạn.”" in text
    assert "- Sửa: Báo cáo trước ngày ~~25~~ **20** tháng ~~5\\./.~~ **6\\./.**" in text
    assert f"/documents/{document_id}/difference?old=1&new=2)" in text
