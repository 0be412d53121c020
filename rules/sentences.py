"""Sentences that every floor may say: Vietnamese now, and able to be said in another language later."""

from collections.abc import Sequence
from typing import Any


class Sentence(str):
    """A sentence of ours with its facts filled in: itself in Vietnamese, and `actions.language` can say it again.

    >>> Sentence("{records} hồ sơ, nguyên vẹn", records=2)
    '2 hồ sơ, nguyên vẹn'
    """

    text: str
    facts: dict[str, object]

    def __new__(cls, text: str, /, **facts: object) -> "Sentence":
        made = super().__new__(cls, text.format(**facts))
        made.text, made.facts = text, facts
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """Copies are made anew: a fact may hold braces."""
        return (self.text,), self.facts


def listed(sentences: Sequence[str], separator: str = "; ") -> Sentence:
    """Several sentences as one."""
    parts = {f"s{number}": sentence for number, sentence in enumerate(sentences)}
    return Sentence(separator.join(f"{{{name}}}" for name in parts), **parts)


def told(fact: object) -> object:
    """A fact as JSON can carry it to another process; `heard` makes the sentence again."""
    if isinstance(fact, Sentence):
        return {"sentence": fact.text, "facts": {name: told(one) for name, one in fact.facts.items()}}
    return fact


def heard(data: Any) -> Any:
    """The inverse of `told`."""
    if isinstance(data, dict) and [*data] == ["sentence", "facts"]:
        text, facts = data.values()
        return Sentence(text, **{name: heard(one) for name, one in facts.items()})
    return data
