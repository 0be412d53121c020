"""Foreign programs on foreign bytes, behind a wall: bubblewrap with no network, read-only, with limits.

The programs see /usr, their configuration, and one directory of ours as /room; nothing else of this machine.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paper.pdf.faults import RenderFailed, RenderUnavailable

PACKAGES: dict[str, str] = {
    "bwrap": "bubblewrap",
    "prlimit": "util-linux",
    "soffice": "libreoffice-writer-nogui",
    "pdftotext": "poppler-utils",
    "fc-list": "fontconfig",
    "Liberation Serif": "fonts-liberation2",
}
"""What this room needs → the Debian package that brings it."""

_READABLE = ("/etc/fonts", "/etc/libreoffice", "/var/cache/fontconfig")
_MERGED = ("/bin", "/lib", "/lib64", "/sbin")


@dataclass(frozen=True)
class Limits:
    """Wall-clock and CPU seconds, address space and largest written file in bytes."""

    seconds: float = 60.0
    memory: int = 4 << 30
    file: int = 256 << 20


class OutOfTime(RenderFailed):
    """The program was still busy when its time was over, and was killed with everything it had started."""


def missing(*names: str) -> RenderUnavailable:
    """The failure for absent programs or fonts, with the one command that mends it."""
    packages = " ".join(sorted({PACKAGES[name] for name in names}))
    return RenderUnavailable(
        f"Máy này thiếu {', '.join(names)}. Chạy bằng quyền root: "
        f"apt-get update && apt-get install -y --no-install-recommends {packages}"
    )


def require(*programs: str) -> None:
    """Raise `RenderUnavailable` naming every program that is not on PATH and the packages that bring them."""
    absent = [name for name in programs if shutil.which(name) is None]
    if absent:
        raise missing(*absent)


@contextmanager
def room() -> Iterator[Path]:
    """A private directory for one run, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="trinhky-", ignore_cleanup_errors=True) as directory:
        yield Path(directory)


def run(command: list[str], place: Path, limits: Limits | None = None) -> str:
    """Run `command` walled in, with `place` as its writable /room; return the end of what it said.

    The exit status is not judged: LibreOffice answers 0 without output and crashes after good output. Callers look
    at what lies in the room. Raises `OutOfTime`, or `RenderUnavailable` when this machine cannot build the wall.
    """
    limits = limits or Limits()
    require("bwrap", "prlimit", command[0])
    with (place / "said.txt").open("wb") as said:
        child = subprocess.Popen(
            [*_prlimit(limits), *_wall(place), *command],
            stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            status = child.wait(limits.seconds)
        except subprocess.TimeoutExpired as late:
            raise OutOfTime(f"{command[0]} chưa xong sau {limits.seconds:g} giây và đã bị dừng.") from late
        finally:
            # Killing bwrap ends the whole process namespace (--die-with-parent), even what ignores SIGTERM.
            child.kill()
            child.wait()
    words = (place / "said.txt").read_bytes()[-4096:].decode("utf-8", "replace").strip()
    if status != 0 and words.startswith("bwrap: "):
        raise RenderUnavailable(
            f"bubblewrap không dựng được vùng cách ly trên máy này ({words}). Cho phép user namespace "
            "(sysctl kernel.unprivileged_userns_clone=1; trong container: --security-opt seccomp=unconfined)."
        )
    return words


def _prlimit(limits: Limits) -> list[str]:
    cpu = max(1, round(limits.seconds))
    return ["prlimit", f"--as={limits.memory}", f"--cpu={cpu}", f"--fsize={limits.file}", "--nofile=512", "--core=0"]


@cache
def _fixed_wall() -> tuple[str, ...]:
    wall = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    wall += ["--uid", "65534", "--gid", "65534", "--hostname", "wall", "--clearenv"]
    wall += ["--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/tmp", "--setenv", "LC_ALL", "C.UTF-8"]
    wall += ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"]
    for path in _MERGED:
        if Path(path).is_symlink():
            wall += ["--symlink", str(Path(path).readlink()), path]
        elif Path(path).is_dir():
            wall += ["--ro-bind", path, path]
    for path in _READABLE:
        wall += ["--ro-bind-try", path, path]
    return (*wall, "--size", str(256 << 20), "--tmpfs", "/tmp", "--chdir", "/tmp")


def _wall(place: Path) -> list[str]:
    return [*_fixed_wall(), "--bind", str(place), "/room", "--"]
