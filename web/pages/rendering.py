"""Templates become pages: Jinja2 with escaping on, dates as the office writes them, words in the visitor's language."""

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from actions.language import in_language, translate
from rules.deadlines import VIETNAM
from web.pages.visiting import LANG_COOKIE, Visitor

WEB = Path(__file__).parents[1]
YEAR_SECONDS = 365 * 24 * 3600


def render(visitor: Visitor, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for a visitor. A language chosen in the address is remembered in a cookie."""
    page = _environment().get_template(template)
    text = page.render(visitor=visitor, me=visitor.person, lang=visitor.lang, **_around(visitor), **values)
    response = HTMLResponse(text, status)
    if visitor.request.query_params.get("lang") == visitor.lang:
        response.set_cookie(LANG_COOKIE, visitor.lang, max_age=YEAR_SECONDS, samesite="lax", httponly=True)
    return response


def run_path(flow_run_id: str) -> str:
    """The page of a run in Prefect's UI, where its form is."""
    return f"/prefect/v2/runs/flow-run/{flow_run_id}"


@pass_context
def _say(context: Context, text: str, /, **facts: Any) -> str:
    words = in_language(text, context["lang"])
    return words.format(**facts) if facts else words


@pass_context
def _said(context: Context, sentence: str) -> str:
    """A sentence with its facts, in the visitor's language."""
    return in_language(sentence, context["lang"])


def _english(text: str) -> str:
    return translate(text, "en")


def _day(value: date | datetime | None) -> str:
    """22/11/2026, in Vietnam."""
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM).date()
    return f"{value:%d/%m/%Y}" if value else ""


def _moment(value: datetime | None) -> str:
    """22/11/2026 15:04, in Vietnam."""
    return f"{value.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if value else ""


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"


def _around(visitor: Visitor) -> dict[str, Any]:
    """What the frame around every page shows: the way to the other language, and a simulated date."""
    url = visitor.request.url
    other = "en" if visitor.lang == "vi" else "vi"
    query = url.include_query_params(lang=other).query
    clock = visitor.runtime.clock
    return {
        "other_lang": other,
        "other_lang_url": f"{url.path}?{query}",
        "simulated_now": clock.now() if clock.simulated else None,
        "style_version": _style_version(),
    }


@cache
def _style_version() -> str:
    return hashlib.sha256((WEB / "static" / "style.css").read_bytes()).hexdigest()[:12]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=_say, english=_english, run_path=run_path)
    environment.filters.update(day=_day, moment=_moment, size=_size, said=_said)
    return environment
