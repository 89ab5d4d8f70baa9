"""What an account has and where it went."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.answers import CreditsView, EntryPage
from api.deps import CurrentUser, Deps
from domain.studio import PAGE_MAX
from domain.views import entry_view

ENTRY_ID_MAX = 2**63 - 1

router = APIRouter(prefix="/credits", tags=["credits"])


@router.get("", response_model=CreditsView)
def credits(user: CurrentUser, deps: Deps) -> dict[str, int]:
    """`balance` can be spent now; `held` is set aside for jobs that have not ended."""
    found = deps.studio.credits(user)
    return {"balance": found.balance, "held": found.held}


@router.get("/transactions", response_model=EntryPage)
def transactions(
    user: CurrentUser,
    deps: Deps,
    before: Annotated[int | None, Query(ge=0, le=ENTRY_ID_MAX, description="`next_before` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 50,
) -> dict[str, Any]:
    """The account's ledger, newest first."""
    entries = deps.studio.transactions(user, before, limit)
    following = entries[-1].id if len(entries) == limit else None
    return {"items": [entry_view(entry) for entry in entries], "next_before": following}
