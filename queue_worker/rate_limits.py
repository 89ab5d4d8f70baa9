"""Limits how often something may be done, across all processes by Redis, and within each of them without it."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

import redis
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from domain.ports import RateState
from queue_worker.circuit import Circuit
from queue_worker.connections import TIMEOUT

log = logging.getLogger(__name__)

CLOSED_RULES = frozenset({"failed-sign-ins", "second-factor", "mail-address", "mail-ip"})
"""Rules that guard secrets. They are counted in this process too, so that an outage of Redis gives no fresh guesses."""

_OUTAGE = (redis.RedisError, OSError)


class RedisRateLimiter:
    """`domain.ports.RateLimiter` with moving windows: any 15 minutes hold at most the limit.

    While Redis is away each process counts for itself, so a limit holds per process instead of altogether.

    Args:
        url: as for `connections.connect`.
        rules: a limit by name, such as {"writes-ip": "100 per 15 minutes"}.

    Raises:
        ValueError: a rule that cannot be read.
    """

    def __init__(self, url: str, rules: Mapping[str, str]) -> None:
        self._rules = {name: parse(text) for name, text in rules.items()}
        address = url.replace("unix://", "redis+unix://", 1) if url.startswith("unix://") else url
        shared = storage_from_string(address, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
        self._shared = _Window(MovingWindowRateLimiter(shared))
        self._own = _Window(MovingWindowRateLimiter(MemoryStorage()))
        self._circuit = Circuit()

    def hit(self, rule: str, key: str) -> RateState:
        """Count one event. What is refused does not count. Raises KeyError for an unknown rule."""
        item = self._rules[rule]
        own = self._own.hit(item, rule, key) if rule in CLOSED_RULES else None
        if self._circuit.allows:
            try:
                shared = self._shared.hit(item, rule, key)
            except _OUTAGE as error:
                self._failed(error)
            else:
                self._circuit.worked()
                return shared if own is None or own.allowed or not shared.allowed else own
        return own or self._own.hit(item, rule, key)

    def clear(self, rule: str, key: str) -> None:
        """Forget what was counted."""
        item = self._rules[rule]
        self._own.clear(item, rule, key)
        try:
            self._shared.clear(item, rule, key)
        except _OUTAGE as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        self._circuit.failed()
        log.warning("limits.redis_unreachable reason=%s", type(error).__name__)


@dataclass(frozen=True)
class _Window:
    """One storage's count."""

    strategy: MovingWindowRateLimiter

    def hit(self, item: RateLimitItem, rule: str, key: str) -> RateState:
        allowed = self.strategy.hit(item, rule, key)
        stats = self.strategy.get_window_stats(item, rule, key)
        reset_after = max(0, math.ceil(stats.reset_time - time.time()))
        return RateState(allowed, item.amount, stats.remaining, reset_after)

    def clear(self, item: RateLimitItem, rule: str, key: str) -> None:
        self.strategy.clear(item, rule, key)
