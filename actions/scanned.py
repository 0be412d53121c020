"""A scan of an issued paper (*bản chụp*) has no letters to read: who hands it in tells its number, date and subject.

Nobody vouches by signature here: the văn thư who receives it compares it with the paper (Đ21.2).
"""

from dataclasses import dataclass
from datetime import date

from actions.runtime import Runtime
from paper.intake import Scan
from paper.read import PaperFacts
from rules import people
from rules.deadlines import civil_date
from rules.kinds import KINDS
from rules.numbers import parse_code
from rules.refusals import Refusal

LONGEST_SUBJECT = 500  # letters


@dataclass(frozen=True)
class Told:
    """What is printed on a scanned paper: number and symbol ("05/KH-UBND"), date, subject."""

    code: str = ""
    issued_on: date | None = None
    subject: str = ""


def facts_told(runtime: Runtime, scan: Scan, told: Told, *, filename: str, unit: str, kind: str) -> PaperFacts:
    """The facts of a scan by the word of who hands it in. Refusals: scan-needs-words, code-unreadable."""
    subject = " ".join(told.subject.split())[:LONGEST_SUBJECT]
    if not (told.code.strip() and told.issued_on and subject):
        raise Refusal("scan-needs-words", filename=filename, pages=scan.pages, dpi=scan.dpi)
    code = parse_code(told.code)
    with runtime.memory.read() as session:
        issuer = people.unit_of(runtime.profile(session), unit, civil_date(runtime.clock.now()))
    return PaperFacts(
        kind=kind,
        type=KINDS[kind].abbreviation,
        number=code.number,
        symbol=code.symbol,
        place=None,
        issued_on=told.issued_on,
        header=tuple(issuer.header),
        issuer=issuer.name,
        subject=subject,
        signature_lines=(),
        signer=None,
        cited=(),
        party=code.system == "party",
        text="",
    )
