"""The user's webhooks. Drawn by the scripts from the REST API."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from ui.deps import UiDeps
from ui.shell import current_user, page


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/webhooks")
    def webhooks(request: Request) -> Response:
        current_user(request)
        return page(request, "webhooks.html", deps, part="webhooks")

    return router
