"""The kind, exact clerk: what in a docx is not as Nghị định 30/2020 wants it, where, by which article, and how to mend.

Importing this costs nothing: lxml and the rules are reached for when a paper is checked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from paper.check.citing import cited
from rules.sentences import Sentence

if TYPE_CHECKING:
    from paper.check.rules import Rule

__all__ = ["Change", "Context", "Finding", "Place", "Severity", "alike", "check", "marked", "mend"]

Severity = Literal["error", "warning", "advice"]


@dataclass(frozen=True)
class Context:
    """What only the cycle knows of a paper; whatever is left empty is not asked.

    `kind` is a code of `rules.kinds`. `issuer` is the unit's own name as it prints in ô 2 ("PHÒNG NỘI VỤ"), `others`
    the names of the other units in running text. `parents` are the symbols that must be cited ("15/KH-UBND"). `last`
    is the text of the unit's paper of the same kind of the year before.
    """

    kind: str | None = None
    year: int | None = None
    issuer: str = ""
    others: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    last: str = ""


@dataclass(frozen=True)
class Place:
    """Where: a Vietnamese pattern (a message id) and what fills it. `paragraph`: the index of its w:p, if any."""

    pattern: str
    facts: dict[str, object] = field(default_factory=dict)
    paragraph: int | None = None

    def __str__(self) -> str:
        return self.pattern.format(**self.facts)


@dataclass(frozen=True)
class Finding:
    """One thing to mend: the rule's code, the place, the words it is about, and the facts of its sentence."""

    rule: str
    where: Place
    words: str = ""
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def row(self) -> "Rule":
        """The rule's row of the table."""
        from paper.check.rules import RULES

        return RULES[self.rule]

    @property
    def severity(self) -> Severity:
        """error: the law says otherwise · warning: nearly always wrong · advice: look at it."""
        return self.row.severity

    @property
    def article(self) -> Sentence:
        """The place of the decree that the rule rests on; of a rule about many articles the one in question."""
        return cited(str(self.facts.get("article", self.row.article)))

    @property
    def message(self) -> str:
        """What is wrong, in Vietnamese."""
        return self.row.says.format(**self.facts)

    @property
    def remedy(self) -> str:
        """How to mend it, in Vietnamese."""
        return self.row.remedy.format(**self.facts)


@dataclass(frozen=True)
class Change:
    """One thing that was mended: what it was about, and how it looked before and after (both Vietnamese)."""

    rule: str
    where: Place
    words: str
    before: str
    after: str


def alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings that say the same and are mended in the same way, together, in the order of the first of each."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for found in findings:
        groups.setdefault((found.rule, found.message, found.article, found.remedy), []).append(found)
    return [*groups.values()]


def check(docx: bytes, context: Context | None = None) -> tuple[Finding, ...]:
    """Everything that the rules find in a docx that passed intake, from the top of the paper down.

    Raises the Refusal of intake when it is none (broken-docx, not-a-docx, …).
    """
    from paper.check import checking

    return checking.check(docx, context or Context())


def mend(docx: bytes) -> tuple[bytes, tuple[Change, ...]]:
    """The docx with everything mended that needs no word changed, and what was changed. Refusals as of `check`."""
    from paper.check import mending

    return mending.mend(docx)


def marked(docx: bytes, findings: tuple[Finding, ...]) -> bytes:
    """The drafter's docx with Word comments by “Trình Ký” at the places of the findings. Refusals as of `check`."""
    from paper.check import marking

    return marking.marked(docx, findings)
