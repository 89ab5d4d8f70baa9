"""Reads the stream of all events once per process and hands each event to those who follow it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

import redis

from domain.ports import JobEvent
from queue_worker.event_stream import EVENTS, event_of, place
from queue_worker.watcher import Watcher

log = logging.getLogger(__name__)

BLOCK_MS = 250
"""How long one read waits for events. It bounds how long `close` takes; four idle reads a second cost nothing."""

BATCH = 500
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
"""Seconds between attempts to reach Redis again, doubling."""

Offer = tuple[Watcher, JobEvent]


class Hub:
    """One thread with one connection serves any number of watchers on any number of event loops.

    Five hundred connections of five hundred watchers cost ten times the delay of one connection fanned out in
    memory. A thread, because watchers may live on several event loops and none of these may own the connection.

    Args:
        connect: makes a client whose timeout is longer than `BLOCK_MS`.
    """

    def __init__(self, connect: Callable[[], redis.Redis]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._watchers: dict[tuple[str, str], set[Watcher]] = {}
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._last: str | None = None

    def add(self, watcher: Watcher) -> None:
        """From now on the watcher is offered its events, and told by `refresh` when some may have been missed."""
        with self._lock:
            self._watchers.setdefault(watcher.topic, set()).add(watcher)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="event-hub", daemon=True)
                self._thread.start()

    def remove(self, watcher: Watcher) -> None:
        with self._lock:
            same = self._watchers.get(watcher.topic)
            if same is not None:
                same.discard(watcher)
                if not same:
                    del self._watchers[watcher.topic]

    @property
    def watching(self) -> int:
        """How many watchers there are."""
        with self._lock:
            return sum(len(same) for same in self._watchers.values())

    def close(self) -> None:
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        pause = SHORTEST_PAUSE
        while not self._closed.is_set():
            client = self._connect()
            try:
                self._start(client)
                pause = SHORTEST_PAUSE
                self._read(client)
            except (redis.RedisError, OSError) as error:
                log.warning("events.disconnected reason=%s", type(error).__name__)
                self._closed.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            finally:
                client.close()

    def _start(self, client: redis.Redis) -> None:
        """Go on where reading ended. A stream that is shorter than that was lost: go on at its end."""
        entries: Any = client.xrevrange(EVENTS, count=1)
        newest = entries[0][0].decode() if entries else "0-0"
        self._last = newest if self._last is None else min(self._last, newest, key=place)
        with self._lock:
            watchers = [watcher for same in self._watchers.values() for watcher in same]
        for watcher in watchers:
            self._call(watcher.loop, watcher.refresh)

    def _read(self, client: redis.Redis) -> None:
        while not self._closed.is_set():
            answer: Any = client.xread({EVENTS: self._last or "0-0"}, count=BATCH, block=BLOCK_MS)
            for _, entries in answer or ():
                found = (
                    event_of(fields, fields.get(b"j", b"").decode(), fields.get(b"i", b"").decode())
                    for _, fields in entries
                )
                self._distribute(event for event in found if event is not None)
                self._last = entries[-1][0].decode()

    def _distribute(self, events: Iterable[JobEvent]) -> None:
        """One wake-up per event loop and batch: a wake-up costs more than an offer."""
        offers: dict[asyncio.AbstractEventLoop, list[Offer]] = {}
        with self._lock:
            for event in events:
                for topic in (("job", event.job_id), ("user", event.user_id)):
                    for watcher in self._watchers.get(topic, ()):
                        offers.setdefault(watcher.loop, []).append((watcher, event))
        for loop, batch in offers.items():
            self._call(loop, _offer_all, batch)

    @staticmethod
    def _call(loop: asyncio.AbstractEventLoop, function: Callable[..., None], *args: Any) -> None:
        try:
            loop.call_soon_threadsafe(function, *args)
        except RuntimeError:
            return  # The loop was closed; its watchers are about to be removed.


def _offer_all(batch: list[Offer]) -> None:
    for watcher, event in batch:
        watcher.offer(event)
