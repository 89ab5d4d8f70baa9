"""How much one user may order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.errors import RateLimited
from domain.ports import Transaction

HOUR = timedelta(hours=1)
WAIT_FOR_ROOM = 60
"""Seconds after which a full queue is worth another try."""

RUNNING_MAX = 4
"""Jobs of one user that run at once, however many workers are idle."""


class QueueFull(RateLimited):
    """So many of the user's jobs wait already."""

    code = "queue_full"


@dataclass(frozen=True)
class Quotas:
    """The limits of each user.

    Attributes:
        jobs_per_hour: in any hour.
        minor_per_hour: of minor jobs (`Generator.minor`), which do not count as jobs.
        queued: jobs that wait at once.
    """

    jobs_per_hour: int = 10
    minor_per_hour: int = 60
    queued: int = 100

    def take(self, tx: Transaction, user_id: str, *, minor: bool, now: datetime) -> None:
        """Count an order. Raises RateLimited, or QueueFull."""
        limit = self.minor_per_hour if minor else self.jobs_per_hour
        recent = tx.orders.newest(user_id, minor=minor, since=now - HOUR, limit=limit)
        if len(recent) >= limit:
            wait = max(1, math.ceil((recent[-1] + HOUR - now).total_seconds()))
            raise RateLimited(_told(limit, minor=minor, wait=wait), retry_after=wait, limit=limit, reset_after=wait)
        waiting = tx.jobs.queued_of(user_id)
        if waiting >= self.queued:
            message = f"{waiting} of your jobs are waiting, which is the limit. Wait for some to end, or cancel some."
            raise QueueFull(message, retry_after=WAIT_FOR_ROOM, limit=self.queued)
        tx.orders.add(user_id, minor=minor, at=now, forget=now - HOUR)


def _told(limit: int, *, minor: bool, wait: int) -> str:
    what = "storyboards and redrawn scenes" if minor else "jobs" if limit > 1 else "job"
    minutes = math.ceil(wait / 60)
    again = "in a minute" if minutes == 1 else f"in {minutes} minutes"
    return f"You have started {limit} {what} in the last hour, which is the limit. The next one can start {again}."
