from __future__ import annotations

from collections.abc import Generator, Sequence
from threading import Event, get_ident

import pytest

from domain.errors import InvalidParams, JobCancelled
from engine.story_film.beside import Pictures, beside

DRAWN = [b"one", b"two", b"three"]


def test_pictures_are_used_while_the_next_ones_are_drawn() -> None:
    pictures, used, threads = Pictures(3), Event(), {get_ident()}

    def drawn() -> Generator[bytes, None, None]:
        yield DRAWN[0]
        assert used.wait(5)
        yield from DRAWN[1:]

    def work() -> list[bytes]:
        threads.add(get_ident())
        first = pictures[0]
        used.set()
        return [first, *pictures[1:]]

    assert beside(pictures, drawn(), work) == DRAWN == list(pictures)
    assert len(threads) == 2


def test_a_failed_drawing_ends_the_work_that_waits_for_it() -> None:
    pictures, ends = Pictures(3), list[BaseException]()

    def drawn() -> Generator[bytes, None, None]:
        yield DRAWN[0]
        raise JobCancelled("stopped")

    def work() -> Sequence[bytes]:
        try:
            return list(pictures)
        except JobCancelled as error:
            ends.append(error)
            raise

    with pytest.raises(JobCancelled):
        beside(pictures, drawn(), work)
    assert len(ends) == 1


def test_failed_work_ends_the_drawing() -> None:
    pictures, closed, drawing = Pictures(1000), Event(), Event()

    def drawn() -> Generator[bytes, None, None]:
        try:
            for _ in range(1000):
                drawing.wait(0.01)
                yield DRAWN[0]
        finally:
            closed.set()

    def work() -> None:
        raise InvalidParams("The film would be too long.")

    with pytest.raises(InvalidParams):
        beside(pictures, drawn(), work)
    assert closed.is_set()
    pictures.put(999, DRAWN[1])  # it was not drawn: putting one twice raises
