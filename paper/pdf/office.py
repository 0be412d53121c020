"""docx → PDF/A-2b by LibreOffice: the pool of this process, and the settings that every profile begins with."""

import atexit
import os
import zipfile
from collections.abc import Iterable
from io import BytesIO

from paper.pdf import sandbox
from paper.pdf.pool import Pool
from paper.pdf.worker import Worker
from rules.refusals import Refusal

# Without these LibreOffice fetches linked pictures, from the network and from the disk; the wall would stop most of
# it, but two locks are better than one. Each line: (configuration path, property, value).
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    # A LibreOffice without a window tries its graphics at every start, on a gigabyte of pixels, which takes twice as
    # long as all the rest of it, unless its profile was used by this release or a later one.
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "999.0"),
)
# CPU seconds of a whole life: it is ended after 240 seconds of work, and its last paper may keep both cores busy.
_LIMITS = sandbox.Limits(seconds=600)


# What ties a comment to the text, in the text.
_TIES = ("commentRangeStart", "commentRangeEnd", "commentReference")


def convert(docx: bytes, seconds: float) -> bytes:
    """LibreOffice's PDF of a docx. Raises `Refusal("not-renderable")` if it cannot be opened, else `RenderFailed`."""
    if not docx.startswith(b"PK"):
        raise Refusal("not-renderable")  # LibreOffice turns an empty file into an empty, valid PDF
    pdf = _pool.convert(_without_comments(docx), seconds)
    if pdf is None:
        raise Refusal("not-renderable")
    return pdf


def _without_comments(docx: bytes) -> bytes:
    """A comment is not printed, and LibreOffice without a GUI aborts over the window that it would stand in."""
    try:
        if not any("comments" in name for name in zipfile.ZipFile(BytesIO(docx)).namelist()):
            return docx
        return _stripped(docx)
    except Exception:  # whatever python-docx makes of a broken file: LibreOffice answers for it
        return docx


def _stripped(docx: bytes) -> bytes:
    import docx as word  # slow to import, and only few papers need it
    from docx.oxml.ns import qn

    document, bare = word.Document(BytesIO(docx)), BytesIO()
    for tie in list(document.element.iter(*map(qn, [f"w:{tie}" for tie in _TIES]))):
        tie.getparent().remove(tie)
    for key, relation in list(document.part.rels.items()):
        if "comments" in relation.reltype.lower():
            del document.part.rels[key]
    document.save(bare)
    return bare.getvalue()


def _worker() -> Worker:
    return Worker(_registry(_SETTINGS), _LIMITS)


def _registry(settings: Iterable[tuple[str, str, str]]) -> bytes:
    """The file with which a profile begins."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in settings
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    ).encode()


_pool = Pool(_worker)


def _in_a_forked_child() -> None:
    """The workers are the parent's, and so is the thread that keeps them."""
    global _pool
    _pool = Pool(_worker)


os.register_at_fork(after_in_child=_in_a_forked_child)
atexit.register(lambda: _pool.close())
