"""The page of the rules of form is what its generator writes, and says what the tables say."""

from docs import draw_form_rules
from paper.check.clauses import answered, clauses
from paper.check.rules import RULES


def test_the_committed_page_is_what_the_generator_writes() -> None:
    assert draw_form_rules.PAGE.read_text() == draw_form_rules.drawn(), "python -m docs.draw_form_rules"


def test_every_rule_and_every_sentence_stands_on_the_page() -> None:
    page = draw_form_rules.PAGE.read_text()
    assert [code for code in RULES if f"| `{code}` |" not in page] == []
    assert [clause.id for clause in clauses() if f"| {clause.id} |" not in page] == []


def test_the_ratio_counts_every_sentence_once_and_headings_apart() -> None:
    page, counts = draw_form_rules.PAGE.read_text(), answered()
    headings = counts.pop("heading")
    assert f"Of the {len(clauses())} sentences of Phụ lục I and II {headings} are headings" in page
    assert f"The other {counts.total()} are met by these" in page
    assert all(f"| {count} | {count / counts.total():.0%} |" in page for count in counts.values())


def test_what_a_rule_does_not_ask_of_its_sentence_stands_beside_it() -> None:
    rows = {line.split(" | ")[0]: line for line in draw_form_rules.PAGE.read_text().splitlines()}
    in_part = [clause for clause in clauses() if clause.unasked]
    assert in_part
    assert [one.id for one in in_part if f"; not asked: {one.unasked} |" not in rows[f"| {one.id}"]] == []
