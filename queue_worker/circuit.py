"""Keeps callers from waiting again and again for a service that is down."""

from __future__ import annotations

import time
from collections.abc import Callable

PAUSE = 1.0
LONGEST_PAUSE = 5.0


class Circuit:
    """Open for a pause after each failure, which doubles from one second up to five while failures go on.

    With a timeout of half a second, a job that reports its progress all the time loses a tenth of its speed to a
    hanging server, and nothing to one that refuses connections.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pause = PAUSE
        self._closed_at = 0.0

    @property
    def allows(self) -> bool:
        """Whether the service is worth a try now."""
        return self._clock() >= self._closed_at

    def worked(self) -> None:
        self._pause = PAUSE

    def failed(self) -> None:
        self._closed_at = self._clock() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
