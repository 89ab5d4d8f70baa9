"""One follower of events: what waits for it until it comes to read."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from contextlib import suppress

from domain.ports import JobEvent

WAITING_MAX = 200
"""Events kept for a follower that does not read, such as a browser on a sleeping phone."""


class Watcher:
    """Used only on the event loop that made it.

    A newer progress or preview of a job replaces one that still waits, so a slow follower sees fewer of them and
    never an old one. States are all kept, up to `WAITING_MAX`; past that the oldest go and `missed` is set.

    Attributes:
        stale: events may have been missed, so read the stream again.
        missed: states were dropped, so read the job again.
    """

    def __init__(self, topic: tuple[str, str]) -> None:
        self.topic = topic
        self.loop = asyncio.get_running_loop()
        self.stale = True
        self.missed = False
        self._waiting: dict[Hashable, JobEvent] = {}
        self._wake = asyncio.Event()

    def offer(self, event: JobEvent) -> None:
        key = (event.job_id, event.type, event.id if event.type == "state" else "")
        self._waiting.pop(key, None)  # The replacement goes to the end, or events would change their order.
        self._waiting[key] = event
        if len(self._waiting) > WAITING_MAX:
            self._drop_oldest()
        self._wake.set()

    def refresh(self) -> None:
        self.stale = True
        self._wake.set()

    def take(self) -> list[JobEvent]:
        """All that waits, oldest first."""
        events = list(self._waiting.values())
        self._waiting.clear()
        return events

    def take_stale(self) -> bool:
        """Whether the stream must be read again; from now on signals tell what happens after this."""
        stale, self.stale = self.stale, False
        if stale:
            self._wake.clear()
        return stale

    async def signal(self, seconds: float) -> None:
        """Until something new happens, or for so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def wait(self, seconds: float) -> bool:
        """Until there is something to do; False when nothing came in time."""
        self._wake.clear()
        if self._waiting or self.stale or self.missed:
            return True
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return False
        return True

    def _drop_oldest(self) -> None:
        oldest = next((k for k, e in self._waiting.items() if e.type != "state"), None)
        if oldest is None:
            oldest = next(iter(self._waiting))
            self.missed = True
        del self._waiting[oldest]
