"""A life on a small disk: `python -m tests.storage.full_disk DIRECTORY SIZE` prints what happened as JSON.

Archives papers of SIZE bytes until the disk refuses, looks at what is there, makes room, and tries the last one again.
"""

import json
import sys
from pathlib import Path

from storage.local import LocalArchive
from storage.port import Unavailable
from tests.storage.writer import content

ENOUGH_TO_FILL = 100_000


def main(directory: str, size: int) -> None:
    archive, ballast = LocalArchive(Path(directory, "kho")), Path(directory, "ballast")
    archive.prove()
    ballast.write_bytes(bytes(500_000))
    acknowledged, refusal = [], None
    for number in range(ENOUGH_TO_FILL):
        key = f"{number:06d}.pdf"
        try:
            archive.put(key, content(key, size), media="application/pdf")
        except Unavailable as failure:
            refusal = getattr(failure.__cause__, "errno", None)
            break
        acknowledged.append(key)
    report = {
        "errno": refusal,
        "acknowledged": len(acknowledged),
        "visible are the acknowledged": sorted(archive.keys()) == acknowledged,
        "whole": all(archive.get(key) == content(key, size) for key in acknowledged),
        "left behind": len(list((archive.root / "incoming").iterdir())),
    }
    ballast.unlink()
    archive.put(key, content(key, size), media="application/pdf")
    print(json.dumps(report | {"kept with room again": archive.get(key) == content(key, size)}))


def fill(ballast: Path) -> None:
    """Write until the disk is full to the last block."""
    with ballast.open("wb", buffering=0) as file:
        for size in (1_000_000, 4096):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
