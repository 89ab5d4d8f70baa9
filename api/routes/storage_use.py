"""What an account keeps in files, and for how long."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import CurrentUser, Deps

router = APIRouter(prefix="/auth/me/storage", tags=["auth"])


class Files(BaseModel):
    """How many, and how large in all."""

    files: int
    bytes: int


class Kept(BaseModel):
    """Days; 0 keeps for ever."""

    results: int = Field(description="From the end of their job. Favourites are kept.")
    inputs: int
    stages: int


class StorageAnswer(BaseModel):
    """The account's files. Uploads are kept until they are deleted."""

    bytes: int
    results: Files
    uploads: Files
    kept_days: Kept


@router.get("")
def storage_use(user: CurrentUser, deps: Deps) -> StorageAnswer:
    """How much the user's results and uploads take, and how many days each is kept."""
    use, periods = deps.retention.use_of(user.id), deps.retention.periods
    return StorageAnswer(
        bytes=use.bytes,
        results=Files(files=use.results, bytes=use.result_bytes),
        uploads=Files(files=use.assets, bytes=use.asset_bytes),
        kept_days=Kept(results=periods.outputs, inputs=periods.inputs, stages=periods.stages),
    )
