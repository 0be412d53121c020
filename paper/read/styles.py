"""What a run and a paragraph look like in the end: defaults, table, paragraph and character styles, numbering, theme
and direct formatting laid over each other in the order of ECMA-376, 17.7.2.

Lengths are in millimetres, sizes and spaces in points. Not resolved: the conditional parts of table styles (first row,
banded columns), which no paper of the decree's layout needs.
"""

from dataclasses import dataclass
from typing import Any

from paper.intake.package import Package, W

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OFF = ("0", "false", "off")
_TOGGLES = {"b": "bold", "i": "italic", "caps": "caps", "vanish": "hidden"}
_TWIP_MM, _TWIP_PT = 25.4 / 1440, 1 / 20
_AUTO_SPACE_PT = 14.0
_BLACK_IN_THEME = ("text1", "tx1", "dark1", "dk1")
_ALIGN = {"start": "left", "end": "right"}
_DEEPEST = 20
_BEYOND_PAPER = 1e9


@dataclass(frozen=True)
class Letters:
    """How the letters of a run look. `font` sets ASCII, `font_beyond` all other letters; `colour` is RRGGBB or auto.

    `raised` letters stand above or below the line and are drawn smaller; `shifted` ones keep their size there.
    """

    font: str = "Times New Roman"
    font_beyond: str = "Times New Roman"
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    caps: bool = False
    hidden: bool = False
    underlined: bool = False
    raised: bool = False
    shifted: bool = False
    colour: str = "auto"

    @property
    def fonts(self) -> frozenset[str]:
        """The faces of all its letters; which program prints which letters in which of them differs."""
        return frozenset((self.font, self.font_beyond))


@dataclass(frozen=True)
class Setting:
    """How a paragraph is set. `line` is a multiple of single spacing, or points where `line_rule` is not "auto"."""

    align: str = "left"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    line_rule: str = "auto"
    contextual: bool = False
    ruled: bool = False
    framed: bool = False
    style: str = ""


