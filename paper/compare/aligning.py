"""Which paragraph of the old text became which of the new, and which words in it changed.

Equal paragraphs are found first, then whole ones that moved, then those that are more alike than not. Papers are
short; a long one (`LONG`) is compared more coarsely, so that no file makes this slow.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from paper.compare.difference import Difference, How, Paragraph, Piece, What

LONG = 2_000  # paragraphs, or words of one paragraph: beyond, what occurs very often is no landmark any more
PAIRED = 10_000  # old times new paragraphs of one changed passage: beyond, they are told as removed and added
ALIKE = 0.5  # the share of common words from which two paragraphs are one that was changed
MOVED_WORDS = 4  # shorter paragraphs ("Nơi nhận:") are too common to say that one moved
_OF_WHOLE: dict[What, How] = {"added": "inserted", "removed": "deleted"}
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def between(old: Sequence[str], new: Sequence[str]) -> Difference:
    """The difference between two texts, a paragraph a string."""
    moves = _moves(old, new)
    found: list[Paragraph] = []
    for tag, i, j, k, m in _matched(old, new):
        if tag == "equal":
            found += (_whole("kept", at, k + at - i, old[at]) for at in range(i, j))
        else:
            found += _passage(old, new, range(i, j), range(k, m), moves)
    return Difference(tuple(found))


def words_between(old: str, new: str) -> tuple[Piece, ...]:
    """What was kept, taken out and put in inside one paragraph; a lone space between two changes changes with them."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    for tag, i, j, k, m in _matched(before, after):
        gone, come = "".join(before[i:j]), "".join(after[k:m])
        pieces += [Piece("kept", gone)] if tag == "equal" else [Piece("deleted", gone), Piece("inserted", come)]
    return _joined([piece for piece in pieces if piece.text])


def _matched(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """The steps from one sequence to another: (tag, old from, old to, new from, new to)."""
    # What both have at the beginning and at the end is settled without searching.
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    i, k = len(old) - tail, len(new) - tail
    matcher = SequenceMatcher(None, old[head:i], new[head:k], autojunk=max(i, k) - head > LONG)
    steps: list[tuple[str, int, int, int, int]] = [("equal", 0, head, 0, head)] if head else []
    steps += [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in matcher.get_opcodes()]
    return [*steps, ("equal", i, len(old), k, len(new))] if tail else steps


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _moves(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Old index → new index of paragraphs that occur once in each text, word for word: those whose move is certain."""
    once_old, once_new = _once(old), _once(new)
    return {
        at: once_new[text] for text, at in once_old.items() if text in once_new and len(text.split()) >= MOVED_WORDS
    }


def _once(texts: Sequence[str]) -> dict[str, int]:
    counted = Counter(texts)
    return {text: at for at, text in enumerate(texts) if counted[text] == 1}


def _passage(
    old: Sequence[str], new: Sequence[str], gone: range, come: range, moves: dict[int, int]
) -> Iterator[Paragraph]:
    """A passage that differs: pairs that are alike are changed, the rest moved, was removed or was added."""
    arrived = {new_at: old_at for old_at, new_at in moves.items()}
    pairs = _pairs(old, new, [i for i in gone if i not in moves], [k for k in come if k not in arrived])
    i, k = gone.start, come.start
    for old_at, new_at in [*pairs, (gone.stop, come.stop)]:
        for at in range(i, old_at):
            yield _whole("left" if at in moves else "removed", at, moves.get(at), old[at])
        for at in range(k, new_at):
            yield _whole("moved" if at in arrived else "added", arrived.get(at), at, new[at])
        if old_at < gone.stop:
            yield Paragraph("changed", old_at, new_at, words_between(old[old_at], new[new_at]))
        i, k = old_at + 1, new_at + 1


def _whole(what: What, old: int | None, new: int | None, text: str) -> Paragraph:
    return Paragraph(what, old, new, (Piece(_OF_WHOLE.get(what, "kept"), text),))


def _pairs(old: Sequence[str], new: Sequence[str], gone: list[int], come: list[int]) -> list[tuple[int, int]]:
    """Pairs (old, new) of paragraphs that are alike, in the order of both texts, as alike as can be together."""
    if not gone or not come or len(gone) * len(come) > PAIRED:
        return []
    bags_old, bags_new = (
        [Counter(_WORD.findall(text.casefold())) for text in texts] for texts in _texts(old, new, gone, come)
    )
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    likeness = [[_likeness(one, other) for other in bags_new] for one in bags_old]
    for i in reversed(range(len(gone))):
        for k in reversed(range(len(come))):
            paired = likeness[i][k] + best[i + 1][k + 1] if likeness[i][k] else 0.0
            best[i][k] = max(best[i + 1][k], best[i][k + 1], paired)
    pairs, i, k = [], 0, 0
    while i < len(gone) and k < len(come):
        if likeness[i][k] and best[i][k] == likeness[i][k] + best[i + 1][k + 1]:
            pairs.append((gone[i], come[k]))
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            i += 1
        else:
            k += 1
    return pairs


def _texts(old: Sequence[str], new: Sequence[str], gone: list[int], come: list[int]) -> tuple[list[str], list[str]]:
    return [old[at] for at in gone], [new[at] for at in come]


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that both have, from `ALIKE` to 1; 0 when it is less."""
    size = one.total() + other.total()
    share = 2 * (one & other).total() / size if size else 0.0
    return share if share >= ALIKE else 0.0


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one kind as one piece: first what went, then what came, between two kept ones."""
    runs: list[dict[How, str]] = [{"kept": "", "deleted": "", "inserted": ""}]
    for at, piece in enumerate(pieces):
        run, changed = runs[-1], bool(runs[-1]["deleted"] or runs[-1]["inserted"])
        if changed and piece.how == "kept" and not piece.text.strip() and at < len(pieces) - 1:
            run["deleted"] += piece.text
            run["inserted"] += piece.text
        elif changed and piece.how == "kept":
            runs.append({"kept": piece.text, "deleted": "", "inserted": ""})
        else:
            run[piece.how] += piece.text
    return tuple(Piece(how, text) for run in runs for how, text in run.items() if text)
