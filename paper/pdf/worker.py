"""One warm LibreOffice behind the wall, as it is seen from outside: started, asked paper by paper, ended."""

import contextlib
import secrets
import shutil
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from paper.pdf import sandbox
from paper.pdf.faults import RenderFailed
from rules.sentences import Sentence, listed

SCRIPT = Path(__file__).with_name("pressman.py")
PYTHON = Path("/usr/bin/python3")
"""Debian's own: `uno` exists for no other."""

_HEAD = struct.Struct(">cQQ")  # letter, resident kB, length of what follows


class Worker:
    """A LibreOffice with a profile of its own, made anew, that no other worker and no later one ever sees.

    It must be made in a thread that lives as long as it: the kernel ends it with the thread that started it.
    """

    def __init__(self, profile: bytes, limits: sandbox.Limits) -> None:
        if not PYTHON.exists():
            raise sandbox.missing("uno")
        self.served = 0
        self.worked = 0.0  # seconds
        self.memory = 0  # bytes, after the last paper
        self.rested_at = time.monotonic()
        self._profile, self._limits = profile, limits
        self._home = Path(tempfile.mkdtemp(prefix="trinhky-")) if sandbox.unwalled() else None
        self._pipe = f"trinhky-{secrets.token_hex(8)}"
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (it lives as long as the worker)
        self._child = subprocess.Popen(
            self._command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said, start_new_session=True
        )

    def _command(self) -> list[str]:
        """Behind the wall everything is in memory and goes with the worker; without one, in a directory of its own."""
        if self._home is not None:
            return [*sandbox.around(self._limits), str(PYTHON), "-I", str(SCRIPT), str(self._home), self._pipe]
        shown = ["--ro-bind", str(SCRIPT), "/pressman.py"]
        return [*sandbox.around(self._limits, *shown), str(PYTHON), "-I", "/pressman.py", "/tmp", self._pipe]

    @property
    def alive(self) -> bool:
        """False once it has ended: it ends by itself when its LibreOffice does."""
        return self._child.poll() is None

    def begin(self, seconds: float) -> None:
        """Wait until it can be asked. Raises `RenderFailed`, or `RenderUnavailable` for what this machine lacks."""
        with self._alarm(seconds):
            answer = self._ask(self._profile)
        if answer is None or answer[0] != b"R":
            raise self._failure(Sentence("LibreOffice không khởi động được"))

    def convert(self, docx: bytes, seconds: float) -> bytes | None:
        """The PDF of a docx; None when LibreOffice cannot open it.

        Raises `OutOfTime` or `RenderFailed`; then this worker has misbehaved and must be asked nothing more.
        """
        began = time.monotonic()
        with self._alarm(seconds) as late:
            answer = self._ask(docx)
        self.rested_at = time.monotonic()
        self.worked += self.rested_at - began
        self.served += 1
        if late.is_set():
            raise sandbox.OutOfTime(sandbox.too_slow("LibreOffice", seconds))
        if answer is None:
            raise self._failure(Sentence("LibreOffice đã dừng giữa chừng"))
        letter, content = answer
        if letter == b"N":
            return None
        if letter != b"P" or not content.startswith(b"%PDF"):
            words = content[:300].decode("utf-8", "replace")
            raise RenderFailed(Sentence("LibreOffice không tạo ra tệp PDF: {words}", words=words))
        return content

    def end(self) -> None:
        """Kill it with everything it has started: bubblewrap takes its whole process namespace along."""
        sandbox.kill(self._child)
        for stream in (self._child.stdin, self._child.stdout, self._said):
            with contextlib.suppress(OSError):  # a paper that was never taken in
                _open(stream).close()
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
            for left in Path("/tmp").glob(f"OSL_PIPE_*_{self._pipe}"):
                left.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _alarm(self, seconds: float) -> Iterator[threading.Event]:
        """Killed when the time is over, which ends every read and write that waits for it."""
        late = threading.Event()

        def over() -> None:
            late.set()
            self._child.kill()

        timer = threading.Timer(seconds, over)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()

    def _ask(self, content: bytes) -> tuple[bytes, bytes] | None:
        """Send a frame, read the answer's letter and content; None when it died, or said what is no answer."""
        try:
            asked, said = _open(self._child.stdin), _open(self._child.stdout)
            asked.write(struct.pack(">Q", len(content)) + content)
            asked.flush()
            head = said.read(_HEAD.size)
            if len(head) < _HEAD.size:
                return None
            letter, kilobytes, length = _HEAD.unpack(head)
            if length > self._limits.file:
                return None
            answer = said.read(length)
        except OSError:
            return None
        self.memory = kilobytes * 1024
        return (letter, answer) if len(answer) == length else None

    def _failure(self, what: Sentence) -> Exception:
        sandbox.kill(self._child)
        self._said.seek(0)
        words = self._said.read()[-4096:].decode("utf-8", "replace").strip()
        self.end()
        if "No module named 'uno'" in words:
            return sandbox.missing("uno")
        if words.startswith("bwrap: "):
            return sandbox.forbidden(words)
        return RenderFailed(listed([what, words[-300:] or Sentence("không có thông báo")], ": "))


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # both are pipes
    return stream
