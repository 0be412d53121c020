"""What each kind of paper is made of, as a table: its components in their order, and what its head and foot bear.

`layout` reads this table and knows no kind by name. A kind that is not here cannot be composed.
"""

from dataclasses import dataclass
from typing import Literal

NAMED = ("title", "addressees", "bases", "intro", "body", "closing")
DECIDING = ("title", "authority", "bases", "intro", "enacting", "body", "closing")
LETTER = ("addressees", "bases", "intro", "body", "closing")
MINUTES = ("title", "intro", "body", "two_hands", "recipients")
SLIP = ("title", "addressees", "intro", "body", "two_hands", "opinion")


@dataclass(frozen=True)
class Form:
    """The form of a kind. `sample` is the layout it follows; `parts` are keys of `layout.PARTS`, from top to bottom.

    `number` and `place`: whether ô 3 and ô 4 stand in its head; `about`: its subject stands below the number as "V/v"
    (ô 5b) and not under a title; `seal`: whether văn thư seals it; `words`: what it prints before the articles of a
    decision, or above the leader's opinion.
    """

    sample: str
    parts: tuple[str, ...]
    number: bool = True
    place: bool = True
    about: bool = False
    seal: Literal["always", "if any", "never"] = "always"
    words: str = ""

    @property
    def signatories(self) -> int:
        """How many people sign it."""
        return 2 if "two_hands" in self.parts else 1


FORMS: dict[str, Form] = {
    "plan": Form("PL III mẫu 1.4", NAMED),
    "report_h1": Form("PL III mẫu 1.4", NAMED),
    "report_annual": Form("PL III mẫu 1.4", NAMED),
    "submission": Form("PL III mẫu 1.4", NAMED),
    "classification": Form("PL III mẫu 1.2", DECIDING, words="QUYẾT ĐỊNH:"),
    "commendation": Form("PL III mẫu 1.2", DECIDING, words="QUYẾT ĐỊNH:"),
    "letter": Form("PL III mẫu 1.5", LETTER, about=True),
    "reminder": Form("PL III mẫu 1.5", LETTER, about=True),
    "notice": Form("PL III mẫu 1.4", NAMED),
    "invitation": Form("PL III mẫu 1.7", NAMED),
    "minutes": Form("PL III mẫu 1.9", MINUTES, place=False, seal="if any"),
    "slip": Form("PL IV mẫu VII", SLIP, number=False, seal="never", words="Ý KIẾN CỦA LÃNH ĐẠO"),
}
