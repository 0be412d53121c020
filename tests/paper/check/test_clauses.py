"""No sentence of Phụ lục I and II is forgotten: each stands in the table once, in the law's words, with an answer."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from paper.check.clauses import OF_HEADINGS, Clause, answered, clauses
from paper.check.rules import RULES
from tests.paper.check.law_text import paragraphs, sentences

ROOT = Path(__file__).parents[3]
FIRST_OF_PART_I = "Phần I"


def of_the_law(part: str) -> list[str]:
    """The sentences of one Phụ lục; of Phụ lục I from its Part I on."""
    lines = paragraphs(part)
    opening = lines.index(FIRST_OF_PART_I) if FIRST_OF_PART_I in lines else 0
    return [sentence for line in lines[opening:] for sentence in sentences(line)]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("2. Kiểu trình bày: Theo chiều dài của khổ A4. Trường hợp khác.", 2),
        ("1. Quốc hiệu và Tiêu ngữ", 1),
        ("I. QUY ĐỊNH CHUNG", 1),
        ("Điều 5. Giá trị pháp lý", 1),
        ("ghi chữ viết tắt “TM.” vào trước tên; sau đó có dấu chấm (.); rồi xuống dòng.", 1),
        ("TM. ỦY BAN NHÂN DÂN", 1),
        ("- Số thứ tự | In hoa | I. NHỮNG KẾT QUẢ... | 14", 1),
        ("Số được ghi bằng chữ số. Ví dụ: 15. Từ “Số” in thường.", 2),
    ],
)
def test_the_splitter_knows_a_sentence_from_a_label(line: str, parts: int) -> None:
    assert len(sentences(line)) == parts
    assert " ".join(sentences(line)) == line, "nothing of the law is lost between two sentences"


@pytest.mark.parametrize(("part", "prefix"), [("phu-luc-1", "I-"), ("phu-luc-2", "II-")])
def test_every_sentence_of_the_law_stands_in_the_table_once_and_in_its_order(part: str, prefix: str) -> None:
    assert [clause.sentence for clause in clauses() if clause.id.startswith(prefix)] == of_the_law(part)


def test_ids_count_and_are_given_once() -> None:
    for prefix in ("I-", "II-"):
        numbers = [clause.id.removeprefix(prefix) for clause in clauses() if clause.id.startswith(prefix)]
        assert numbers == [f"{number:03d}" for number in range(1, len(numbers) + 1)]


def given_answers(clause: Clause) -> int:
    return sum(map(bool, (clause.rules, clause.test, clause.why)))


def test_every_sentence_has_one_answer_and_only_one() -> None:
    assert [clause.id for clause in clauses() if given_answers(clause) != 1] == []
    assert answered().total() == len(clauses())


def test_the_reasons_why_not_are_few_and_said_in_words() -> None:
    reasons = Counter(clause.why for clause in clauses() if clause.why)
    assert all(len(reason.split()) >= 5 for reason in reasons)
    assert len(reasons) <= 30, "a reason for each sentence would be an excuse for each"


def test_headings_are_told_from_sentences_that_no_machine_asks() -> None:
    answers = {clause.sentence: clause.answer for clause in clauses()}
    assert answers["I. QUY ĐỊNH CHUNG"] == "heading"
    assert answers["Mực để đóng dấu chỉ mức độ khẩn dùng màu đỏ tươi."] == "rules"
    assert answers["Dấu chỉ mức độ khẩn được đóng vào ô số 10b Mục IV Phần I Phụ lục này."] == "why"
    assert {clause.why for clause in clauses() if clause.answer == "heading"} == set(OF_HEADINGS)


def test_only_what_rules_ask_can_be_asked_in_part() -> None:
    assert {clause.answer for clause in clauses() if clause.unasked} == {"rules"}


def test_every_test_named_exists() -> None:
    for name in {clause.test for clause in clauses() if clause.test}:
        path, _, function = name.partition("::")
        tree = ast.parse((ROOT / path).read_text())
        assert function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, name


def test_every_rule_named_is_a_rule_of_the_checker() -> None:
    named = {code for clause in clauses() for code in clause.rules}
    assert named - set(RULES) == set()


def test_articles_say_where_in_the_law_a_sentence_stands() -> None:
    places = {clause.sentence: clause.article for clause in clauses()}
    assert places["b) Ảnh màu."] == "Phụ lục I, Phần II, mục I.2.b"
    assert places["1. Khổ giấy: Khổ A4 (210 mm x 297 mm)."] == "Phụ lục I, Phần I, mục I.1"
    assert places["Ví dụ: Kỷ Tỵ, Tân Hợi, Mậu Tuất, Mậu Thân,..."] == "Phụ lục II, mục V.8.a"
