"""Whether the pages of a PDF are scans as the decree wants them (Nghị định 30/2020, PL I, Phần II, I.2): PDF 1.4 or
later, in colour, at least 200 dpi, whole pages, one image each."""

import io
import math
from dataclasses import dataclass, field
from fractions import Fraction

import pikepdf
from PIL import Image

from paper.intake import limits
from paper.intake.verdict import Measured
from rules.sentences import Sentence

LEAST_DPI = 200
OLDEST_VERSION = "1.4"
LEAST_COVERED = Fraction(85, 100)  # of the page's area
_POINTS = 72
_DEEPEST = 3
_COLOURS = frozenset(("/DeviceRGB", "/DeviceCMYK", "/CalRGB", "/Lab"))
# A scanner rounds the size of the page to whole points, and the dots per inch come out a little under the truth.
_ROUNDING = Fraction(995, 1000)

Matrix = pikepdf.Matrix


@dataclass
class _Drawing:
    """What a page draws: images with the matrix they are drawn by (from the unit square to points), and letters."""

    images: list[tuple[pikepdf.Object, Matrix]] = field(default_factory=list)
    letters: bool = False


def measured(pdf: pikepdf.Pdf) -> Measured:
    """Measure every page; the first that falls short gives the problem."""
    count, lowest = len(pdf.pages), 0.0
    if pdf.pdf_version < OLDEST_VERSION:
        facts = {"version": pdf.pdf_version, "oldest": OLDEST_VERSION}
        return Measured(count, problem=Sentence("phiên bản PDF {version}, thấp hơn {oldest}", **facts))
    for number, page in enumerate(pdf.pages, start=1):
        problem, dpi = _page(page)
        if problem:
            return Measured(count, problem=Sentence("trang {number} {problem}", number=number, problem=problem))
        lowest = min(lowest or dpi, dpi)
    return Measured(count, round(lowest))


def _page(page: pikepdf.Page) -> tuple[str, float]:
    content = page.obj.get("/Contents", pikepdf.Array())
    pieces = list(content.as_list()) if isinstance(content, pikepdf.Array) else [content]
    if not pieces or sum(len(piece.read_bytes()) for piece in pieces) > limits.PDF_CONTENT_BYTES:
        return Sentence("không phải là một ảnh chụp"), 0
    drawing = _Drawing()
    _follow(page.obj, page.obj.get("/Resources", pikepdf.Dictionary()), Matrix(), drawing, 0)
    if drawing.letters or len(drawing.images) != 1:
        return Sentence("có {count} ảnh, phải là một ảnh chụp cả trang", count=len(drawing.images)), 0
    image, matrix = drawing.images[0]
    across, upward = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    left, bottom, right, top = (float(side) for side in page.mediabox.as_list())
    if across * upward < LEAST_COVERED * abs((right - left) * (top - bottom)):
        return Sentence("có ảnh không phủ hết trang"), 0
    unit = float(page.obj.get("/UserUnit", 1))
    dpi = min(int(image.Width) / across, int(image.Height) / upward) * _POINTS / unit
    if dpi < LEAST_DPI * _ROUNDING:
        return Sentence("chỉ {dpi} dpi, tối thiểu {least} dpi", dpi=round(dpi), least=LEAST_DPI), dpi
    return ("" if _is_coloured(image) else Sentence("không phải ảnh màu")), dpi


def _follow(thing: pikepdf.Object, resources: pikepdf.Object, matrix: Matrix, drawing: _Drawing, depth: int) -> None:
    """Walk a content stream with its stack of matrices; forms inside are walked too."""
    stack: list[Matrix] = []
    for step in pikepdf.parse_content_stream(thing, "q Q cm Do BI Tj TJ ' \""):
        if isinstance(step, pikepdf.ContentStreamInlineImage):
            drawing.images.append((step.iimage.obj, matrix))
            continue
        match str(step.operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop() if stack else matrix
            case "cm":
                matrix = Matrix(*(float(number) for number in step.operands)) @ matrix
            case "Do":
                _draw(resources, str(step.operands[0]), matrix, drawing, depth)
            case _:
                drawing.letters = True


def _draw(resources: pikepdf.Object, name: str, matrix: Matrix, drawing: _Drawing, depth: int) -> None:
    thing = resources.get("/XObject", pikepdf.Dictionary()).get(name)
    if thing is None or len(drawing.images) > 1:
        return
    if str(thing.get("/Subtype")) == "/Image":
        drawing.images.append((thing, matrix))
    elif depth < _DEEPEST:
        own = Matrix(*(float(number) for number in thing.get("/Matrix", pikepdf.Array([1, 0, 0, 1, 0, 0])).as_list()))
        _follow(thing, thing.get("/Resources", resources), own @ matrix, drawing, depth + 1)


def _is_coloured(image: pikepdf.Object) -> bool:
    space = image.get("/ColorSpace", image.get("/CS"))
    if space is None and str(image.get("/Filter", "")) == "/JPXDecode":
        with Image.open(io.BytesIO(image.read_raw_bytes()), formats=("JPEG2000",)) as picture:
            return picture.mode in ("RGB", "RGBA", "CMYK", "YCbCr")
    return space is not None and int(image.get("/BitsPerComponent", 8)) >= 4 and _has_colours(space)


def _has_colours(space: pikepdf.Object) -> bool:
    if not isinstance(space, pikepdf.Array):
        return str(space) in _COLOURS
    family = str(space[0])
    if family == "/ICCBased":
        return int(space[1].get("/N", 0)) >= 3
    return _has_colours(space[1]) if family == "/Indexed" else family in _COLOURS
