"""Files that creators bring."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from api.answers import AssetPage, AssetView, UploadTargetView
from api.deps import ApiDeps, CurrentUser, Deps
from domain.asset_desk import SEARCH_MAX
from domain.asset_names import NAME_MAX
from domain.assets import VIDEO_MAX_BYTES, Asset, AssetType, Upload
from domain.params import AssetId
from domain.studio import PAGE_MAX
from domain.upload_desk import UNKNOWN_TYPE, UploadDesk, UploadOrder
from domain.views import asset_view, upload_target_view, upload_view

router = APIRouter(prefix="/assets", tags=["assets"])

_CONSENT = "The person agreed to it: needed for the types portrait, person and voice_sample, and recorded."


class UploadBody(BaseModel):
    """A file that is going to be sent straight into the object store."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: AssetType
    name: str = Field(max_length=10 * NAME_MAX, description="For people; the content decides what the file is.")
    size: int = Field(ge=1, le=10 * VIDEO_MAX_BYTES, description="Bytes, exactly.")
    content_type: str = Field(UNKNOWN_TYPE, max_length=200, description="Must be sent with the file as it is here.")
    consent: bool = Field(False, description=_CONSENT)


class AssetChange(BaseModel):
    """What of a file is to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str | None = Field(
        None, max_length=10 * NAME_MAX, description=f"1 to {NAME_MAX} printable characters, no path."
    )
    project_id: AssetId | None = Field(None, description="The project to share it with; null takes it out of its one.")


_UNCHANGED = AssetChange()


@router.post("", status_code=201, response_model=AssetView)
def upload(
    file: Annotated[UploadFile, File()],
    kind: Annotated[AssetType, Form(alias="type")],
    user: CurrentUser,
    deps: Deps,
    consent: Annotated[bool, Form(description=_CONSENT)] = False,
) -> dict[str, Any]:
    """Take in a file. Its content is checked, not its name."""
    return _view(deps, deps.desk.take(user, kind, file.filename or "", file.file, consent=consent))


@router.post("/upload-url", status_code=201, response_model=UploadTargetView)
def upload_url(body: UploadBody, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """A place for a file in the object store, and the request that puts it there; then confirm it.

    Send the file by `method` to `url` with `headers`; where there are `fields`, as a form of these and then `file`.
    """
    order = UploadOrder(body.type, body.name, body.size, body.content_type, body.consent)
    arriving, target = UploadDesk(deps.desk).begin(user, order)
    return upload_target_view(arriving, target)


@router.get("", response_model=AssetPage)
def list_assets(
    user: CurrentUser,
    deps: Deps,
    kinds: Annotated[list[AssetType] | None, Query(alias="type", max_length=20)] = None,
    text: Annotated[str, Query(alias="q", max_length=SEARCH_MAX, description="Part of the name.")] = "",
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 20,
    project: Annotated[str | None, Query(max_length=100, description="Everybody's files in this project.")] = None,
) -> dict[str, Any]:
    """The user's files, newest first; of several types when `type` is given several times.

    Give `next_cursor` as `cursor` for the next page.
    """
    assets, following = deps.desk.list(user, kinds, cursor, limit, text=text, project_id=project)
    uses = deps.desk.uses(assets)
    items = [asset_view(each, deps.desk.url(each), deps.desk.thumb_url(each), uses[each.id]) for each in assets]
    return {"items": items, "next_cursor": following}


@router.get("/{asset_id}", response_model=AssetView)
def get_asset(asset_id: str, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """One file, with a link that works for an hour, and how many jobs use it; pending while it comes in."""
    found = UploadDesk(deps.desk).get(user, asset_id)
    return upload_view(found) if isinstance(found, Upload) else _view(deps, found)


@router.post("/{asset_id}/confirm", response_model=AssetView)
def confirm(asset_id: str, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """Check a file that was sent to its upload link, and keep it. The same call again has no effect.

    What is refused (413, 415, 422) is removed; after 409 the file may be sent again to the same link.
    """
    return _view(deps, UploadDesk(deps.desk).confirm(user, asset_id))


@router.patch("/{asset_id}", response_model=AssetView)
def change_asset(asset_id: str, user: CurrentUser, deps: Deps, body: AssetChange = _UNCHANGED) -> dict[str, Any]:
    """Give a file another name, or share it with a project."""
    desk = deps.desk
    if "project_id" in body.model_fields_set:
        desk.move(user, asset_id, body.project_id)
    return _view(deps, desk.get(user, asset_id) if body.name is None else desk.rename(user, asset_id, body.name))


@router.delete("/{asset_id}", status_code=204)
def delete_asset(asset_id: str, user: CurrentUser, deps: Deps) -> None:
    """Delete a file, or give up one that is on its way. 409 while a queued or running job needs it.

    Results made from it stay; ordering them again needs another file.
    """
    if not UploadDesk(deps.desk).cancel(user, asset_id):
        deps.desk.delete(user, asset_id)


def _view(deps: ApiDeps, asset: Asset) -> dict[str, Any]:
    return asset_view(asset, deps.desk.url(asset), deps.desk.thumb_url(asset), deps.desk.uses([asset])[asset.id])
