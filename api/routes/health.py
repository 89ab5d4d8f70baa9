"""Whether the process lives and whether it can serve."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import APIRouter, Response

from api.answers import HealthView, ReadyView
from api.deps import Deps

log = logging.getLogger(__name__)

router = APIRouter(prefix="/health", tags=["health"])

_DOWN: dict[int | str, dict[str, Any]] = {503: {"model": ReadyView, "description": "A component is down."}}


@router.head("/live", include_in_schema=False)
@router.get("/live", response_model=HealthView)
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.head("/ready", include_in_schema=False)
@router.get("/ready", response_model=ReadyView, responses=_DOWN)
def ready(deps: Deps, response: Response) -> dict[str, Any]:
    """Each component is "ok" or "unavailable". Why is in the log: this route is open to everyone."""
    states = deps.ready()
    for name, state in states.items():
        if state != "ok":
            log.warning("health.unavailable component=%s reason=%s", name, state)
    components = {name: "ok" if state == "ok" else "unavailable" for name, state in states.items()}
    healthy = all(state == "ok" for state in components.values())
    response.status_code = 200 if healthy else 503
    return {"status": "ok" if healthy else "unavailable", "components": components}
