"""The form of a paper to be issued: gaps for number and date, and two empty signatures; and filling the gaps.

The fonts of the gaps are embedded when the form is made, before anyone signs, so that stamping adds only values and
pictures of values: what a signature that permits form filling allows.
"""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, SigFieldSpec, append_signature_field

from paper.pdf import font_file
from paper.sign.places import Box, Gap, Places
from paper.sign.report import NUMBER_FIELDS, OFFICE_FIELD, PERSON_FIELD
from rules.refusals import Refusal
from rules.sentences import Sentence

_pdf: Any = generic  # pyHanko's object classes carry no types
_FONTS = {False: ("SoVB", "Regular"), True: ("NgayVB", "Italic")}
_ALIGN = {"So": 2, "Ngay": 1, "Thang": 1}  # the number stands against its "/" (II.3.c), day and month in the middle
_BASELINE = 0.35 / 1.3  # of the height of poppler's word boxes for LibreOffice's fonts
_FLAGS = {"ascii": 32, "italic": 64, "serif": 2}


class Writer(IncrementalPdfFileWriter):
    """An incremental update that leaves XMP and Info as LibreOffice wrote them, so that PDF/A-2b keeps its claim."""

    def _update_meta(self) -> None:
        """Nothing: pyHanko would write itself into the metadata as producer."""


def written(writer: Writer) -> bytes:
    """The whole file with this update at its end."""
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def fields(root: Mapping[str, Any]) -> dict[str, Any]:
    """Top-level form fields by name; {} when there is no form."""
    listed = at(at(root, "/AcroForm", {}), "/Fields", ())
    found = (field.get_object() for field in listed)
    return {str(at(field, "/T", "")): field for field in found}


def at(where: Mapping[str, Any], key: str, default: Any) -> Any:
    """The value behind `key`, references resolved (pyHanko's own `get` hands out the reference)."""
    return where[key] if key in where else default  # noqa: SIM401


def add(pdf: bytes, places: Places) -> bytes:
    """One incremental update with all fields. Raises `Refusal("already-filled")` if the paper has a form."""
    writer = Writer(BytesIO(pdf))
    there = fields(writer.root).keys() & {PERSON_FIELD, OFFICE_FIELD, *NUMBER_FIELDS}
    if there:
        raise Refusal("already-filled", field=sorted(there)[0])
    append_signature_field(writer, _signature_field(PERSON_FIELD, places.signature, "Chữ ký của người có thẩm quyền"))
    append_signature_field(writer, _signature_field(OFFICE_FIELD, places.seal, "Chữ ký số của cơ quan, tổ chức"))
    form = writer.root["/AcroForm"]
    fonts = {style: writer.add_object(_digits(writer, style)) for _, style in _FONTS.values()}
    form["/DR"] = _object({"/Font": {f"/{name}": fonts[style] for name, style in _FONTS.values()}})
    for name, gap in places.gaps.items():
        page = writer.find_page_for_modification(gap.box.page)[0]  # type: ignore[no-untyped-call]
        field = writer.add_object(_text_field(writer, name, gap, page))
        form["/Fields"].append(field)
        writer.register_annotation(page, field)  # type: ignore[no-untyped-call]
    writer.update_container(form["/Fields"])
    writer.update_container(form)
    return written(writer)


