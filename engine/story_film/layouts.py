"""Lays out a scene while the one before is drawn: the first is work for Python, the second for the renderer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from types import TracebackType

from engine.scene.scene import Scene

POLL = 0.1
"""Seconds between two looks at whether the run was cancelled."""

Check = Callable[[], None]


class _GivenUp(Exception):
    """Nobody wants this layout any more."""


class Layouts:
    """The layouts of scenes. A context manager: its thread ends with it.

    Args:
        lay_out: gives the scene of an index; calls the second argument now and then, which may raise.
        order: the indices that may be asked for, in their order; some may be left out.
    """

    def __init__(self, lay_out: Callable[[int, Check], Scene], order: Sequence[int]) -> None:
        self._lay_out, self._order = lay_out, list(order)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="story-layout")
        self._next: tuple[int, Future[Scene], Event] | None = None

    def __enter__(self) -> Layouts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._give_up()
        self._pool.shutdown()

    def scene(self, index: int, check: Check) -> Scene:
        """The scene of an index; from then on the next one is laid out. `check` is called meanwhile and may raise."""
        begun = self._next
        future = begun[1] if begun is not None and begun[0] == index else self._begun(index)
        while not future.done():
            wait([future], POLL)
            check()
        self._next = None
        for following in self._order[self._order.index(index) + 1 :][:1]:
            self._begun(following)
        return future.result()

    def _begun(self, index: int) -> Future[Scene]:
        self._give_up()
        unwanted = Event()
        future = self._pool.submit(self._lay_out, index, lambda: _raise_if(unwanted))
        self._next = index, future, unwanted
        return future

    def _give_up(self) -> None:
        if self._next is not None:
            _, future, unwanted = self._next
            unwanted.set()
            future.cancel()
            self._next = None


def _raise_if(unwanted: Event) -> None:
    if unwanted.is_set():
        raise _GivenUp
