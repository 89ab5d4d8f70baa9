"""Where a file comes from: its signature and the record inside."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile
from pydantic import BaseModel, Field

from api.deps import CurrentUser, Deps
from domain.provenance import Credentials, findings_view

router = APIRouter(prefix="/verify", tags=["verify"])


class Verification(BaseModel):
    """What a file says about where it comes from."""

    content_type: str | None = Field(description="By its content; null for a kind that carries no credentials.")
    state: Credentials
    verdict: str = Field(description="The same in plain words.")
    signer: str | None = Field(description="The name in the certificate; only `signed_here` vouches for it.")
    software: str | None
    source: str | None = Field(description="IPTC digital source type, such as trainedAlgorithmicMedia.")
    source_words: str | None
    made_at: str | None
    problems: list[str] = Field(description="C2PA codes of what does not hold.")
    record: dict[str, Any] | None = Field(description="Kinora's record of how a result was made, if it is inside.")


@router.post("", response_model=Verification)
def verify(file: Annotated[UploadFile, File()], _user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """Read a file's Content Credentials (C2PA) and Kinora's record. Nothing of the file is kept."""
    return findings_view(deps.verify(file.file))
