"""Refused orders, and for administrators what waits for a decision. Drawn by the scripts from the REST API."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.users import Role
from ui.deps import UiDeps
from ui.shell import current_user, page


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/refusals")
    def refusals(request: Request) -> Response:
        return page(request, "refusals.html", deps, decides=current_user(request).role is Role.ADMIN)

    return router
