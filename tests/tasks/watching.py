"""What a test sees of a paper from outside, and the end of a process."""

from collections.abc import Callable

import pytest

from actions.runtime import Runtime
from models import events
from models.tables import Document
from storage.local import LocalArchive
from storage.s3 import S3Archive
from tests.storage.conftest import versions


class PowerCut(BaseException):
    """The process ends here: nothing below catches it."""


def cut_off(patch: pytest.MonkeyPatch, room: object, name: str, act: Callable[[], object]) -> None:
    """Do something whose call of `room.name` is never reached."""

    def gone(*_: object, **__: object) -> None:
        raise PowerCut

    with patch.context() as cut:
        cut.setattr(room, name, gone)
        with pytest.raises(PowerCut):
            act()


def history(runtime: Runtime, document_id: str) -> list[str]:
    """The kinds of a document's events, oldest first."""
    with runtime.memory.read() as session:
        return [event.kind for event in events.of_document(session, document_id)]


def state(runtime: Runtime, document_id: str) -> str:
    """The document's state."""
    with runtime.memory.read() as session:
        return session.get_one(Document, document_id).state


def copies(runtime: Runtime, key: str) -> int:
    """How many versions the store keeps of a key, looked up past the port."""
    if isinstance(runtime.archive, S3Archive):
        return len(versions(runtime.archive, key))
    assert isinstance(runtime.archive, LocalArchive)
    return len(list((runtime.archive.root / "objects").glob(f"{key}*")))
