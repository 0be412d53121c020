"""The hand inside the wall: one LibreOffice kept warm, a docx in by stdin, a PDF out by stdout, one after another.

Run as `python3 -I pressman.py HOME PIPE` by the system's own Python, the only one that has `uno` (python3-uno):
nothing but the standard library and uno can be imported here. Frames in: 8 bytes of length, then the bytes; first
the settings of the profile, then papers. Frames out: one letter, 8 bytes of memory (kB), 8 bytes of length, the
bytes: R ready · P the PDF · N LibreOffice opens no such file · E what went wrong. It ends with stdin, or with
LibreOffice.
"""

import os
import select
import shutil
import struct
import subprocess
import sys
import time
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO

START_AGAIN = 81
"""What LibreOffice ends with when it has made its profile and wants to be started once more."""

OPTIONS = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
# FilterData: 2 is PDF/A-2b.
EXPORT = {"SelectPdfVersion": 2, "UseTaggedPDF": True}
# Nothing in a paper is run (0: never) and nothing it links to is fetched (0: no update).
LOAD = {
    "Hidden": True, "ReadOnly": True, "FilterName": "MS Word 2007 XML", "MacroExecutionMode": 0, "UpdateDocMode": 0,
}  # fmt: skip


def main(home: Path, pipe: str) -> None:
    """Serve papers until nobody asks any more."""
    papers, answers = FileIO(0, closefd=False), sys.stdout.buffer
    profile = home / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_bytes(_frame(papers) or b"")
    office, desktop = _office(home, pipe)
    try:
        _try_writer(desktop)
        _answer(answers, b"R", b"", office.pid)
        while (paper := _next(papers, office)) is not None:
            _answer(answers, *_printed(office, desktop, paper, home / "paper"), office.pid)
    finally:
        office.kill()


def _office(home: Path, pipe: str) -> "tuple[subprocess.Popen[bytes], Any]":
    """LibreOffice, and its desktop. The program itself and not its starter, which would outlive it or be outlived."""
    program = Path(shutil.which("soffice") or "soffice").resolve().with_name("soffice.bin")
    where = [f"-env:UserInstallation={(home / 'profile').as_uri()}", f"--accept=pipe,name={pipe};urp;"]
    # Where there is no wall, this signal is what ends LibreOffice with us.
    command = ["setpriv", "--pdeathsig", "KILL", str(program), *OPTIONS, *where]
    quiet = subprocess.DEVNULL
    while True:
        office = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
        desktop = _desktop(office, pipe)
        if desktop is not None:
            return office, desktop
        if office.returncode != START_AGAIN:
            raise SystemExit(f"soffice: {office.returncode}")


def _desktop(office: "subprocess.Popen[bytes]", pipe: str) -> Any:
    """Its desktop as soon as it listens; None when it has ended."""
    import uno  # type: ignore[import-not-found]
    from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while office.poll() is None:
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
        except NoConnectException:
            time.sleep(0.02)
    return None


def _try_writer(desktop: Any) -> None:
    """An empty paper is opened before the first. A LibreOffice that has no Writer, or no memory to load it, says of any
    paper that it cannot open it: the paper would be refused for it."""
    empty = desktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, _values(Hidden=True))
    if empty is None:
        raise SystemExit("soffice: no Writer")
    empty.close(True)


def _next(papers: FileIO, office: "subprocess.Popen[bytes]") -> bytes | None:
    """The next paper; None when there is none to come, or LibreOffice has died while it waited."""
    life = os.pidfd_open(office.pid)
    try:
        ready, _, _ = select.select([papers.fileno(), life], [], [])
    finally:
        os.close(life)
    return None if life in ready else _frame(papers)


def _printed(office: "subprocess.Popen[bytes]", desktop: Any, paper: bytes, room: Path) -> tuple[bytes, bytes]:
    """One paper in a room of its own, which is gone afterwards."""
    room.mkdir()
    try:
        (room / "in.docx").write_bytes(paper)
        document = _opened(desktop, (room / "in.docx").as_uri())
        if document is None:
            return b"N", b""
        document.storeToURL((room / "out.pdf").as_uri(), _values(FilterName="writer_pdf_Export", FilterData=EXPORT))
        document.close(True)
        return b"P", (room / "out.pdf").read_bytes()
    except Exception as error:
        if _gone(office):
            raise  # so are we
        return b"E", f"{type(error).__name__}: {error}"[:300].encode()
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _gone(office: "subprocess.Popen[bytes]") -> bool:
    """Whether LibreOffice is: its end is seen a moment after the call that it breaks off, by whatever exception."""
    try:
        office.wait(1.0)
    except subprocess.TimeoutExpired:
        return False
    return True


def _opened(desktop: Any, url: str) -> Any:
    from com.sun.star.io import IOException  # type: ignore[import-not-found]
    from com.sun.star.lang import IllegalArgumentException  # type: ignore[import-not-found]

    try:
        return desktop.loadComponentFromURL(url, "_blank", 0, _values(**LOAD))
    except (IOException, IllegalArgumentException):
        return None


def _values(**named: Any) -> tuple[Any, ...]:
    import uno
    from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

    def value(given: Any) -> Any:
        return uno.Any("[]com.sun.star.beans.PropertyValue", _values(**given)) if isinstance(given, dict) else given

    return tuple(PropertyValue(Name=name, Value=value(given)) for name, given in named.items())


def _frame(stream: FileIO) -> bytes | None:
    head = _exactly(stream, 8)
    return None if head is None else _exactly(stream, struct.unpack(">Q", head)[0])


def _exactly(stream: FileIO, count: int) -> bytes | None:
    """So many bytes; None at the end of the stream."""
    parts = bytearray()
    while len(parts) < count:
        part = stream.read(min(count - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


def _answer(stream: BinaryIO, letter: bytes, content: bytes, office: int) -> None:
    stream.write(struct.pack(">cQQ", letter, _memory(office), len(content)) + content)
    stream.flush()


def _memory(office: int) -> int:
    """Resident kB of LibreOffice; 0 when it has just ended."""
    try:
        pages = int(Path(f"/proc/{office}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
