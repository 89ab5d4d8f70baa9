"""The library. Drawn by its scripts from the REST API."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from ui.deps import UiDeps
from ui.shell import current_user, page


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/library")
    def library(request: Request) -> Response:
        current_user(request)
        return page(request, "library.html", deps)

    return router
