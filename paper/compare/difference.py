"""The shape of a difference: paragraphs in the order of reading, made of pieces that were kept, put in or taken out."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

How = Literal["kept", "inserted", "deleted"]
# kept · changed: other words in it · added · removed · moved: whole, from another place, told here where it now stands
# · left: where a moved paragraph stood before
What = Literal["kept", "changed", "added", "removed", "moved", "left"]


@dataclass(frozen=True)
class Piece:
    """Some words of a paragraph, with the spaces around them, and what became of them."""

    how: How
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. `old`, `new`: its index (from 0) in the old and in the new text, None where it is not there."""

    what: What
    old: int | None
    new: int | None
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> str:
        """As it stood in the old text."""
        return "".join(piece.text for piece in self.pieces if piece.how != "inserted")

    @property
    def after(self) -> str:
        """As it stands in the new text."""
        return "".join(piece.text for piece in self.pieces if piece.how != "deleted")


@dataclass(frozen=True)
class Difference:
    """All paragraphs of both texts; a moved one stands twice, as `left` and as `moved`."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def counts(self) -> Counter[What]:
        """How many paragraphs have which fate."""
        return Counter(paragraph.what for paragraph in self.paragraphs)

    @property
    def none(self) -> bool:
        """Whether both texts are the same."""
        return all(paragraph.what == "kept" for paragraph in self.paragraphs)
