"""Flows that the worker's tests deploy. Each leg writes a line into the file `notes`, so that a test can count legs."""

import os
import time
from pathlib import Path
from typing import Literal

from prefect import flow
from prefect.input import RunInput

from flows.suspending import suspend


class Form(RunInput):
    """A form like an approval's: a verb without a default."""

    verb: Literal["Đồng ý", "Trả lại"]


def _note(notes: str) -> int:
    """Writes this process's id; answers which leg this is, from 1."""
    with Path(notes).open("a+") as file:
        file.write(f"{os.getpid()}\n")
        file.seek(0)
        return len(file.readlines())


@flow
def with_forms(notes: str, forms: int) -> None:
    """Opens a form in each of its first legs."""
    leg = _note(notes)
    if leg <= forms:
        suspend(Form.with_initial_data(description=f"Phiếu {leg}"), f"form-{leg}")


@flow
def stuck(notes: str, legs: int) -> None:
    """The first legs never end by themselves."""
    if _note(notes) <= legs:
        time.sleep(3600)


@flow
def two_together(notes: str, shared: str) -> None:
    """Notes in the file `shared` when it comes and goes; before it goes, another one must have come."""
    _note(notes)
    with Path(shared).open("a+") as file:
        file.write("+")
        file.flush()
        while Path(shared).read_text().count("+") < 2:
            time.sleep(0.05)
        file.write("-")


@flow
def until_told(notes: str) -> None:
    """Ends when the file `notes`.go is there."""
    _note(notes)
    while not Path(f"{notes}.go").exists():
        time.sleep(0.05)


@flow
def broken(notes: str) -> None:
    """Breaks."""
    _note(notes)
    raise ValueError("this flow is broken")


@flow
async def by_async(notes: str) -> None:
    """A flow that is a coroutine."""
    _note(notes)
