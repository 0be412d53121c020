"""Narrowing what is read: a reviewer reaches only runs that carry the tag of his name."""

from typing import Any

AND = "and_"
# What the UI asks of its own settings; the rest are paths and addresses.
UI_SETTINGS = ("enabled", "api_url", "serve_base", "show_promotional_content", "v2_enabled")


def tag_of(person: str) -> str:
    """The tag of the runs that lie before a person."""
    return f"with:{person}"


def narrowed(body: dict[str, Any], person: str) -> dict[str, Any]:
    """The same question, asked only of the person's own runs.

    The client's own filters stay, but every operator becomes "and": with "or" one could widen the question again.
    """
    asked = body.get("flow_runs")
    runs = dict(asked) if isinstance(asked, dict) else {}
    tags = dict(runs["tags"]) if isinstance(runs.get("tags"), dict) else {}
    wanted = tags.get("all_")
    tags["all_"] = [*(wanted if isinstance(wanted, list) else []), tag_of(person)]
    runs["tags"] = {**tags, "operator": AND}
    return {**body, "flow_runs": {**runs, "operator": AND}}


def runs_of_logs(body: dict[str, Any]) -> list[str]:
    """The runs whose logs are asked for; none when the question is open."""
    logs = body.get("logs")
    asked = logs.get("flow_run_id") if isinstance(logs, dict) else None
    ids = asked.get("any_") if isinstance(asked, dict) else None
    if not isinstance(ids, list) or (isinstance(logs, dict) and logs.get("operator", AND) != AND):
        return []
    return [str(run_id) for run_id in ids]


def trimmed_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """What Prefect's UI needs of the settings: how it is served, and nothing of paths, addresses or keys.

    Where it hears nothing of analytics, it takes them as wanted and reports to a firm abroad.
    """
    server = settings.get("server")
    ui = server.get("ui") if isinstance(server, dict) else None
    shown = {name: ui[name] for name in UI_SETTINGS if name in ui} if isinstance(ui, dict) else {}
    return {"server": {"ui": shown, "analytics_enabled": False}}
