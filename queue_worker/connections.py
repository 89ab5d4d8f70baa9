"""Connections to Redis that fail soon instead of hanging."""

from __future__ import annotations

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT = 0.5
"""Seconds that one command may take where someone waits. A healthy server answers in less than a millisecond."""


def connect(url: str, timeout: float = TIMEOUT) -> redis.Redis:
    """A client for `redis://`, `rediss://` or `unix://` URLs. Connects when first used; threads may share it.

    A command is tried twice: the first one after a restart of the server meets a connection that is already dead.
    """
    return redis.Redis.from_url(
        url,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        retry=Retry(NoBackoff(), 1),
        protocol=2,  # One form of answers, whatever the server offers.
    )
