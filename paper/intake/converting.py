"""A docx in fonts from before Unicode, set anew in Unicode and Times New Roman where that is certain (PL I, I.4).

Certain means: every sign of every run is a letter of the font's encoding, and every word that comes out is a syllable
of Vietnamese. One doubt, and the whole paper is refused: half a conversion would be worse than none.
"""

import io
import zipfile
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from paper.compose.looks import FONT
from paper.intake.legacy import is_legacy, is_vietnamese, to_unicode
from paper.intake.package import Package, W
from paper.read.styles import Styles
from rules.refusals import Refusal

_SCRIPTS = tuple(f"{W}{script}" for script in ("ascii", "hAnsi", "cs", "eastAsia"))
_LATIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}latin"
# Letters that stand elsewhere than in runs of text: in them nothing is converted, so a legacy font is not certain.
_UNCONVERTED = (f"{W}sym", f"{W}delText", f"{W}instrText")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def legacy_fonts(package: Package) -> list[str]:
    """The old fonts that text of the paper is really set in."""
    trees = package.trees.values()
    named = {name for tree in trees for fonts in tree.iter(f"{W}rFonts") for name in fonts.attrib.values()}
    drawn = {latin.get("typeface", "") for tree in trees for latin in tree.iter(_LATIN)}
    if not any(is_legacy(name) for name in named | drawn):
        return []  # as in nearly every paper: no need to ask each run
    styles = Styles(package)
    found = {font for run in package.runs() for font in styles.of(run).fonts}
    return sorted(font for font in found | drawn if is_legacy(font))


def converted(package: Package, fonts: list[str]) -> bytes:
    """The docx with its legacy text as Unicode. Raises docx-legacy-fonts unless all of it is certain."""
    doubt = Refusal("docx-legacy-fonts", filename=package.filename, fonts=", ".join(fonts))
    if any(latin.get("typeface") in fonts for tree in package.trees.values() for latin in tree.iter(_LATIN)):
        raise doubt
    styles, changed = Styles(package), []
    for tree in package.texts():
        for paragraph in tree.iter(f"{W}p"):
            texts = _paragraph(paragraph, styles)
            if texts is None:
                raise doubt
            changed += texts
    if any(is_legacy(_set_in(level)) and not _number_text(level).isascii() for level in _levels(package)):
        raise doubt
    for text, plain in changed:  # only now: the fonts of a run are looked up in the tree that is being changed
        text.text = plain
    return _written(package)


def _paragraph(paragraph: Any, styles: Styles) -> list[tuple[Any, str]] | None:
    """Each text of a paragraph that is to change and what it becomes; None when one of them is uncertain."""
    changes: list[tuple[Any, str]] = []
    whole = ""
    for run in paragraph.iter(f"{W}r"):
        if next(run.iterancestors(f"{W}p"), None) is not paragraph:
            continue  # a text box inside: its paragraphs come by themselves
        old = sorted(font for font in styles.of(run).fonts if is_legacy(font))
        if old and any(not (element.text or "").isascii() for element in run.iter(*_UNCONVERTED)):
            return None
        for text in run.iterchildren(f"{W}t"):
            plain = _certain(text.text or "", old)
            if plain is None:
                return None
            changes += [(text, plain)] if old else []
            whole += plain
    return changes if not changes or is_vietnamese(whole) else None


def _certain(text: str, fonts: list[str]) -> str | None:
    """A text as Unicode, when all the legacy fonts it is set in agree on it."""
    readings = {to_unicode(text, font) for font in fonts} or {text}
    return readings.pop() if len(readings) == 1 else None


def _levels(package: Package) -> list[Any]:
    return [level for tree in package.trees.values() for level in tree.iter(f"{W}lvl")]


def _set_in(level: Any) -> str:
    fonts = level.find(f"{W}rPr/{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii", "")


def _number_text(level: Any) -> str:
    text = level.find(f"{W}lvlText")
    return "" if text is None else text.get(f"{W}val", "")


def _written(package: Package) -> bytes:
    """The package with every legacy font's name replaced, as a zip with fixed dates: equal papers give equal bytes."""
    for tree in package.trees.values():
        for fonts in tree.iter(f"{W}rFonts"):
            for script in _SCRIPTS:
                if is_legacy(fonts.get(script, "")):
                    fonts.set(script, FONT)
        for font in list(tree.iter(f"{W}font")):
            if is_legacy(font.get(f"{W}name", "")):
                font.getparent().remove(font)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in package.parts.items():
            tree = package.trees.get(name)
            content = part if tree is None else etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()
