"""How the command line answers: the one place where results become text or one line of JSON, and errors exit codes.

0 done · 1 broken (a short line; the rest in `logs/errors.log` of the data directory) · 2 wrong call (Typer's own) ·
3 refused.
"""

import errno
import getpass
import json
import os
import sys
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from rules.refusals import Refusal
from rules.sentences import Sentence

if TYPE_CHECKING:
    from actions.runtime import Runtime
    from actions.settings import Settings
    from models.events import Who

BROKEN, REFUSED = 1, 3
# What the operating system says of a disk, and what people read instead.
OF_THE_DISK = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EROFS: "disk-forbids",
    errno.EACCES: "disk-forbids",
    errno.EPERM: "disk-forbids",
}
# The words of other mistakes with a path, as people read them.
OF_A_PATH = {
    errno.ENOENT: Sentence("không có tệp hoặc thư mục này"),
    errno.EISDIR: Sentence("đây là một thư mục"),
    errno.ENOTDIR: Sentence("trên đường dẫn có phần không phải thư mục"),
    errno.EACCES: Sentence("không được quyền"),
    errno.EPERM: Sentence("không được quyền"),
    errno.EROFS: Sentence("ổ đĩa chỉ cho đọc"),
    errno.ENOSPC: Sentence("ổ đĩa đã đầy"),
    errno.ENAMETOOLONG: Sentence("tên tệp quá dài"),
}


Needs = Literal["office", "database", "nothing", "place"]
"""What must be there before a command: an office; its database, with or without tables; nothing, it makes its own;
a place for an office to be restored to, where half of it may lie already."""
MAKING: tuple[Needs, ...] = ("nothing", "place")


class Door:
    """One command at work: its installation, who stands at the door, and how it answers."""

    def __init__(self, data: Path | None, lang: str | None, as_json: bool, needs: Needs, **settings: Any) -> None:
        self._given = {"data": data, "lang": lang, **settings}
        self._needs = needs
        self.as_json = as_json

    @cached_property
    def settings(self) -> "Settings":
        """The settings of the environment, overruled by the command's own options. Refusal: restore-unfinished."""
        from actions import halfway
        from actions.settings import Settings

        given = Settings(**{name: value for name, value in self._given.items() if value is not None})
        if self._needs != "place":
            halfway.refuse(given.data.resolve())
        return given.resolved(make=self._needs in MAKING)

    @cached_property
    def runtime(self) -> "Runtime":
        """The installation that the command works on. Refusal: not-an-office; then nothing was made."""
        from actions.runtime import Runtime

        if self._needs in MAKING:
            return Runtime.open(self.settings)
        return Runtime.standing(self.settings, tables=self._needs == "office")

    def who(self, person: str | None = None) -> "Who":
        """The person the command acts for; the request says that it came by this door, and from which login.

        Refusal: unknown-person.
        """
        from rules import people
        from rules.deadlines import civil_date

        who = self.runtime.who(person, f"cli:{_login()}:{uuid.uuid4().hex[:12]}")
        if person is not None:
            with self.runtime.memory.read() as session:
                people.person_of(self.runtime.profile(session), person, civil_date(who.at))
        return who

    @property
    def lang(self) -> str:
        """The language of the answers, also when the settings themselves cannot be read."""
        return str(self._given["lang"] or os.environ.get("TRINHKY_LANG", "vi"))

    def say(self, text: str, **facts: object) -> str:
        """A sentence in the language of the command, its facts filled in; `text` is the Vietnamese message id."""
        from actions.language import translate

        return translate(text, self.lang).format(**facts)

    def refuse_existing(self, output: Path) -> None:
        """A command writes a new file (`-o`), never over another. Asked before anything is read: a read is an event."""
        if output.exists():
            raise typer.BadParameter(self.say("{file}: đã có", file=output), param_hint="-o")

    def give(self, result: Mapping[str, Any], text: str | Iterable[str]) -> None:
        """Answer: `result` for programs, `text` (a line or lines) for people."""
        if self.as_json:
            print(json_line(result), flush=True)
        else:
            print(text if isinstance(text, str) else "\n".join(text), flush=True)

    def close(self) -> None:
        """Give the database's connections back."""
        if "runtime" in self.__dict__:
            self.runtime.memory.close()

    def refuse(self, refusal: Refusal) -> None:
        """Say a refusal: an object on stdout for programs, a sentence on stderr for people."""
        from actions.language import facts_in_language, say

        said, facts = say(refusal, self.lang), facts_in_language(refusal.facts, self.lang)
        if self.as_json:
            facts = {name: fact for name, fact in facts.items() if name not in ("code", "message")}
            print(json_line({"refused": {"code": refusal.code, "message": said, **facts}}), flush=True)
        else:
            print(self.say("Từ chối: {said}", said=said), file=sys.stderr)
            for fault in _faults(facts):
                print("  {file}:{line}: {field}: {problem}".format(**fault), file=sys.stderr)

    def break_off(self, error: Exception) -> None:
        """Say in a line that something is broken, and where the rest is written."""
        words = self._words(error)
        said = f"{type(error).__name__}: {words.splitlines()[0] if words else ''}"[:300]
        log = self._log(error)
        if self.as_json:
            print(json_line({"broken": {"message": said, "log": str(log or "")}}), flush=True)
        else:
            remedy = self.say("Chạy trinhky doctor để biết phải làm gì.")
            more = self.say("Chi tiết: {log}.", log=log) if log else ""
            print(" ".join(filter(None, (self.say("Hỏng: {said}.", said=said), more, remedy))), file=sys.stderr)

    def _words(self, error: Exception) -> str:
        from actions.language import in_language

        first = error.args[0] if error.args else ""
        return in_language(first, self.lang) if isinstance(first, Sentence) else str(error)

    def _log(self, error: Exception) -> Path | None:
        """The traceback, appended to the log of errors; None where there is no data directory, or it takes nothing."""
        import traceback

        with suppress(OSError, ValueError):
            data = Path(self._given["data"] or os.environ.get("TRINHKY_DATA", "var")).resolve()
            if not data.is_dir():
                return None
            log = data / "logs" / "errors.log"
            log.parent.mkdir(exist_ok=True)
            with log.open("a") as file:
                file.write(f"{datetime.now(UTC).isoformat()} {' '.join(sys.argv)}\n")
                file.write("".join(traceback.format_exception(error)))
            return log
        return None


