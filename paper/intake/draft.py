"""Whether a safe docx is also a draft that may be laid before people, and what to tell of it."""

import re
from collections.abc import Iterator

from paper.intake.notes import Note, note
from paper.intake.package import Package, W
from paper.intake.stamps import lines_of, refuse_stamped
from paper.intake.unseen import unseen
from rules.refusals import Refusal

# LibreOffice shows these in another colour, struck out or underlined; whoever reads the page sees them.
_SHOWN_CHANGES = tuple(f"{W}{tag}" for tag in ("ins", "del", "moveFrom", "moveTo"))
# These it does not show: a row or cell that the drafter has deleted would be printed like any other.
_UNSHOWN_CHANGES = tuple(f"{W}{tag}" for tag in ("cellIns", "cellDel", "cellMerge"))
_LONGEST_QUOTE = 60
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_EXTENDED = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
# What the properties of a file may tell of people and their machine: creator, last editor, company, manager.
_PERSONAL = (
    "{http://purl.org/dc/elements/1.1/}creator",
    f"{_CORE}lastModifiedBy",
    f"{_EXTENDED}Company",
    f"{_EXTENDED}Manager",
    f"{_EXTENDED}HyperlinkBase",
)
_PATH = re.compile(r"[\\/]")


def check_draft(package: Package) -> None:
    """Raise secrecy-marked, or docx-tracked-changes where the page would not show what was changed."""
    refuse_stamped(package.filename, lines_of(package))
    if _changed_unseen(package):
        raise Refusal("docx-tracked-changes", filename=package.filename)


def notes_of(package: Package) -> tuple[Note, ...]:
    """What is no ground to refuse but should be mended: tracked changes, comments, hidden text, personal data."""
    found = (_tracked(package), _comments(package), _hidden(package), _personal(package))
    return tuple(told for told in found if told is not None)


def _changed_unseen(package: Package) -> bool:
    """Tracked changes of rows and cells; and any, in a paper that is set to show none."""
    texts = package.texts()
    rows = (mark for tree in texts for row in tree.iter(f"{W}trPr") for mark in row.iterchildren(f"{W}ins", f"{W}del"))
    cells = (mark for tree in texts for mark in tree.iter(*_UNSHOWN_CHANGES))
    views = (view for tree in package.trees.values() for view in tree.iter(f"{W}revisionView"))
    unshown = any(value in ("0", "false", "off") for view in views for value in view.attrib.values())
    return next(rows, None) is not None or next(cells, None) is not None or (unshown and any(_changes(package)))


def _changes(package: Package) -> Iterator[str]:
    """Who made each tracked change."""
    for tree in package.texts():
        for change in tree.iter(*_SHOWN_CHANGES):
            yield change.get(f"{W}author") or "?"


def _tracked(package: Package) -> Note | None:
    authors = set(_changes(package))
    return note("tracked-changes", authors=_named(authors)) if authors else None


def _comments(package: Package) -> Note | None:
    comments = [comment for tree in package.trees.values() for comment in tree.iter(f"{W}comment")]
    authors = {comment.get(f"{W}author") or "?" for comment in comments}
    return note("comments", count=len(comments), authors=_named(authors)) if comments else None


def _hidden(package: Package) -> Note | None:
    words = " ".join(unseen(package)).strip()
    return note("hidden-text", words=_shortened(words)) if words else None


def _personal(package: Package) -> Note | None:
    """People, offices and directories that the properties of the file name; a template only when it is a path."""
    trees = package.trees.values()
    told = {(element.text or "").strip() for tree in trees for element in tree.iter(*_PERSONAL)} - {""}
    told |= {
        element.text
        for tree in trees
        for element in tree.iter(f"{_EXTENDED}Template")
        if _PATH.search(element.text or "")
    }
    return note("personal-metadata", facts=", ".join(f"“{_shortened(one)}”" for one in sorted(told))) if told else None


def _named(authors: set[str]) -> str:
    return _shortened(", ".join(sorted(authors)))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
