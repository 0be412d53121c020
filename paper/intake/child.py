"""The process that opens foreign files (`python -m paper.intake.child`): warm, walled in, one file after the other.

It reads from the socket that is its standard input and answers there; when the socket closes it ends.
"""

import gc
import socket
import sys
import traceback
from typing import Any

from paper.intake import inspection, verdict, wall, wire
from paper.intake.warming import warm_up
from rules.refusals import Refusal
from rules.sentences import told

_DEEPEST = 600  # frames of Python: enough for every honest file, far from the end of the stack


def main() -> None:
    """Warm up, wall in, say so, then answer until nobody asks any more."""
    line = socket.socket(fileno=0)
    wall.limit()
    sys.setrecursionlimit(_DEEPEST)
    warm_up()
    wall.close()
    wire.send(line, {"ready": True})
    while True:
        try:
            asked, data = wire.receive(line)
        except (wire.Garbled, OSError):
            return
        head, body = _answer(str(asked["filename"]), data)
        del data
        wire.send(line, head, body)
        gc.collect()


def _answer(filename: str, data: bytes) -> tuple[dict[str, Any], bytes]:
    """The verdict as a message; what goes wrong in the checks themselves is told as a fault of ours."""
    try:
        return verdict.as_message(inspection.inspect(filename, data))
    except Refusal as refusal:
        return {"refused": refusal.code, "facts": {name: told(fact) for name, fact in refusal.facts.items()}}, b""
    except (MemoryError, RecursionError):
        return {"refused": "file-too-complex", "facts": {"filename": filename}}, b""
    except Exception:
        return {"fault": traceback.format_exc()[-4000:]}, b""


if __name__ == "__main__":
    main()
