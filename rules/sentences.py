"""Sentences that every floor may say: Vietnamese now, and able to be said in another language later."""

from collections.abc import Sequence


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


def listed(sentences: Sequence[str], separator: str = "; ") -> Sentence:
    """Several sentences as one."""
    parts = {f"s{number}": sentence for number, sentence in enumerate(sentences)}
    return Sentence(separator.join(f"{{{name}}}" for name in parts), **parts)
