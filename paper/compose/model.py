"""One structured paper, as its issuer means it; `compose` gives it the decree's layout (NĐ 30/2020, Phụ lục I).

Every text is Unicode (any normal form; it is written as NFC). The law's punctuation that a machine can know (`;` and
`.` after bases, addressees and recipients, `./.` at the end) is added where it is missing, so callers give bare text.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.kinds import KINDS, Kind


@dataclass(frozen=True)
class Heading:
    """A numbered heading with its number in the text: level 1 "I. …", level 2 "1. …" (both bold), level 3 "a) …"."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of plain text; `lead` is a bold opening ("7. Phối hợp với Ban Dân vận Huyện ủy:")."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Dash:
    """One dashed item, "- …"; the dash is added."""

    text: str


@dataclass(frozen=True)
class Article:
    """ "Điều n." of a decision: bold number (and title, if any), then its text."""

    number: int
    text: str
    title: str = ""


@dataclass(frozen=True)
class Table:
    """A table over the whole text width. `widths` are relative, one per column; without them the text decides."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


Block = Heading | Paragraph | Dash | Article | Table


@dataclass(frozen=True)
class Annex:
    """A phụ lục on a page of its own. `title` prints in capitals; ordinals (I, II …) appear when there are several."""

    title: str
    body: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """One paper, ready to be laid out.

    `kind` is a code of `rules.kinds.KINDS`. `header` is ô 2 in upper case, superior first, issuer last; a line that
    begins with an administrative level ("HUYỆN …", "XÃ …") continues the line before it. Without `number`, and without
    `issued_on`, gaps are left for văn thư to fill; then `year` prints. `authority_line` is for decisions only
    ("CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN …"). `signature_lines` are ô 7a from the top. `file_copy` follows "Lưu:".
    `issuer_name` is the issuer in running text ("Ủy ban nhân dân huyện Cao Lãnh"), printed in annexes.
    """

    kind: str
    header: tuple[str, ...]
    symbol: str
    place: str
    year: int
    subject: str
    signature_lines: tuple[str, ...]
    signer_name: str
    recipients: tuple[str, ...]
    file_copy: str
    body: tuple[Block, ...]
    number: int | None = None
    issued_on: date | None = None
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    intro: str = ""
    authority_line: str = ""
    issuer_name: str = ""
    annexes: tuple[Annex, ...] = ()

    @property
    def type(self) -> Kind:
        """The kind of `rules.kinds` that this paper is of."""
        return KINDS[self.kind]
