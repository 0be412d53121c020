"""What is signed, sealed and kept is what history told: the register's own line, and the very bytes that were seen."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from actions import issuing, obstacles
from actions.renditions import rendition_key
from actions.runtime import Runtime
from models import documents, events, records, registers
from models.tables import Document
from rules.deadlines import VIETNAM
from rules.refusals import Refusal
from tasks import papers
from tests.actions.spoiling import execute
from tests.makers import a_runtime, an_open_year, decide, handed_in, open_form, to_rest
from tests.tasks.test_papers import DRAFTER, form_fields, up_to
from tests.tasks.watching import cut_off, history


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


@pytest.mark.parametrize(("stage", "work"), [("rendered", "sign"), ("signed", "seal"), ("sealed", "keep")])
def test_bytes_that_were_changed_together_with_their_row_are_never_built_upon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, work: str
) -> None:
    """A forger of archive and database: the chained event told other bytes, and the machine stops at an obstacle."""
    runtime = a_runtime(tmp_path)
    an_open_year(runtime)
    monkeypatch.setattr(Runtime, "current", classmethod(lambda _: runtime))
    paper = handed_in(runtime, DRAFTER, "ptp").document_id
    up_to(runtime, paper, work)
    before = history(runtime, paper)
    forge(runtime, paper, stage)
    with pytest.raises(Refusal) as refused:
        WORK[work](paper)
    obstacles.stop(runtime, runtime.who(None), paper, work, refused.value)
    with runtime.memory.read() as session:
        *_, stopped = events.of_document(session, paper)
    assert (history(runtime, paper), stopped.facts["error"]) == ([*before, "stopped"], "not-as-told")
    assert f"({stage}, lần trình 1)" in stopped.facts["what"]
    runtime.memory.close()


def test_whoever_saw_another_paper_than_history_told_has_not_signed_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The forger lays another paper before the signer and takes it back afterwards."""
    runtime = a_runtime(tmp_path)
    an_open_year(runtime)
    monkeypatch.setattr(Runtime, "current", classmethod(lambda _: runtime))
    paper = handed_in(runtime, DRAFTER, "ptp").document_id
    open_form(runtime, paper)
    with runtime.memory.read() as session:
        shown = documents.renditions(session, paper, 1)["rendered"]
    execute(runtime, "UPDATE renditions SET sha256 = :sha", sha="f" * 64)
    decide(runtime, paper)
    execute(runtime, "UPDATE renditions SET sha256 = :sha", sha=shown)
    with pytest.raises(Refusal) as refused:
        papers.sign_person.fn(paper)
    assert refused.value.code == "not-as-told"
    runtime.memory.close()


WORK: dict[str, Callable[[str], object]] = {
    "sign": papers.sign_person.fn,
    "seal": papers.seal.fn,
    "keep": papers.keep.fn,
}


def forge(runtime: Runtime, paper: str, stage: str) -> None:
    """Other bytes under the stage's key, and every row and note of them to match."""
    with runtime.memory.read() as session:
        document = session.get_one(Document, paper)
        key = rendition_key(paper, 1, stage, document.code, document.issued_on)
    place = runtime.settings.data / "archive"
    bytes_, note = place / "objects" / key, place / "records" / f"{key}~.json"
    forged = bytes_.read_bytes() + b"\n% another word\n"
    digest = hashlib.sha256(forged).hexdigest()
    facts = json.loads(note.read_text()) | {"sha256": digest, "size": len(forged)}
    for path, data in ((bytes_, forged), (note, json.dumps(facts).encode())):
        path.unlink()
        path.write_bytes(data)
    execute(runtime, "UPDATE renditions SET sha256 = :sha WHERE stage = :stage", sha=digest, stage=stage)
    assert runtime.archive.get(key, digest) == forged
