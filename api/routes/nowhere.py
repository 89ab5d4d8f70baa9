"""Addresses of the API that lead nowhere.

Without these routes, the app that is mounted at "/" would take them, and answer in its own way.
"""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from api.errors import MethodNotAllowed, error_response
from domain.errors import NotFound

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_NAME = "nowhere"


def add_routes(app: FastAPI) -> None:
    """Let `app` answer for all below /api, /health, /objects and /ws. Call it after the real routes."""
    for folder in ("/api", "/health", "/objects", "/ws"):
        for path in (folder, folder + "/{rest:path}"):
            app.router.routes.append(Route(path, _Nowhere(), name=_NAME, include_in_schema=False))


class _Nowhere:
    """An app, since a route to a function would take the methods that are named for it only, and TRACE is none."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _answer(Request(scope))(scope, receive, send)


def _answer(request: Request) -> Response:
    allowed = [method for method in _METHODS if _takes(request, method)]
    if allowed:
        error = MethodNotAllowed("This route does not take this method.")
        return error_response(error, {"Allow": ", ".join(allowed)})
    return error_response(NotFound("There is nothing at this address."))


def _takes(request: Request, method: str) -> bool:
    """Whether a real route takes the same address by another method."""
    scope = {**request.scope, "method": method}
    for route in request.app.router.routes:
        if getattr(route, "name", "") == _NAME:
            return False
        if route.matches(scope)[0] is Match.FULL:
            return True
    return False
