"""The file door: is this a safe docx or PDF, and what should its owner know about it? Everything else is refused.

Importing this costs nothing: what opens files lives in a child process, and begins when the first file comes.
"""

from dataclasses import dataclass
from typing import Literal

from paper.intake.notes import NOTES, Note

__all__ = ["NOTES", "Intake", "Media", "Note", "Scan", "inspect"]

Media = Literal["docx", "pdf"]


@dataclass(frozen=True)
class Scan:
    """A scanned paper without a layer of text: its pages, and its lowest resolution in dots per inch."""

    pages: int
    dpi: int


@dataclass(frozen=True)
class Intake:
    """A file that may come in: what it is, and what its owner and those who decide should know of it.

    `converted`: the bytes to keep in place of those that came, when a docx in fonts from before Unicode was set anew.
    `scan`: set for a PDF that is a scan of paper, to the standard of the decree.
    """

    media: Media
    warnings: tuple[Note, ...] = ()
    converted: bytes | None = None
    scan: Scan | None = None


def inspect(filename: str, data: bytes) -> Intake:
    """Admit a safe docx or PDF; raise the Refusal that says what is wrong and what to do.

    Nothing is stored or executed. The file is opened in a walled child (no file, no network, bounded in memory and
    time); one that overtaxes it is refused as file-too-complex. Raises NotNow intake-unavailable when no child can be
    had, and for a PDF on a machine without poppler or bubblewrap. The gate is no replacement for the
    sandbox that renders: it stops what can be told from the bytes, within `limits`.
    """
    from paper.intake import door

    return door.inspect(filename, data)
