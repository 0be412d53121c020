"""The program, called as people call it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from cli.main import app

PROFILE = Path(__file__).parents[2] / "profiles" / "cao-lanh"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on the one line of stdout."""
        (line,) = self.out.splitlines()
        return json.loads(line)


def trinhky(*words: object, given: str = "") -> Said:
    """Call the program in this process; an exception that no door caught fails the test."""
    result = CliRunner().invoke(app, [str(word) for word in words], input=given, catch_exceptions=False)
    return Said(result.exit_code, result.stdout, result.stderr)
