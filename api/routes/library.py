"""The library: everything that was made, found again, marked, and taken home."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse, StreamingResponse

from api.deps import LINK_LIFETIME, ApiDeps, CurrentUser, Deps
from api.zip_stream import zip_stream
from domain.errors import NotFound
from domain.library import QUERY_MAX, Kind, LibraryFilter, LibraryItem, search_terms
from domain.library_desk import PAGE_MAX, ZIP_JOBS_MAX
from domain.params import SEED_MAX

router = APIRouter(prefix="/library", tags=["library"])


class Search(BaseModel):
    """Which results a page shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str = Field(
        "",
        max_length=QUERY_MAX,
        description='Words that all occur in prompts and settings, or begin words in them; "a phrase" as it stands.',
    )
    generator: str | None = Field(None, max_length=100)
    style: str | None = Field(None, max_length=100)
    backend: Literal["builtin", "neural"] | None = None
    model: str | None = Field(None, max_length=200, description="A model's key in the catalogue.")
    seed: int | None = Field(None, ge=0, le=SEED_MAX)
    project: str | None = Field(None, max_length=100, description="Everybody's results in this project.")
    favourite: bool | None = None
    kind: Kind | None = Field(None, description="What is among the files.")
    after: AwareDatetime | None = Field(None, description="Finished then or later.")
    before: AwareDatetime | None = Field(None, description="Finished before then.")
    cursor: str | None = Field(None, max_length=500, description="`next_cursor` of the page before.")
    limit: int = Field(40, ge=1, le=PAGE_MAX)

    def filter(self) -> LibraryFilter:
        return LibraryFilter(
            project_id=self.project,
            terms=search_terms(self.q),
            generator=self.generator,
            style=self.style,
            backend=self.backend,
            model=self.model,
            seed=self.seed,
            favourite=self.favourite,
            kind=self.kind,
            after=self.after,
            before=self.before,
        )


class ItemView(BaseModel):
    """One result: a job that succeeded.

    `pictures`: how many; `duration`: of the longest film or sound, in seconds; `own`: whether the caller ordered it;
    `thumbnail_url`: a small WebP, or null where there is no picture.
    """

    job_id: str
    title: str
    generator: str
    style: str
    backend: str
    model: str
    seed: int
    favourite: bool
    project_id: str | None
    created_at: datetime
    kinds: list[Kind]
    pictures: int
    duration: float | None
    bytes: int
    own: bool
    thumbnail_url: str | None


class ItemPage(BaseModel):
    """A page of results, newest first. `next_cursor` is null on the last one."""

    items: list[ItemView]
    next_cursor: str | None


@router.get("")
def list_library(user: CurrentUser, deps: Deps, where: Annotated[Search, Query()]) -> ItemPage:
    """What the user has made, or everybody in a project. Give `next_cursor` as `cursor` for the next page."""
    page = deps.library.page(user, where.filter(), where.cursor, where.limit)
    items = [item_view(deps, item, user.id) for item in page.items]
    return ItemPage(items=items, next_cursor=None if page.next_cursor is None else str(page.next_cursor))


@router.get(
    "/zip",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/zip": {}}, "description": "A folder for each result."}},
)
def zip_results(
    user: CurrentUser,
    deps: Deps,
    job: Annotated[list[str], Query(description=f"Ids of 1 to {ZIP_JOBS_MAX} jobs.", max_length=ZIP_JOBS_MAX)],
) -> StreamingResponse:
    """All files of some results as one zip, up to 2 GB."""
    files = deps.library.pack(user, job)
    name = f"kinora-{datetime.now(UTC):%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(zip_stream(files, deps.objects.open), media_type="application/zip", headers=headers)


@router.get("/{job_id}")
def get_item(job_id: str, user: CurrentUser, deps: Deps) -> ItemView:
    """One result as the library lists it. 404 for a job that has not succeeded."""
    _, item = deps.library.item(user, job_id)
    if item is None:
        raise NotFound("This job has no result.")
    return item_view(deps, item, user.id)


@router.get("/{job_id}/thumbnail", status_code=307, response_class=RedirectResponse)
def thumbnail(job_id: str, user: CurrentUser, deps: Deps) -> RedirectResponse:
    """Leads to a small WebP, which is made when it is first asked for."""
    url = deps.objects.url(deps.library.tile(user, job_id), LINK_LIFETIME)
    return RedirectResponse(url, 307, {"Cache-Control": "private, max-age=600"})


def item_view(deps: ApiDeps, item: LibraryItem, user_id: str) -> ItemView:
    values = {name: value for name, value in vars(item).items() if name in ItemView.model_fields}
    return ItemView(**values, own=item.user_id == user_id, thumbnail_url=_thumbnail_url(deps, item))


def _thumbnail_url(deps: ApiDeps, item: LibraryItem) -> str | None:
    if item.thumbnail == "" or not {"image", "video"} & set(item.kinds):
        return None
    if item.thumbnail is None:
        return f"/api/v1/library/{item.job_id}/thumbnail"
    return deps.objects.url(item.thumbnail, LINK_LIFETIME)