class Styles:
    """The styles of one docx, each resolved once."""

    def __init__(self, package: Package) -> None:
        tree = package.related("styles")
        self._nodes: dict[str, Any] = {}
        self._default: dict[str, str] = {}
        self._theme = _theme(package.related("theme"))
        for node in () if tree is None else tree.iter(f"{W}style"):
            identity = node.get(f"{W}styleId", "")
            self._nodes[identity] = node
            if node.get(f"{W}default", "0") not in _OFF:
                self._default[node.get(f"{W}type", "paragraph")] = identity
        defaults = None if tree is None else tree.find(f"{W}docDefaults")
        self._run_defaults = self._run_layer(_find(defaults, f"{W}rPrDefault/{W}rPr"))
        self._paragraph_defaults = _paragraph_layer(_find(defaults, f"{W}pPrDefault/{W}pPr"))
        self._runs: dict[str, dict[str, Any]] = {}
        self.levels = Levels(package.related("numbering"))
        self._around: dict[tuple[str, str], dict[str, Any]] = {}

    def setting(self, properties: Any, table_style: str) -> Setting:
        """The setting of a paragraph with these direct properties (w:pPr or None) in a table of this style ("")."""
        style = value(_find(properties, f"{W}pStyle")) or self._default.get("paragraph", "")
        found = dict(self._paragraph_defaults)
        for node in self._chain(table_style):
            found |= _paragraph_layer(node.find(f"{W}pPr"))
        for node in self._chain(style):
            own = node.find(f"{W}pPr")
            found |= self.levels.indents(_find(own, f"{W}numPr")) | _paragraph_layer(own)
        found |= self.levels.indents(_find(properties, f"{W}numPr")) | _paragraph_layer(properties)
        return Setting(**found, style=style)

    def numbered(self, properties: Any) -> Any:
        """The w:numPr that holds for a paragraph: its own, or that of its style; None without."""
        own = _find(properties, f"{W}numPr")
        if own is not None:
            return own
        chain = self._chain(value(_find(properties, f"{W}pStyle")) or self._default.get("paragraph", ""))
        found = [node.find(f"{W}pPr/{W}numPr") for node in chain]
        return next((number for number in reversed(found) if number is not None), None)

    def letters(self, properties: Any, paragraph_style: str, table_style: str) -> Letters:
        """The letters of a run with these direct properties (w:rPr or None), in a paragraph of this style."""
        character = value(_find(properties, f"{W}rStyle")) or ""
        found = dict(self._letters_around(paragraph_style, table_style))
        if character:
            for name, given in self._run_style(character).items():
                # Toggles of styles undo each other (17.7.3): bold in a bold paragraph is upright.
                found[name] = found.get(name, False) ^ given if name in _TOGGLES.values() else given
        return Letters(**(found | self._run_layer(properties)))

    def of(self, run: Any) -> Letters:
        """The letters of a run where it stands: in its paragraph, and in its table unless a box lies between."""
        paragraph = next(run.iterancestors(f"{W}p"), None)
        table = next(run.iterancestors(f"{W}tbl", f"{W}txbxContent"), None)
        styles = _find(paragraph, f"{W}pPr/{W}pStyle"), _find(table, f"{W}tblPr/{W}tblStyle")
        return self.letters(run.find(f"{W}rPr"), *(value(style) or "" for style in styles))

    def _letters_around(self, paragraph_style: str, table_style: str) -> dict[str, Any]:
        key = (paragraph_style, table_style)
        if key not in self._around:
            found = dict(self._run_defaults)
            table = self._run_style(table_style)
            paragraph = self._run_style(paragraph_style or self._default.get("paragraph", ""))
            for layer in (table, paragraph):
                for name, given in layer.items():
                    toggled = name in _TOGGLES.values() and layer is paragraph and name in table
                    found[name] = found[name] ^ given if toggled else given
            self._around[key] = found
        return self._around[key]

    def _run_style(self, identity: str) -> dict[str, Any]:
        """The run properties of a style and what it builds on."""
        if identity not in self._runs:
            found: dict[str, Any] = {}
            for node in self._chain(identity):
                found |= self._run_layer(node.find(f"{W}rPr"))
            self._runs[identity] = found
        return self._runs[identity]

    def _chain(self, identity: str) -> list[Any]:
        """A style and its bases, the deepest base first."""
        found: list[Any] = []
        while identity in self._nodes and len(found) < _DEEPEST:
            found.insert(0, self._nodes[identity])
            identity = value(self._nodes[identity].find(f"{W}basedOn")) or ""
        return found

    def _run_layer(self, properties: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in () if properties is None else properties:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name in _TOGGLES:
                found[_TOGGLES[name]] = _on(child)
            elif name == "rFonts":
                found |= self._fonts(child)
            elif name == "sz":
                found["size"] = _number(child, "val") / 2 or 10.0
            elif name == "vertAlign":
                found["raised"] = value(child) in ("superscript", "subscript")
            elif name == "position":
                found["shifted"] = _number(child, "val") != 0
            elif name == "u":
                found["underlined"] = (value(child) or "single") != "none"
            elif name == "color":
                found["colour"] = self._colour(child)
        return found

    def _fonts(self, fonts: Any) -> dict[str, str]:
        found = {}
        for script, name in (("ascii", "font"), ("hAnsi", "font_beyond")):
            by_theme = self._theme.get(fonts.get(f"{W}{script}Theme", "")[:5], "")
            given = by_theme or fonts.get(f"{W}{script}", "")
            if given:
                found[name] = given
        return found

    def _colour(self, colour: Any) -> str:
        named = colour.get(f"{W}themeColor", "")
        given = (value(colour) or "auto").upper()
        return "auto" if given == "AUTO" or named in _BLACK_IN_THEME else given


class Levels:
    """The levels of numbered lists: number id and level → w:lvl."""

    def __init__(self, tree: Any) -> None:
        self._by_number: dict[str, dict[str, Any]] = {}
        if tree is None:
            return
        abstract = {node.get(f"{W}abstractNumId"): node for node in tree.iter(f"{W}abstractNum")}
        for number in tree.iter(f"{W}num"):
            base = abstract.get(value(number.find(f"{W}abstractNumId")))
            levels = {} if base is None else {node.get(f"{W}ilvl"): node for node in base.iter(f"{W}lvl")}
            levels |= {node.get(f"{W}ilvl"): node for node in number.iter(f"{W}lvl")}
            self._by_number[number.get(f"{W}numId")] = levels

    def level(self, numbering: Any) -> Any:
        """The w:lvl that a w:numPr names, or None."""
        number = value(_find(numbering, f"{W}numId")) or ""
        return self._by_number.get(number, {}).get(value(_find(numbering, f"{W}ilvl")) or "0")

    def at(self, number: str, depth: int) -> Any:
        """The w:lvl of a number id at a depth, or None."""
        return self._by_number.get(number, {}).get(str(depth))

    def indents(self, numbering: Any) -> dict[str, Any]:
        """The paragraph properties of the level that a w:numPr names."""
        level = self.level(numbering)
        return {} if level is None else _paragraph_layer(level.find(f"{W}pPr"))


def _paragraph_layer(properties: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in () if properties is None else properties:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in _PARAGRAPH:
            found |= _PARAGRAPH[name](child)
    return found


def _indents(node: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, spellings in (("left", ("left", "start")), ("right", ("right", "end"))):
        for spelling in spellings:
            if node.get(f"{W}{spelling}") is not None:
                found[name] = _number(node, spelling) * _TWIP_MM
    if node.get(f"{W}hanging") is not None:
        found["first"] = -_number(node, "hanging") * _TWIP_MM
    elif node.get(f"{W}firstLine") is not None:
        found["first"] = _number(node, "firstLine") * _TWIP_MM
    return found


def _spacing(node: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for side in ("before", "after"):
        if node.get(f"{W}{side}Autospacing", "0") not in _OFF:
            found[side] = _AUTO_SPACE_PT
        elif node.get(f"{W}{side}") is not None:
            found[side] = _number(node, side) * _TWIP_PT
    if node.get(f"{W}line") is not None:
        found["line_rule"] = node.get(f"{W}lineRule", "auto")
        found["line"] = _number(node, "line") / (240 if found["line_rule"] == "auto" else 20)
    return found


def _borders(node: Any) -> dict[str, Any]:
    drawn = {side.tag.rpartition("}")[2] for side in node if (value(side) or "none") not in ("none", "nil")}
    return {"ruled": "bottom" in drawn, "framed": {"top", "bottom", "left", "right"} <= drawn}


_PARAGRAPH = {
    "jc": lambda node: {"align": _ALIGN.get(value(node) or "", value(node) or "left")},
    "ind": _indents,
    "spacing": _spacing,
    "contextualSpacing": lambda node: {"contextual": _on(node)},
    "pBdr": _borders,
}


def value(element: Any) -> str | None:
    """The w:val of an element; None without either."""
    return None if element is None else element.get(f"{W}val")


def _find(element: Any, path: str) -> Any:
    return None if element is None else element.find(path)


def _on(element: Any) -> bool:
    return (value(element) or "true") not in _OFF


def _number(element: Any, attribute: str) -> int:
    """A measure in the unit of its attribute; what is no number counts as 0, as Word reads it."""
    return whole(element.get(f"{W}{attribute}"))


def whole(text: str | None) -> int:
    """A figure of an attribute; 0 for what is none, or beyond all paper."""
    try:
        number = float(text or "0")
        return int(number) if abs(number) < _BEYOND_PAPER else 0
    except (ValueError, OverflowError):
        return 0


def _theme(tree: Any) -> dict[str, str]:
    """ "major"/"minor" → the Latin typeface of the theme."""
    if tree is None:
        return {}
    faces = {kind: tree.find(f".//{_A}{kind}Font/{_A}latin") for kind in ("major", "minor")}
    return {kind: face.get("typeface", "") for kind, face in faces.items() if face is not None}
