"""A job's events as clients see them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from domain.ports import JobEvent
from domain.studio import Studio
from domain.users import User

FIRST_ID = "0-0"
"""Stands for the beginning of a job's events."""


@dataclass(frozen=True)
class ClientEvent:
    """One event: `name` is state, progress or preview; `id` is where to go on after it."""

    id: str
    name: str
    data: dict[str, Any]


def preview_url(job_id: str, version: Any) -> str:
    """Where the newest preview is read; the version only keeps browsers from showing an older one."""
    return f"/api/v1/jobs/{job_id}/preview?v={version}"


def event_data(event: JobEvent) -> dict[str, Any]:
    """What a client is told of an event, with a link when it is a preview."""
    data = {"job_id": event.job_id, **event.data}
    if event.type == "preview":
        data["url"] = preview_url(event.job_id, event.data.get("version", 0))
    return data


async def follow(studio: Studio, user: User, job_id: str, after: str | None) -> AsyncIterator[ClientEvent]:
    """A job's events until its terminal state. Ask `studio.job` first: it checks the owner.

    A state that was read from the job itself has no id of its own: it carries that of the event before it.
    """
    last = after or FIRST_ID
    async for event in studio.follow(user, job_id, after):
        last = event.id or last
        yield ClientEvent(last, event.type, event_data(event))
