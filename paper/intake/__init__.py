"""The file door: is this a safe docx or PDF, and what should its owner know about it? Everything else is refused.

Importing this costs nothing: lxml, Pillow and pikepdf are reached for when a file comes.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Intake", "Media", "inspect"]

Media = Literal["docx", "pdf"]


@dataclass(frozen=True)
class Intake:
    """A file that may come in: what it is, and Vietnamese sentences on what its owner should mend."""

    media: Media
    warnings: tuple[str, ...] = ()


def inspect(filename: str, data: bytes) -> Intake:
    """Admit a safe docx or PDF; raise the Refusal that says what is wrong and what to do.

    Nothing is stored or executed. The gate is no replacement for the sandbox that renders: it stops what can be told
    from the bytes, within the bounds of `limits`.
    """
    from paper.intake import inspection

    return inspection.inspect(filename, data)
