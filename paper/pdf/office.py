"""docx → PDF/A-2b by LibreOffice, one walled process and one fresh copy of a prepared profile for each paper."""

import threading
from pathlib import Path

from paper.pdf import sandbox
from paper.pdf.faults import RenderFailed
from rules.refusals import Refusal

_EXPORT = (
    "pdf:writer_pdf_Export:"
    '{"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
_SOFFICE = ["soffice", "-env:UserInstallation=file:///room/profile", "--headless", "--norestore", "--nolockcheck"]

# Without these LibreOffice fetches linked pictures, from the network and from the disk; the wall would stop most of
# it, but two locks are better than one. Each line: (configuration path, property, value).
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)

_prepared: dict[str, bytes] = {}
_preparing = threading.Lock()


def convert(docx: bytes, limits: sandbox.Limits) -> bytes:
    """LibreOffice's PDF of a docx. Raises `Refusal("not-renderable")` if it cannot be opened, else `RenderFailed`."""
    if not docx.startswith(b"PK"):
        raise Refusal("not-renderable")  # LibreOffice turns an empty file into an empty, valid PDF
    profile = _profile()
    with sandbox.room() as place:
        _lay_out(profile, place / "profile")
        (place / "in.docx").write_bytes(docx)
        command = [*_SOFFICE, "--infilter=MS Word 2007 XML", "--convert-to", _EXPORT, "--outdir", "/room"]
        words = sandbox.run([*command, "/room/in.docx"], place, limits)
        made = place / "in.pdf"
        pdf = made.read_bytes() if made.is_file() else b""
    if pdf.startswith(b"%PDF"):
        return pdf
    if "could not be loaded" in words:
        raise Refusal("not-renderable")
    raise RenderFailed(f"LibreOffice không tạo ra tệp PDF: {words[-300:] or 'không có thông báo'}")


def _profile() -> dict[str, bytes]:
    """A profile that has been started once (path → bytes): a first start costs a second, this one a few copies.

    It is made from nothing of anybody's paper, so that no paper can leave something behind for the next.
    """
    with _preparing:
        if not _prepared:
            _prepared.update(_start_once())
        return _prepared


def _start_once() -> dict[str, bytes]:
    with sandbox.room() as place:
        home = place / "profile"
        _lay_out({"user/registrymodifications.xcu": _registry()}, home)
        words = sandbox.run([*_SOFFICE, "--terminate_after_init"], place)
        files = {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    if len(files) < 2:
        raise RenderFailed(f"LibreOffice không khởi động được: {words[-300:]}")
    return {name: content for name, content in files.items() if name != ".lock"}


def _lay_out(files: dict[str, bytes], home: Path) -> None:
    for name, content in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _registry() -> bytes:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    ).encode()
