"""Ports that live in memory and behave like the real ones while a test watches."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace

from domain.ports import JobEvent, RateState


@dataclass
class LiveChannel:
    """`ProgressChannel` that numbers events, plays them back and goes on with new ones.

    Attributes:
        nudge: seconds of silence after which followers are told to read the jobs.
    """

    nudge: float = 0.05
    events: list[JobEvent] = field(default_factory=list)
    previews: dict[str, bytes] = field(default_factory=dict)
    followers: int = 0

    def publish(self, event: JobEvent) -> None:
        self.events.append(replace(event, id=f"{len(self.events) + 1}-0"))

    def put_preview(self, job_id: str, jpeg: bytes) -> None:
        self.previews[job_id] = jpeg

    def preview(self, job_id: str) -> bytes | None:
        return self.previews.get(job_id)

    def follow(self, job_id: str, after: str | None = None) -> AsyncIterator[JobEvent | None]:
        return self._follow(int((after or "0").partition("-")[0]), lambda event: event.job_id == job_id)

    def follow_user(self, user_id: str) -> AsyncIterator[JobEvent | None]:
        return self._follow(len(self.events), lambda event: event.user_id == user_id)

    async def _follow(self, seen: int, wanted: Callable[[JobEvent], bool]) -> AsyncIterator[JobEvent | None]:
        self.followers += 1
        try:
            while True:
                fresh, seen = self.events[seen:], max(seen, len(self.events))
                for event in filter(wanted, fresh):
                    yield event
                if not fresh:
                    yield None
                    await asyncio.sleep(self.nudge)
        finally:
            self.followers -= 1


@dataclass
class RuleLimiter:
    """`RateLimiter` with a limit for each rule and a window that never ends; rules without one are unlimited."""

    limits: dict[str, int] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def hit(self, rule: str, key: str) -> RateState:
        limit = self.limits.get(rule, 1_000_000)
        self.counts[f"{rule} {key}"] += 1
        count = self.counts[f"{rule} {key}"]
        return RateState(count <= limit, limit, max(0, limit - count), 900)

    def clear(self, rule: str, key: str) -> None:
        self.counts.pop(f"{rule} {key}", None)

    def of_rule(self, rule: str) -> int:
        """How many events counted under a rule, whoever's they were."""
        return sum(count for key, count in self.counts.items() if key.startswith(f"{rule} "))
