"""One check: open, resolve, take apart, and ask every rule of the table."""

from paper.check import Context, Finding
from paper.check.anatomy import Anatomy, take_apart
from paper.check.rules import RULES, Rule
from paper.intake.package import open_package
from paper.read.sheet import resolve
from paper.read.word import facts_of

_PARTY = "van-ban-dang"


def check(docx: bytes, context: Context) -> tuple[Finding, ...]:
    """See `paper.check.check`."""
    return findings_of(read(docx, context))


def read(docx: bytes, context: Context) -> Anatomy:
    """A docx taken apart. Refusals of intake: broken-docx, docx-unsafe, not-a-docx, …"""
    sheet = resolve(open_package("docx", docx))
    return take_apart(sheet, facts_of(sheet), context)


def findings_of(paper: Anatomy, *, mendable_only: bool = False) -> tuple[Finding, ...]:
    """What the rules find, from the top of the paper down; of a paper of the party only that it is one."""
    rules = [RULES[_PARTY]] if paper.facts.party else list(RULES.values())
    found = [finding for rule in rules if rule.mendable or not mendable_only for finding in _asked(rule, paper)]
    return tuple(sorted(found, key=lambda finding: finding.where.paragraph or 0))


def _asked(rule: Rule, paper: Anatomy) -> list[Finding]:
    return [Finding(rule.code, hit.where, hit.words, hit.facts) for hit in rule.finds(paper)]
