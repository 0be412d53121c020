"""Tell a file by its bytes, not by its name, and lead it to the checks of its kind."""

import io
from pathlib import PurePath

import olefile  # type: ignore[import-untyped]

from paper.intake import Intake, Media, limits
from paper.intake.docx import check
from paper.intake.draft import check_draft, warnings_of
from paper.intake.package import open_package
from paper.intake.pdf import check_pdf
from rules.refusals import Refusal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def inspect(filename: str, data: bytes) -> Intake:
    """See `paper.intake.inspect`."""
    shown = PurePath(filename.replace("\\", "/")).name or "không tên"
    if not data:
        raise Refusal("file-empty", filename=shown)
    if len(data) > limits.FILE_BYTES:
        raise Refusal("file-too-large", filename=shown, megabytes=limits.FILE_BYTES // 1_000_000)
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


def _docx(filename: str, data: bytes) -> Intake:
    package = open_package(filename, data)
    check(package)
    check_draft(package)
    return Intake("docx", warnings_of(package))


def _pdf(filename: str, data: bytes) -> Intake:
    return Intake("pdf", check_pdf(filename, data))


_ADMIT = {"docx": _docx, "pdf": _pdf}
