"""Unfinished orders."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answers import DraftList, DraftView
from api.deps import CurrentUser, Deps
from api.etags import NOT_MODIFIED, unless_known
from domain.drafts import DRAFT_MAX_BYTES, DRAFTS_MAX, NAME_MAX, DraftChange
from domain.views import draft_view

router = APIRouter(prefix="/drafts", tags=["drafts"])


class DraftBody(BaseModel):
    """What a draft is to become."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    generator: str = Field(max_length=100, description="The generator that it is an order for.")
    name: str = Field(max_length=NAME_MAX, description=f"1 to {NAME_MAX} printable characters.")
    content: dict[str, Any] = Field(description=f"Any JSON object, up to {DRAFT_MAX_BYTES // 1000} kB.")
    version: int = Field(0, ge=0, lt=2**31, description="The version that was changed; 0 for a new draft.")


@router.get("", response_model=DraftList)
def list_drafts(
    user: CurrentUser, deps: Deps, generator: Annotated[str | None, Query(max_length=100)] = None
) -> dict[str, Any]:
    """The user's drafts without their contents, the last changed first."""
    return {"items": [draft_view(draft) for draft in deps.drafts.list(user, generator)], "limit": DRAFTS_MAX}


@router.get("/{draft_id}", response_model=DraftView, responses=NOT_MODIFIED)
def get_draft(draft_id: str, user: CurrentUser, deps: Deps, request: Request, response: Response) -> Any:
    """One draft with its content."""
    return unless_known(request, response, draft_view(deps.drafts.get(user, draft_id)))


@router.put(
    "/{draft_id}", response_model=DraftView, responses={201: {"model": DraftView, "description": "It was made."}}
)
def put_draft(draft_id: str, body: DraftBody, user: CurrentUser, deps: Deps, response: Response) -> dict[str, Any]:
    """Make a draft under an id of one's own (32 hexadecimal digits), or change it.

    A change names the version that it was made from: 409 where the draft was changed since, with the version that it
    has now. The same change again is no change.
    """
    change = DraftChange(body.generator, body.name, body.content, body.version)
    draft = deps.drafts.put(user, draft_id, change)
    response.status_code = 201 if draft.version == 1 and not body.version else 200
    return draft_view(draft)


@router.delete("/{draft_id}", status_code=204)
def delete_draft(draft_id: str, user: CurrentUser, deps: Deps) -> None:
    """Delete a draft. What was made from it stays."""
    deps.drafts.delete(user, draft_id)
