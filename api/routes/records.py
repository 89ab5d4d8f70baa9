"""Records of how results were made, read from their files."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile
from pydantic import BaseModel, Field

from api.deps import CurrentUser, Deps

router = APIRouter(prefix="/records", tags=["library"])


class RemakeView(BaseModel):
    """What makes a result again: the body of an order."""

    generator: str
    params: dict[str, Any] = Field(description="The parameters, the seed among them.")
    missing: list[str] = Field(description="Fields whose file has to be given anew.")
    made_by: str
    created_at: str


@router.post("/read")
def read_record(file: Annotated[UploadFile, File()], user: CurrentUser, deps: Deps) -> RemakeView:
    """Read the record in a picture, film or sound that Kinora made. Nothing of the file is kept."""
    return RemakeView.model_validate(vars(deps.records.read(user, file.file)))
