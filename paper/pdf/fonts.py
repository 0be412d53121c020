"""Which fonts a docx asks for, which a PDF carries, and which are allowed (Nghị định 30, Phụ lục I, I.4)."""

import re
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from paper.compose.looks import FACES
from paper.pdf import sandbox
from rules.refusals import Refusal

_NAMES = tuple(face.replace(" ", "") for face in FACES)  # how PostScript names begin
_LARGEST = 30 << 20  # bytes of one XML part
_NO_DOCX = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError, etree.XMLSyntaxError)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def allowed(name: str) -> bool:
    """True for Times New Roman and its twins, by PDF name ("BAAAAA+LiberationSerif-Bold") or docx name."""
    bare = name.rsplit("+", 1)[-1].replace(" ", "")
    return bare.startswith(_NAMES)


def declared(docx: bytes) -> frozenset[str]:
    """The font of every run that has text: its own, else its style's, else the document's default.

    Raises `Refusal("not-renderable")` for what is no docx.
    """
    try:
        return _declared(docx)
    except _NO_DOCX as broken:
        raise Refusal("not-renderable") from broken


def _declared(docx: bytes) -> frozenset[str]:
    with zipfile.ZipFile(BytesIO(docx)) as parts:
        names = parts.namelist()
        theme = _theme(_tree(parts, "word/theme/theme1.xml") if "word/theme/theme1.xml" in names else None)
        styles = _styles(_tree(parts, "word/styles.xml") if "word/styles.xml" in names else None, theme)
        bodies = [name for name in names if name.startswith(("word/document", "word/header", "word/footer"))]
        trees = [_tree(parts, name) for name in bodies if name.endswith(".xml")]
    return frozenset(font for tree in trees for font in _of_runs(tree, styles, theme) if font)


@dataclass(frozen=True)
class Carried:
    """A font of a PDF: is its program inside, and the letters it prints (None where the PDF does not say)."""

    embedded: bool
    letters: str | None

    @property
    def visible(self) -> bool:
        """False for a font of blanks only: Word leaves spaces behind in whatever font was there before."""
        return self.letters is None or bool(self.letters.strip())


def carried(pdf: bytes) -> dict[str, Carried]:
    """Every font of a PDF, by base name without the mark of a subset ("LiberationSerif-Bold")."""
    import pikepdf

    found: dict[str, Carried] = {}
    with pikepdf.open(BytesIO(pdf)) as document:
        for thing in document.objects:
            if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font":
                continue
            if str(thing.get("/Subtype")).startswith("/CIDFont"):
                continue  # spoken for by the Type 0 font above it
            inner: Any = thing.DescendantFonts[0] if "/DescendantFonts" in thing else thing
            descriptor: Any = inner.get("/FontDescriptor") or {}
            program = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            name = str(thing.get("/BaseFont", "/Type3")).lstrip("/").rsplit("+", 1)[-1]
            found[name] = Carried(program, _letters(thing.get("/ToUnicode")))
    return found


def _letters(to_unicode: Any) -> str | None:
    if to_unicode is None:
        return None
    codes = re.findall(rb"^\s*<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>\s*$", to_unicode.read_bytes(), re.MULTILINE)
    text = "".join(bytes.fromhex(code.decode()).decode("utf-16-be", "replace") for code in codes if len(code) % 4 == 0)
    return text if codes and b"bfrange" not in to_unicode.read_bytes() else None


@cache
def file(style: str) -> Path:
    """The file of Liberation Serif in `style` ("Regular", "Italic", "Bold"); it must know Vietnamese letters.

    Debian 12's older `fonts-liberation` 1.07 has the family but not ạ ấ ơ ư: LibreOffice then prints boxes.
    """
    sandbox.require("fc-list")
    pattern = f":family=Liberation Serif:style={style}:lang=vi"
    answer = subprocess.run(
        ["fc-list", "--format=%{file}\n", pattern], capture_output=True, text=True, timeout=20, check=False
    ).stdout.splitlines()
    if not answer:
        raise sandbox.missing("Liberation Serif")
    return Path(answer[0])


def _tree(parts: zipfile.ZipFile, name: str) -> etree._Element:
    with parts.open(name) as part:
        content = part.read(_LARGEST + 1)  # not read(name): a small file may unfold into gigabytes
    if len(content) > _LARGEST:
        raise Refusal("not-renderable")
    return etree.fromstring(content, etree.XMLParser(**_PARSER))


def _theme(tree: etree._Element | None) -> dict[str, str]:
    """ "major"/"minor" → the Latin typeface of the theme."""
    if tree is None:
        return {}
    faces = {kind: tree.find(f".//{_A}{kind}Font/{_A}latin") for kind in ("major", "minor")}
    return {kind: face.get("typeface", "") for kind, face in faces.items() if face is not None}


def _named(properties: etree._Element | None, theme: dict[str, str]) -> str | None:
    fonts = None if properties is None else properties.find(f"{_W}rFonts")
    if fonts is None:
        return None
    by_theme = fonts.get(f"{_W}asciiTheme") or fonts.get(f"{_W}hAnsiTheme")
    if by_theme:
        return theme.get(by_theme[:5])
    named: str | None = fonts.get(f"{_W}ascii") or fonts.get(f"{_W}hAnsi")
    return named


def _styles(tree: etree._Element | None, theme: dict[str, str]) -> dict[str | None, str | None]:
    """Style id → font, inheritance resolved; the key None holds the document's default."""
    if tree is None:
        return {None: None}
    nodes = {node.get(f"{_W}styleId"): node for node in tree.iter(f"{_W}style")}
    default = _named(tree.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"), theme)

    def resolve(name: str | None, depth: int = 0) -> str | None:
        node = nodes.get(name)
        if node is None or depth > 20:
            return default
        parent = node.find(f"{_W}basedOn")
        above = resolve(parent.get(f"{_W}val"), depth + 1) if parent is not None else default
        return _named(node.find(f"{_W}rPr"), theme) or above

    found: dict[str | None, str | None] = {name: resolve(name) for name in nodes}
    paragraph = [
        name for name, node in nodes.items() if node.get(f"{_W}default") and node.get(f"{_W}type") == "paragraph"
    ]
    found[None] = found[paragraph[0]] if paragraph else default
    return found


def _of_runs(tree: etree._Element, styles: dict[str | None, str | None], theme: dict[str, str]) -> Iterator[str | None]:
    for paragraph in tree.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        around = styles.get(style.get(f"{_W}val") if style is not None else None, styles[None])
        for run in paragraph.iter(f"{_W}r"):
            if not any((text.text or "").strip() for text in run.iter(f"{_W}t")):
                continue
            named = run.find(f"{_W}rPr/{_W}rStyle")
            by_style = styles.get(named.get(f"{_W}val")) if named is not None else None
            yield _named(run.find(f"{_W}rPr"), theme) or by_style or around