def fill(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """One incremental update that writes digits into the gaps. Raises `Refusal` out of order, `ValueError` else."""
    writer = open_for_signing(pdf)
    present = fields(writer.root)
    for name in values:
        if name not in present:
            raise Refusal("not-prepared", field=name)
    if "/V" not in present[PERSON_FIELD]:
        raise Refusal("sign-first", missing=Sentence("người có thẩm quyền chưa ký"))
    for name in (OFFICE_FIELD, *values):
        if "/V" in present[name]:
            raise Refusal("already-filled", field=name)
    for name, value in values.items():
        if not (value.isascii() and value.isdigit() and len(value) <= 8):
            raise ValueError(f"{name} must be digits, not {value!r}")
        field = present[name]
        field["/V"] = pdf_string(value)
        field["/AP"] = _appearance(writer, field, value)
        writer.update_container(field)
    return written(writer)


def value(field: Mapping[str, Any] | None) -> str:
    """What is written in a field; "" when nothing is."""
    return "" if field is None else str(at(field, "/V", ""))


def open_for_signing(pdf: bytes) -> Writer:
    """A writer over `pdf`. Raises `Refusal("not-prepared")` for what is not a prepared PDF."""
    try:
        writer = Writer(BytesIO(pdf))
        present = fields(writer.root)
    except PdfError as broken:
        raise Refusal("not-prepared", field=PERSON_FIELD) from broken
    for name in (PERSON_FIELD, OFFICE_FIELD):
        if name not in present:
            raise Refusal("not-prepared", field=name)
    return writer


def _signature_field(name: str, box: Box, label: str) -> SigFieldSpec:
    # After the seal nothing may be written any more: other readers learn it from the lock, ours from the coverage.
    lock = FieldMDPSpec(FieldMDPAction.ALL) if name == OFFICE_FIELD else None
    corners = (round(box.left), round(box.bottom), round(box.right), round(box.top))
    return SigFieldSpec(name, on_page=box.page, box=corners, readable_field_name=label, field_mdp_spec=lock)


def _text_field(writer: Writer, name: str, gap: Gap, page: generic.Reference) -> Any:
    font, _ = _FONTS[gap.italic]
    box = gap.box
    field = _object(
        {
            "/Type": "/Annot",
            "/Subtype": "/Widget",
            "/FT": "/Tx",
            "/T": pdf_string(name),
            "/TU": pdf_string(f"Ô ghi {NUMBER_FIELDS[name]}"),
            "/F": 4,  # printed
            "/Ff": 1,  # read-only: written by stamping, never by typing
            "/Q": _ALIGN[name],
            "/DA": pdf_string(f"/{font} {gap.size:g} Tf 0 g"),
            "/Rect": [round(side, 2) for side in (box.left, box.bottom, box.right, box.top)],
            "/P": _pdf.IndirectObject(page.idnum, page.generation, writer),
            # white, to paint over the dots once there is a number
            **({"/MK": {"/BG": [1]}} if gap.dotted else {}),
        }
    )
    field["/AP"] = _picture(writer, field, b"")
    return field


def _appearance(writer: Writer, field: Mapping[str, Any], text: str) -> Any:
    left, bottom, right, top = (float(side) for side in field["/Rect"])
    width, height = right - left, top - bottom
    font, size = str(field["/DA"]).split()[0], float(str(field["/DA"]).split()[1])
    style = dict(_FONTS.values())[font.lstrip("/")]
    natural = sum(_subset(style)[1][int(digit)] for digit in text) * size / 1000
    squeeze = min(1.0, (width - 0.5) / natural)
    start, baseline = (width - natural * squeeze) * int(field["/Q"]) / 2, height * _BASELINE
    paint = b"1 g 0 0 %.2f %.2f re f " % (width, height) if "/BG" in at(field, "/MK", {}) else b""
    drawing = b"/Tx BMC q %sBT 0 g %s %g Tf %.1f Tz %.2f %.2f Td (%s) Tj ET Q EMC" % (
        paint, font.encode(), size, squeeze * 100, start, baseline, text.encode("ascii"),
    )  # fmt: skip
    return _picture(writer, field, drawing)


def _picture(writer: Writer, field: Mapping[str, Any], drawing: bytes) -> Any:
    left, bottom, right, top = (float(side) for side in field["/Rect"])
    resources = writer.root["/AcroForm"]["/DR"] if drawing else {}
    entries = {"/Type": "/XObject", "/Subtype": "/Form", "/Resources": resources}
    stream = _stream({**entries, "/BBox": [0, 0, right - left, top - bottom]}, drawing)
    return _object({"/N": writer.add_object(stream)})


def _digits(writer: Writer, style: str) -> Any:
    """A PDF font of the ten digits."""
    program, widths, box, angle = _subset(style)
    stream = _stream({"/Length1": len(program)}, program)
    stream.compress()
    name = "/SOVBAN+LiberationSerif" + ("-Italic" if style == "Italic" else "")
    flags = _FLAGS["ascii"] | _FLAGS["serif"] | (_FLAGS["italic"] if style == "Italic" else 0)
    descriptor = {
        "/Type": "/FontDescriptor",
        "/FontName": name,
        "/FontBBox": list(box),
        "/FontFile2": writer.add_object(stream),
        "/Flags": flags,
        "/ItalicAngle": angle,
        **{"/Ascent": 891, "/Descent": -216, "/CapHeight": 655, "/StemV": 80},
    }
    return _object(
        {
            **{"/Type": "/Font", "/Subtype": "/TrueType", "/BaseFont": name, "/Encoding": "/WinAnsiEncoding"},
            **{"/FirstChar": ord("0"), "/LastChar": ord("9"), "/Widths": list(widths)},
            "/FontDescriptor": writer.add_object(_object(descriptor)),
        }
    )


def _stream(entries: dict[str, Any], content: bytes) -> Any:
    return _pdf.StreamObject({pdf_name(key): _object(value) for key, value in entries.items()}, stream_data=content)


def _object(value: Any) -> Any:
    """A PDF object of plain values: dicts, lists, numbers, and strings that are names ("/Font")."""
    if isinstance(value, generic.PdfObject):
        return value
    if isinstance(value, dict):
        return _pdf.DictionaryObject({pdf_name(key): _object(one) for key, one in value.items()})
    if isinstance(value, list):
        return _pdf.ArrayObject([_object(one) for one in value])
    if isinstance(value, int):
        return _pdf.NumberObject(value)
    return _pdf.FloatObject(value) if isinstance(value, float) else pdf_name(value)


@cache
def _subset(style: str) -> tuple[bytes, tuple[int, ...], tuple[int, ...], int]:
    """The digits of Liberation Serif: font program, widths and bounding box in 1/1000 em, italic angle in degrees."""
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(font_file(style)) as font:
        options = Options(layout_features=[], name_IDs=[], notdef_outline=True, hinting=False)
        options.drop_tables += ["FFTM"]  # FontForge's time stamp
        subsetter = Subsetter(options)
        subsetter.populate(text="0123456789")
        subsetter.subset(font)
        scale = 1000 / font["head"].unitsPerEm
        letters, metrics, head = font.getBestCmap(), font["hmtx"].metrics, font["head"]
        widths = tuple(round(metrics[letters[ord("0") + digit]][0] * scale) for digit in range(10))
        box = tuple(round(side * scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax))
        out = BytesIO()
        font.save(out)
        return out.getvalue(), widths, box, round(font["post"].italicAngle)
