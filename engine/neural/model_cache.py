"""Models kept loaded between jobs: the next job with the same model starts at once."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from engine.neural.device import Device

_TICK_SECONDS = 0.15  # how often a job that waits for its model hears of it and may be cancelled


@dataclass(frozen=True)
class Slot:
    """Names one loaded thing: a model's weights, made ready for a task."""

    key: str
    revision: str
    task: str


@dataclass
class _Entry:
    value: Any
    in_use: threading.Lock = field(default_factory=threading.Lock)
    waiting: int = 0


@dataclass(frozen=True)
class CacheStats:
    """For worker/status: what is warm, the least recently used first, and how often that helped."""

    loaded: tuple[str, ...]
    capacity: int
    hits: int
    misses: int
    evictions: int


class ModelCache:
    """Keeps the most recently used models loaded, at most `capacity`. Safe to use from several threads.

    A model is used by one thread at a time, since pipelines keep state while they run, and is never evicted in use.
    """

    def __init__(self, device: Device, capacity: int = 2) -> None:
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.device = device
        self._capacity = capacity
        self._entries: OrderedDict[Slot, _Entry] = OrderedDict()
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._hits = self._misses = self._evictions = 0

    @contextmanager
    def use(
        self, slot: Slot, load: Callable[[], Any], need_gb: float, waited: Callable[[float], None]
    ) -> Iterator[Any]:
        """Borrow a model, loading it first if it is not warm.

        Args:
            load: makes the model; runs in another thread, so that the caller can go on hearing of cancellation.
            need_gb: memory that it takes on the device; others are unloaded to make room for it.
            waited: called with the seconds waited so far, several times a second, and may raise to give up. A load
                that has begun is then finished first and its model kept: loading cannot be interrupted.

        Raises:
            What `load` or `waited` raise.
        """
        entry = self._borrow(slot, load, need_gb, waited)
        try:
            yield entry.value
        finally:
            entry.in_use.release()

    def unload(self, key: str) -> int:
        """Drop all that is loaded of a model, unless in use. Returns how many entries were dropped."""
        return self._drop(lambda slot: slot.key == key)

    def unload_others(self, slot: Slot) -> int:
        """Drop everything but this slot, unless in use. Returns how many entries were dropped."""
        return self._drop(lambda other: other != slot)

    def stats(self) -> CacheStats:
        with self._lock:
            loaded = tuple(f"{slot.key} ({slot.task})" for slot in self._entries)
            return CacheStats(loaded, self._capacity, self._hits, self._misses, self._evictions)

    def _borrow(self, slot: Slot, load: Callable[[], Any], need_gb: float, waited: Callable[[float], None]) -> _Entry:
        started = time.monotonic()

        def tick() -> None:
            waited(time.monotonic() - started)

        entry = self._warm(slot, count=True)
        if entry is None:
            _acquire(self._loading, tick)  # one load at a time: two would fight for memory and disk
            try:
                entry = self._warm(slot, count=False) or self._load(slot, load, need_gb, tick)
            finally:
                self._loading.release()
        try:
            _acquire(entry.in_use, tick)
        finally:
            with self._lock:
                entry.waiting -= 1
        return entry

    def _warm(self, slot: Slot, *, count: bool) -> _Entry | None:
        """The entry, marked as wanted so that nobody evicts it; None when it is not loaded."""
        with self._lock:
            entry = self._entries.get(slot)
            if count:
                self._hits, self._misses = self._hits + (entry is not None), self._misses + (entry is None)
            if entry is not None:
                self._entries.move_to_end(slot)
                entry.waiting += 1
            return entry

    def _load(self, slot: Slot, load: Callable[[], Any], need_gb: float, tick: Callable[[], None]) -> _Entry:
        self._make_room(need_gb)
        outcome = _in_thread(load)
        try:
            _wait(outcome, tick)
        except BaseException:  # cancelled: what was loaded meanwhile stays for the next job
            if outcome.exception() is None:
                self._keep(slot, outcome.result())
            raise
        entry = self._keep(slot, outcome.result())
        with self._lock:
            entry.waiting += 1
        return entry

    def _keep(self, slot: Slot, value: Any) -> _Entry:
        entry = _Entry(value)
        with self._lock:
            self._entries[slot] = entry
        return entry

    def _make_room(self, need_gb: float) -> None:
        """Evict the least recently used until the new model fits by number and, where that is known, by memory."""
        while self._crowded(need_gb):
            with self._lock:
                idle = next((slot for slot, entry in self._entries.items() if _idle(entry)), None)
            if idle is None or not self._drop(lambda slot, idle=idle: slot == idle):  # type: ignore[misc]  # default
                return

    def _crowded(self, need_gb: float) -> bool:
        with self._lock:
            if len(self._entries) >= self._capacity:
                return True
            if not self._entries:
                return False
        free = self.device.free_gb()
        return free is not None and free < need_gb

    def _drop(self, chosen: Callable[[Slot], bool]) -> int:
        with self._lock:
            slots = [slot for slot, entry in self._entries.items() if chosen(slot) and _idle(entry)]
            for slot in slots:
                del self._entries[slot]
            self._evictions += len(slots)
        if slots:
            self.device.release()
        return len(slots)


def _idle(entry: _Entry) -> bool:
    return entry.waiting == 0 and not entry.in_use.locked()


def _acquire(lock: threading.Lock, tick: Callable[[], None]) -> None:
    while not lock.acquire(timeout=_TICK_SECONDS):
        tick()


def _in_thread(load: Callable[[], Any]) -> Future[Any]:
    future: Future[Any] = Future()

    def body() -> None:
        try:
            future.set_result(load())
        except BaseException as error:  # noqa: BLE001 - handed to the waiting thread, which raises it
            future.set_exception(error)

    threading.Thread(target=body, name="model-load", daemon=True).start()
    return future


def _wait(outcome: Future[Any], tick: Callable[[], None]) -> None:
    """Wait until it is there, ticking. Returns when done, even if it failed."""
    while not outcome.done():
        try:
            outcome.exception(timeout=_TICK_SECONDS)
        except TimeoutError:
            tick()
