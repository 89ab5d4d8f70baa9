"""Lets each user have one costly request at work; their others wait, and hold no thread meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from domain.errors import RateLimited

WAITING_MAX = 8
"""More of one user's requests than this are no form that somebody fills in."""


@dataclass
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    there: int = 0


class OneAtATime:
    """Turns by key, in this process and for its one event loop."""

    def __init__(self) -> None:
        self._turns: dict[str, _Turn] = {}

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """Wait for the turn of this request. Raises RateLimited when too many wait."""
        mine = self._turns.setdefault(key, _Turn())
        if mine.there > WAITING_MAX:
            raise RateLimited("Too many requests at once. Wait for the last ones to be answered.", retry_after=2)
        mine.there += 1
        try:
            async with mine.lock:
                yield
        finally:
            mine.there -= 1
            if not mine.there:
                self._turns.pop(key, None)
