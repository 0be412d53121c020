"""The machine's work on a paper: done once whatever happens between the effect and its recording."""

import errno
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx import Document as open_docx

from actions import agenda, hand_in, issuing, verifying
from actions.hand_in import HandIn
from actions.runtime import Runtime
from models import documents, events, records, registers
from models.tables import Document
from paper import pdf, sign
from rules.refusals import Refusal
from storage.port import Unavailable
from storage.s3 import S3Archive
from tasks import papers
from tests.makers import a_draft, a_runtime, advance, an_open_year, arrived, decide, handed_in, profile_of, to_rest
from tests.paper.press import half_a_libreoffice
from tests.storage.conftest import versions
from tests.support.seaweed import SeaweedServer
from tests.tasks.watching import cut_off, history, state

ROOT = Path(__file__).parents[2]
DRAFTER = "truong-my-duyen"


def up_to(runtime: Runtime, document_id: str, work: str) -> None:
    """Everybody agrees and the machine works until this is the next work."""
    while (job := advance(runtime, document_id, until=lambda job: job.work == work)).kind == "form":
        decide(runtime, document_id)
    assert job.work == work


def test_a_paper_lives_from_draft_to_record_and_what_arrives_of_it_is_examined(runtime: Runtime) -> None:
    paper = handed_in(runtime, DRAFTER, "ptp").document_id
    to_rest(runtime, paper)
    assert state(runtime, paper) == "kept"
    assert [kind for kind in history(runtime, paper) if kind != "opened"] == [
        "submitted", "rendered", "decided", "signed", "decided", "numbered", "sealed", "issued", "kept",
    ]  # fmt: skip
    with runtime.memory.read() as session:
        record = records.of_document(session, paper)
    assert record is not None
    sealed = runtime.archive.get(record.key, record.sha256)
    found = sign.verify(sealed, roots=runtime.roots)
    assert (found.verdict, [one.signer for one in found.signatures]) == (
        "valid",
        ["Nguyễn Văn Thuận", "Phòng Tư pháp huyện Cao Lãnh"],
    )
    printed = " ".join(word.text for word in pdf.pages(sealed)[0].words)
    assert "01 /KH-PTP" in printed
    assert "ngày 15 tháng 01 năm 2026" in printed
    assert all(runtime.archive.is_locked(key) for key in record.parts)
    incoming = arrived(runtime, paper)
    to_rest(runtime, incoming)
    assert state(runtime, incoming) == "accepted"
    assert verifying.verify_all(runtime).broken == ()


