"""The list of jobs, and one job's page. Both are drawn by the scripts from the REST API."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.errors import KinoraError
from domain.library import title_of
from ui.deps import UiDeps
from ui.pages.error_page import error_page
from ui.shell import current_user, page


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/jobs")
    def jobs(request: Request) -> Response:
        current_user(request)
        return page(request, "jobs.html", deps)

    @router.get("/result/{job_id}")
    def result(request: Request, job_id: str) -> Response:
        """One job, for its owner only."""
        user = current_user(request)
        try:
            job = deps.studio.job(user, job_id).job
            made_by = deps.studio.generator(job.generator).title
        except KinoraError as error:
            return error_page(request, deps, error)
        title = title_of(job.generator, job.params)
        return page(request, "result.html", deps, job=job, title=title, made_by=made_by)

    return router
