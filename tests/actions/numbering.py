"""What one of many processes does at the clerk's desk: take a number for each of some papers."""

import random
from pathlib import Path

from actions import issuing
from actions.runtime import Runtime
from actions.settings import Settings


def numbers_for_all(process: int, data: Path, database_url: str, papers: list[str]) -> dict[str, str]:
    """Ask for a number for every paper, each process in an order of its own; answers the codes by paper."""
    runtime = Runtime.open(Settings(data=data, database_url=database_url))
    order = random.Random(process).sample(papers, len(papers))
    codes = {paper: issuing.take_number(runtime, runtime.who(None, f"process-{process}"), paper) for paper in order}
    runtime.memory.close()
    return codes
