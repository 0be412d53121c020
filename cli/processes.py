"""Small things about processes of this machine: ports, health, and children that never outlive their parent."""

import ctypes
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException

from rules.refusals import Refusal
from rules.sentences import Sentence

PR_SET_PDEATHSIG = 1
SERVER_SECONDS = 180
# Our own server is asked directly, whatever proxy the shell names.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class NoServer(Exception):
    """The server gave no answer."""


def claim_port(host: str, port: int) -> None:
    """Refuse, before anything is started, a port that somebody else holds. Refusal: port-taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself will do
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal("port-taken", host=host, port=port, why=error.strerror) from error


def healthy(address: str) -> bool:
    """Whether the gate at `address` (http://host:port) says that all is well."""
    try:
        with DIRECT.open(f"{address}/health", timeout=5) as answer:
            return int(answer.status) == 200
    except (OSError, ValueError, HTTPException):
        return False


def wait_for_server(address: str) -> None:
    """Return when the server is well; raises `NoServer` after three minutes."""
    give_up, health = time.monotonic() + SERVER_SECONDS, f"{address}/health"
    while not healthy(address):
        if time.monotonic() > give_up:
            raise NoServer(
                Sentence("{address} không trả lời trong {seconds} giây", address=health, seconds=SERVER_SECONDS)
            )
        time.sleep(0.3)


def die_with_parent() -> Callable[[], None]:
    """For `preexec_fn`: the kernel kills the child when the thread that started it is gone, even by kill -9."""
    libc, parent = ctypes.CDLL(None, use_errno=True), os.getpid()

    def arm() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died between fork and here
            os._exit(1)

    return arm
