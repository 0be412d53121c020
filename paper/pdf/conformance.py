"""Is this what we promised: PDF/A-2b, tagged, with at least one page, in the decree's font, all embedded?"""

from io import BytesIO
from typing import Any

from paper.intake.legacy import is_legacy
from paper.pdf import fonts
from paper.pdf.faults import RenderFailed
from rules.refusals import Refusal
from rules.sentences import Sentence


def demand_readable_fonts(docx: bytes) -> None:
    """Refuse TCVN3/VNI fonts before rendering: some are replaced by an allowed font, and the words become nonsense.

    Raises `Refusal("fonts-not-allowed")`.
    """
    legacy = sorted(name for name in fonts.declared(docx) if is_legacy(name))
    if legacy:
        raise Refusal("fonts-not-allowed", fonts=", ".join(legacy))


def demand_pdfa(pdf: bytes, docx: bytes) -> None:
    """Raise `Refusal("fonts-not-allowed")` for the writer's fault, `RenderFailed` for the machine's."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            count = len(document.pages)
            marks: Any = document.Root.get("/MarkInfo") or {}
            tagged = bool(marks.get("/Marked", False))
            with document.open_metadata() as meta:
                claim = f"{meta.get('pdfaid:part', '?')}{meta.get('pdfaid:conformance', '?')}"
        carried = fonts.carried(pdf)
    except pikepdf.PdfError as broken:
        raise RenderFailed(Sentence("Tệp PDF tạo ra không đọc lại được: {why}", why=str(broken))) from broken
    foreign = {name: font for name, font in carried.items() if font.visible and not fonts.allowed(name)}
    if foreign:
        asked = sorted(name for name in fonts.declared(docx) if not fonts.allowed(name))
        printed = [f"{name} (ký tự {font.letters or '?'})" for name, font in sorted(foreign.items())]
        raise Refusal("fonts-not-allowed", fonts=", ".join(asked or printed))
    loose = sorted(name for name, font in carried.items() if not font.embedded)
    if count < 1 or loose or not tagged or claim != "2B":
        said = Sentence(
            "Không phải PDF/A-2b: {pages} trang, {claim}, gắn thẻ: {tagged}, phông rời: {loose}",
            pages=count, claim=claim, tagged=tagged, loose=", ".join(loose) or "0",
        )  # fmt: skip
        raise RenderFailed(said)
