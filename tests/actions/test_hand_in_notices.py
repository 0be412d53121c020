"""What intake noticed reaches those who should know: the drafter at hand-in, the form, the document's page."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from actions import hand_in, showing, slip
from actions.hand_in import HandIn
from actions.runtime import Runtime
from models import documents
from paper import read
from rules.refusals import Refusal
from tests.actions.desk import DRAFTERS, a_hand_in, waiting
from tests.paper.intake.hostile import DOCUMENT, parts, zipped
from tests.paper.intake.test_legacy import IN_TCVN3, MOTTO, font

INSERTED = '<w:p><w:ins w:id="1" w:author="Lê Thị Mẫu"><w:r><w:t>thêm</w:t></w:r></w:ins></w:p>'
LEGACY = f"<w:p><w:r>{font('.VnTime')}<w:t>{IN_TCVN3}</w:t></w:r></w:p>"


def with_paragraph(runtime: Runtime, xml: str) -> HandIn:
    """A good draft with one more paragraph, before its last."""
    paper = a_hand_in(runtime)
    add: Callable[[bytes], bytes] = lambda old: old.replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)  # noqa: E731
    entries = [(name, add(part) if name == DOCUMENT else part) for name, part in parts(paper.data).items()]
    return replace(paper, data=zipped(entries))


def test_a_clean_draft_is_taken_without_a_notice(runtime: Runtime) -> None:
    assert hand_in.submit(runtime, runtime.who(DRAFTERS["ptp"]), a_hand_in(runtime)).notes == ()


def test_tracked_changes_are_told_at_hand_in_on_the_form_and_on_the_page(runtime: Runtime) -> None:
    taken = hand_in.submit(runtime, runtime.who(DRAFTERS["ptp"]), with_paragraph(runtime, INSERTED))
    (note,) = taken.notes
    assert note.code == "tracked-changes"
    text = slip.slip(runtime, waiting(runtime, taken.document_id).id).text
    assert "Track Changes" in text
    assert "Lê Thị Mẫu" in text
    shown = showing.show(runtime, runtime.who(DRAFTERS["ptp"]), taken.document_id)
    ((sentence, facts),) = shown.files[-1].notices
    assert sentence.format(**facts) == note.text


def test_what_is_kept_of_a_draft_in_old_letters_is_the_unicode_that_was_made_of_it(runtime: Runtime) -> None:
    paper = with_paragraph(runtime, LEGACY)
    taken = hand_in.submit(runtime, runtime.who(DRAFTERS["ptp"]), paper)
    assert [note.code for note in taken.notes] == ["fonts-converted"]
    with runtime.memory.read() as session:
        version = documents.version(session, taken.document_id, 1)
    assert version.sha256 != paper.sha256
    kept = runtime.archive.get(hand_in.version_key(version.sha256, "docx"), version.sha256)
    assert version.size == len(kept)
    assert MOTTO in read.read_docx(kept).text
    assert list(runtime.archive.keys()) == [hand_in.version_key(version.sha256, "docx")], "the riddle is not kept"
    with pytest.raises(Refusal) as again:
        hand_in.submit(runtime, runtime.who(DRAFTERS["ptp"]), paper)
    assert again.value.code == "already-handed-in", "the same riddle gives the same bytes"
