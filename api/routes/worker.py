"""The workers behind the studio."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.answers import WorkerList
from api.deps import CurrentUser, Deps
from domain.users import Role

router = APIRouter(prefix="/worker", tags=["worker"])


_FOR_ALL = frozenset({"name", "queues", "device", "state", "started_at", "beat"})
"""What every user may know of a worker; hosts, processes and other people's jobs are for administrators."""


@router.get("/status", response_model=WorkerList)
def status(user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """Each worker, what it serves and whether it is busy. Administrators also see where it runs and its job."""
    workers = deps.worker_status()
    if user.role is not Role.ADMIN:
        workers = [{name: value for name, value in each.items() if name in _FOR_ALL} for each in workers]
    return {"workers": workers}
