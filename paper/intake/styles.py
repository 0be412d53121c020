"""What styles give to runs: fonts and switches (hidden, capitals), through what a style builds on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from paper.intake.package import Package, W

_OFF = ("0", "false", "off")
_DEEPEST = 20


@dataclass(frozen=True)
class Styles:
    """The styles of one docx, and what they make of a run."""

    package: Package

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """Style id → its element, of every styles part."""
        return {
            style.get(f"{W}styleId", ""): style
            for tree in self.package.trees.values()
            if tree.tag == f"{W}styles"
            for style in tree.iterchildren(f"{W}style")
        }

    @cached_property
    def normal(self) -> str:
        """The id of the style of a paragraph that names none."""
        for identity, style in self.by_id.items():
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in _OFF:
                return identity
        return "Normal"

    @cached_property
    def defaults(self) -> list[Any]:
        """The run properties that every run begins with."""
        path = f"{W}docDefaults/{W}rPrDefault/{W}rPr"
        found = (tree.find(path) for tree in self.package.trees.values() if tree.tag == f"{W}styles")
        return [properties for properties in found if properties is not None]

    def properties(self, run: Any) -> Iterator[Any]:
        """The run properties that bear on a run, the nearest first: its own, its style's, its paragraph's, defaults."""
        own = run.find(f"{W}rPr")
        if own is not None:
            yield own
            yield from self._chain(_value(own.find(f"{W}rStyle")))
        paragraph = next(run.iterancestors(f"{W}p"), None)
        if paragraph is not None:
            yield from self._chain(_value(paragraph.find(f"{W}pPr/{W}pStyle")) or self.normal)
        yield from self.defaults

    def _chain(self, identity: str) -> Iterator[Any]:
        for _ in range(_DEEPEST):
            style = self.by_id.get(identity)
            if style is None:
                return
            properties = style.find(f"{W}rPr")
            if properties is not None:
                yield properties
            identity = _value(style.find(f"{W}basedOn"))

    def is_on(self, run: Any, switch: str) -> bool:
        """Whether a switch ("vanish", "caps") is on for a run; the nearest that says anything decides."""
        for properties in self.properties(run):
            mark = properties.find(f"{W}{switch}")
            if mark is not None:
                return mark.get(f"{W}val", "true") not in _OFF
        return False

    def fonts(self, run: Any) -> set[str]:
        """The fonts of a run's Latin letters, ascii and hAnsi, each as the nearest says."""
        found: set[str] = set()
        for script in ("ascii", "hAnsi"):
            for properties in self.properties(run):
                fonts = properties.find(f"{W}rFonts")
                name = None if fonts is None else fonts.get(f"{W}{script}")
                if name:
                    found.add(name)
                    break
        return found


def has_text(run: Any) -> bool:
    """Whether a run shows any letters of its own."""
    return any((text.text or "").strip() for text in run.iterchildren(f"{W}t"))


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{W}val", "")
