"""Tell a file by its bytes, not by its name, and lead it to the checks of its kind. Runs in the walled child."""

import io
from pathlib import PurePath

import olefile  # type: ignore[import-untyped]

from paper.intake import Media, limits
from paper.intake.converting import converted, legacy_fonts
from paper.intake.docx import check
from paper.intake.draft import check_draft, notes_of
from paper.intake.notes import note
from paper.intake.package import Package, open_package
from paper.intake.pdf import check_pdf
from paper.intake.verdict import Inspected
from rules.refusals import Refusal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def inspect(shown: str, data: bytes) -> Inspected:
    """The checks of the file's kind; `shown` is its name without folders."""
    media = _media(shown, data)
    if PurePath(shown).suffix.lower() != f".{media}":
        raise Refusal("name-and-content-differ", filename=shown, media=media)
    return _ADMIT[media](shown, data)


def _media(filename: str, data: bytes) -> Media:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(_OLE):
        raise Refusal("password-protected" if _is_encrypted(data) else "legacy-doc", filename=filename)
    raise Refusal("not-a-docx", filename=filename)


def _is_encrypted(data: bytes) -> bool:
    """Whether an OLE file is Office's envelope around an encrypted docx; else it is an old .doc or foreign."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return bool(ole.exists("EncryptedPackage"))
    except Exception:  # olefile raises many kinds on damaged files; none of them makes the file a docx
        return False


def _docx(filename: str, data: bytes) -> Inspected:
    package = _clean(filename, data)
    fonts = legacy_fonts(package)
    if not fonts:
        return Inspected("docx", notes_of(package))
    unicode = converted(package, fonts)
    told = note("fonts-converted", fonts=", ".join(fonts))
    # What was a riddle of signs before may be a stamp now: the new paper is led through every check again.
    return Inspected("docx", (told, *notes_of(_clean(filename, unicode))), unicode)


def _clean(filename: str, data: bytes) -> Package:
    if len(data) > limits.FILE_BYTES:
        raise Refusal("file-too-large", filename=filename, megabytes=limits.FILE_BYTES // 1_000_000)
    package = open_package(filename, data)
    check(package)
    check_draft(package)
    return package


def _pdf(filename: str, data: bytes) -> Inspected:
    notes, scan = check_pdf(filename, data)
    return Inspected("pdf", notes, scan=scan)


_ADMIT = {"docx": _docx, "pdf": _pdf}
