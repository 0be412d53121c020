"""A scan is a record when it is one to the decree's standard (PL I, Phần II, I.2); below it the reason is told."""

import io
from collections.abc import Callable
from functools import partial

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from paper.intake import Scan, inspect
from rules.refusals import Refusal
from tests.paper.intake import hostile as h

A4 = (595, 842)  # points


def picture(document: pikepdf.Pdf, dpi: float, mode: str, kind: str) -> pikepdf.Object:
    """A picture of an A4 page as an image object."""
    size = (round(A4[0] / 72 * dpi), round(A4[1] / 72 * dpi))
    target = io.BytesIO()
    Image.new(mode, size, "white").save(target, kind)
    space = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}[mode]
    filters = {"JPEG": Name.DCTDecode, "JPEG2000": Name.JPXDecode}
    head = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1], BitsPerComponent=8, Filter=filters[kind]
    )
    if kind == "JPEG":
        head.ColorSpace = space
    return pikepdf.Stream(document, target.getvalue(), head)


def scan(
    pages: int = 1,
    dpi: float = 200,
    mode: str = "RGB",
    kind: str = "JPEG",
    content: str = "q 595 0 0 842 0 0 cm /Im0 Do Q",
    change: Callable[[pikepdf.Pdf], None] = lambda _: None,
    version: str = "1.4",
) -> bytes:
    """A scanned paper: each page one image over all of it, unless told otherwise."""
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=A4)
        page.Resources = Dictionary(XObject=Dictionary(Im0=document.make_indirect(picture(document, dpi, mode, kind))))
        page.Contents = document.make_stream(content.encode())
    change(document)
    target = io.BytesIO()
    document.save(target, force_version=version)
    return target.getvalue()


def problem(data: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        inspect("ban-chup.pdf", data)
    assert refused.value.code == "scan-below-standard"
    assert "Phụ lục I, Phần II, mục I.2" in refused.value.text
    return str(refused.value.facts["problem"])


def wrapped(document: pikepdf.Pdf) -> None:
    """The image drawn by a form with a matrix of its own, as some scanners do."""
    page = document.pages[0]
    form = document.make_stream(b"q 1 0 0 1 0 0 cm /Im0 Do Q", Type=Name.XObject, Subtype=Name.Form)
    form.BBox, form.Matrix, form.Resources = Array([0, 0, 1, 1]), Array([595, 0, 0, 842, 0, 0]), page.Resources
    page.Resources = Dictionary(XObject=Dictionary(Fm0=form))
    page.Contents = document.make_stream(b"/Fm0 Do")


def of_profile(document: pikepdf.Pdf) -> None:
    profile = document.make_stream(b"icc", N=3)
    document.pages[0].Resources.XObject.Im0.ColorSpace = Array([Name.ICCBased, profile])


def second_dull(document: pikepdf.Pdf) -> None:
    page = document.pages[1]
    page.Resources.XObject = Dictionary(Im0=document.make_indirect(picture(document, 200, "L", "JPEG")))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (scan, Scan(1, 200)),
        (partial(scan, pages=3, dpi=300), Scan(3, 300)),
        (partial(scan, mode="CMYK"), Scan(1, 200)),
        (partial(scan, kind="JPEG2000"), Scan(1, 200)),
        (partial(scan, content="q 0 842 -595 0 595 0 cm /Im0 Do Q", dpi=300), Scan(1, 212)),
        (partial(scan, change=wrapped), Scan(1, 200)),
        (partial(scan, change=of_profile), Scan(1, 200)),
    ],
    ids=["200 dpi", "three pages", "CMYK", "JPEG 2000", "turned", "within a form", "ICC"],
)
def test_a_scan_to_the_standard_comes_in_with_what_was_measured(made: Callable[[], bytes], expected: Scan) -> None:
    admitted = inspect("ban-chup.pdf", made())
    assert admitted.scan == expected
    (note,) = admitted.warnings
    assert (note.code, dict(note.facts)) == ("scan", {"pages": str(expected.pages), "dpi": str(expected.dpi)})


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (partial(scan, dpi=150), "trang 1 chỉ 150 dpi, tối thiểu 200 dpi"),
        (partial(scan, mode="L"), "trang 1 không phải ảnh màu"),
        (partial(scan, kind="JPEG2000", mode="L"), "trang 1 không phải ảnh màu"),
        (partial(scan, pages=2, change=second_dull), "trang 2 không phải ảnh màu"),
        (partial(scan, version="1.3"), "phiên bản PDF 1.3, thấp hơn 1.4"),
        (partial(scan, content="q 300 0 0 400 0 0 cm /Im0 Do Q"), "trang 1 có ảnh không phủ hết trang"),
        (
            partial(scan, content="q 595 0 0 842 0 0 cm /Im0 Do /Im0 Do Q"),
            "trang 1 có 2 ảnh, phải là một ảnh chụp cả trang",
        ),
        (partial(scan, content="q Q"), "trang 1 có 0 ảnh, phải là một ảnh chụp cả trang"),
    ],
    ids=["coarse", "grey", "grey JPEG 2000", "one page grey", "old version", "part of a page", "two images", "blank"],
)
def test_a_scan_below_the_standard_is_refused_with_its_measure(made: Callable[[], bytes], reason: str) -> None:
    assert problem(made()) == reason


def test_two_hundred_dots_that_rounding_made_a_hair_less_are_two_hundred() -> None:
    assert inspect("a.pdf", scan(dpi=199.6)).scan == Scan(1, 200)


def test_a_paper_with_text_is_no_scan_whatever_it_pictures() -> None:
    def written(document: pikepdf.Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        document.pages[0].Resources.Font = Dictionary(F1=font)
        document.pages[0].contents_add(b"BT /F1 14 Tf 80 700 Td (KE HOACH) Tj ET")

    admitted = inspect("a.pdf", scan(dpi=72, mode="L", change=written))
    assert (admitted.scan, admitted.warnings) == (None, ())
    assert inspect("a.pdf", h.printed()).scan is None
