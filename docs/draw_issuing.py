"""The diagram and the table of docs/decisions/0010, drawn from `rules.lifecycle` and `rules.issuing`.

python -m docs.draw_issuing
"""

from pathlib import Path

from rules.duties import DUTIES, UNBLOCK
from rules.issuing import EFFECTS, NOTHING_HAPPENED
from rules.lifecycle import ACTS_OF_DECISIONS, TRANSITIONS, WORK, Work

PAGE = Path(__file__).parent / "decisions" / "0010-the-order-of-issuing.md"
BEGIN, END = "<!-- drawn: python -m docs.draw_issuing -->", "<!-- end of what is drawn -->"
OUTGOING = [work for work in WORK if work.direction == "outgoing"]


def drawn() -> str:
    """What stands between the marks."""
    return f"{BEGIN}\n\n{diagram()}\n\n{table()}\n\n{END}"


def diagram() -> str:
    """States and what moves them: people in words of their duty, the machine by its work, and its obstacles."""
    states = [work.state for work in OUTGOING]
    lines = [f"    {work.state} --> {_to(work)}: machine: {work.task}{_ordered(work)}" for work in OUTGOING]
    approved = next(duty for (duty, _), act in ACTS_OF_DECISIONS.items() if act == "approve")
    lines.insert(1, f"    in_review --> {TRANSITIONS['in_review', 'approve'].to}: person: {approved}")
    lines += [
        f"    {state} --> {TRANSITIONS[state, act].to}: person: {act}"
        for state, act in TRANSITIONS
        if state in states and act in ("return", "void_number")
    ]
    lines += [f"    {state} --> obstacle: last try failed" for state in states]
    lines.append(f"    obstacle --> obstacle: administrator: {UNBLOCK}, then the same work again")
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def table() -> str:
    """One row for each effect."""
    head = ("effect", "ordered by", "what it does", "natural key", "what lasts, in this order")
    head += ("died before", "died in between", "tried again after (s)")
    rows = [head, ("---",) * len(head)]
    for work in OUTGOING:
        effect = EFFECTS[work.task]
        ordered = DUTIES[work.after_duty].code if work.after_duty else "the one before"
        pauses = ", ".join(map(str, effect.pauses)) or "–"
        told = (effect.does, effect.key, effect.durable, NOTHING_HAPPENED, effect.after_death)
        rows.append((effect.task, ordered, *told, pauses))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _to(work: Work) -> str:
    return TRANSITIONS[work.state, work.act].to if work.act else work.state


def _ordered(work: Work) -> str:
    return f", ordered by {work.after_duty}" if work.after_duty else ""


def redrawn(page: str) -> str:
    """The page with what is drawn drawn anew."""
    before, _, rest = page.partition(BEGIN)
    return before + drawn() + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(redrawn(PAGE.read_text()))
