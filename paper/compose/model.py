"""One structured paper, as its issuer means it; `compose` gives it the decree's layout (NĐ 30/2020, Phụ lục I).

Every text is Unicode (any normal form; it is written as NFC). The law's punctuation that a machine can know (`;` and
`.` after bases, addressees and recipients, `./.` at the end) is added where it is missing, so callers give bare text.
A certificate and a register are no papers of the decree's Phụ lục I and have a shape of their own.
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


Urgency = Literal["HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"]


@dataclass(frozen=True)
class Signatory:
    """Who else signs, at the left (thư ký of minutes, the officer of a phiếu trình): office lines, name, other post."""

    lines: tuple[str, ...]
    name: str
    post: str = ""


@dataclass(frozen=True)
class Paper:
    """One paper, ready to be laid out.

    `kind` is a code of `rules.kinds.KINDS`, laid out as `forms.FORMS` says. `header` is ô 2 in upper case, superior
    first, issuer last; a line that begins with an administrative level ("HUYỆN …", "XÃ …") continues the line before
    it. Without `number`, and without `issued_on`, gaps are left for văn thư to fill; then `year` prints.
    `authority_line` is for decisions only ("CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN …"). `signature_lines` are ô 7a from the
    top; `signer_post` is the signer's other post in ô 7b, above the name (advisory bodies: PL I II.7.c). `beside` is
    the second signatory, where the kind has two. `file_copy` follows "Lưu:"; `drafter_sign` and `copies` follow it as
    "PL.(300)" (ô 12). `urgency` is the stamp of ô 10b, `circulation` the mark of ô 11 ("LƯU HÀNH NỘI BỘ").
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
    signer_post: str = ""
    beside: Signatory | None = None
    drafter_sign: str = ""
    copies: int | None = None
    urgency: Urgency | None = None
    circulation: str = ""

    @property
    def type(self) -> Kind:
        """The kind of `rules.kinds` that this paper is of."""
        return KINDS[self.kind]


@dataclass(frozen=True)
class Spot:
    """Where a field of a certificate stands on printed stock: from the sheet's left and top edges, in millimetres."""

    field: Literal["recipient", "achievement", "decision", "entry", "place", "office", "name"]
    left_mm: float
    top_mm: float
    width_mm: float


@dataclass(frozen=True)
class Certificate:
    """A giấy khen on a sheet of A4 laid wide. With `stock`, only the words that the printed sheet leaves open.

    `authority` awards ("CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN …"); `decision` names the decision in full; `entry` is the
    number in the register of commendations, which a clerk writes in when it is None. Without `issued_on` gaps are
    left for day and month.
    """

    authority: str
    recipient: str
    achievement: str
    decision: str
    place: str
    year: int
    signature_lines: tuple[str, ...]
    signer_name: str
    issued_on: date | None = None
    entry: int | None = None
    stock: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Volume:
    """One volume (quyển) of a register: its number, its first and last day and number, and its ten columns' rows."""

    number: int
    since: date
    until: date
    first: str
    last: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Register:
    """Sổ đăng ký văn bản đi or đến of a year (PL IV.I, IV.VI). `header` is ô 2's: superior first, keeper last."""

    direction: Literal["outgoing", "incoming"]
    header: tuple[str, ...]
    year: int
    volumes: tuple[Volume, ...]
