"""Everything that the checks would import or open only when a file comes, reached for once before the wall closes."""

import io
import zipfile

import pikepdf
from PIL import Image

from paper.intake import inspection
from rules.refusals import Refusal

# Codecs are modules, imported when a file first names them; these are what names and texts inside files are read by.
_CODECS = ("cp437", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252", "ascii", "raw_unicode_escape", "idna")
_NOT_A_PAPER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def warm_up() -> None:
    """Lead one file of each kind through all checks."""
    for codec in _CODECS:
        "a".encode(codec)
    for name, data in (("a.docx", _docx()), ("a.pdf", _pdf()), ("a.pdf", _locked()), ("a.docx", _NOT_A_PAPER)):
        try:
            inspection.inspect(name, data)
        except Refusal:
            continue


def _picture(kind: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, kind)
    return target.getvalue()


def _docx() -> bytes:
    """A zip that gets as far as its first missing part, with pictures."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<?xml version="1.0" encoding="UTF-8"?><Types/>')
        archive.writestr("word/media/a.png", _picture("PNG"))
        archive.writestr("word/media/a.jpg", _picture("JPEG"))
    for kind in ("PNG", "JPEG", "JPEG2000"):
        with Image.open(io.BytesIO(_picture(kind))) as image:
            image.load()
    return target.getvalue()


def _pdf() -> bytes:
    """A page with one picture, drawn over all of it."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(100, 100))
    picture = document.make_stream(
        b"\0" * 192, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=8, Height=8,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    page.Contents = document.make_stream(b"q 100 0 0 100 0 0 cm /Im0 Do Q")
    target = io.BytesIO()
    document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _locked() -> bytes:
    """An encrypted PDF: the library of ciphers looks for its configuration when it is first needed."""
    target = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(target, encryption=pikepdf.Encryption(owner="a", user=""))
    return target.getvalue()
