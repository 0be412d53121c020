"""Does rendering work on this machine, with Vietnamese letters, behind the wall?"""

import zipfile
from io import BytesIO

from paper.pdf import pages, render
from paper.pdf.faults import RenderFailed, RenderUnavailable
from rules.refusals import Refusal
from rules.sentences import Sentence

SENTENCE = "Ủy ban nhân dân huyện: ạ ả ấ ầ ẫ ơ ư ợ ữ đ."

_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    '<w:p><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/></w:rPr>'
    f"<w:t>{SENTENCE}</w:t></w:r></w:p></w:body></w:document>",
}


def prove() -> None:
    """Raise `RenderFailed` unless `SENTENCE` comes back from a rendered page letter by letter.

    A page of our own is never at fault: a machine that refuses it is `RenderUnavailable`.
    """
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for name, text in _PARTS.items():
            parts.writestr(name, text)
    try:
        pdf = render(file.getvalue())
    except Refusal as refusal:
        said = Sentence("LibreOffice không mở được cả trang mẫu: {why}", why=refusal.text)
        raise RenderUnavailable(said) from refusal
    words = " ".join(word.text for page in pages(pdf) for word in page.words)
    if words != SENTENCE:
        raise RenderFailed(Sentence("Chữ trên trang khác chữ đã viết: “{words}”.", words=words))
