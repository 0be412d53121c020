"""What an incoming PDF may not carry: passwords, scripts, launches, forms of other programs, foreign attachments, and
what shows another page than the one that was signed (hidden layers, content from elsewhere)."""

import io
import re
import zlib
from collections.abc import Callable, Iterator

import pikepdf

from paper.intake import limits, scans
from paper.intake.notes import Note, note
from paper.intake.verdict import Measured
from rules.refusals import Refusal
from rules.sentences import Sentence

_ACTIONS = """
/JavaScript /Launch /ImportData /SubmitForm /ResetForm /Rendition /Movie /Sound /GoToE /GoToR /Thread /Hide /SetOCGState
/GoTo3DView /RichMediaExecute
"""
ACTIVE_ACTIONS = frozenset(_ACTIONS.split())
ACTIVE_KEYS = ("/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings", "/AA", "/3DD")
ACTIVE_SUBTYPES = frozenset(("/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/PS"))
SAFE_ATTACHMENTS = (".pdf", ".docx", ".xlsx", ".xml", ".csv", ".txt", ".png", ".jpg", ".jpeg")
SAFE_LINKS = ("http://", "https://", "mailto:")
# JBIG2 exchanges like-looking letters and digits, and its decoders have been broken into; records do not need it.
FOREIGN_FILTERS = frozenset(("/JBIG2Decode", "/Crypt"))
_SCRIPT = Sentence("lệnh chạy tự động (JavaScript, Launch, biểu mẫu động)")
_OUTSIDE = Sentence("nội dung lấy từ tệp khác")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\0]")
# How the bytes of an attachment begin, by the end of its name; a program is nobody's enclosure.
_MAGIC = {
    ".pdf": b"%PDF-",
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
    ".png": b"\x89PNG",
    ".jpg": b"\xff\xd8",
    ".jpeg": b"\xff\xd8",
}
_AFTER_END = re.compile(rb"%%EOF[\s\0]*\Z")


