"""Somebody who looks at the office again and again while others work, as a process of its own: its own clock, no share
in what the crowd's threads wait for.

`python -m benchmarks.ping ORIGIN TOKEN` says `ready` after a first look, ends when its input does, and prints for each
page the seconds of every look and the statuses that were not 200.
"""

import json
import sys
import threading
import time
from dataclasses import dataclass, field

import httpx

from web.gate.people import COOKIE

PAGES = {"health": "/health", "page": "/"}
PAUSE_SECONDS = 0.05


@dataclass
class Looker:
    """Looks at one page; the first look is not counted."""

    path: str
    seconds: list[float] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)

    def look(self, origin: str, token: str, ready: threading.Barrier, ended: threading.Event) -> None:
        """Look until it is ended."""
        with httpx.Client(base_url=origin, cookies={COOKIE: token}, timeout=120, trust_env=False) as browser:
            browser.get(self.path)
            ready.wait()
            while not ended.is_set():
                began = time.monotonic()
                status = browser.get(self.path).status_code
                self.seconds.append(time.monotonic() - began)
                if status != 200:
                    self.wrong.append(status)
                ended.wait(PAUSE_SECONDS)


def main() -> None:
    """Look at both pages until the input ends."""
    origin, token = sys.argv[1:]
    lookers = {name: Looker(path) for name, path in PAGES.items()}
    ready, ended = threading.Barrier(len(lookers) + 1), threading.Event()
    threads = [threading.Thread(target=one.look, args=(origin, token, ready, ended)) for one in lookers.values()]
    for thread in threads:
        thread.start()
    ready.wait()
    print("ready", flush=True)
    sys.stdin.read()
    ended.set()
    for thread in threads:
        thread.join()
    print(json.dumps({name: {"seconds": one.seconds, "wrong": one.wrong} for name, one in lookers.items()}))


if __name__ == "__main__":
    main()
