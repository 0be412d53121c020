"""What signing passes around and what verifying answers. Light: imported by doors that may never sign anything."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from rules.sentences import Sentence

PERSON_FIELD = "ChuKyNguoiCoThamQuyen"
OFFICE_FIELD = "ChuKyCoQuan"
NUMBER_FIELDS = {"So": Sentence("số"), "Ngay": Sentence("ngày"), "Thang": Sentence("tháng")}
"""Form field → what a clerk writes there, after the person's signature and before the seal."""

LONGEST_NAME = 64
"""Letters of a name that a certificate holds (X.520)."""

Verdict = Literal["valid", "untrusted", "incomplete", "unsigned", "broken"]


@dataclass(frozen=True)
class Holder:
    """Who signs with a key this system keeps: a person, or an office whose certificate names nobody else.

    `certificate` and `key` are PEM, `image` a transparent PNG: a blue signature or a red seal.
    """

    code: str
    name: str
    organisation: str
    certificate: bytes = field(repr=False)
    key: bytes = field(repr=False)
    image: bytes = field(repr=False)


@dataclass(frozen=True)
class SignatureReport:
    """One signature of a file. `valid`: whole, and nothing forbidden came after it; `trusted`: its root is known."""

    field: str
    signer: str
    organisation: str
    capacity: str
    signed_at: datetime | None
    level: str
    covers: Literal["entire-file", "revision", "part"]
    valid: bool
    trusted: bool


@dataclass(frozen=True)
class Verification:
    """The answer of `verify`: only "valid" is good; `problems` say in Vietnamese what is wrong, all that was found.

    "untrusted": whole and complete, by an unknown root. "incomplete": what is there is whole, but a signature, the
    number or their order is wanting. "unsigned": no signature at all. "broken": altered, or not readable.
    """

    verdict: Verdict
    signatures: tuple[SignatureReport, ...]
    problems: tuple[str, ...]
