"""What others than our program say of a year: the gate's log, poppler, coreutils."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any


def trinhky(data: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own; `settings` are those of the environment (TRINHKY_…)."""
    command = [sys.executable, "-P", "-m", "cli", *words, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=540, env={**os.environ, **settings})


def the_answer(done: subprocess.CompletedProcess[str]) -> Any:
    """The one object on the one line of stdout."""
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}"
    (line,) = done.stdout.splitlines()
    return json.loads(line)


def requests_in_the_log(data: Path) -> dict[str, dict[str, Any]]:
    """The gate's lines of JSON, by request id."""
    lines = (data / "logs" / "serve.log").read_text(errors="replace").splitlines()
    told = [json.loads(line) for line in lines if line.startswith('{"request"')]
    return {line["request"]: line for line in told}


def signatures(pdf: Path) -> list[tuple[str, bool, bool]]:
    """What poppler says of each signature: its field, whether it is valid, whether it covers the whole file."""
    said = subprocess.run(["pdfsig", "-nocert", str(pdf)], capture_output=True, text=True, timeout=60).stdout
    return [
        (
            re.findall(r"Signature Field Name: (.*)", part)[0],
            "Signature Validation: Signature is Valid." in part,
            "  - Total document signed" in part,
        )
        for part in said.split("Signature #")[1:]
    ]


def check_sums(directory: Path) -> subprocess.CompletedProcess[str]:
    """coreutils' word on an export."""
    command = ["sha256sum", "-c", "--strict", "SHA256SUMS"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=60)
