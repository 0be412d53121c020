"""The year: start it, see where it stands, close it."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.answers import door
from cli.options import Data, Json, Lang, User

if TYPE_CHECKING:
    from actions.runtime import Runtime

cycle = typer.Typer(help="Năm công tác: mở, xem, đóng.", no_args_is_help=True)
Year = Annotated[int, typer.Argument(metavar="YEAR", min=2000, max=2999, help="Năm công tác.")]


@cycle.command("start")
def start(year: Year, user: User, data: Data = None, lang: Lang = None, as_json: Json = False) -> None:
    """Mở năm công tác theo bộ cấu hình đang dùng."""
    with door(data, lang, as_json) as at:
        from actions import year as years

        cycle_id = years.start_cycle(at.runtime, at.who(user), year)
        at.give({"year": year, "cycle": cycle_id, "state": "open"}, at.say("Năm công tác {year} đã mở.", year=year))


@cycle.command("close")
def close(year: Year, user: User, data: Data = None, lang: Lang = None, as_json: Json = False) -> None:
    """Đóng năm công tác khi mọi việc đã xong."""
    with door(data, lang, as_json) as at:
        from actions import year as years

        years.close_cycle(at.runtime, at.who(user), year)
        at.give({"year": year, "state": "closed"}, at.say("Năm công tác {year} đã đóng.", year=year))


@cycle.command("status")
def status(
    year: Annotated[int | None, typer.Argument(metavar="[YEAR]", help="Năm công tác; bỏ trống: năm mới nhất.")] = None,
    data: Data = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Năm công tác đang ở đâu: ai đã gửi, ai chưa, việc gì đang chờ ai."""
    with door(data, lang, as_json) as at:
        from actions import board
        from actions.language import in_language

        facts, cycle_id = _standing(at.runtime, year)
        at.give(facts, in_language(board.markdown(at.runtime, cycle_id).text, at.lang))


def _standing(runtime: "Runtime", year: int | None) -> tuple[dict[str, Any], int]:
    """What a program wants to know of a year, and its cycle. Refusal: no-open-cycle, where there is no such year."""
    from models import cycles, documents
    from rules.refusals import Refusal

    with runtime.memory.read() as session:
        found = [cycle for cycle in cycles.all_cycles(session) if year in (None, cycle.year)]
        if not found:
            raise Refusal("no-open-cycle", year=year or "")
        cycle = found[0]
        owed = cycles.obligations(session, cycle.id)
        papers = documents.of_cycle(session, cycle.id)
        waiting = [step for step, document in documents.waiting_steps(session) if document.cycle_id == cycle.id]
        levels = {row.unit: row.level for row in cycles.classifications(session, cycle.id)}
        facts = {
            "year": cycle.year,
            "state": cycle.state,
            "owed": len(owed),
            "arrived": sum(row.first_arrived_at is not None for row in owed),
            "accepted": sum(row.fulfilled_at is not None for row in owed),
            "documents": dict(Counter(paper.state for paper in papers)),
            "waiting": len(waiting),
            "classified": levels,
            "awards": len(cycles.awards(session, cycle.id)),
        }
        return facts, cycle.id
