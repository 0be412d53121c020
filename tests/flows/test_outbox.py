"""The outbox: what a server that was away kept it from doing is done when the server is back."""

import asyncio
from typing import Any

import pytest

from actions.outbox import Message
from actions.runtime import Runtime
from flows import outbox


def test_a_decided_document_is_not_forgotten_when_prefect_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    messages, looked_at = [Message(1, "decided", "paper", 1, {})], []

    async def ensure(_client: object, _runtime: object, document_id: str) -> None:
        looked_at.append(document_id)
        raise OSError("the server is away") if len(looked_at) == 1 else asyncio.CancelledError

    def taken(*_: object) -> list[Message]:
        return [messages.pop()] if messages else []

    monkeypatch.setattr(Runtime, "current", lambda: None)
    monkeypatch.setattr(outbox, "GATE_FIRST_SECONDS", 0.0)
    monkeypatch.setattr(outbox, "ensure_run", ensure)
    monkeypatch.setattr(outbox.outbox, "next_messages", taken)
    monkeypatch.setattr(outbox.outbox, "done", lambda *_: None)
    monkeypatch.setattr(outbox, "_decided", {})
    client: Any = None
    with pytest.raises(OSError, match="away"):
        asyncio.run(outbox.carry(client))
    with pytest.raises(asyncio.CancelledError):  # the worker begins the loop again
        asyncio.run(asyncio.wait_for(outbox.carry(client), 120))
    assert looked_at == ["paper", "paper"]
