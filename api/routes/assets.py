"""Files that creators bring."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, UploadFile

from api.deps import ApiDeps, CurrentUser, Deps
from domain.assets import Asset, AssetType
from domain.studio import PAGE_MAX
from domain.views import asset_view

router = APIRouter(prefix="/assets", tags=["assets"])


@router.post("", status_code=201)
def upload(
    file: Annotated[UploadFile, File()],
    kind: Annotated[AssetType, Form(alias="type")],
    user: CurrentUser,
    deps: Deps,
    consent: Annotated[bool, Form()] = False,
) -> dict[str, Any]:
    """Take in a file. Its content is checked, not its name."""
    return _view(deps, deps.desk.take(user, kind, file.filename or "", file.file, consent=consent))


@router.get("")
def list_assets(
    user: CurrentUser,
    deps: Deps,
    kind: Annotated[AssetType | None, Query(alias="type")] = None,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 20,
) -> dict[str, Any]:
    """The user's files, newest first. Give `next_cursor` as `cursor` for the next page."""
    assets, following = deps.desk.list(user, () if kind is None else {kind}, cursor, limit)
    return {"items": [_view(deps, asset) for asset in assets], "next_cursor": following}


@router.get("/{asset_id}")
def get_asset(asset_id: str, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """One file, with a link that works for an hour."""
    return _view(deps, deps.desk.get(user, asset_id))


@router.delete("/{asset_id}", status_code=204)
def delete_asset(asset_id: str, user: CurrentUser, deps: Deps) -> None:
    """Delete a file. Jobs already ordered with it may fail."""
    deps.desk.delete(user, asset_id)


def _view(deps: ApiDeps, asset: Asset) -> dict[str, Any]:
    return asset_view(asset, deps.desk.url(asset))
