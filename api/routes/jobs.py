"""Ordering jobs and looking at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answers import Accepted, JobPage, JobStats, JobView, StageList
from api.deps import CurrentUser, Deps
from api.etags import NOT_MODIFIED, unless_known
from domain.generator import Generator
from domain.jobs import JobFilter, JobStatus, Priority
from domain.params import Params
from domain.studio import IDEMPOTENCY_KEY_MAX, PAGE_MAX, Submitted
from domain.views import job_view

router = APIRouter(prefix="/jobs", tags=["jobs"])

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description=f"1 to {IDEMPOTENCY_KEY_MAX} characters. A second request with it gives the first one's job.",
    ),
]
Ordering = Annotated[Priority, Query(alias="priority", description="Urgent is for administrators.")]


def add_submit_routes(router: APIRouter, generators: list[Generator[Any]]) -> None:
    """A route for each generator, so that OpenAPI shows its parameters, and one that refuses other keys."""
    for generator in generators:
        router.add_api_route(
            f"/{generator.key}",
            _submit(generator),
            methods=["POST"],
            status_code=202,
            response_model=Accepted,
            summary=generator.title,
            description=generator.summary,
            operation_id=f"submit_{generator.key.replace('-', '_')}",
        )
    router.add_api_route("/{key}", _submit_unknown, methods=["POST"], status_code=202, include_in_schema=False)


def _submit(generator: Generator[Any]) -> Callable[..., dict[str, Any]]:
    key = generator.key

    def submit(
        params: Params,
        user: CurrentUser,
        deps: Deps,
        priority: Ordering = Priority.NORMAL,
        idempotency_key: IdempotencyKey = None,
    ) -> dict[str, Any]:
        body = params.model_dump(mode="json")
        return _accepted(deps.studio.submit(user, key, body, idempotency_key=idempotency_key, priority=priority))

    # FastAPI takes the body's model from the annotation, and it is known only here.
    submit.__annotations__["params"] = generator.params
    return submit


def _submit_unknown(key: str, _user: CurrentUser, deps: Deps) -> dict[str, Any]:
    raise AssertionError(f"{deps.studio.generator(key).key} has a route of its own")


def _accepted(submitted: Submitted) -> dict[str, Any]:
    job = submitted.job
    return {
        "job_id": job.id,
        "status": job.status.value,
        "price": job.price,
        "balance": submitted.credits.balance,
    }


class Listing(BaseModel):
    """Which jobs a list shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: list[JobStatus] = Field([], description="One or several states.")
    generator: str | None = Field(None, max_length=100)
    project: str | None = Field(None, max_length=100)
    priority: Priority | None = None
    cursor: str | None = Field(None, max_length=500, description="`next_cursor` of the page before.")
    limit: int = Field(20, ge=1, le=PAGE_MAX)

    def filter(self, user_id: str) -> JobFilter:
        return JobFilter(user_id, tuple(self.status), self.generator, self.project, self.priority)


@router.get("", response_model=JobPage, response_model_exclude_unset=True)
def list_jobs(user: CurrentUser, deps: Deps, where: Annotated[Listing, Query()]) -> dict[str, Any]:
    """The user's jobs, newest first. Give `next_cursor` as `cursor` for the next page."""
    page = deps.studio.jobs(where.filter(user.id), where.cursor, where.limit)
    items = [job_view(record, deps.artifact_url) for record in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@router.get("/stats", response_model=JobStats)
def stats(user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """How many of the user's jobs are in each state."""
    counts = deps.studio.job_counts(user)
    return {"by_status": {status.value: count for status, count in counts.items()}, "total": sum(counts.values())}


@router.get("/{job_id}", response_model=JobView, response_model_exclude_unset=True, responses=NOT_MODIFIED)
def get_job(job_id: str, user: CurrentUser, deps: Deps, request: Request, response: Response) -> Any:
    """One job, with links to its artifacts that work for an hour. With If-None-Match, 304 while nothing has changed."""
    return unless_known(request, response, job_view(deps.studio.job(user, job_id), deps.artifact_url))


@router.get("/{job_id}/steps", response_model=StageList)
def steps(job_id: str, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """The stages of a job, with their progress and times."""
    return {"items": job_view(deps.studio.job(user, job_id), deps.artifact_url)["stages"]}


@router.get("/{job_id}/preview", response_class=Response, responses={200: {"content": {"image/jpeg": {}}}})
def preview(job_id: str, user: CurrentUser, deps: Deps) -> Response:
    """The newest preview of a running job."""
    return Response(deps.studio.preview(user, job_id), media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.post("/{job_id}/cancel", response_model=JobView, response_model_exclude_unset=True)
def cancel(job_id: str, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """End a job: a queued one at once, a running one at its next step. Nothing is charged."""
    deps.studio.cancel(user, job_id)
    return job_view(deps.studio.job(user, job_id), deps.artifact_url)


@router.post("/{job_id}/retry", status_code=202, response_model=Accepted)
def retry(job_id: str, user: CurrentUser, deps: Deps, idempotency_key: IdempotencyKey = None) -> dict[str, Any]:
    """Order a failed or cancelled job again, with the same parameters and seed."""
    return _accepted(deps.studio.retry(user, job_id, idempotency_key=idempotency_key))
