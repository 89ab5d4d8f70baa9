"""Streams what happens to jobs from the workers to those who follow them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any, cast

import redis

from domain.ports import JobEvent
from queue_worker.circuit import Circuit
from queue_worker.connections import connect
from queue_worker.event_stream import (
    EVENTS,
    EVENTS_KEPT,
    JOB_EVENTS_KEPT,
    PREVIEW_LIFETIME,
    PUBLISH,
    event_of,
    job_stream,
    lifetime,
    place,
    preview_key,
)
from queue_worker.hub import BLOCK_MS, Hub
from queue_worker.watcher import Watcher

log = logging.getLogger(__name__)

NUDGE = 5.0
"""Seconds of silence after which a follower is told to read the job itself."""


class RedisChannel:
    """`domain.ports.ProgressChannel`. Publishing needs no event loop; following works on any.

    Args:
        url: "redis://...", "rediss://..." or "unix://...".
    """

    def __init__(self, url: str) -> None:
        self._client = connect(url)
        self._publish = self._client.register_script(PUBLISH)
        self._circuit = Circuit()
        self._hub = Hub(lambda: connect(url, timeout=BLOCK_MS / 1000 + 2))

    def publish(self, event: JobEvent) -> None:
        """Tell all followers. Never raises, and costs a running job nearly nothing while Redis is down."""
        if not self._circuit.allows and event.type != "state":
            return  # States are few and worth the wait.
        try:
            self._publish(
                keys=[job_stream(event.job_id), EVENTS],
                args=[
                    JOB_EVENTS_KEPT,
                    lifetime(event),
                    EVENTS_KEPT,
                    event.job_id,
                    event.user_id,
                    event.type,
                    json.dumps(event.data),
                ],
            )
            self._circuit.worked()
        except (redis.RedisError, OSError) as error:
            self._failed(error)

    def put_preview(self, job_id: str, jpeg: bytes) -> None:
        """Keep the newest preview for ten minutes. Never raises."""
        if not self._circuit.allows:
            return
        try:
            self._client.set(preview_key(job_id), jpeg, ex=PREVIEW_LIFETIME)
        except (redis.RedisError, OSError) as error:
            self._failed(error)

    def preview(self, job_id: str) -> bytes | None:
        """The newest preview; None when there is none or Redis is down."""
        try:
            return cast(bytes | None, self._client.get(preview_key(job_id)))
        except (redis.RedisError, OSError):
            return None

    async def follow(self, job_id: str, after: str | None = None) -> AsyncIterator[JobEvent | None]:
        """A job's events from after the given id, first those kept, then live ones, none twice.

        Yields None as a nudge: when events may have been missed, and after five seconds of silence.
        """
        watcher = Watcher(("job", job_id))
        self._hub.add(watcher)  # Before the kept events are read, or those in between would be lost.
        try:
            last, first = after, True
            while True:
                if watcher.take_stale():
                    kept = await asyncio.to_thread(self._kept, job_id, last)
                    if kept is None:
                        watcher.stale = True
                        yield None
                        await watcher.signal(NUDGE)
                        continue
                    events, last = kept
                    for event in events:
                        yield event
                    if not (first and events):
                        yield None
                    first = False
                    continue  # A live event after a new gap must not be taken before the gap is filled.
                for event in watcher.take():
                    if place(event.id) > place(last):
                        last = event.id
                        yield event
                if watcher.missed:
                    watcher.missed = False
                    yield None
                if not await watcher.wait(NUDGE):
                    yield None
        finally:
            self._hub.remove(watcher)

    async def follow_user(self, user_id: str) -> AsyncIterator[JobEvent | None]:
        """All live events of one user's jobs, with the same nudges. The first one comes at once."""
        watcher = Watcher(("user", user_id))
        self._hub.add(watcher)
        try:
            while True:
                if watcher.stale or watcher.missed:
                    watcher.stale = watcher.missed = False
                    yield None
                for event in watcher.take():
                    yield event
                if not await watcher.wait(NUDGE):
                    yield None
        finally:
            self._hub.remove(watcher)

    @property
    def watching(self) -> int:
        """How many followers this process has."""
        return self._hub.watching

    def close(self) -> None:
        """Stop reading. Followers then get nudges only."""
        self._hub.close()
        self._client.close()

    def _kept(self, job_id: str, after: str | None) -> tuple[list[JobEvent], str | None] | None:
        """A job's events after an id, and the id to go on from; None when Redis cannot be asked.

        An id later than all events is of a stream that was lost, so all events are new.
        """
        if not self._circuit.allows:
            return None
        try:
            entries: Any = self._client.xrange(job_stream(job_id))
        except (redis.RedisError, OSError) as error:
            self._failed(error)
            return None
        found = (event_of(fields, job_id, entry_id.decode()) for entry_id, fields in entries)
        events = [event for event in found if event is not None]
        newest = events[-1].id if events else None
        start = after if place(after) <= place(newest) else None
        return [event for event in events if place(event.id) > place(start)], newest

    def _failed(self, error: Exception) -> None:
        self._circuit.failed()
        log.warning("events.unreachable reason=%s", type(error).__name__)
