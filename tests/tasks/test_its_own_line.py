"""What is signed, sealed and kept is what history told: the register's own line, and the very bytes that were seen."""

from datetime import datetime
from pathlib import Path

import pytest

from actions import issuing
from actions.runtime import Runtime
from models import records, registers
from rules.deadlines import VIETNAM
from tasks import papers
from tests.makers import a_runtime, an_open_year, handed_in, to_rest
from tests.tasks.test_papers import DRAFTER, form_fields, up_to
from tests.tasks.watching import cut_off


def test_a_paper_bears_its_own_years_date_also_when_the_new_year_gives_the_same_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sealed with 01 on the last day of the year, the power goes; in January văn thư voids it, and 01 comes again."""
    runtime = a_runtime(tmp_path)
    an_open_year(runtime)
    monkeypatch.setattr(Runtime, "current", classmethod(lambda _: runtime))
    runtime.clock.set(datetime(2026, 12, 31, 15, tzinfo=VIETNAM))
    paper = handed_in(runtime, DRAFTER, "ptp").document_id
    up_to(runtime, paper, "seal")
    cut_off(monkeypatch, issuing, "made", lambda: papers.seal.fn(paper))
    runtime.clock.set(datetime(2027, 1, 4, 9, tzinfo=VIETNAM))
    issuing.void_number(runtime, runtime.who("cao-thi-nhan"), paper, "Ghi nhầm ngày.")
    to_rest(runtime, paper)
    with runtime.memory.read() as session:
        record, line = records.of_document(session, paper), registers.number_of(session, paper)
    assert record is not None
    assert line is not None
    assert (line.year, line.number, str(line.issued_date)) == (2027, 1, "2027-01-04")
    printed = form_fields(runtime.archive.get(record.key, record.sha256))
    assert (printed["So"], printed["Ngay"], printed["Thang"]) == ("01", "04", "01")
    runtime.memory.close()
