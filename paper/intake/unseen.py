"""Which letters of a docx nobody sees on the page: hidden ones, white ones on white, and ones too small to be seen.

White letters are let pass wherever anything might lie under them, also what is not resolved here (table styles, boxes,
pictures behind the text): a white heading on a blue cell is no secret.
"""

from collections.abc import Callable, Iterator
from typing import Any

from paper.intake.package import Package, W
from paper.read.styles import Letters, Styles

_LEAST_PT = 2.0
_WHITE = "FFFFFF"
_UNPAINTED = ("", "AUTO", _WHITE)
_PLAIN = ("clear", "nil", "none", "white")  # patterns of a shading, and highlights, that show no colour of their own
_BOX = f"{W}txbxContent"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_OWN = tuple(f"{W}{where}" for where in ("rPr", "pPr", "tcPr", "tblPr"))
_PAINT = (f"{W}shd", f"{W}highlight")


def unseen(package: Package) -> Iterator[str]:
    """The words of each run that is in the file and not on the page, in their order."""
    if not any(_may_hide(mark) for tree in package.trees.values() for mark in tree.iter(*_MARKS)):
        return  # as in nearly every paper: no need to ask each run
    styles, ground = Styles(package), _painted_ground(package)
    for run in package.runs():
        letters, words = styles.of(run), "".join(text.text or "" for text in run.iterchildren(f"{W}t"))
        if letters.hidden or (_faint(letters, ground, run) and any(sign.isalnum() for sign in words)):
            yield words


# What may make letters unseen → whether it does, by its value.
_MARKS: dict[str, Callable[[str], bool]] = {
    f"{W}vanish": lambda value: True,
    f"{W}color": lambda value: value.upper() == _WHITE,
    f"{W}sz": lambda value: value.isdigit() and int(value) < 2 * _LEAST_PT,
}


def _may_hide(mark: Any) -> bool:
    """A style of tiny letters is every paper's own, for its rules: only a run that is set so itself gives ground."""
    styled = mark.tag == f"{W}sz" and next(mark.iterancestors(f"{W}r"), None) is None
    return not styled and _MARKS[mark.tag](mark.get(f"{W}val", ""))


def _faint(letters: Letters, ground: bool, run: Any) -> bool:
    return letters.size < _LEAST_PT or (letters.colour == _WHITE and not ground and not _painted(run))


def _painted_ground(package: Package) -> bool:
    """Whether the page, a style of text, or a picture behind the text may paint the ground of any letters."""
    texts, styles = package.texts(), package.related("styles")
    anchors = (anchor for tree in texts for anchor in tree.iter(_ANCHOR))
    if any(anchor.get("behindDoc") not in ("0", "false") for anchor in anchors):
        return True
    if any(next(tree.iter(f"{W}pict", f"{W}background"), None) is not None for tree in texts):
        return True
    shaded = [] if styles is None else styles.iter(f"{W}shd")
    return any(style.get(f"{W}type") != "table" for shade in shaded for style in shade.iterancestors(f"{W}style"))


def _painted(run: Any) -> bool:
    """Whether the run or what lies around it, up to the table, is shaded, or stands where that is not resolved."""
    around = (run, *run.iterancestors())
    if any(one.tag == _BOX for one in around):
        return True
    # Properties are what an element begins with; to search a long paragraph for them would cost its length each time.
    own = [first for first in (next(iter(one), None) for one in around) if first is not None and first.tag in _OWN]
    styled = any(first.find(f"{W}tblStyle") is not None for first in own)
    return styled or any(_paints(paint) for first in own for what in _PAINT for paint in first.findall(what))


def _paints(paint: Any) -> bool:
    """A highlight, or a shading with a pattern or of another colour than white."""
    pattern, fill = paint.get(f"{W}val", "clear"), paint.get(f"{W}fill", "").upper()
    return pattern not in _PLAIN or fill not in _UNPAINTED or paint.get(f"{W}themeFill") is not None
