"""The routes of Prefect's API that a signed-in person may use, and how each is scoped. What is not here is refused.

Measured: the whole approval journey in Prefect's UI needs only the routes marked for reviewers. Administrators and
auditors read more, but write nothing through Prefect except starting and closing a year.
"""

import re
from dataclasses import dataclass
from typing import Literal

# How a route is answered:
# pass: as it is · runs: the body's filter on flow runs is narrowed to the person's tag · logs: only logs of such runs ·
# run: the run in the path must carry the tag · none: an empty answer, for nothing there belongs to one person ·
# settings: a trimmed answer · decide: our decision, then Resume · launch: our action, then a run of the year's flow
Rule = Literal["pass", "runs", "logs", "run", "none", "settings", "decide", "launch"]
Audience = Literal["reviewers", "readers", "administrators"]


@dataclass(frozen=True)
class Route:
    """One operation: method, path below /api with {…} for one segment, who may use it, and how it is scoped."""

    method: str
    path: str
    audience: Audience
    rule: Rule

    @property
    def pattern(self) -> re.Pattern[str]:
        """The path as a regular expression with named groups."""
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path))


def _routes(audience: Audience, rule: Rule, *lines: str) -> list[Route]:
    split = (line.split() for line in lines)
    return [Route(method, path, audience, rule) for method, path in split]


ROUTES: tuple[Route, ...] = (
    *_routes(
        "reviewers",
        "runs",
        "POST /flow_runs/filter",
        "POST /flow_runs/count",
        "POST /flow_runs/paginate",
        "POST /flow_runs/history",
        "POST /flow_runs/lateness",
        "POST /task_runs/count",
        "POST /task_runs/paginate",
        "POST /task_runs/history",
        "POST /task_runs/filter",
        "POST /ui/flow_runs/history",
        "POST /ui/task_runs/count",
        "POST /ui/task_runs/dashboard/counts",
    ),
    *_routes("reviewers", "logs", "POST /logs/filter"),
    *_routes("reviewers", "none", "POST /events/filter", "POST /events/count-by/{what}", "POST /artifacts/filter"),
    *_routes(
        "reviewers",
        "run",
        "GET /flow_runs/{id}",
        "GET /flow_runs/{id}/graph-v2",
        "GET /flow_runs/{id}/input/{key}",
    ),
    *_routes(
        "reviewers",
        "pass",
        "GET /flows/{id}",
        "GET /deployments/{id}",
        "GET /admin/version",
        "POST /work_pools/filter",
        "POST /work_pools/{name}/workers/filter",
        "POST /work_pools/{name}/queues/filter",
        "POST /ui/schemas/validate",
    ),
    *_routes("reviewers", "settings", "GET /admin/settings"),
    *_routes("reviewers", "decide", "POST /flow_runs/{id}/resume"),
    *_routes(
        "readers",
        "pass",
        "POST /flows/filter",
        "POST /flows/paginate",
        "POST /flows/count",
        "POST /deployments/filter",
        "POST /deployments/paginate",
        "POST /deployments/count",
        "GET /deployments/name/{flow}/{name}",
        "GET /task_runs/{id}",
        "GET /artifacts/{id}",
        "GET /artifacts/{key}/latest",
        "POST /artifacts/latest/filter",
        "POST /artifacts/latest/count",
        "POST /artifacts/count",
        "GET /work_pools/{name}",
        "POST /ui/flows/count-deployments",
        "POST /ui/flows/next-runs",
    ),
    *_routes("administrators", "launch", "POST /deployments/{id}/create_flow_run"),
)

_COMPILED = [(route, route.pattern) for route in ROUTES]


def find(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a call and the values in its path; None when nobody decided it."""
    wanted = path.rstrip("/")
    for route, pattern in _COMPILED:
        match = pattern.fullmatch(wanted) if route.method == method else None
        if match is not None:
            return route, match.groupdict()
    return None
