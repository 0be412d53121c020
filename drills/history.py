"""Is the history whole, and in the order in which papers live? The seal of its lines is computed here anew."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from drills.installation import Installation, ask
from drills.picture import OF_PAPERS, OF_THE_MACHINE, Fault

LINES = """SELECT id, kind, at, person, request_id, cycle_id, document_id, facts, previous, hash
           FROM events ORDER BY id"""
HEAD = "SELECT event_id, hash FROM chain_head"
DIRECTIONS = "SELECT id, direction FROM documents"
# What stands right before an event in its paper's history (Đ10-Đ22): of each direction, by kind.
RIGHT_BEFORE = {
    "outgoing": {
        "submitted": ("", "decided", "sent-back", "submitted"),
        "drafted": ("", "decided", "sent-back", "drafted"),
        "rendered": ("submitted", "drafted"),
        "signed": ("decided",),
        "numbered": ("decided", "number-voided"),
        "number-voided": ("numbered",),
        "sealed": ("numbered",),
        "issued": ("sealed",),
        "kept": ("issued",),
    },
    "incoming": {"arrived": ("",), "submitted": ("",), "registered": ("arrived", "submitted")},
}


def faults(installation: Installation) -> Iterator[Fault]:
    """Links that do not hold, and events that stand where they cannot have happened."""
    lines = [(*line[:7], _facts(line[7]), *line[8:]) for line in ask(installation.ours, LINES)]
    yield from _links(lines, ask(installation.ours, HEAD))
    directions = {document_id: direction for document_id, direction in ask(installation.ours, DIRECTIONS)}
    lives: dict[str, list[str]] = {document_id: [""] for document_id in directions}
    for _, kind, _, _, _, _, document_id, facts, *_ in lines:
        if document_id in lives and kind in OF_PAPERS and facts.get("duty") != OF_THE_MACHINE:
            lives[document_id].append(kind)
    for document_id, life in lives.items():
        may_precede = RIGHT_BEFORE[directions[document_id]]
        for before, kind in pairwise(life):
            if before not in may_precede.get(kind, (before,)):
                yield Fault("wrong", f"{kind} right after {before or 'nothing'}", document_id)


def _links(lines: list[tuple[Any, ...]], head: list[Any]) -> Iterator[Fault]:
    """Each line's hash is SHA-256 over the JSON of its fields and the hash in front of it; the head is the last."""
    last_id, last = 0, "0" * 64
    for number, kind, at, person, request, cycle, document_id, facts, previous, told in lines:
        sealed = [number, kind, _instant(at), person, request, cycle, document_id, facts, previous]
        content = json.dumps(sealed, ensure_ascii=False, sort_keys=True).encode()
        if number != last_id + 1:
            yield Fault("lost", f"events between {last_id} and {number}")
        elif previous != last or told != hashlib.sha256(content).hexdigest():
            yield Fault("wrong", f"event {number}, {kind}: its hash does not hold", document_id)
        last_id, last = number, told
    if [tuple(row) for row in head] != [(last_id, last)]:
        yield Fault("lost", f"the chain ends with {last_id}, its head says {head}")


def _instant(at: datetime | str) -> str:
    """SQLite keeps UTC as a text without a zone."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at
    return moment.astimezone(UTC).isoformat()


def _facts(facts: Any) -> Any:
    return json.loads(facts) if isinstance(facts, str) else facts
