"""Which fonts a docx asks for, which a PDF carries, and which are allowed (Nghị định 30, Phụ lục I, I.4)."""

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from paper.compose.looks import FACES
from paper.intake.package import open_package
from paper.pdf import sandbox
from paper.read.styles import Styles
from rules.refusals import Refusal

_NAMES = tuple(face.replace(" ", "") for face in FACES)  # how PostScript names begin


def allowed(name: str) -> bool:
    """True for Times New Roman and its twins, by PDF name ("BAAAAA+LiberationSerif-Bold") or docx name."""
    bare = name.rsplit("+", 1)[-1].replace(" ", "")
    return bare.startswith(_NAMES)


def declared(docx: bytes) -> frozenset[str]:
    """The faces of every run that has text, in the end. Raises `Refusal("not-renderable")` for what is no docx."""
    try:
        package = open_package("docx", docx)
    except Refusal as refused:
        raise Refusal("not-renderable") from refused
    styles = Styles(package)
    return frozenset(font for run in package.runs() for font in styles.of(run).fonts)


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
