"""Searching Vietnamese words: people type without marks, and records are found all the same."""

import unicodedata

_D_STROKE = str.maketrans("đĐÐ", "ddd")


def bare(text: str) -> str:
    """Lower case, without any mark, single spaces: for searching. (`paper.read.fold` compares and keeps the tones.)

    >>> bare("Ủy ban  nhân dân Huyện Cao Lãnh")
    'uy ban nhan dan huyen cao lanh'
    """
    parted = unicodedata.normalize("NFD", text.translate(_D_STROKE))
    unmarked = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return " ".join(unmarked.lower().split())
