"""Whatever people read in Vietnamese, the catalogue can say in English: a forgotten sentence fails here."""

import io
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from jinja2.ext import babel_extract

from actions import examining, finding, language, obstacles, profile_files, showing
from actions.language import Said, catalogue, in_language, said, say, translate
from cli import checking
from cli.demo import story
from paper import compare
from paper.check import heading, letters, mending, page, page_mending, places
from paper.check.citing import cited
from paper.check.components import COMPONENTS
from paper.check.rules import RULES
from paper.intake import NOTES
from rules import capacities, lifecycle, routes
from rules.access import READING_GROUNDS
from rules.duties import DUTIES
from rules.issuing import EFFECTS
from rules.kinds import KINDS
from rules.refusals import REFUSALS, Refusal
from web.pages import handing_in

ROOT = Path(__file__).parents[2]
# A template says `_("…")`, or hands a message to a macro that does.
IN_TEMPLATES = {"_": None, "heading": None, "tag": None}
# The command line says `at.say("…")`; every floor may say `Sentence("…")`.
IN_CODE = {
    "cli": ("say", "Sentence"),
    **dict.fromkeys(("rules", "models", "storage", "paper", "actions"), ("Sentence",)),
}


def in_tables() -> Iterator[str]:
    """The messages that lie in tables of the code."""
    for wording in REFUSALS.values():
        yield from (wording.text, wording.remedy)
    yield from NOTES.values()
    for duty in DUTIES.values():
        yield duty.label
        yield from (verb.text for verb in duty.verbs)
    yield from lifecycle.LABELS.values()
    yield from lifecycle.ACT_LABELS.values()
    yield from routes.ROLE_LABELS.values()
    yield from routes.DIRECTIONS.values()
    yield from (kind.label for kind in KINDS.values())
    yield from (ground.label for ground in READING_GROUNDS)
    yield from (label for label, _ in showing.EVENT_LABELS.values())
    yield from showing.RELATIONS.values()
    yield from (effect.label for effect in EFFECTS.values())
    yield from (what for _, what, _ in obstacles.CAUSES)
    yield from finding.VERDICTS.values()
    yield from profile_files.WORDS.values()
    yield from (mark.source for mark in capacities.MARKS.values())
    yield from examining.FAULTS_OF_THE_CHAIN.values()
    yield from (remedy for _, _, remedy in (*examining.FIRST, *examining.OF_THE_OFFICE, *examining.OF_THE_MACHINE))
    yield from handing_in.FIELDS.values()
    yield from (scene.title for scene in story.scenes(len(story.UNITS)))
    yield from handing_in.OF_A_SCAN.values()
    yield from compare.LABELS.values()
    yield from of_the_clerk()


def of_the_clerk() -> Iterator[str]:
    """The sentences of the rules of form, their places, and the words that fill them."""
    for rule in RULES.values():
        yield from (rule.says, rule.remedy)
    yield from (component.name for component in COMPONENTS.values())
    spans = (component.sizes for component in COMPONENTS.values())
    yield from (letters.span(low, high) for low, high in spans if low < high)
    yield from (*places.PATTERNS, *page.SIDES, *page_mending.WORDS, *mending.WORDS, heading.OFFICE_OR_UNIT)
    for table in (letters.CASES, letters.ALIGNMENTS, letters.STYLES):
        yield from filter(None, table.values())
    yield from (*checking.HEADINGS.values(), *checking.COUNTS.values())


def in_templates() -> Iterator[str]:
    """The messages of every template."""
    for path in sorted((ROOT / "web" / "templates").rglob("*.html")):
        with path.open("rb") as file:
            for _, _, message, _ in babel_extract(file, tuple(IN_TEMPLATES), (), {"encoding": "utf-8"}):
                yield from _literal(message)


def in_code() -> Iterator[str]:
    """The messages that are written out where they are said."""
    for floor, words in IN_CODE.items():
        for path in sorted((ROOT / floor).rglob("*.py")):
            for _, message, _, _ in extract("python", io.BytesIO(path.read_bytes()), dict.fromkeys(words)):
                yield from _literal(message)


def _literal(message: str | tuple[str | None, ...] | None) -> Iterator[str]:
    """The first argument of a call, when it is written out there; a variable is looked up in a table instead."""
    first = message[0] if isinstance(message, tuple) else message
    if first:
        yield first