def check_pdf(filename: str, data: bytes) -> tuple[tuple[Note, ...], Measured]:
    """Raise broken-pdf, pdf-encrypted, pdf-active-content, pdf-too-long or file-too-complex; else return the notes, and
    what the pages would be as a scan.

    The file is read strictly: a record that must be repaired to be opened is not the record that was signed.
    """
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Refusal("pdf-encrypted", filename=filename)
            if not 1 <= len(pdf.pages) <= limits.PDF_PAGES or len(pdf.objects) > limits.PDF_OBJECTS:
                raise Refusal("pdf-too-long", filename=filename, pages=limits.PDF_PAGES)
            if not _AFTER_END.search(data):  # another file may hang there, and no signature covers it
                raise Refusal("broken-pdf", filename=filename)
            for thing in _dictionaries(pdf):
                if danger := next((told for check in CHECKS if (told := check(thing))), None):
                    raise Refusal("pdf-active-content", filename=filename, what=danger)
            _bounded_streams(filename, pdf)
            return _notes(pdf), scans.measured(pdf)
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
        IndexError,
        OverflowError,
        ArithmeticError,
    ) as damage:
        if isinstance(damage, RecursionError):
            raise
        raise Refusal("broken-pdf", filename=filename) from damage


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, also those written directly inside others; of a stream the stream itself."""
    waiting = [*pdf.objects, pdf.trailer]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Stream):
            yield thing
            inner = [value for _, value in thing.stream_dict.items()]
        elif isinstance(thing, pikepdf.Dictionary):
            yield thing
            inner = [value for _, value in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            inner = list(thing.as_list())
        else:
            continue
        waiting += [value for value in inner if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _script(thing: pikepdf.Object) -> Sentence | None:
    active = any(key in thing for key in ACTIVE_KEYS) or str(thing.get("/S", "")) in ACTIVE_ACTIONS
    return _SCRIPT if active or str(thing.get("/Subtype", "")) in ACTIVE_SUBTYPES else None


def _link(thing: pikepdf.Object) -> Sentence | None:
    if str(thing.get("/S", "")) != "/URI":
        return None
    address = str(thing.get("/URI", "")).strip().lower()
    return None if address.startswith(SAFE_LINKS) else Sentence("liên kết {address}", address=address[:60])


def _outside(thing: pikepdf.Object) -> Sentence | None:
    """Content that lies in another file: external streams, reference XObjects, OPI, files named by address."""
    if isinstance(thing, pikepdf.Stream) and ("/F" in thing or "/Ref" in thing or "/OPI" in thing):
        return _OUTSIDE
    return _OUTSIDE if str(thing.get("/FS", "")) == "/URL" else None


def _filters(thing: pikepdf.Object) -> Sentence | None:
    if not isinstance(thing, pikepdf.Stream) or "/Filter" not in thing:
        return None
    names = [str(name) for name in _listed(thing.Filter)]
    if len(names) > 2 or names.count("/FlateDecode") > 1 or FOREIGN_FILTERS & set(names):
        return Sentence("dữ liệu nén lạ ({names})", names=", ".join(names)[:60])
    return None


def _layers(thing: pikepdf.Object) -> Sentence | None:
    """Layers that are off: the page that is read and signed is not all that the file can show."""
    nothing = pikepdf.Dictionary()
    default = thing.get("/OCProperties", nothing).get("/D", nothing)
    hidden = "/BaseState" in default and str(default.BaseState) != "/ON"
    hidden = hidden or len(default.get("/OFF", pikepdf.Array())) > 0
    return Sentence("lớp nội dung bị ẩn") if hidden else None


def _attachment(thing: pikepdf.Object) -> Sentence | None:
    if "/EF" not in thing:
        return None
    name = str(thing.get("/UF", thing.get("/F", "")))
    odd = not name.lower().endswith(SAFE_ATTACHMENTS) or _TURNING.search(name) is not None
    for _, stream in thing.EF.items():
        data = stream.read_bytes()[:8]
        magic = _MAGIC.get(f".{name.lower().rpartition('.')[2]}", b"")
        odd = odd or not data.startswith(magic) or data.startswith((b"MZ", b"\x7fELF", b"#!"))
    return Sentence("tệp đính kèm “{name}”", name=_TURNING.sub("", name)[:60]) if odd else None


CHECKS: tuple[Callable[[pikepdf.Object], Sentence | None], ...] = (
    _script,
    _link,
    _outside,
    _filters,
    _layers,
    _attachment,
)


def _bounded_streams(filename: str, pdf: pikepdf.Pdf) -> None:
    """No stream may inflate beyond its bound; pictures are bounded by their dots, which nobody needs to unpack here."""
    left = limits.PDF_STREAM_BYTES
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if str(thing.get("/Subtype", "")) == "/Image":
            dots = int(thing.get("/Width", 0)) * int(thing.get("/Height", 0))
            if not 0 <= dots <= limits.IMAGE_PIXELS:
                raise Refusal("file-too-complex", filename=filename)
        elif "/FlateDecode" in [str(name) for name in _listed(thing.get("/Filter", pikepdf.Array()))]:
            left -= _inflated_size(thing.read_raw_bytes(), left)
            if left <= 0:
                raise Refusal("file-too-complex", filename=filename)


def _inflated_size(raw: bytes, most: int) -> int:
    """How many bytes a stream inflates to, or `most` when it is at least that many."""
    inflating, size, waiting = zlib.decompressobj(), 0, raw
    try:
        while waiting and size < most:
            size += len(inflating.decompress(waiting, 1_000_000))
            waiting = inflating.unconsumed_tail
    except zlib.error:
        return size  # damage is told where the stream is read
    return size


def _listed(value: pikepdf.Object) -> list[pikepdf.Object]:
    return list(value.as_list()) if isinstance(value, pikepdf.Array) else [value]


def _notes(pdf: pikepdf.Pdf) -> tuple[Note, ...]:
    return (note("old-pdf"),) if pdf.pdf_version < "1.4" else ()
