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


def test_the_ratio_counts_every_sentence_once() -> None:
    page = draw_form_rules.PAGE.read_text()
    assert f"Of the {len(clauses())} sentences" in page
    assert all(f"| {count} |" in page for count in answered().values())
