"""Prefect's API for people: each allowed route in its own way, everything else refused in two languages."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Receive, Scope

from actions import deciding, year
from actions.accounts import SignedIn
from actions.deciding import Choice
from actions.runtime import Runtime
from rules.refusals import Refusal
from web.gate import people, routes, scoping
from web.gate.calls import Reply, TooLarge, call, json_reply, read_body
from web.gate.routes import Route

log = logging.getLogger("trinhky.gate")

NOT_ALLOWED = "Ông/bà không có quyền dùng chức năng này của Prefect. / You may not use this function of Prefect."
SIGN_IN = "Ông/bà chưa đăng nhập. / Please sign in."
ELSEWHERE = "Yêu cầu đến từ trang khác. / The request comes from another site."
NOT_YOURS = "Phiếu trình này không ở chỗ ông/bà. / This form does not lie before you."
BROKEN = "Hệ thống gặp lỗi; báo quản trị mã yêu cầu. / Something broke; tell an administrator the request id."
UNREADABLE = "Không đọc được yêu cầu. / The request cannot be read."

# What Prefect's UI takes for a successful Resume, when the decision stands but the run could not be woken yet.
STANDS = {"state": None, "status": "ACCEPT", "details": {"type": "accept_details"}}
BUSY = 503
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
# The year's flows that an administrator starts, the action behind each, and the parameter that names the year.
LAUNCHES: dict[str, Callable[..., Any]] = {"start-cycle": year.start_cycle, "close-cycle": year.close_cycle}


@dataclass(frozen=True)
class Asked:
    """One call of a person: the request, its body, who asks, and the values in its path."""

    scope: Scope
    body: bytes
    person: SignedIn
    values: dict[str, str]
    request_id: str

    @property
    def json(self) -> dict[str, Any]:
        """The body as a JSON object; empty when there is none."""
        content = json.loads(self.body) if self.body.strip() else {}
        if not isinstance(content, dict):
            raise ValueError("the body is not an object")
        return content


class PeoplesApi:
    """Answers the calls of signed-in people, with Prefect's app behind."""

    def __init__(self, prefect: ASGIApp, runtime: Runtime) -> None:
        self._prefect = prefect
        self._runtime = runtime
        self._rules: dict[str, Callable[[Asked], Awaitable[Reply]]] = {
            "pass": self._pass,
            "runs": self._runs,
            "logs": self._logs,
            "run": self._run,
            "none": self._none,
            "settings": self._settings,
            "decide": self._decide,
            "launch": self._launch,
        }

    async def __call__(self, scope: Scope, receive: Receive, person: SignedIn | None, request_id: str) -> Reply:
        """The answer to one call."""
        if person is None:
            return json_reply(401, {"detail": SIGN_IN})
        if scope["method"] != "GET" and people.from_elsewhere(scope, self._runtime.settings.origin):
            return json_reply(403, {"detail": ELSEWHERE})
        found = routes.find(scope["method"], scope["path"].removeprefix("/api"))
        if found is None or found[0].audience not in people.audiences(person):
            return json_reply(403, {"detail": NOT_ALLOWED})
        try:
            asked = Asked(scope, await read_body(receive), person, found[1], request_id)
            return await self._rules[self._rule(found[0], person)](asked)
        except Refusal as refusal:
            return json_reply(refusal.wording.status, {"detail": refusal.text, "code": refusal.code})
        except (ValueError, TooLarge):
            return json_reply(422, {"detail": UNREADABLE})
        except Exception:
            log.exception("request %s broke", request_id)
            return json_reply(500, {"detail": BROKEN})

    def _rule(self, route: Route, person: SignedIn) -> str:
        """Readers of everything are not narrowed."""
        narrowing = route.rule in ("runs", "logs", "run", "none")
        return "pass" if narrowing and people.reads_everything(person) else route.rule

    async def _pass(self, asked: Asked) -> Reply:
        return await call(self._prefect, asked.scope, body=asked.body, query_string=asked.scope["query_string"])

    async def _runs(self, asked: Asked) -> Reply:
        body = json.dumps(scoping.narrowed(asked.json, asked.person.code)).encode()
        return await call(self._prefect, asked.scope, body=body)

    async def _logs(self, asked: Asked) -> Reply:
        ids = scoping.runs_of_logs(asked.json)
        if not ids or not all([await self._lies_before(asked, run_id) for run_id in ids]):
            return json_reply(200, [])
        return await self._pass(asked)

    async def _run(self, asked: Asked) -> Reply:
        if not await self._lies_before(asked, asked.values["id"]):
            return json_reply(403, {"detail": NOT_YOURS})
        return await self._pass(asked)

    async def _none(self, asked: Asked) -> Reply:
        events = asked.scope["path"].rstrip("/").endswith("/events/filter")
        empty: Any = {"events": [], "total": 0, "next_page": None} if events else []
        return json_reply(200, empty)

    async def _settings(self, asked: Asked) -> Reply:
        full = await self._pass(asked)
        return json_reply(full.status, scoping.trimmed_settings(full.json or {}))

    async def _lies_before(self, asked: Asked, run_id: str) -> bool:
        found = await self._get(asked, f"/api/flow_runs/{run_id}")
        return found is not None and scoping.tag_of(asked.person.code) in found.get("tags", [])

    async def _get(self, asked: Asked, path: str) -> dict[str, Any] | None:
        reply = await call(self._prefect, asked.scope, method="GET", path=path, raw_path=path.encode())
        return reply.json if reply.status == 200 else None

    async def _decide(self, asked: Asked) -> Reply:
        """The decision first, in our database; then the run is woken. A run that will not wake is the outbox's care."""
        run_input = _object(asked.json, "run_input")
        choice = Choice(_text(run_input, "verb"), _text(run_input, "reason") or None)
        who = self._runtime.who(asked.person.code, asked.request_id)
        run_id = asked.values["id"]
        await asyncio.to_thread(deciding.decide, self._runtime, who, choice, flow_run_id=run_id)
        body = json.dumps({"run_input": {"verb": choice.verb, "reason": choice.reason or ""}}).encode()
        try:
            woken = await self._insist(asked, body)
        except Exception:  # the decision stands whatever happens behind it
            log.exception("run %s was decided but could not be woken", run_id)
            return json_reply(201, STANDS)
        accepted = woken.status in (200, 201) and (woken.json or {}).get("status") == "ACCEPT"
        return woken if accepted else json_reply(201, STANDS)

    async def _insist(self, asked: Asked, body: bytes) -> Reply:
        """Passes a call on, again after a moment when Prefect's database is busy."""
        for pause in PAUSES:
            reply = await call(self._prefect, asked.scope, body=body)
            if reply.status != BUSY:
                return reply
            await asyncio.sleep(pause)
        return await call(self._prefect, asked.scope, body=body)

    async def _launch(self, asked: Asked) -> Reply:
        """Starting or closing a year: the action as this person, then the flow that follows from it."""
        deployment = await self._get(asked, f"/api/deployments/{asked.values['id']}")
        name = (deployment or {}).get("name", "")
        if name not in LAUNCHES:
            return json_reply(403, {"detail": NOT_ALLOWED})
        wanted = int(str(_object(asked.json, "parameters").get("year", 0)))
        who = self._runtime.who(asked.person.code, asked.request_id)
        cycle_id = await asyncio.to_thread(LAUNCHES[name], self._runtime, who, wanted)
        body = {"parameters": {"year": wanted}, "idempotency_key": f"{name}:{cycle_id}"}
        return await self._insist(asked, json.dumps(body).encode())


def _object(content: dict[str, Any], name: str) -> dict[str, Any]:
    """A JSON object inside another; empty when absent. ValueError when something else is there."""
    found = content.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ValueError(f"{name} is not an object")
    return found


def _text(content: dict[str, Any], name: str) -> str:
    """A text that databases can hold; empty when absent. ValueError for anything else: a template of Prefect's is an
    object, and half a character or a NUL is no text."""
    found = content.get(name)
    if found is None:
        return ""
    if not isinstance(found, str) or "\0" in found:
        raise ValueError(f"{name} is not a text")
    found.encode()
    return found
