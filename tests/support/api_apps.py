"""APIs for tests: building the routes takes most of a second, so they are built once and shared by copies."""

from __future__ import annotations

import copy
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import State

from api.app import build_api
from api.deps import ApiDeps
from api.mcp.endpoint import PATH, mcp_route

_built: dict[tuple[str, ...], FastAPI] = {}


def api_of(deps: ApiDeps) -> FastAPI:
    """An app of its own over shared routes, which take what they work with from its state; MCP's takes it when made."""
    generators = tuple(sorted(deps.studio.generators))
    if generators not in _built:
        _built[generators] = build_api(deps)
    app = copy.copy(_built[generators])
    router = app.router = copy.copy(app.router)
    router.middleware_stack, router.default = router.app, router.not_found  # were those of the one it is a copy of
    router.routes = [mcp_route(deps) if _path(route) == PATH else route for route in router.routes]
    app.state = State()
    app.state.deps = deps
    app.middleware_stack = None
    return app


def _path(route: Any) -> str:
    return str(getattr(route, "path", ""))
