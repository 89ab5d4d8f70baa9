"""The workers behind the studio."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.deps import CurrentUser, Deps

router = APIRouter(prefix="/worker", tags=["worker"])


@router.get("/status")
def status(_user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """Each worker, what it serves and whether it is busy."""
    return {"workers": deps.worker_status()}
