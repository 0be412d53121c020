"""The door before the child: what is asked of it, and what its answers mean; of a PDF also what its pages say."""

import logging
from pathlib import PurePath

from paper.intake import Intake, Scan, limits, nursery, verdict
from paper.intake.notes import note
from paper.intake.printed import stamp_lines
from paper.intake.stamps import refuse_stamped
from paper.pdf import RenderFailed, RenderUnavailable, pages
from rules.effects import effect
from rules.refusals import REFUSALS, NotNow, Refusal
from rules.sentences import Sentence, heard

log = logging.getLogger(__name__)


@effect
def inspect(filename: str, data: bytes) -> Intake:
    """See `paper.intake.inspect`."""
    shown = PurePath(filename.replace("\\", "/")).name or Sentence("không tên")
    if not data:
        raise Refusal("file-empty", filename=shown)
    if len(data) > limits.FILE_BYTES:
        raise Refusal("file-too-large", filename=shown, megabytes=limits.FILE_BYTES // 1_000_000)
    found = _examined(shown, data)
    if found.media == "docx":
        return Intake("docx", found.notes, found.converted)
    return _printed(shown, data, found)


def _examined(filename: str, data: bytes) -> verdict.Inspected:
    """The child's verdict. What it cannot bear, and what our own checks stumble over, is too complex to be admitted."""
    try:
        head, body = nursery.ask({"filename": filename}, data)
    except nursery.Misbehaved as error:
        raise Refusal("file-too-complex", filename=filename) from error
    except nursery.Unavailable as error:
        raise NotNow("intake-unavailable", filename=filename, why=error.args[0]) from error
    if head.get("refused") in REFUSALS:
        raise Refusal(head["refused"], **{name: heard(fact) for name, fact in head["facts"].items()})
    if "media" not in head:
        log.error("intake: a check failed on %s: %s", filename, head.get("fault"))
        raise Refusal("file-too-complex", filename=filename)
    return verdict.from_message(head, body)


def _printed(filename: str, data: bytes, found: verdict.Inspected) -> Intake:
    """A PDF with text may bear a stamp in it; one without is admitted as a scan, or not at all."""
    try:
        sheets = pages(data)
    except RenderUnavailable as error:  # the machine's fault, not the file's
        raise NotNow("intake-unavailable", filename=filename, why=error.args[0]) from error
    except RenderFailed as slow:
        raise Refusal("file-too-complex", filename=filename) from slow
    refuse_stamped(filename, stamp_lines(sheets))
    if any(sheet.words for sheet in sheets) or found.scan is None:
        return Intake("pdf", found.notes)
    if found.scan.problem:
        raise Refusal("scan-below-standard", filename=filename, problem=found.scan.problem)
    scan = Scan(found.scan.pages, found.scan.dpi)
    return Intake("pdf", (*found.notes, note("scan", pages=scan.pages, dpi=scan.dpi)), scan=scan)