def all_messages() -> set[str]:
    return {*in_tables(), *in_templates(), *in_code()}


def test_every_text_that_people_read_has_an_english_translation() -> None:
    assert sorted(message for message in all_messages() if message not in catalogue()) == []


def test_the_catalogue_translates_nothing_that_is_no_longer_said() -> None:
    assert sorted(set(catalogue()) - all_messages()) == []


def test_a_template_that_says_something_new_is_heard() -> None:
    template = io.BytesIO('<p>{{ _("Câu mới {n}", n=1) }}{{ tag("Nhãn mới", "bad") }}{{ _(kind) }}</p>'.encode())
    found = [m for _, _, heard, _ in babel_extract(template, tuple(IN_TEMPLATES), (), {}) for m in _literal(heard)]
    assert found == ["Câu mới {n}", "Nhãn mới"]


def test_no_text_stands_in_a_template_outside_of_the_catalogue() -> None:
    vietnamese = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
    allowed = {"Trình Ký", "Tiếng Việt"}
    for path in (ROOT / "web" / "templates").rglob("*.html"):
        bare = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", "\n", path.read_text(), flags=re.S)
        said = {line.strip(" ·") for line in bare.splitlines() if vietnamese & set(line.lower())}
        assert said <= allowed, path.name


def test_translations_keep_the_places_for_facts() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    lost = {message: text for message, text in catalogue().items() if places(text) - places(message)}
    assert lost == {}, "a place that the Vietnamese does not have would break the sentence"
    silent = {message for message, text in catalogue().items() if places(message) - places(text)}
    assert silent == set(), "a fact that the Vietnamese gives is missing in English"


def test_a_refusal_is_said_in_both_languages_with_its_facts() -> None:
    refusal = Refusal("not-a-docx", filename="kế hoạch.docx")
    assert said(refusal, "vi") == Said(
        "Tệp kế hoạch.docx không phải là tệp .docx hợp lệ.", "Lưu lại bằng Word dạng .docx rồi gửi lại."
    )
    assert said(refusal, "en") == Said(
        "The file kế hoạch.docx is not a valid .docx file.", "Save it as .docx in Word and send it again."
    )
    assert say(refusal, "vi") == refusal.text


def test_a_fact_that_is_a_word_of_ours_is_translated_too() -> None:
    refusal = Refusal("act-not-allowed", state=lifecycle.LABELS["kept"], act=lifecycle.ACT_LABELS["submit"])
    assert said(refusal, "en").text == "The document's state is “Kept”; it does not allow: submit."


@pytest.mark.parametrize(
    ("said", "english"), [("1,27 cm", "1.27 cm"), ("13,5", "13.5"), ("2,6 pt", "2.6 pt"), ("1,27 tỷ", "1,27 tỷ")]
)
def test_a_measure_has_a_point_in_english_and_a_comma_in_vietnamese(said: str, english: str) -> None:
    assert (in_language(said, "en"), in_language(said, "vi")) == (english, said)


def test_facts_with_braces_stay_as_they_are() -> None:
    assert "{x}.docx" in say(Refusal("not-a-docx", filename="{x}.docx"), "en")


def test_a_text_without_translation_is_said_in_vietnamese() -> None:
    assert translate("Ủy ban nhân dân xã Mỹ Thọ", "en") == "Ủy ban nhân dân xã Mỹ Thọ"
    assert translate("Kho lưu", "vi") == "Kho lưu"


def test_vietnamese_is_said_without_reading_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "CATALOGUE", Path("no-such-file.po"))
    catalogue.cache_clear()
    try:
        assert translate("Kho lưu", "vi") == "Kho lưu"
        with pytest.raises(FileNotFoundError):
            translate("Kho lưu", "en")
    finally:
        catalogue.cache_clear()


def test_a_citation_is_said_part_by_part_and_what_it_does_not_know_stays() -> None:
    said_so = language.in_language(cited("Phụ lục I, Phần II, mục I.2, ghi chú 3, Đ13.1"), "en")
    assert said_so == "Appendix I, Part II, section I.2, note 3, Đ13.1"
    assert language.in_language(cited("Phụ lục II, mục V.7"), "vi") == "Phụ lục II, mục V.7"