@contextmanager
def door(
    data: Path | None, lang: str | None, as_json: bool = False, *, needs: Needs = "office", **settings: Any
) -> Iterator[Door]:
    """Open the door for one command; whatever is raised behind it becomes an answer and an exit code."""
    opened = Door(data, lang, as_json, needs, **settings)
    try:
        yield opened
    except Refusal as refusal:
        opened.refuse(refusal)
        raise typer.Exit(REFUSED) from None
    except (typer.Exit, typer.BadParameter, typer.Abort):
        raise
    except BrokenPipeError:  # whoever read the answer has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(BROKEN) from None
    except Exception as error:
        if told := _of_the_machine(error):
            opened.refuse(told)
            raise typer.Exit(REFUSED) from None
        opened.break_off(error)
        raise typer.Exit(BROKEN) from None
    finally:
        opened.close()


def _of_the_machine(error: Exception) -> Refusal | None:
    """The refusal that people read where the operating system's word is known, also behind the archive's; and where a
    database server does not answer."""
    from sqlalchemy.exc import OperationalError

    if isinstance(error, OperationalError) and error.statement is None:
        return Refusal("database-cannot-open", why=next(iter(str(error.orig).splitlines()), ""))
    for cause in (error, error.__cause__):
        if isinstance(cause, OSError) and (code := OF_THE_DISK.get(cause.errno or 0)):
            return Refusal(code, why=": ".join(filter(None, (cause.strerror, cause.filename))))
    return None


def why(error: OSError) -> str:
    """What the operating system holds against a path, in our words where we have them."""
    return OF_A_PATH.get(error.errno or 0) or error.strerror or str(error)


def json_line(result: Mapping[str, Any]) -> str:
    """One object on one line; instants and dates in ISO 8601."""
    return json.dumps(result, ensure_ascii=False, default=_plain)


def _faults(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All faults of a profile's files; the refusal's sentence names the first."""
    faults = facts.get("problems")
    return faults if isinstance(faults, list) else []


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _login() -> str:
    """Who is signed in to this machine; a number where it has no name."""
    try:
        return getpass.getuser()[:30]
    except (KeyError, OSError):
        return str(os.getuid())
