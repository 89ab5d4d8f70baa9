"""The live stream of one user: what changes in their jobs and credits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

from api.deps import ApiDeps
from api.job_events import event_data
from api.sse import stop
from domain.errors import NotFound
from domain.jobs import JobRecord
from domain.ports import JobEvent
from domain.users import User
from domain.views import job_view

Message = tuple[str, dict[str, Any]]
"""An event's name and its data."""


class UserFeed:
    """Turns hints into messages; each hint makes it read again, and it tells only what is new to this client.

    Messages: `snapshot` {"credits", "jobs"} first; then `job` (a job's view) when its state changed, `progress`
    {"job_id", "progress", "message", "stage", "eta"}, `preview` {"job_id", "version", "url"}, and `credits`
    {"balance", "held"}.
    """

    def __init__(self, deps: ApiDeps, user: User) -> None:
        self._deps = deps
        self._user = user
        self._told: dict[str, tuple[Any, ...]] = {}
        self._credits: dict[str, int] = {}

    async def messages(self) -> AsyncIterator[Message]:
        """Never ends by itself. Listens before it reads the snapshot, so that nothing falls between the two."""
        hints = self._deps.studio.follow_all(self._user)
        following = asyncio.ensure_future(anext(hints, None))
        try:
            yield await asyncio.to_thread(self._snapshot)
            while True:
                hint = await following
                following = asyncio.ensure_future(anext(hints, None))
                for message in await self._answer(hint):
                    yield message
        finally:
            await stop(following)

    async def _answer(self, hint: JobEvent | None) -> list[Message]:
        if hint is None:
            return await asyncio.to_thread(lambda: list(self._everything()))
        if hint.type == "state":
            job_id = hint.job_id
            return await asyncio.to_thread(lambda: list(self._changed(job_id)))
        return [(hint.type, event_data(hint))]

    # --- reading: in a thread, since it asks the database --------------------------------------------------------

    def _snapshot(self) -> Message:
        records = self._deps.studio.open_jobs(self._user)
        for record in records:
            self._told[record.job.id] = _state(record)
        self._credits = self._read_credits()
        return "snapshot", {"credits": self._credits, "jobs": [self._view(record) for record in records]}

    def _everything(self) -> Iterator[Message]:
        """What changed in any job: those open now, and those that were and have ended.

        Credits are read first, so that no order is told by what it costs before it is told itself.
        """
        credits = self._read_credits()
        records = self._deps.studio.open_jobs(self._user)
        for record in records:
            yield from self._news(record)
        for job_id in self._told.keys() - {record.job.id for record in records}:
            yield from self._job(job_id)
        yield from self._credits_news(credits)

    def _changed(self, job_id: str) -> Iterator[Message]:
        credits = self._read_credits()
        yield from self._job(job_id)
        yield from self._credits_news(credits)

    def _job(self, job_id: str) -> Iterator[Message]:
        try:
            record = self._deps.studio.job(self._user, job_id)
        except NotFound:
            self._told.pop(job_id, None)
            return
        yield from self._news(record)
        if record.job.status.terminal:
            self._told.pop(job_id, None)

    def _news(self, record: JobRecord) -> Iterator[Message]:
        state = _state(record)
        if self._told.get(record.job.id) != state:
            self._told[record.job.id] = state
            yield "job", self._view(record)

    def _credits_news(self, credits: dict[str, int]) -> Iterator[Message]:
        if credits != self._credits:
            self._credits = credits
            yield "credits", credits

    def _read_credits(self) -> dict[str, int]:
        credits = self._deps.studio.credits(self._user)
        return {"balance": credits.balance, "held": credits.held}

    def _view(self, record: JobRecord) -> dict[str, Any]:
        return job_view(record, self._deps.artifact_url)


def _state(record: JobRecord) -> tuple[Any, ...]:
    """What, when it changes, makes a job worth telling whole. Progress comes in messages of its own."""
    done = tuple(step.status for step in record.steps)
    return record.job.status, record.job.attempt, record.queue_position, record.job.cancel_requested, done
