"""One way in which a drafter writes: a clean paper, what is done to it, and what the cycle knows of it."""

from dataclasses import dataclass

from paper.check import Context
from tests.paper.check.clean import clean
from tests.paper.check.editing import Edit, after, both, edited

NO_CONTEXT = Context()


@dataclass(frozen=True)
class Variant:
    """A paper by its name in `clean`, edited."""

    paper: str
    edit: Edit
    context: Context

    def docx(self) -> bytes:
        """The paper as it is handed in."""
        return edited(clean(self.paper), self.edit)


def on(paper: str, *edits: Edit, context: Context = NO_CONTEXT) -> Variant:
    """A variant of a paper by one edit or several."""
    return Variant(paper, both(*edits), context)


def below(text: str, *lines: str) -> Edit:
    """Lines typed below one that is there, each set as it is."""
    return both(*(after(text, line) for line in reversed(lines)))
