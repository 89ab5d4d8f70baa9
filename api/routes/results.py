"""What may be done with a job beside ordering and cancelling it: move, mark, share, delete."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse

from api.answers import JobView
from api.deps import LINK_LIFETIME, ApiDeps, CurrentUser, Deps
from domain.format_desk import Format
from domain.jobs import Priority
from domain.library_desk import JobChange
from domain.params import AssetId
from domain.sharing import SHARE_DEFAULT, SHARE_MAX, SHARE_MIN, ShareLink
from domain.views import job_view

router = APIRouter(prefix="/jobs", tags=["jobs"])


class JobPatch(BaseModel):
    """What of a job is to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [{"favourite": True}]})

    project_id: AssetId | None = Field(None, description="The project to move it into; null takes it out of its one.")
    favourite: bool | None = Field(None, description="For results only: favourites are kept.")

    priority: Priority | None = Field(None, description="For a job that waits; urgent is for administrators.")

    def change(self) -> JobChange:
        return JobChange("project_id" in self.model_fields_set, self.project_id, self.favourite)


class NewShare(BaseModel):
    """A link to a result for people without an account."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [{"expires_in": 86400, "with_prompt": False}]}
    )

    expires_in: int = Field(
        int(SHARE_DEFAULT.total_seconds()),
        ge=int(SHARE_MIN.total_seconds()),
        le=int(SHARE_MAX.total_seconds()),
        description="Seconds for which it works.",
    )
    with_prompt: bool = Field(False, description="Whether it also shows what the result was made from.")


class ShareView(BaseModel):
    """A link to a result. `url` is told once, when it is made."""

    id: str
    with_prompt: bool
    created_at: datetime
    expires_at: datetime


class MadeShare(ShareView):
    """A new link, with its address."""

    url: str


class ShareList(BaseModel):
    """The links to a result that work, newest first."""

    items: list[ShareView]


Wanted = Annotated[Format | None, Query(alias="format", description="Another format; converted while you wait.")]
_NO_CHANGE, _USUAL_SHARE = JobPatch(), NewShare()
"""What a request without a body means."""


@router.patch("/{job_id}", response_model=JobView, response_model_exclude_unset=True)
def change_job(job_id: str, user: CurrentUser, deps: Deps, body: JobPatch = _NO_CHANGE) -> dict[str, Any]:
    """Move a job into a project or out of it, make its result a favourite, or serve it sooner or later."""
    if body.priority is not None:
        deps.studio.prioritise(user, job_id, body.priority)
    return job_view(deps.library.change(user, job_id, body.change()), deps.artifact_url)


@router.delete("/{job_id}", status_code=204)
def delete_job(job_id: str, user: CurrentUser, deps: Deps) -> None:
    """Delete an ended job with its files, for good. What it cost stays in the account's history."""
    deps.library.delete(user, job_id)


@router.get("/{job_id}/artifacts/{name}", status_code=307, response_class=RedirectResponse)
def artifact(
    job_id: str,
    name: str,
    user: CurrentUser,
    deps: Deps,
    wanted: Wanted = None,
) -> RedirectResponse:
    """Leads to a file of a job: pictures as png, jpg or webp; films as mp4, up to 60 s as webm, up to 20 s as gif."""
    key, save_as = deps.formats.give(user, job_id, name, wanted)
    return RedirectResponse(deps.objects.url(key, LINK_LIFETIME, save_as), 307, {"Cache-Control": "no-store"})


@router.post("/{job_id}/share", status_code=201)
def share(job_id: str, request: Request, user: CurrentUser, deps: Deps, body: NewShare = _USUAL_SHARE) -> MadeShare:
    """Make a link that shows a finished result to anybody who has it, until it ends or is revoked."""
    lifetime = timedelta(seconds=body.expires_in)
    link, secret = deps.sharing.share(user, job_id, lifetime, with_prompt=body.with_prompt, ip=_ip(request))
    return MadeShare(**_facts(link), url=f"{_public_url(deps, request)}/s/{secret}")


@router.get("/{job_id}/share")
def shares(job_id: str, user: CurrentUser, deps: Deps) -> ShareList:
    """The links to a result that work."""
    return ShareList(items=[ShareView(**_facts(link)) for link in deps.sharing.list(user, job_id)])


@router.delete("/{job_id}/share/{share_id}", status_code=204)
def revoke(job_id: str, share_id: str, request: Request, user: CurrentUser, deps: Deps) -> None:
    """End a link at once."""
    deps.sharing.revoke(user, job_id, share_id, ip=_ip(request))


def _facts(link: ShareLink) -> dict[str, Any]:
    return {name: getattr(link, name) for name in ShareView.model_fields}


def _ip(request: Request) -> str:
    return request.client.host if request.client else ""


def _public_url(deps: ApiDeps, request: Request) -> str:
    """Where people reach the studio: as it is set, else as this request has reached it."""
    return deps.public_url.rstrip("/") or str(request.base_url).rstrip("/")
