"""Walks every route of an app without signing in, to see which of them answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.types import ASGIApp
from starlette.websockets import WebSocketDisconnect

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WEBSOCKET = "WEBSOCKET"
_PARAMETER = re.compile(r"\{(\w+)(?::(\w+))?\}")


@dataclass(frozen=True, order=True)
class Found:
    """One method of one route, with parameters filled in."""

    path: str
    method: str


@dataclass(frozen=True, order=True)
class Answered:
    """A route that did not send a stranger away."""

    path: str
    method: str
    status: int


def registered_routes(routes: Iterable[Any], before: str = "") -> Iterator[Found]:
    """Every method of every route, through routers that are included and apps that are mounted."""
    for route in routes:
        if hasattr(route, "effective_candidates"):  # a router included by FastAPI
            yield from registered_routes(route.effective_candidates(), before)
            continue
        known = getattr(route, "starlette_route", None) or route
        path = before + str(getattr(known, "path", ""))
        if isinstance(known, Mount):
            yield from registered_routes(getattr(known.app, "routes", ()), path.rstrip("/"))
            yield from (Found(filled(path.rstrip("/") + "/x"), method) for method in METHODS)
        elif "WebSocket" in type(known).__name__:
            yield Found(filled(path), WEBSOCKET)
        else:
            yield from (Found(filled(path), method) for method in METHODS)


def filled(path: str) -> str:
    """A path with something in place of each parameter."""
    return _PARAMETER.sub(lambda match: "1" if match[2] == "int" else "x", path) or "/"


def disguises(path: str) -> list[str]:
    """Other ways to write a path that a careless guard takes for an open one, and a router for this one."""
    inside = path.lstrip("/")
    return [
        f"/{path}",
        f"{path}/",
        f"{path};a=/login",
        f"/login/..{path}",
        f"/login/%2e%2e{path}",
        f"/static/..%2f{inside}",
        f"/static/%252e%252e/{inside}",
        f"/health/live/..;{path}",
        f"/./{inside}",
        f"/%2f{inside}",
        f"{path}%00.css",
        path.upper(),
        path.replace("/", "\\"),
    ]


def answered_anonymously(app: ASGIApp, found: Iterable[Found]) -> list[Answered]:
    """Those of the routes that gave a stranger more than 401, a refusal of the address, or the sign-in page."""
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    return sorted(answer for each in set(found) if (answer := _ask(client, each)) is not None)


def _ask(client: TestClient, each: Found) -> Answered | None:
    if each.method == WEBSOCKET:
        return _connect(client, each)
    response = client.request(each.method, each.path, headers={"Accept": "text/html"})
    to_login = response.status_code == 303 and response.headers["location"].startswith("/login")
    if response.status_code == 401 or to_login or _bad_address(response):
        return None
    return Answered(each.path, each.method, response.status_code)


def _bad_address(response: Any) -> bool:
    return response.status_code == 400 and "not an address of the studio" in response.text


def _connect(client: TestClient, each: Found) -> Answered | None:
    try:
        with client.websocket_connect(each.path):
            return Answered(each.path, each.method, 101)
    except WebSocketDisconnect as closed:
        return None if closed.code == 4401 else Answered(each.path, each.method, closed.code)
