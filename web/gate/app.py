"""The gate: one ASGI app around Prefect's server and our pages, with a person for every call.

Strangers get the pages' sign-in and nothing of Prefect. Workers come with their key. Every request has an id, which
decisions keep and the log names.
"""

import json
import logging
import time
import uuid
from urllib.parse import quote

from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions import accounts
from actions.accounts import SignedIn
from actions.runtime import Runtime
from rules.refusals import NotNow
from web.gate import people
from web.gate.api import NO_DATABASE, PeoplesApi
from web.gate.calls import Reply, answer, call, json_reply
from web.threads import on_thread

log = logging.getLogger("trinhky.access")
trouble = logging.getLogger("trinhky.gate")

HEALTH = ("/api/health", "/api/ready")
FOR_ANYBODY = (*HEALTH, "/health", "/static/")  # who asks need not be looked up
NOT_SIGNED_IN, NOT_FOR_PEOPLE = 4401, 4403
# Around Prefect's UI: its pages speak to this server alone (they would report to a firm abroad), no other site frames
# the Resume button, and no picture in a paper's subject calls home.
UI_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "  # eval: the graph
        b"connect-src 'self'; img-src 'self' data: blob:; "
        b"font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        b"frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)


class Gate:
    """Wraps `prefect` (its ASGI app, with its lifespan) and `pages`."""

    def __init__(self, prefect: ASGIApp, pages: ASGIApp, runtime: Runtime) -> None:
        self._prefect = prefect
        self._pages = pages
        self._runtime = runtime
        self._api = PeoplesApi(prefect, runtime)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._prefect(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._logged(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Websockets are the workers' alone: through one of them a person could forge Prefect's events."""
        if people.is_worker(scope, self._runtime.settings.worker_key):
            await self._prefect(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": NOT_FOR_PEOPLE if people.token_of(scope) else NOT_SIGNED_IN})

    async def _logged(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One line of JSON for each request, with its id, person and status; never a body."""
        request_id, began, status = uuid.uuid4().hex, time.monotonic(), 0
        scope.setdefault("state", {})["request_id"] = request_id
        worker = people.is_worker(scope, self._runtime.settings.worker_key)

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message.setdefault("headers", []).append((b"x-request-id", request_id.encode()))
            await send(message)

        person = None
        try:
            if not worker and not scope["path"].startswith(FOR_ANYBODY):
                person = await self._person(scope)
            await self._answer(scope, receive, counted, worker=worker, person=person)
        except (SQLAlchemyError, NotNow):
            if status:
                raise
            trouble.exception("request %s: nobody could be looked up", request_id)
            await answer(counted, json_reply(503, {"detail": NO_DATABASE}))
        finally:
            if not worker:
                took = round((time.monotonic() - began) * 1000)
                line = {"request": request_id, "person": person.code if person else None, "method": scope["method"]}
                log.info("%s", json.dumps({**line, "path": scope["path"], "status": status, "ms": took}))

    async def _person(self, scope: Scope) -> SignedIn | None:
        token = people.token_of(scope)
        return await on_thread("sessions", accounts.signed_in, self._runtime, token) if token else None

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, *, worker: bool, person: SignedIn | None
    ) -> None:
        path: str = scope["path"]
        if worker and path.startswith("/api/"):
            await self._prefect(scope, receive, send)
        elif path in HEALTH:
            await answer(send, await call(self._prefect, scope))  # without the body that a stranger may send
        elif path == "/api" or path.startswith("/api/"):
            await answer(send, await self._api(scope, receive, person, scope["state"]["request_id"]))
        elif path == "/prefect" or path.startswith("/prefect/"):
            await self._ui(scope, receive, send, person)
        else:
            scope["state"]["person"] = person
            await self._pages(scope, receive, send)

    async def _ui(self, scope: Scope, receive: Receive, send: Send, person: SignedIn | None) -> None:
        """Prefect's own UI, untouched, for those who have anything to do there."""
        if person is None:
            back = quote(scope["path"], safe="")
            await answer(send, Reply(303, b""), (b"location", f"/sign-in?next={back}".encode()))
        elif not people.audiences(person):
            await answer(send, Reply(303, b""), (b"location", b"/"))
        else:
            await self._prefect(scope, receive, _dressed(send))


def _dressed(send: Send) -> Send:
    async def dress(message: Message) -> None:
        if message["type"] == "http.response.start":
            message.setdefault("headers", []).extend(UI_HEADERS)
        await send(message)

    return dress
