"""The instructions of fields as Word puts them together: from several runs, and from the results of fields inside."""

from dataclasses import dataclass, field
from typing import Any

from paper.intake.package import W

_TEXT = (f"{W}t", f"{W}instrText", f"{W}delText", f"{W}delInstrText")


@dataclass
class _Open:
    """A complex field not yet ended; its instruction goes until the separator."""

    pieces: list[str] = field(default_factory=list)
    instructing: bool = True


def field_instructions(tree: Any) -> list[str]:
    """The text of every field, simple or complex; a complex one is joined from its runs, each nested one apart.

    What a nested field shows stands in the outer instruction too, as Word reads it: a command may not be put together
    from there unseen.
    """
    found = [simple.get(f"{W}instr", "") for simple in tree.iter(f"{W}fldSimple")]
    fields: list[_Open] = []
    for element in tree.iter(f"{W}fldChar", *_TEXT):
        kind = element.get(f"{W}fldCharType")
        if element.tag in _TEXT:
            _hear(element, fields, found)
        elif kind == "begin":
            fields.append(_Open())
        elif kind == "separate" and fields:
            fields[-1].instructing = False
        elif kind == "end" and fields:
            found.append("".join(fields.pop().pieces))
    return found + ["".join(left.pieces) for left in fields]


def _hear(element: Any, fields: list[_Open], found: list[str]) -> None:
    """Text belongs to the innermost field that still waits for its instruction; an instruction never gets lost."""
    waiting = next((one for one in reversed(fields) if one.instructing), None)
    text = element.text or ""
    if waiting is not None:
        waiting.pieces.append(text)
    elif element.tag.endswith("nstrText"):
        (fields[-1].pieces if fields else found).append(text)
