"""How the door and its child speak: a JSON object and some bytes, each preceded by its length."""

import json
import socket
import struct
from typing import Any

from paper.intake import limits

_LENGTHS = struct.Struct(">II")
_LONGEST_HEAD = 1_000_000
_LONGEST_BODY = limits.PACKAGE_BYTES


class Garbled(Exception):
    """What came is no message, or the other side is gone."""


def send(line: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    """Say one message. Raises OSError (TimeoutError) of the socket."""
    told = json.dumps(head).encode()
    line.sendall(_LENGTHS.pack(len(told), len(body)) + told)
    line.sendall(body)


def receive(line: socket.socket) -> tuple[dict[str, Any], bytes]:
    """Hear one message. Raises Garbled, or OSError (TimeoutError) of the socket."""
    head_size, body_size = _LENGTHS.unpack(_exactly(line, _LENGTHS.size))
    if head_size > _LONGEST_HEAD or body_size > _LONGEST_BODY:
        raise Garbled("too long")
    head, body = _exactly(line, head_size), _exactly(line, body_size)
    try:
        heard = json.loads(head)
    except ValueError as error:
        raise Garbled("no message") from error
    if not isinstance(heard, dict):
        raise Garbled("no message")
    return heard, body


def _exactly(line: socket.socket, size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        piece = line.recv(min(size - len(pieces), 1 << 20))
        if not piece:
            raise Garbled("gone")
        pieces += piece
    return bytes(pieces)
