"""One LibreOffice for one paper, as it was before there were warm ones: what the pool is compared with."""

from paper.pdf import sandbox
from paper.pdf.office import _SETTINGS, _registry

EXPORT = (
    "pdf:writer_pdf_Export:"
    '{"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
SOFFICE = ["soffice", "-env:UserInstallation=file:///room/profile", "--headless", "--norestore", "--nolockcheck"]
TRIAL = "ooSetupLastVersion"  # the setting that spares it


class Cold:
    """Prints behind the same wall, from copies of a profile that has been started once.

    `spared` is the quickest cold way: it does not try its graphics at each start, as every other LibreOffice does.
    """

    def __init__(self, *, spared: bool) -> None:
        with sandbox.room() as place:
            first = place / "profile" / "user" / "registrymodifications.xcu"
            first.parent.mkdir(parents=True)
            first.write_bytes(_registry(one for one in _SETTINGS if spared or one[1] != TRIAL))
            sandbox.run([*SOFFICE, "--terminate_after_init"], place)
            found = [path for path in (place / "profile").rglob("*") if path.is_file() and path.name != ".lock"]
            self.profile = {path.relative_to(place): path.read_bytes() for path in found}

    def convert(self, docx: bytes) -> bytes:
        """The PDF of a docx."""
        with sandbox.room() as place:
            for path, content in self.profile.items():
                (place / path).parent.mkdir(parents=True, exist_ok=True)
                (place / path).write_bytes(content)
            (place / "in.docx").write_bytes(docx)
            command = [*SOFFICE, "--infilter=MS Word 2007 XML", "--convert-to", EXPORT, "--outdir", "/room"]
            sandbox.run([*command, "/room/in.docx"], place)
            return (place / "in.pdf").read_bytes()
