"""In what name a person signs (NĐ 30/2020 Đ13): checked on the civil date of the signing instant.

`MARKS` is the law's form of a signature block: an office words its lines, and never their marks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.kinds import KINDS
from rules.profile import Capacity, Profile
from rules.refusals import Refusal
from rules.sentences import Sentence


@dataclass(frozen=True)
class Mark:
    """How the lines of ô 7a begin, from the top ("" for a line that bears no mark), and the article that says so."""

    lines: tuple[str, ...]
    source: str


# Đ13.3 lets nobody hand on a signature under authority (TUQ): there is no such thing as TUQ with KT.
MARKS: dict[str, Mark] = {
    "": Mark(("",), "Đ13.1; PL I II.7.c"),
    "Q": Mark(("Q. ",), "PL I II.7.b"),
    "TM": Mark(("TM. ", ""), "Đ13.2; PL I II.7.b"),
    "TM_Q": Mark(("TM. ", "Q. "), "Đ13.2; PL I II.7.b"),
    "KT": Mark(("KT. ", ""), "Đ13.1; PL I II.7.b"),
    "TM_KT": Mark(("TM. ", "KT. ", ""), "Đ13.2; PL I II.7.b"),
    "TL": Mark(("TL. ", ""), "Đ13.4; PL I II.7.b"),
    "TL_KT": Mark(("TL. ", "KT. ", ""), "Đ13.4; PL I II.7.b"),
    "TUQ": Mark(("TUQ. ", ""), "Đ13.3; PL I II.7.b"),
}
_SIGNS = ("TM.", "Q.", "KT.", "TL.", "TUQ.")


def faults(capacity: Capacity) -> Iterator[tuple[str, Sentence]]:
    """What the law does not let stand in a capacity, as (field, what is wrong)."""
    mark = MARKS[capacity.mark]
    if len(capacity.lines) != len(mark.lines):
        whose, count = capacity.mark or Sentence("của người đứng đầu"), len(mark.lines)
        yield (
            "lines",
            Sentence("tư cách {mark} có {count} dòng ({source})", mark=whose, count=count, source=mark.source),
        )
    else:
        for line, sign in zip(capacity.lines, mark.lines, strict=True):
            if not line.startswith(sign) or (not sign and line.startswith(_SIGNS)):
                first, source = sign.strip() or Sentence("chức vụ"), mark.source
                yield (
                    "lines",
                    Sentence("“{line}” phải bắt đầu bằng {sign} ({source})", line=line, sign=first, source=source),
                )
    for line in capacity.lines:
        if line != line.upper():
            yield "lines", Sentence("“{line}” phải in hoa (PL I II.7.đ)", line=line)
    if capacity.mark == "TUQ" and capacity.valid_to is None:
        yield "valid_to", Sentence("ký thừa ủy quyền phải có thời hạn (Đ13.3)")


def capacity_for(profile: Profile, *, person: str, unit: str, kind: str, on: date) -> Capacity:
    """The capacity in which a person signs a kind of paper for a unit on a date.

    `person` and `unit` are codes. Refusals: `capacity-ended` when the last such capacity ended before the date,
    `no-capacity` when there never was one or it has not begun.
    """
    given = [c for c in profile.capacities if c.person == person and c.unit == unit and kind in c.kinds]
    for capacity in given:
        if capacity.in_force(on):
            return capacity
    facts = {
        "person": next((p.name for p in profile.people if p.code == person), person),
        "unit": next((u.name for u in profile.units if u.code == unit), unit),
        "kind": KINDS[kind].label if kind in KINDS else kind,
    }
    ended = [c.valid_to for c in given if c.valid_to is not None and c.valid_to < on]
    if ended:
        raise Refusal("capacity-ended", ended=f"{max(ended):%d/%m/%Y}", **facts)
    raise Refusal("no-capacity", **facts)
