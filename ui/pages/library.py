"""The library and projects. Drawn by their scripts from the REST API."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.errors import KinoraError
from ui.deps import UiDeps
from ui.pages.error_page import error_page
from ui.shell import current_user, page


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/library")
    def library(request: Request) -> Response:
        current_user(request)
        return page(request, "library.html", deps)

    @router.get("/projects")
    def projects(request: Request) -> Response:
        current_user(request)
        return page(request, "projects.html", deps)

    @router.get("/projects/{project_id}")
    def project(request: Request, project_id: str) -> Response:
        """One project, for those who are in it."""
        try:
            facts = deps.projects.get(current_user(request), project_id)
        except KinoraError as error:
            return error_page(request, deps, error)
        return page(request, "project.html", deps, project=facts.project, role=facts.role or "")

    return router
