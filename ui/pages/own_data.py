"""Settings: taking all own data along, and leaving for good. The scripts call the API for both."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from ui.deps import UiDeps
from ui.shell import page


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/settings/data")
    def own_data(request: Request) -> Response:
        return page(request, "own_data.html", deps, part="data")

    return router
