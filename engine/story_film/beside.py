"""Pictures are drawn in the caller's thread, whose the renderer is, while what needs them goes on in another."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import TypeVar, overload

T = TypeVar("T")


class Pictures(Sequence[bytes]):
    """Pictures of which some are still to be drawn: whoever asks for one of those waits for it."""

    def __init__(self, count: int) -> None:
        self._futures: list[Future[bytes]] = [Future() for _ in range(count)]

    def __len__(self) -> int:
        return len(self._futures)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        """Raises what the drawing of it ended with."""
        if isinstance(index, slice):
            return [future.result() for future in self._futures[index]]
        return self._futures[index].result()

    def __iter__(self) -> Iterator[bytes]:
        return (future.result() for future in self._futures)

    def put(self, index: int, picture: bytes) -> None:
        self._futures[index].set_result(picture)

    def fail(self, error: BaseException) -> None:
        """No more will be drawn: all who wait get the error."""
        for future in self._futures:
            if not future.done():
                future.set_exception(error)


def beside(pictures: Pictures, drawn: Generator[bytes, None, None], work: Callable[[], T]) -> T:
    """What `work` gives, which goes on in a thread of its own while `drawn` fills `pictures`, one after another.

    When one of the two fails, the other ends at its next picture, or when the run is found to be cancelled.
    """
    with closing(drawn), ThreadPoolExecutor(1, thread_name_prefix="story-film") as pool:
        begun = pool.submit(work)
        try:
            for index, picture in enumerate(drawn):
                pictures.put(index, picture)
                if begun.done():
                    break
        except BaseException as error:
            pictures.fail(error)
            raise
        return begun.result()
