"""The models on this machine, for administrators. Drawn by the scripts from the REST API."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.errors import Forbidden
from domain.users import Role
from ui.deps import UiDeps
from ui.pages.error_page import error_page
from ui.shell import current_user, page


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/admin/models")
    def models(request: Request) -> Response:
        if current_user(request).role is not Role.ADMIN:
            return error_page(request, deps, Forbidden("Only administrators look after the models."))
        return page(request, "models.html", deps)

    return router
