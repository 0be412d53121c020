"""The words of the drafted decisions: a profile may set its own, in gaps that something fills, and never the law's."""

from typing import Any

import pytest

from rules import consistency, templates
from rules.profile import Profile, Template
from rules.templates import GAPS, USUAL

FACTS: dict[str, object] = {"field": "dân vận", "year": 2026, "units": 6, "awards": "Giấy khen", "money": "Kèm tiền."}


def of(office: Profile, kind: str = "commendation", **fields: Any) -> Profile:
    """The office with its words for one kind of decision written otherwise, and no others."""
    words = next(template for template in office.templates if template.kind == kind)
    return office.model_copy(update={"templates": (words.model_copy(update=fields),)})


def told(profile: Profile) -> list[tuple[str, str]]:
    return [(".".join(map(str, problem.path)), str(problem.text)) for problem in consistency.problems(profile)]


@pytest.mark.parametrize("kind", GAPS)
def test_a_profile_without_words_of_its_own_has_the_usual_ones(office: Profile, kind: str) -> None:
    silent = office.model_copy(update={"templates": ()})
    assert templates.words_for(silent, kind) is USUAL[kind]
    assert [templates.words_for(office, kind)] == [words for words in office.templates if words.kind == kind]


def test_the_usual_words_are_held_to_the_same_rules(office: Profile) -> None:
    assert told(office.model_copy(update={"templates": tuple(USUAL.values())})) == []


@pytest.mark.parametrize("kind", GAPS)
def test_every_gap_is_filled_and_the_last_article_closes_the_paper(office: Profile, kind: str) -> None:
    for words in (USUAL[kind], templates.words_for(office, kind)):
        *others, last = templates.articles_of(words, FACTS)
        assert last.endswith("Quyết định này./.")
        assert not [article for article in others if article.endswith("./.")]
        assert not set("{}") & set("".join((*others, last)))


def test_money_is_spoken_of_as_the_sum_is() -> None:
    words = USUAL["commendation"]
    assert templates.about_money(words, 2_808_000, "2.808.000") == (
        "Tiền thưởng kèm theo là 2.808.000 đồng, chi từ quỹ thi đua, khen thưởng."
    )
    assert templates.about_money(words, 0, "0") == "Việc tặng theo Điều 1 không kèm tiền thưởng."


_KNOWN = "{field}, {year}, {units}, {awards}, {money}"


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({"subject": "khen thưởng năm {nam}"}, "subject",
         f"không điền được {{nam}}; chỗ trống dùng được: {_KNOWN}"),
        ({"articles": ("Tặng {awards}.", "Của {units.__class__}.")}, "articles.1",
         f"không điền được {{units.__class__}}; chỗ trống dùng được: {_KNOWN}"),
        ({"annex": "Danh sách {year:>9999999}"}, "annex", f"không điền được {{year}}; chỗ trống dùng được: {_KNOWN}"),
        ({"annex": "Danh sách {year!r}"}, "annex", f"không điền được {{year}}; chỗ trống dùng được: {_KNOWN}"),
        ({"money": "Kèm {units} đồng."}, "money", "không điền được {units}; chỗ trống dùng được: {dong}"),
        ({"no_money": "Kèm {dong} đồng."}, "no_money", "không điền được {dong}; chỗ trống dùng được: không có"),
        ({"articles": ("Tặng {awards.",)}, "articles.0", "dấu ngoặc nhọn không thành cặp"),
        ({"articles": ("Quyết định này có hiệu lực kể từ ngày ký./. ",)}, "articles.0",
         "dấu kết thúc “./.” do chương trình ghi, bỏ ở đây"),
        ({"money": ""}, "money", "thiếu mục này"),
        ({"no_money": ""}, "no_money", "thiếu mục này"),
        ({"articles": ("Tặng {awards}.",), "annex": "Danh sách. {money}", "money": ""}, "money", "thiếu mục này"),
    ],
)  # fmt: skip
def test_words_that_nothing_fills_or_that_are_the_laws_are_told_at_their_place(
    office: Profile, fields: dict[str, Any], path: str, said: str
) -> None:
    assert told(of(office, **fields)) == [(f"templates.0.{path}", said)]


def test_of_money_that_no_article_speaks_of_nothing_is_asked(office: Profile) -> None:
    assert told(of(office, articles=("Tặng {awards}.",), money="", no_money="")) == []


def test_one_kind_of_decision_has_one_set_of_words(office: Profile) -> None:
    doubled: tuple[Template, ...] = (*office.templates, office.templates[0])
    found = told(office.model_copy(update={"templates": doubled}))
    assert found == [("templates.2.kind", "classification đã có ở mục thứ 1")]
