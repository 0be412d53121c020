"""docx → PDF/A-2b by LibreOffice: the pool of this process, and the settings that every profile begins with."""

import atexit
import os

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
)
# CPU seconds of a whole life: it is ended after 240 seconds of work, and its last paper may keep both cores busy.
_LIMITS = sandbox.Limits(seconds=600)


def convert(docx: bytes, seconds: float) -> bytes:
    """LibreOffice's PDF of a docx. Raises `Refusal("not-renderable")` if it cannot be opened, else `RenderFailed`."""
    if not docx.startswith(b"PK"):
        raise Refusal("not-renderable")  # LibreOffice turns an empty file into an empty, valid PDF
    pdf = _pool.convert(docx, seconds)
    if pdf is None:
        raise Refusal("not-renderable")
    return pdf


def _worker() -> Worker:
    return Worker(_registry(), _LIMITS)


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


_pool = Pool(_worker)


def _in_a_forked_child() -> None:
    """The workers are the parent's, and so is the thread that keeps them."""
    global _pool
    _pool = Pool(_worker)


os.register_at_fork(after_in_child=_in_a_forked_child)
atexit.register(lambda: _pool.close())