def test_a_void_number_is_never_seen_on_the_paper_that_gets_the_next_one(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seal is made with number 01, the power goes, văn thư voids 01: the sealed paper then says 02."""
    paper = handed_in(runtime, DRAFTER, "ptp").document_id
    up_to(runtime, paper, "seal")
    cut_off(monkeypatch, issuing, "made", lambda: papers.seal.fn(paper))
    issuing.void_number(runtime, runtime.who("cao-thi-nhan"), paper, "Ghi nhầm ngày.")
    to_rest(runtime, paper)
    with runtime.memory.read() as session:
        record = records.of_document(session, paper)
    assert record is not None
    assert record.code == "02/KH-PTP"
    fields = form_fields(runtime.archive.get(record.key, record.sha256))
    assert fields["So"] == "02"
    assert verifying.verify_all(runtime).broken == ()


def test_a_seal_that_comes_too_late_for_its_number_is_recorded_nowhere(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One leg still seals with 01 while văn thư voids it and another leg takes 02: the late leg records nothing."""
    paper = handed_in(runtime, DRAFTER, "ptp").document_id
    up_to(runtime, paper, "seal")
    record = issuing.made

    def too_late(*given: Any, **facts: Any) -> None:
        issuing.void_number(runtime, runtime.who("cao-thi-nhan"), paper, "Ghi nhầm ngày.")
        issuing.take_number(runtime, runtime.who(None), paper)
        record(*given, **facts)

    with monkeypatch.context() as slow:
        slow.setattr(issuing, "made", too_late)
        papers.seal.fn(paper)
    with runtime.memory.read() as session:
        assert documents.rendition(session, paper, 1, "sealed") is None
    assert (state(runtime, paper), agenda.next_job(runtime, paper).work) == ("numbered", "seal")
    to_rest(runtime, paper)
    with runtime.memory.read() as session:
        kept = records.of_document(session, paper)
    assert kept is not None
    assert form_fields(runtime.archive.get(kept.key, kept.sha256))["So"] == "02"


def test_the_date_on_the_paper_is_its_numbers_also_when_the_seal_comes_on_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = a_runtime(tmp_path)
    an_open_year(runtime)
    monkeypatch.setattr(Runtime, "current", classmethod(lambda _: runtime))
    paper = handed_in(runtime, DRAFTER, "ptp").document_id
    up_to(runtime, paper, "seal")
    runtime.clock.set(runtime.clock.now() + timedelta(days=40))
    to_rest(runtime, paper)
    with runtime.memory.read() as session:
        record, line = records.of_document(session, paper), registers.number_of(session, paper)
    assert record is not None
    assert line is not None
    printed = form_fields(runtime.archive.get(record.key, record.sha256))
    assert (printed["Ngay"], printed["Thang"]) == ("15", "01")
    assert (str(line.issued_date), str(record.issued_on)) == ("2026-01-15", "2026-01-15")
    assert str(line.dispatched_on) == "2026-02-24"
    runtime.memory.close()


def form_fields(data: bytes) -> dict[str, str]:
    with pikepdf.open(BytesIO(data)) as opened:
        return {
            str(field.T): str(field.V) for field in opened.Root.AcroForm.Fields if "/V" in field and field.FT == "/Tx"
        }


def test_a_draft_without_a_gap_for_its_number_goes_back_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = a_runtime(tmp_path)
    an_open_year(runtime)
    monkeypatch.setattr(Runtime, "current", classmethod(lambda _: runtime))
    good = a_draft(profile_of(runtime), "ptp")
    faulty = HandIn("ptp", "plan", 2026, "ke-hoach.docx", rewritten(good, "Số:", "Bản thảo"))
    paper = hand_in.submit(runtime, runtime.who(DRAFTER), faulty).document_id
    papers.render.fn(paper)
    assert state(runtime, paper) == "returned"
    with runtime.memory.read() as session:
        (event,) = [event for event in events.of_document(session, paper) if event.kind == "sent-back"]
        assert documents.rendition(session, paper, 1, "rendered") is None
    assert (event.person, event.facts["refusal"]) == (None, "no-place-for-number")
    assert "để trống" in event.facts["reason"]
    assert agenda.next_job(runtime, paper).kind == "redraft"
    mended = hand_in.submit(runtime, runtime.who(DRAFTER), replace(faulty, data=good))
    assert (mended.document_id, mended.round) == (paper, 2)
    papers.render.fn(paper)
    assert agenda.next_job(runtime, paper).kind == "form"
    runtime.memory.close()


def test_a_machine_without_libreoffice_sends_no_paper_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = a_runtime(tmp_path)
    an_open_year(runtime)
    monkeypatch.setattr(Runtime, "current", classmethod(lambda _: runtime))
    paper = handed_in(runtime, DRAFTER, "ptp").document_id
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bwrap", "prlimit", "fc-list"):
        (programs / name).symlink_to(shutil.which(name) or name)
    with monkeypatch.context() as poor:
        poor.setenv("PATH", str(programs))
        with pytest.raises(pdf.RenderUnavailable, match="soffice"):
            papers.render.fn(paper)
    assert (state(runtime, paper), agenda.next_job(runtime, paper).work) == ("in_review", "render")
    # Half an installation: LibreOffice starts, and opens no file at all.
    pdf.prove()
    with monkeypatch.context() as half:
        half_a_libreoffice(half, tmp_path)
        with pytest.raises(pdf.RenderUnavailable, match="trang mẫu"):
            papers.render.fn(paper)
    assert (state(runtime, paper), agenda.next_job(runtime, paper).work) == ("in_review", "render")
    papers.render.fn(paper)
    assert agenda.next_job(runtime, paper).kind == "form"
    runtime.memory.close()


def test_a_late_refusal_never_sends_back_a_later_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = a_runtime(tmp_path)
    an_open_year(runtime)
    monkeypatch.setattr(Runtime, "current", classmethod(lambda _: runtime))
    paper = handed_in(runtime, DRAFTER, "ptp").document_id
    refusal = Refusal("not-renderable")
    issuing.send_back(runtime, runtime.who(None), paper, 1, refusal)
    assert handed_in(runtime, DRAFTER, "ptp", note="Bản sửa.").round == 2
    issuing.send_back(runtime, runtime.who(None), paper, 1, refusal)
    assert (state(runtime, paper), history(runtime, paper).count("sent-back")) == ("in_review", 1)
    runtime.memory.close()


def rewritten(docx: bytes, begins: str, instead: str) -> bytes:
    """The docx in which each paragraph that begins so reads otherwise."""
    opened = open_docx(BytesIO(docx))
    cells = [paragraph for table in opened.tables for cell in table._cells for paragraph in cell.paragraphs]
    changed = [paragraph for paragraph in (*opened.paragraphs, *cells) if paragraph.text.startswith(begins)]
    assert changed
    for paragraph in changed:
        paragraph.text = instead
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def test_a_full_disk_refuses_and_with_room_again_everything_is_kept_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = a_runtime(tmp_path)
    an_open_year(runtime)
    monkeypatch.setattr(Runtime, "current", classmethod(lambda _: runtime))
    paper = handed_in(runtime, DRAFTER, "ptp").document_id
    up_to(runtime, paper, "keep")
    runtime.memory.close()
    disk = tmp_path / "disk"
    disk.mkdir()
    walls = ["bwrap", "--bind", "/", "/", "--dev-bind", "/dev", "/dev", "--size", "3000000", "--tmpfs", str(disk)]
    life = [sys.executable, "-m", "tests.tasks.full_disk", str(runtime.settings.data), str(disk), paper]
    ran = subprocess.run([*walls, *life], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "first try": f"errno {errno.ENOSPC}",
        "nothing half kept": True,
        "state": "issued",
        "records": [0, 0],
        "second try": "kept",
        "third try": "kept",
        "state then": "kept",
        "records then": [1, 1],
        "broken": [],
    }


@pytest.fixture
def own_seaweed() -> SeaweedServer:
    """A server that this test may stop."""
    return SeaweedServer()


def test_an_s3_server_that_was_down_gets_everything_once_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_seaweed: SeaweedServer
) -> None:
    with own_seaweed as server:
        keys = {"s3_access_key": server.access_key, "s3_secret_key": server.secret_key}
        runtime = a_runtime(tmp_path, archive_url=server.url("kho"), **keys)
        an_open_year(runtime)
        monkeypatch.setattr(Runtime, "current", classmethod(lambda _: runtime))
        paper = handed_in(runtime, DRAFTER, "ptp").document_id
        for work, task in WORK.items():
            up_to(runtime, paper, work)
            server.stop()
            before = (state(runtime, paper), history(runtime, paper))
            with pytest.raises(Unavailable):
                task(paper)
            assert (state(runtime, paper), history(runtime, paper)) == before
            server.start()
            task(paper)
        kinds = Counter(history(runtime, paper))
        assert [kinds[kind] for kind in ("signed", "sealed", "kept")] == [1, 1, 1]
        assert isinstance(runtime.archive, S3Archive)
        for key in list(runtime.archive.keys("")):
            assert len(versions(runtime.archive, key)) == 1, key
        assert verifying.verify_all(runtime).broken == ()
        runtime.memory.close()


WORK: dict[str, Callable[[str], object]] = {"sign": papers.sign_person.fn, "keep": papers.keep.fn}


def test_nothing_is_taken_in_while_the_archive_is_down_and_the_same_file_later_is(
    tmp_path: Path, own_seaweed: SeaweedServer
) -> None:
    with own_seaweed as server:
        keys = {"s3_access_key": server.access_key, "s3_secret_key": server.secret_key}
        runtime = a_runtime(tmp_path, archive_url=server.url("kho"), **keys)
        an_open_year(runtime)
        assert runtime.archive
        server.stop()
        with pytest.raises(Unavailable):
            handed_in(runtime, DRAFTER, "ptp")
        with runtime.memory.read() as session:
            assert session.query(Document).count() == 0
        server.start()
        assert handed_in(runtime, DRAFTER, "ptp").round == 1
        runtime.memory.close()
