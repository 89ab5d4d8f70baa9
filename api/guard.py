"""The one door: every request, to whatever part of the app, passes here first."""

from __future__ import annotations

import logging
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.deps import ApiDeps
from api.errors import error_response, unexpected
from api.gradio_tails import is_gradio_api
from api.identity import Caller, Identity
from api.open_routes import FORM_PAGES, is_open, is_plain, route_path
from api.rates import SAFE_METHODS, Rates, rate_headers, rule_for
from api.same_origin import evidence, same_origin
from api.scopes import check_scope
from domain.errors import BadRequest, Forbidden, KinoraError, NotAuthenticated, NotFound, RateLimited

log = logging.getLogger(__name__)

_FILE = "/gradio_api/file="
"""The one route whose path is a file's: odd characters are allowed there, since the whole path must be the user's."""

_CLOSED = ("/docs", "/redoc", "/openapi.json", "/monitoring")
"""Pages that FastAPI and Gradio bring along and nobody needs."""

_CLOSED_TO_READERS = ("/logout",)
"""Gradio's own, which would end nothing and show a page as if it had; signing out is a POST to ours."""

_PROGRAMS = ("/api/", "/gradio_api", "/objects/", "/ws/")
"""Where nobody navigates to, so that a redirect to a page would mislead."""


class Guard:
    """Middleware: knows who calls, refuses forged and too frequent requests, and puts the user into the scope.

    Inside, `scope["state"]["user"]` is the signed-in `User`, or None on an open route; "signed_in" is the `SignedIn`.
    """

    def __init__(self, app: ASGIApp, deps: ApiDeps) -> None:
        self._app = app
        self._identity = Identity(deps.accounts)
        self._rates = Rates(deps.limiter)
        self._public_url = deps.public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        answer = _Answer(send)
        try:
            answer.headers = await self._admit(HTTPConnection(scope))
        except KinoraError as error:
            return await _refuse(error, scope, receive, send)
        try:
            await self._app(scope, receive, answer)
        except Exception:
            if answer.started or scope["type"] == "websocket":
                raise
            log.exception("request.failed path=%s", route_path(scope))
            await error_response(unexpected())(scope, receive, send)

    async def _admit(self, connection: HTTPConnection) -> dict[str, str]:
        """Let a request in, and say which headers its answer gets. Raises the error to refuse it with."""
        scope, path = connection.scope, route_path(connection.scope)
        method = scope.get("method", "WEBSOCKET")
        if not is_plain(path) and not path.startswith(_FILE):
            raise BadRequest("This is not an address of the studio.")
        opened = is_open(method, path)
        caller = None if opened else await self._identity.of(connection)
        if method not in SAFE_METHODS:
            self._check_origin(connection, path, caller)
        headers = await self._count(connection, method, path, caller)
        if caller is None and not opened:
            raise NotAuthenticated("Please sign in.")
        if caller is not None:
            check_scope(caller.signed_in.scopes, method, path)
        closed_paths = _CLOSED + (_CLOSED_TO_READERS if method in SAFE_METHODS else ())
        if any(path == closed or path.startswith(f"{closed}/") for closed in closed_paths):
            raise NotFound("There is nothing at this address.")
        known = {"user": None if caller is None else caller.user, "signed_in": caller and caller.signed_in}
        scope["state"] = {**scope.get("state", {}), **known}
        return headers

    def _check_origin(self, connection: HTTPConnection, path: str, caller: Caller | None) -> None:
        """Refuse what another site made a browser send. Raises Forbidden."""
        is_form = path in FORM_PAGES and is_open(connection.scope.get("method", ""), path)
        must_prove = is_form or (caller is not None and caller.by_cookie)
        # Signing in through the API sets a cookie too; but programs do not say where they come from.
        may_not_deny = path.startswith("/api/v1/auth/") and caller is None and evidence(connection.headers)
        if (must_prove or may_not_deny) and not same_origin(connection.headers, self._public_url):
            raise Forbidden("This request does not come from a page of the studio.")

    async def _count(self, connection: HTTPConnection, method: str, path: str, caller: Caller | None) -> dict[str, str]:
        rule = rule_for(method, path, signed_in=caller is not None)
        if rule is None or method == "WEBSOCKET":
            return {}
        ip = connection.client.host if connection.client else ""
        state = await self._rates.count(rule, caller.user if caller else None, ip)
        return {} if state is None else rate_headers(state.limit, state.remaining, state.reset_after)


class _Answer:
    """A `send` that adds headers, and remembers whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.headers: dict[str, str] = {}
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            MutableHeaders(scope=message).update(self.headers)
        await self._send(message)


async def _refuse(error: KinoraError, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4000 + error.status, "reason": error.message})
    elif isinstance(error, NotAuthenticated) and _navigates(scope):
        await RedirectResponse(_login_url(scope), 303)(scope, receive, send)
    else:
        await error_response(error, _rate_headers_of(error))(scope, receive, send)


def _rate_headers_of(error: KinoraError) -> dict[str, str]:
    if not isinstance(error, RateLimited):
        return {}
    return rate_headers(error.details["limit"], 0, error.details["reset_after"])


def _navigates(scope: Scope) -> bool:
    """Whether a person opens a page, as against a program or a script that reads an address."""
    headers, path = HTTPConnection(scope).headers, route_path(scope)
    wants_page = scope["method"] == "GET" and "text/html" in headers.get("accept", "")
    return wants_page and "authorization" not in headers and not (path.startswith(_PROGRAMS) or is_gradio_api(path))


def _login_url(scope: Scope) -> str:
    """The sign-in page, which leads back. The path is plain, so it stays on this host."""
    path, query = route_path(scope), scope["query_string"].decode("latin-1")
    wanted = path + (f"?{query}" if query else "")
    return f"{scope.get('root_path', '')}/login" + (f"?next={quote(wanted, safe='/')}" if wanted != "/" else "")
