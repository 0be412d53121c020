"""Each test that asks for `office` gets a copy of its own, which it may spoil."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.actions.office import KeptOffice, a_copy_of_the_kept_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[KeptOffice]:
    """An office with two kept papers."""
    kept = a_copy_of_the_kept_office(tmp_path / "data")
    yield kept
    kept.runtime.memory.close()


@pytest.fixture
def held_port() -> Iterator[int]:
    """A port on which somebody listens for the length of the test."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield int(holder.getsockname()[1])


@pytest.fixture
def free_port() -> int:
    """A port that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
