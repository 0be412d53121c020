"""docs/form-rules.md: every rule of the checker, and what becomes of every sentence of Phụ lục I and II.

python -m docs.draw_form_rules
"""

from pathlib import Path

from paper.check.clauses import Answer, Clause, answered, clauses
from paper.check.rules import RULES, Rule

PAGE = Path(__file__).parent / "form-rules.md"
SEVERITIES = {
    "error": "the law says otherwise",
    "warning": "nearly always wrong, or asked by a sample layout only",
    "advice": "look at it",
}
_MET_BY: dict[Answer, str] = {
    "rules": "a rule of the checker",
    "test": "a test of the printed page",
    "why": "a reason why no machine asks it",
}


def drawn() -> str:
    """The whole page."""
    return "\n\n".join(
        (_opening(), _ratio(), "## The rules", _rules(), "## The sentences of the law", _sentences(), "")
    )


def _opening() -> str:
    severities = "; ".join(f"*{severity}*: {meaning}" for severity, meaning in SEVERITIES.items())
    mendable = sum(rule.mendable for rule in RULES.values())
    return (
        "# Rules of form\n\nDrawn by `python -m docs.draw_form_rules` from `paper/check/table.py`, `components.py` and "
        f"`clauses.yaml`; a test keeps it true. `trinhky check FILE` asks {len(RULES)} rules of a docx; {mendable} of "
        f"them `--fix` mends, for no word needs to change. {severities}.\n\nEach rule has one fault of its own in "
        "`tests/paper/check/faults*.py`: put into a clean paper it is found by that rule alone, "
        "and mended it is found no more."
    )


def _ratio() -> str:
    found = answered()
    total = found.total() - found["heading"]
    in_part = sum(bool(one.unasked) for one in clauses())
    rows = [(_MET_BY[answer], str(found[answer]), f"{found[answer] / total:.0%}") for answer in _MET_BY]
    return (
        f"Of the {len(clauses())} sentences of Phụ lục I and II {found['heading']} are headings, which ask nothing by "
        f"themselves. The other {total} are met by these, {in_part} of them in part only: what is not asked stands "
        f"beside their rules:\n\n{_table(('met by', 'sentences', 'share'), rows)}"
    )


def _rules() -> str:
    head = ("rule", "article", "severity", "what it measures", "what is said", "how to mend", "--fix")
    return _table(head, [_row(rule) for rule in RULES.values()])


def _row(rule: Rule) -> tuple[str, ...]:
    code = f"`{rule.code}`"
    return (code, rule.article, rule.severity, rule.measures, rule.says, rule.remedy, "yes" if rule.mendable else "")


def _sentences() -> str:
    head = ("id", "article", "sentence", "how it is met")
    return _table(head, [(one.id, one.article, one.sentence, _answer(one)) for one in clauses()])


def _answer(clause: Clause) -> str:
    if clause.rules:
        unasked = f"; not asked: {clause.unasked}" if clause.unasked else ""
        return ", ".join(f"`{code}`" for code in clause.rules) + unasked
    return f"`{clause.test}`" if clause.test else clause.why


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    PAGE.write_text(drawn())
