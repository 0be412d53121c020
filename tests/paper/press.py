"""A worker of the pressroom that does what a test says, in the place of the one that has a LibreOffice."""

from pathlib import Path

import pytest

from paper.pdf import office, worker
from paper.pdf.pool import Pool


def press(place: Path, after_the_paper: str) -> Path:
    """Another hand in the place of ours, which does `after_the_paper` when it has read one."""
    script = place / "pressman.py"
    script.write_text(
        "import struct, sys\n"
        "out = sys.stdout.buffer\n"
        "def paper(): return sys.stdin.buffer.read(struct.unpack('>Q', sys.stdin.buffer.read(8))[0])\n"
        "def answer(letter, content):\n"
        "    out.write(struct.pack('>cQQ', letter, 0, len(content)) + content)\n"
        "    out.flush()\n"
        "paper(); answer(b'R', b'')\n"
        f"paper()\n{after_the_paper}\n"
        "paper()\n"
    )
    return script


def half_a_libreoffice(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """From now on LibreOffice starts, and opens no file at all."""
    monkeypatch.setattr(worker, "SCRIPT", press(place, 'while True: answer(b"N", b""); paper()'))
    monkeypatch.setattr(office, "_pool", Pool(office._worker))
