"""Refused orders: an account's own, and what administrators decide about appeals."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.deps import ApiDeps, CurrentUser, Deps
from domain.refusals import APPEAL_MAX, NOTE_MAX, Outcome, Refusal

router = APIRouter(tags=["moderation"])


class RefusalView(BaseModel):
    """An order that was refused."""

    id: str
    created_at: datetime
    generator: str
    field: str = Field(description="Where in the order it was found.")
    category: str
    reason: str
    excerpt: str = Field(description="What stands around the words in question.")
    can_be_appealed: bool
    appealed_at: datetime | None
    message: str
    resolved_at: datetime | None
    outcome: Outcome | None
    note: str


class RefusalList(BaseModel):
    """Refused orders, at most a hundred."""

    items: list[RefusalView]


class AppealBody(BaseModel):
    """Why a refusal is a mistake."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"refusal_id": "0" * 32, "message": "It is a history lesson."}}
    )

    refusal_id: str = Field(max_length=100)
    message: str = Field(min_length=1, max_length=APPEAL_MAX)


class Decision(BaseModel):
    """What becomes of an appeal."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"outcome": "allowed", "note": "Fine."}})

    outcome: Outcome
    note: str = Field("", max_length=NOTE_MAX)


@router.get("/moderation/refusals")
def refusals(user: CurrentUser, deps: Deps) -> RefusalList:
    """The user's refused orders, newest first."""
    return RefusalList(items=[_view(deps, each) for each in deps.moderation.refusals(user)])


@router.post("/moderation/appeals", status_code=201)
def appeal(body: AppealBody, user: CurrentUser, deps: Deps) -> RefusalView:
    """Ask for a person to look at a refused order again."""
    return _view(deps, deps.moderation.appeal(user, body.refusal_id, body.message))


@router.get("/admin/moderation/appeals")
def appeals(
    user: CurrentUser, deps: Deps, waiting: Annotated[bool, Query(description="False: those already decided.")] = True
) -> RefusalList:
    """Appeals that wait for an administrator, the oldest first."""
    return RefusalList(items=[_view(deps, each) for each in deps.moderation.appeals(user, waiting=waiting)])


@router.post("/admin/moderation/appeals/{refusal_id}")
def decide(refusal_id: str, body: Decision, user: CurrentUser, deps: Deps) -> RefusalView:
    """Decide an appeal. Once allowed, its owner may order this text."""
    return _view(deps, deps.moderation.resolve(user, refusal_id, body.outcome, body.note))


def _view(deps: ApiDeps, refusal: Refusal) -> RefusalView:
    desk = deps.moderation
    reasons = {category.key: category.reason for category in desk.screen.categories}
    return RefusalView(
        id=refusal.id,
        created_at=refusal.created_at,
        generator=refusal.generator,
        field=refusal.field,
        category=refusal.category,
        reason=reasons.get(refusal.category, ""),
        excerpt=refusal.excerpt,
        can_be_appealed=refusal.appealed_at is None and desk.can_be_appealed(refusal),
        appealed_at=refusal.appealed_at,
        message=refusal.message,
        resolved_at=refusal.resolved_at,
        outcome=refusal.outcome,
        note=refusal.note,
    )
