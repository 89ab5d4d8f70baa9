"""Who works: each worker's card in Redis, and the reader of all cards."""

from __future__ import annotations

import logging
import math
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import redis

from domain.clock import utc_now
from domain.errors import Unavailable
from queue_worker.circuit import Circuit
from queue_worker.pulse import Pulse

log = logging.getLogger(__name__)

BEAT = 2.0
CARD_LIFETIME = 15
"""Seconds after its last beat until a worker is no longer listed."""

COUNT_LIFETIME = 10.0

_PREFIX = "kinora:worker:"

Field = bytes | bytearray | memoryview | str | int | float
"""What redis-py takes as a field and as its value."""


@dataclass(frozen=True)
class WorkerCard:
    """What does not change about a worker. `device`: what it computes on, such as "cpu" or a GPU's name."""

    name: str
    queues: Sequence[str]
    device: str
    started_at: datetime


class Presence:
    """A thread of the worker that beats its pulse and renews its card."""

    def __init__(self, card: WorkerCard, pulse: Pulse, connection: redis.Redis) -> None:
        self._card = card
        self._pulse = pulse
        self._connection = connection
        self._circuit = Circuit()
        self._stopped = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stopping(self) -> None:
        """From now on the card says that this worker takes no more jobs."""
        self._stopping = True

    def stop(self) -> None:
        """End the thread and take the card away."""
        self._stopped.set()
        self._thread.join()
        try:
            self._connection.delete(_PREFIX + self._card.name)
        except (redis.RedisError, OSError):
            return  # It goes by itself.

    def _run(self) -> None:
        while True:
            self._pulse.beat()
            if self._circuit.allows:
                self._renew()
            if self._stopped.wait(BEAT):
                return

    def _renew(self) -> None:
        key = _PREFIX + self._card.name
        try:
            with self._connection.pipeline() as pipeline:
                pipeline.hset(key, mapping=self._fields())
                pipeline.expire(key, CARD_LIFETIME)
                pipeline.execute()
            self._circuit.worked()
        except (redis.RedisError, OSError):
            self._circuit.failed()

    def _fields(self) -> dict[Field, Field]:
        held = self._pulse.held
        return {
            "host": socket.gethostname(),
            "pid": str(os.getpid()),
            "queues": ",".join(self._card.queues),
            "device": self._card.device,
            "state": "stopping" if self._stopping else "busy" if held else "idle",
            "job_id": held[0].job_id if held else "",
            "started_at": _iso(self._card.started_at),
            "beat": _iso(utc_now()),
        }


@dataclass(frozen=True)
class WorkerStatus:
    """Reads the cards of all workers of the installation."""

    connection: redis.Redis

    def workers(self) -> list[dict[str, Any]]:
        """Each worker as {"name", "host", "pid", "queues", "device", "state", "job_id", "started_at", "beat"}.

        `state` is "idle", "busy" or "stopping"; times are ISO 8601. Raises Unavailable.
        """
        try:
            keys = sorted(cast(bytes, key) for key in self.connection.scan_iter(match=_PREFIX + "*", count=500))
            with self.connection.pipeline(transaction=False) as pipeline:
                for key in keys:
                    pipeline.hgetall(key)
                cards = cast(list[dict[bytes, bytes]], pipeline.execute())
        except (redis.RedisError, OSError) as error:
            raise Unavailable("The workers cannot be asked right now. Try again in a moment.") from error
        return [_view(key, card) for key, card in zip(keys, cards, strict=True) if card]


class WorkerCount:
    """How many workers take jobs, at least 1. Asks at most every ten seconds, and not while Redis is away."""

    def __init__(self, status: WorkerStatus, clock: Callable[[], float] = time.monotonic) -> None:
        self._status = status
        self._clock = clock
        self._count = 1
        self._ask_at = -math.inf

    def __call__(self) -> int:
        now = self._clock()
        if now >= self._ask_at:
            self._ask_at = now + COUNT_LIFETIME
            try:
                self._count = max(1, sum(each["state"] != "stopping" for each in self._status.workers()))
            except Unavailable:
                log.warning("workers.not_counted")
        return self._count


def _view(key: bytes, card: dict[bytes, bytes]) -> dict[str, Any]:
    fields: dict[str, Any] = {name.decode(): value.decode() for name, value in card.items()}
    return {
        "name": key.decode().removeprefix(_PREFIX),
        **fields,
        "pid": int(fields["pid"]),
        "queues": fields["queues"].split(","),
        "job_id": fields["job_id"] or None,
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
