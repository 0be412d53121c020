"""Prefect's API for people: each allowed route in its own way, everything else refused in two languages."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Receive, Scope

from actions import deciding, year
from actions.accounts import SignedIn
from actions.deciding import Choice
from actions.runtime import Runtime
from rules.refusals import Refusal
from web.gate import people, routes, scoping
from web.gate.calls import HungUp, Reply, TooLarge, call, json_reply, read_body
from web.gate.routes import Route
from web.threads import on_thread

log = logging.getLogger("trinhky.gate")

NOT_ALLOWED = (
    "Ông/bà không có quyền dùng chức năng này của Prefect. Việc đang chờ ông/bà ở trang Việc của tôi; mở và đóng năm "
    "công tác là việc của quản trị. / You may not use this function of Prefect. What waits for you is on the page My "
    "work; an administrator opens and closes the year."
)
SIGN_IN = "Ông/bà chưa đăng nhập; đăng nhập rồi làm lại. / Please sign in, then do it again."
ELSEWHERE = (
    "Yêu cầu đến từ trang khác; hãy mở trang của hệ thống rồi làm tại đó. / The request comes from another site; open "
    "this system's own page and do it there."
)
NOT_YOURS = (
    "Phiếu trình này không ở chỗ ông/bà; việc đang chờ ông/bà ở trang Việc của tôi. / This form does not lie before "
    "you; what waits for you is on the page My work."
)
BROKEN = "Hệ thống gặp lỗi; báo quản trị mã yêu cầu. / Something broke; tell an administrator the request id."
UNREADABLE = "Không đọc được yêu cầu; tải lại trang. / The request cannot be read; reload the page."
AWAY = "Prefect chưa trả lời được; thử lại sau ít phút. / Prefect cannot answer now; try again in a few minutes."
TOO_SLOW = "Prefect trả lời quá chậm; thử lại sau ít phút. / Prefect is too slow now; try again in a few minutes."
NO_DATABASE = "Cơ sở dữ liệu chưa trả lời được; thử lại sau ít phút. / The database cannot answer now; try again later."

# Seconds that a call into Prefect may take on a person's behalf.
PATIENCE = {
    "read": 20.0,  # a list, a form, a look-up: then he is told that Prefect is too slow
    "wake": 2.0,  # the run behind what he has done: then he is told that it stands
    "behind": 60.0,  # how long that call may still go on; afterwards the outbox alone sees to it
}
# What Prefect's UI takes for a successful Resume, when the decision stands but the run could not be woken yet.
STANDS = {"state": None, "status": "ACCEPT", "details": {"type": "accept_details"}}
# What it takes for a new run, when the year is started or closed but its run was not made yet: it shows the name.
FOLLOWS = {
    "id": "00000000-0000-0000-0000-000000000000",
    "name": "Đã ghi nhận; lượt chạy sẽ có sau ít phút. / Recorded; its run follows in a few minutes.",
    "state": {"type": "SCHEDULED", "name": "Scheduled"},
}
# The year's flows that an administrator starts, the action behind each, and the parameter that names the year.
LAUNCHES: dict[str, Callable[..., Any]] = {"start-cycle": year.start_cycle, "close-cycle": year.close_cycle}


class Away(Exception):
    """Prefect failed at a question that changes nothing."""


FAILURES: tuple[tuple[type[Exception], int, str], ...] = (
    (Away, 503, AWAY),
    (SQLAlchemyError, 503, NO_DATABASE),
    (TimeoutError, 504, TOO_SLOW),
)


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
        self._behind: set[asyncio.Task[Reply | None]] = set()
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
        except Exception as problem:
            return _failed(problem, request_id)

    def _rule(self, route: Route, person: SignedIn) -> str:
        """Readers of everything are not narrowed."""
        narrowing = route.rule in ("runs", "logs", "run", "none")
        return "pass" if narrowing and people.reads_everything(person) else route.rule

    async def _pass(self, asked: Asked) -> Reply:
        return await self._ask(asked, body=asked.body, query_string=asked.scope["query_string"])

    async def _runs(self, asked: Asked) -> Reply:
        body = json.dumps(scoping.narrowed(asked.json, asked.person.code)).encode()
        return await self._ask(asked, body=body)

    async def _logs(self, asked: Asked) -> Reply:
        ids = scoping.runs_of_logs(asked.json)
        for run_id in ids:
            if not await self._lies_before(asked, run_id):
                return json_reply(200, [])
        return await self._pass(asked) if ids else json_reply(200, [])

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
        reply = await self._ask(asked, method="GET", path=path, raw_path=path.encode())
        return reply.json if reply.status == 200 else None

    async def _ask(self, asked: Asked, **changes: Any) -> Reply:
        """Prefect's answer to a call that changes nothing. Raises `Away`, or TimeoutError."""
        async with asyncio.timeout(PATIENCE["read"]):
            try:
                reply = await call(self._prefect, asked.scope, **changes)
            except Exception as problem:
                raise Away from problem
        if reply.status >= 500:
            raise Away(reply.status)
        return reply

    async def _decide(self, asked: Asked) -> Reply:
        """The decision first, in our database; then the run is woken. A run that will not wake is the outbox's care."""
        run_input = _object(asked.json, "run_input")
        choice = Choice(_text(run_input, "verb"), _text(run_input, "reason") or None)
        who = self._runtime.who(asked.person.code, asked.request_id)
        run_id = asked.values["id"]
        decided = await on_thread("decisions", deciding.decide, self._runtime, who, choice, flow_run_id=run_id)
        if decided.again:
            return json_reply(201, STANDS)
        woken = await self._push(asked, {"run_input": {"verb": choice.verb, "reason": choice.reason or ""}})
        return woken if woken is not None and _accepted(woken) else json_reply(201, STANDS)

    async def _launch(self, asked: Asked) -> Reply:
        """Starting or closing a year: the action as this person, then the flow that follows from it."""
        deployment = await self._get(asked, f"/api/deployments/{asked.values['id']}")
        name = (deployment or {}).get("name", "")
        if name not in LAUNCHES:
            return json_reply(403, {"detail": NOT_ALLOWED})
        wanted = int(str(_object(asked.json, "parameters").get("year", 0)))
        who = self._runtime.who(asked.person.code, asked.request_id)
        cycle_id = await on_thread("decisions", LAUNCHES[name], self._runtime, who, wanted)
        made = await self._push(asked, {"parameters": {"year": wanted}, "idempotency_key": f"{name}:{cycle_id}"})
        return made or json_reply(201, FOLLOWS)

    async def _push(self, asked: Asked, content: dict[str, Any]) -> Reply | None:
        """Tells Prefect what already stands in our database; None when it did not succeed, or not in time."""
        task = asyncio.create_task(self._pushed(asked, json.dumps(content).encode()))
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)
        await asyncio.wait({task}, timeout=PATIENCE["wake"])
        return task.result() if task.done() else None

    async def _pushed(self, asked: Asked, body: bytes) -> Reply | None:
        """One call, never broken off by a person who goes away; whatever happens is only logged."""
        try:
            async with asyncio.timeout(PATIENCE["behind"]):
                reply = await call(self._prefect, asked.scope, body=body)
        except Exception:
            log.exception("request %s stands, but Prefect failed behind it", asked.request_id)
            return None
        return reply if reply.status in (200, 201) else None


def _accepted(reply: Reply) -> bool:
    """Whether Prefect says that it woke the run: it answers 200 also when it did not."""
    said = reply.json
    return isinstance(said, dict) and said.get("status") == "ACCEPT"


def _failed(problem: Exception, request_id: str) -> Reply:
    """What a person is told of a call that nothing came of."""
    if isinstance(problem, Refusal):
        return json_reply(problem.wording.status, {"detail": problem.text, "code": problem.code})
    if isinstance(problem, (ValueError, RecursionError, TooLarge, HungUp)):
        return json_reply(422, {"detail": UNREADABLE})
    log.error("request %s broke", request_id, exc_info=problem)
    for kind, status, said in FAILURES:
        if isinstance(problem, kind):
            return json_reply(status, {"detail": said})
    return json_reply(500, {"detail": BROKEN})


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
