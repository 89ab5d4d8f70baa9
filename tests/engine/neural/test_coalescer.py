"""Threads that ask for pictures at the same time. The model is a stand-in that waits to be let go."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from domain.errors import InvalidParams, JobCancelled, OutOfMemory
from engine.image_batches import batches
from engine.image_request import ImageRequest
from engine.neural.coalescer import Coalescer


def request(seed: int, **changes: Any) -> ImageRequest:
    return ImageRequest(**{"prompt": "a fox", "seeds": (seed,), "width": 512, "height": 512, **changes})


class Model:
    """Draws each seed as a grey level, in calls that last until `go`."""

    most_at_once = 4

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.go = threading.Event()
        self.gave_up = threading.Event()
        self.outcome: Callable[[ImageRequest], Any] = lambda asked: [np.full((2, 2, 3), asked.seeds[0], np.uint8)]

    def groups(self, requests: Sequence[ImageRequest]) -> list[list[int]]:
        return batches(requests, self.most_at_once)

    def render_many(self, requests: Sequence[ImageRequest], report: Any, preview: Any) -> list[Any]:
        self.calls.append([asked.seeds[0] for asked in requests])
        for position, asked in enumerate(requests):
            preview(position, b"jpeg %d" % asked.seeds[0])
        try:
            while not self.go.wait(0.005):
                report(0.5)
        except BaseException:
            self.gave_up.set()
            raise
        report(1.0)
        return [self.outcome(asked) for asked in requests]


class Caller(threading.Thread):
    def __init__(self, coalescer: Coalescer, asked: ImageRequest, gather: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.fractions: list[float] = []
        self.previews: list[bytes] = []
        self.result: Any = None
        self.cancelled = False
        self._ask = lambda: coalescer.render(asked, self._report, self.previews.append, gather)
        self.start()

    def run(self) -> None:
        try:
            self.result = self._ask()
        except Exception as error:  # noqa: BLE001 - looked at by the test
            self.result = error

    def _report(self, fraction: float) -> None:
        if self.cancelled:
            raise JobCancelled("stopped")
        self.fractions.append(fraction)


@pytest.fixture
def model() -> Iterator[Model]:
    model = Model()
    yield model
    model.go.set()


@pytest.fixture
def coalescer(model: Model) -> Coalescer:
    return Coalescer(model)  # type: ignore[arg-type]  # a stand-in


def until(look: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not look():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_who_comes_while_a_call_runs_shares_the_next_one(model: Model, coalescer: Coalescer) -> None:
    first = Caller(coalescer, request(1))
    until(lambda: model.calls)
    others = [Caller(coalescer, request(seed)) for seed in (2, 3)]
    tall = Caller(coalescer, request(4, height=576))
    until(lambda: len(coalescer._waiting) == 3 and 0.5 in first.fractions)

    model.go.set()
    for caller in (first, *others, tall):
        caller.join()

    assert [sorted(call) for call in model.calls] == [[1], [2, 3], [4]]
    assert [int(caller.result[0][0, 0, 0]) for caller in (first, *others, tall)] == [1, 2, 3, 4]
    assert first.previews == [b"jpeg 1"], "and nobody else's"
    assert first.fractions[-1] == 1.0


def test_those_who_gather_are_drawn_in_one_call(model: Model, coalescer: Coalescer) -> None:
    model.go.set()
    meeting = threading.Barrier(3)

    callers = [Caller(coalescer, request(seed), lambda: meeting.wait(10) and None) for seed in (1, 2, 3)]
    for caller in callers:
        caller.join()

    assert [sorted(call) for call in model.calls] == [[1, 2, 3]]


def test_who_gives_up_leaves_at_once_and_the_call_goes_on(model: Model, coalescer: Coalescer) -> None:
    meeting = threading.Barrier(2)
    one, other = (Caller(coalescer, request(seed), lambda: meeting.wait(10) and None) for seed in (1, 2))
    until(lambda: one.previews and other.previews)

    one.cancelled = True
    one.join(2)
    assert isinstance(one.result, JobCancelled) and not model.gave_up.is_set()
    model.go.set()
    other.join()

    assert int(other.result[0][0, 0, 0]) == 2


def test_a_call_that_nobody_waits_for_ends(model: Model, coalescer: Coalescer) -> None:
    caller = Caller(coalescer, request(1))
    until(lambda: model.calls)

    caller.cancelled = True

    assert model.gave_up.wait(5)
    caller.join()
    model.go.set()
    again = Caller(coalescer, request(2))
    again.join()
    assert int(again.result[0][0, 0, 0]) == 2, "and the next one is drawn"


def test_who_gives_up_while_gathering_is_not_drawn(model: Model, coalescer: Coalescer) -> None:
    def stop() -> None:
        raise JobCancelled("stopped")

    Caller(coalescer, request(1), stop).join()
    model.go.set()
    Caller(coalescer, request(2)).join()

    assert model.calls == [[2]]


def test_what_fails_one_is_told_to_that_one_and_what_fails_all_to_all(model: Model, coalescer: Coalescer) -> None:
    meeting = threading.Barrier(2, action=model.go.set)
    withheld = InvalidParams("withheld")
    model.outcome = lambda asked: withheld if asked.seeds == (1,) else [np.zeros((2, 2, 3), np.uint8)]
    callers = [Caller(coalescer, request(seed), lambda: meeting.wait(10) and None) for seed in (1, 2)]
    for caller in callers:
        caller.join()
    assert callers[0].result is withheld and isinstance(callers[1].result, list)

    def fail(_asked: ImageRequest) -> Any:
        raise OutOfMemory("too little")

    model.outcome = fail
    callers = [Caller(coalescer, request(seed), lambda: meeting.wait(10) and None) for seed in (1, 2)]
    for caller in callers:
        caller.join()
    assert all(isinstance(caller.result, OutOfMemory) for caller in callers)
