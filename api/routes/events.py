"""Streams of server-sent events."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Header, Query
from starlette.responses import StreamingResponse

from api.deps import ApiDeps, CurrentUser, Deps
from api.job_events import follow
from api.sse import event_stream, event_text, last_event_id
from api.user_feed import UserFeed
from domain.users import User

STREAM_LIFETIME = 900.0
"""Seconds after which a user's stream ends; browsers connect again, and so prove again who they are."""

router = APIRouter(tags=["events"])

LastEventId = Annotated[str | None, Header(alias="Last-Event-ID")]
After = Annotated[str | None, Query(max_length=100, description="Go on after this event; for clients without headers.")]
_STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}, "description": "Events."}}


@router.get("/jobs/{job_id}/events", response_class=StreamingResponse, responses=_STREAM)
async def job_events(
    job_id: str, user: CurrentUser, deps: Deps, last: LastEventId = None, after: After = None
) -> StreamingResponse:
    """A job's events: `progress`, `preview`, `state`. The last one is the terminal state."""
    await to_thread.run_sync(deps.studio.job, user, job_id)
    return event_stream(_job_events(deps, user, job_id, last_event_id(last, after)))


async def _job_events(deps: ApiDeps, user: User, job_id: str, after: str | None) -> AsyncGenerator[str, None]:
    async for event in follow(deps.studio, user, job_id, after):
        yield event_text(event.name, event.data, event.id)


@router.get("/events", response_class=StreamingResponse, responses=_STREAM)
async def user_events(user: CurrentUser, deps: Deps) -> StreamingResponse:
    """What changes in the user's jobs and credits: `snapshot`, then `job`, `progress`, `preview`, `credits`."""
    return event_stream(_user_events(deps, user), STREAM_LIFETIME)


async def _user_events(deps: ApiDeps, user: User) -> AsyncGenerator[str, None]:
    async for name, data in UserFeed(deps, user).messages():
        yield event_text(name, data)
