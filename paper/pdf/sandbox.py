"""Foreign programs on foreign bytes, behind a wall: bubblewrap with no network, read-only, with limits.

The programs see /usr, their configuration, and one directory of ours as /room; nothing else of this machine.
Where no wall can be built we refuse, unless the administrator has accepted that; then only the limits are left.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paper.pdf.faults import RenderFailed, RenderUnavailable
from rules.sentences import Sentence, listed

PACKAGES: dict[str, str] = {
    "bwrap": "bubblewrap",
    "prlimit": "util-linux",
    "soffice": "libreoffice-writer-nogui",
    "uno": "python3-uno",
    "pdftotext": "poppler-utils",
    "fc-list": "fontconfig",
    "Liberation Serif": "fonts-liberation2",
}
"""What this room needs → the Debian package that brings it."""

ACCEPTED = "TRINHKY_ACCEPT_NO_SANDBOX"
"""Set to 1, it says that this machine may render without a wall where none can be built (docs/settings.md)."""

_READABLE = ("/etc/fonts", "/etc/libreoffice", "/var/cache/fontconfig")
# Who is nobody cannot become root of a namespace of its own; bubblewrap before 0.8 has no word for it.
_NO_MORE_USERS = ("--unshare-user", "--disable-userns")
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
    command = f"apt-get update && apt-get install -y --no-install-recommends {packages}"
    said = Sentence("Máy này thiếu {names}. Chạy bằng quyền root: {command}", names=", ".join(names), command=command)
    return RenderUnavailable(said)


def too_slow(program: str, seconds: float) -> Sentence:
    """What is said of a program that was stopped because its time was over."""
    return Sentence("{program} chưa xong sau {seconds} giây và đã bị dừng.", program=program, seconds=f"{seconds:g}")


def require(*programs: str) -> None:
    """Raise `RenderUnavailable` naming every program that is not on PATH and the packages that bring them."""
    needed = [name for name in programs if name != "bwrap" or not unwalled()]
    absent = [name for name in needed if shutil.which(name) is None]
    if absent:
        raise missing(*absent)


@contextlib.contextmanager
def room() -> Iterator[Path]:
    """A private directory for one run, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="trinhky-", ignore_cleanup_errors=True) as directory:
        yield Path(directory)


def run(command: list[str], place: Path, limits: Limits | None = None) -> str:
    """Run `command` walled in, with `place` as its writable /room; return the end of what it said.

    The exit status is not judged: programs answer 0 without output and crash after good output. Callers look
    at what lies in the room. Raises `OutOfTime`, or `RenderUnavailable` when this machine cannot build the wall.
    """
    limits = limits or Limits()
    require("bwrap", "prlimit", command[0])
    if unwalled():
        command = [word.replace("/room/", f"{place}/") if word.startswith("/room/") else word for word in command]
    with (place / "said.txt").open("wb") as said:
        child = subprocess.Popen(
            [*around(limits, "--bind", str(place), "/room"), *command],
            stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            status = child.wait(limits.seconds)
        except subprocess.TimeoutExpired as late:
            raise OutOfTime(too_slow(command[0], limits.seconds)) from late
        finally:
            kill(child)
    words = (place / "said.txt").read_bytes()[-4096:].decode("utf-8", "replace").strip()
    if status != 0 and words.startswith("bwrap: "):
        raise forbidden(words)
    return words


def kill(child: "subprocess.Popen[bytes]") -> None:
    """End a session started here. Killing bwrap ends its whole process namespace, even what ignores SIGTERM."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def forbidden(words: str) -> RenderUnavailable:
    """The failure for a machine on which bubblewrap can build no wall, by what bubblewrap said."""
    why = Sentence("bubblewrap không dựng được vùng cách ly trên máy này ({words}).", words=words)
    remedy = Sentence(
        "Cho phép user namespace (sysctl kernel.unprivileged_userns_clone=1; trong container: --security-opt "
        "seccomp=unconfined)."
    )
    return RenderUnavailable(listed([why, remedy], " "))


def unwalled() -> bool:
    """True where no wall can be built and the administrator has accepted the risk. A wall that can be, is."""
    return os.environ.get(ACCEPTED) == "1" and not _can_be_built()


@cache
def _can_be_built() -> bool:
    return _stands(_fixed_wall())


def _stands(wall: tuple[str, ...]) -> bool:
    try:
        tried = subprocess.run([*wall, "--", "true"], capture_output=True, timeout=20, check=False)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def around(limits: Limits, *shown: str) -> list[str]:
    """What stands before a command to bound it and wall it in; `shown`: bubblewrap's words for what else it sees."""
    if not unwalled():
        return [*_prlimit(limits), *_fixed_wall(), *shown, "--"]
    bare = ["env", "-i", "PATH=/usr/bin:/bin", "HOME=/nonexistent", "LC_ALL=C.UTF-8"]
    return [*_prlimit(limits), "setpriv", "--pdeathsig", "KILL", "--no-new-privs", *bare]


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
    whole = (*wall, "--size", str(256 << 20), "--tmpfs", "/tmp", "--chdir", "/tmp")
    return closed if _stands(closed := (*whole, *_NO_MORE_USERS)) else whole
