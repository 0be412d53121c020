"""A new release of the code meets a run that waits from the old one."""

import os
import signal
from pathlib import Path

from tests.flows.conftest import Works

# A flow that asks what is done, as ours do: the file `notes` is the truth, one line for each step done.
FLOW = """
from pathlib import Path
from typing import Literal
from prefect import flow
from prefect.input import RunInput
from flows.suspending import suspend

STEPS = {steps}

class Form(RunInput):
    verb: Literal["Đồng ý"]

@flow
def released(notes: str) -> None:
    for step in STEPS:
        if step in Path(notes).read_text().split():
            continue
        if step == "sign" and not Path(notes + ".decided").exists():
            suspend(Form, "sign")
        with Path(notes).open("a") as file:
            file.write(step + "\\n")
"""


def test_a_run_that_waits_from_an_old_release_finishes_under_the_new_one(works: Works, tmp_path: Path) -> None:
    file, notes = tmp_path / "released.py", tmp_path / "notes"
    notes.touch()
    file.write_text(FLOW.format(steps=("draft", "sign", "number")))
    run = works.start("released", notes, file=file)
    works.wait_for(run, "Suspended")
    assert notes.read_text().split() == ["draft"]
    old = works.worker_pid
    file.write_text(FLOW.format(steps=("draft", "check", "sign", "number")))
    os.kill(old, signal.SIGTERM)
    works.wait("the new release's worker is there", lambda: works.worker_pid != old)
    Path(f"{notes}.decided").touch()
    assert works.resume(run) == "ACCEPT"
    works.wait_for(run, "Completed")
    assert notes.read_text().split() == ["draft", "check", "sign", "number"], "the new step too, and each once"
