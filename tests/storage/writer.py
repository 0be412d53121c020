"""A process that archives until it is stopped: `python -m tests.storage.writer DIRECTORY PREFIX COUNT SIZE`.

Prints each key once it is acknowledged; of a failure, its kind and the kind of its cause.
"""

import sys
from pathlib import Path

from storage.opening import open_archive
from storage.port import Unavailable


def main(directory: str, prefix: str, count: str, size: str) -> None:
    archive = open_archive(Path(directory).as_uri())
    for number in range(int(count)):
        key = f"{prefix}/{number:06d}.pdf"
        try:
            archive.put(key, content(key, int(size)), media="application/pdf")
        except Unavailable as failure:
            cause = failure.__cause__
            print(f"Unavailable {getattr(cause, 'errno', None)}", flush=True)
            return
        print(key, flush=True)


def content(key: str, size: int) -> bytes:
    """Bytes that can be told from every other key's."""
    return (key.encode() * (size // len(key) + 1))[:size]


if __name__ == "__main__":
    main(*sys.argv[1:])
