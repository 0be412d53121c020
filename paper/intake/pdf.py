"""What an incoming PDF may not carry: passwords, scripts, launches, forms of other programs, foreign attachments."""

import io
from collections.abc import Iterator

import pikepdf

from paper.intake import limits
from rules.refusals import Refusal

ACTIVE_ACTIONS = frozenset(
    ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound", "/GoToE")
)
ACTIVE_KEYS = ("/JS", "/JavaScript", "/XFA", "/RichMediaContent")
SAFE_ATTACHMENTS = (".pdf", ".docx", ".xlsx", ".xml", ".csv", ".txt", ".png", ".jpg", ".jpeg")


def check_pdf(filename: str, data: bytes) -> tuple[str, ...]:
    """Raise broken-pdf, pdf-encrypted, pdf-active-content or pdf-too-long; else return the warnings.

    The file is read strictly: a record that must be repaired to be opened is not the record that was signed.
    """
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Refusal("pdf-encrypted", filename=filename)
            if not 1 <= len(pdf.pages) <= limits.PDF_PAGES or len(pdf.objects) > limits.PDF_OBJECTS:
                raise Refusal("pdf-too-long", filename=filename, pages=limits.PDF_PAGES)
            for thing in _dictionaries(pdf):
                _check_dictionary(filename, thing)
            return _warnings(pdf)
    except pikepdf.PasswordError as locked:
        raise Refusal("pdf-encrypted", filename=filename) from locked
    # qpdf tells damage as PdfError; pikepdf's own conversions of odd objects as the others.
    except (
        pikepdf.PdfError,
        ValueError,
        TypeError,
        KeyError,
        RuntimeError,
        AttributeError,
        NotImplementedError,
    ) as damage:
        raise Refusal("broken-pdf", filename=filename) from damage


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, also those written directly inside others."""
    waiting = [*pdf.objects, pdf.trailer]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Stream):
            thing = thing.stream_dict
        if isinstance(thing, pikepdf.Dictionary):
            yield thing
            inner = [value for _, value in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            inner = list(thing.as_list())
        else:
            continue
        waiting += [value for value in inner if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _check_dictionary(filename: str, thing: pikepdf.Object) -> None:
    if any(key in thing for key in ACTIVE_KEYS) or str(thing.get("/S", "")) in ACTIVE_ACTIONS:
        raise Refusal(
            "pdf-active-content", filename=filename, what="lệnh chạy tự động (JavaScript, Launch, biểu mẫu động)"
        )
    if "/EF" in thing:
        name = str(thing.get("/UF", thing.get("/F", "")))
        if not name.lower().endswith(SAFE_ATTACHMENTS):
            raise Refusal("pdf-active-content", filename=filename, what=f"tệp đính kèm “{name[:60]}”")


def _warnings(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    if pdf.pdf_version < "1.4":
        return ("Tệp PDF có phiên bản thấp hơn 1.4 (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II, mục I.2).",)
    return ()
