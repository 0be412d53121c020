"""Two languages: the Vietnamese text in the code is the message id, one English catalogue translates it.

The catalogue (`locale/en/LC_MESSAGES/messages.po`) is read when English is first asked for, and kept. A text without
a translation is shown in Vietnamese; a test sees to it that there is none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from rules.deadlines import VIETNAM
from rules.refusals import Refusal
from rules.sentences import Sentence as Sentence
from rules.sentences import listed as listed

Lang = Literal["vi", "en"]
CATALOGUE = Path(__file__).parent / "locale" / "en" / "LC_MESSAGES" / "messages.po"

_MEASURE = re.compile(r"\d+,\d+( pt| cm| mm)?")


@dataclass(frozen=True)
class Said:
    """A refusal in one language: what is wrong, and what to do."""

    text: str
    remedy: str


def translate(text: str, lang: str) -> str:
    """The text in a language; `text` itself in Vietnamese, or where the catalogue has no such message."""
    return catalogue().get(text, text) if lang == "en" else text


def said(refusal: Refusal, lang: str) -> Said:
    """A refusal's two sentences, its facts filled in. Facts that are words of ours (a state, a duty) are translated."""
    facts = facts_in_language(refusal.facts, lang)
    text, remedy = (translate(part, lang) for part in (refusal.wording.text, refusal.wording.remedy))
    return Said(text.format(**facts), remedy.format(**facts))


def say(refusal: Refusal, lang: str) -> str:
    """A refusal as one line: what is wrong, then what to do."""
    sentences = said(refusal, lang)
    return f"{sentences.text} {sentences.remedy}"


@cache
def catalogue() -> dict[str, str]:
    """Vietnamese → English, of every message that has a translation."""
    from babel.messages.pofile import read_po  # most processes never speak English

    with CATALOGUE.open("rb") as file:
        messages = read_po(file, locale="en")
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}


class Caution(Sentence):
    """What the doctor found, where nothing is wrong yet but something is to be done: that is said in `remedy`."""

    remedy: Sentence

    @classmethod
    def of(cls, said: Sentence, remedy: Sentence) -> "Caution":
        """The finding, with what to do."""
        made = cls("{said}", said=said)
        made.remedy = remedy
        return made


def in_language(sentence: str, lang: str) -> str:
    """A sentence, and those among its facts, in a language; a measure; any other text as `translate` has it."""
    if isinstance(sentence, Sentence):
        return _filled(sentence, lang)
    return sentence.replace(",", ".") if lang == "en" and _MEASURE.fullmatch(sentence) else translate(sentence, lang)


def _filled(sentence: Sentence, lang: str) -> str:
    return translate(sentence.text, lang).format(**facts_in_language(sentence.facts, lang))


def facts_in_language(facts: Mapping[str, object], lang: str) -> dict[str, object]:
    """Facts with every sentence of ours among them, however deep, in a language."""
    return {name: _fact(fact, lang) for name, fact in facts.items()}


def _fact(fact: object, lang: str) -> object:
    if isinstance(fact, str):
        return in_language(fact, lang)
    if isinstance(fact, Mapping):
        return facts_in_language(fact, lang)
    return [_fact(one, lang) for one in fact] if isinstance(fact, list) else fact


def moment(at: datetime) -> str:
    """An instant by the office's wall clock, for a sentence in any language."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def sentence_of(refusal: Refusal) -> Sentence:
    """A refusal as a sentence."""
    return refusal.text
