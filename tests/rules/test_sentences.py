"""A sentence stays one on its way: copied, or told to another process as JSON."""

import copy
import json
import pickle

from rules.refusals import Refusal
from rules.sentences import Sentence, heard, told

NESTED = Sentence("trang {number} {problem}", number=2, problem=Sentence("có {what}", what="{x}"))


def test_a_copy_is_the_same_sentence_even_where_a_fact_holds_braces() -> None:
    for copied in (copy.deepcopy(NESTED), pickle.loads(pickle.dumps(NESTED))):
        assert (copied, copied.text, copied.facts) == (NESTED, NESTED.text, NESTED.facts)


def test_a_sentence_told_as_json_is_heard_as_a_sentence_with_those_inside_it() -> None:
    again = heard(json.loads(json.dumps(told(NESTED))))
    assert (again, again.text) == ("trang 2 có {x}", NESTED.text)
    assert again.facts["problem"].text == "có {what}"


def test_what_is_no_sentence_is_told_as_it_is() -> None:
    assert [heard(told(fact)) for fact in ("chữ", 3, ["a"])] == ["chữ", 3, ["a"]]


def test_a_refusal_may_have_a_fact_called_text() -> None:
    assert Refusal("code-unreadable", text="x").text.startswith("“x” không phải là số, ký hiệu")
