"""What is kept loaded, for how long, and what happens meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from domain.errors import JobCancelled
from engine.neural.device import Device
from engine.neural.model_cache import ModelCache, Slot


@dataclass(frozen=True)
class Card(Device):
    """A card that is as full as the test says, and counts how often memory was given back."""

    kind: Any = "cuda"
    name: str = "card"
    total_gb: float = 24.0
    dtype: Any = "bfloat16"
    free: float | None = None
    released: list[str] = field(default_factory=list)

    def free_gb(self) -> float | None:
        return self.free

    def release(self) -> None:
        self.released.append("released")


def slot(key: str, task: str = "chat") -> Slot:
    return Slot(key, "main", task)


def nothing(_seconds: float) -> None:
    """Takes the seconds waited."""


def use(cache: ModelCache, key: str, need_gb: float = 1.0) -> Any:
    with cache.use(slot(key), lambda: object(), need_gb, nothing) as value:
        return value


def test_loads_once_and_then_is_warm() -> None:
    cache = ModelCache(Card())

    assert use(cache, "a") is use(cache, "a")
    assert (cache.stats().hits, cache.stats().misses) == (1, 1)


def test_revisions_and_tasks_are_kept_apart() -> None:
    cache = ModelCache(Card(), capacity=3)
    slots = [Slot("a", "1", "chat"), Slot("a", "2", "chat"), Slot("a", "1", "image-to-image")]
    values = []
    for one in slots:
        with cache.use(one, lambda: object(), 1.0, nothing) as value:
            values.append(value)

    assert len({id(value) for value in values}) == 3


def test_the_least_recently_used_is_evicted() -> None:
    card = Card()
    cache = ModelCache(card, capacity=2)
    use(cache, "a"), use(cache, "b"), use(cache, "a")

    use(cache, "c")

    assert cache.stats().loaded == ("a (chat)", "c (chat)")
    assert cache.stats().evictions == 1
    assert len(card.released) == 1


def test_a_full_card_is_cleared_before_the_number_is_reached() -> None:
    cache = ModelCache(Card(free=2.0), capacity=5)
    use(cache, "a")

    use(cache, "small", need_gb=1.5)
    assert len(cache.stats().loaded) == 2

    use(cache, "large", need_gb=8.0)
    assert cache.stats().loaded == ("large (chat)",)


def test_what_is_in_use_is_never_dropped() -> None:
    cache = ModelCache(Card(), capacity=1)
    with cache.use(slot("a"), lambda: "a", 1.0, nothing):
        use(cache, "b")
        assert cache.unload("a") == 0
        assert "a (chat)" in cache.stats().loaded

    assert cache.unload("a") == 1


def test_unload_others_keeps_one() -> None:
    cache = ModelCache(Card(), capacity=3)
    use(cache, "a"), use(cache, "b"), use(cache, "c")

    assert cache.unload_others(slot("b")) == 2
    assert cache.stats().loaded == ("b (chat)",)


def test_a_failed_load_is_told_and_leaves_nothing() -> None:
    cache = ModelCache(Card())

    def fail() -> Any:
        raise OSError("damaged")

    with pytest.raises(OSError, match="damaged"), cache.use(slot("a"), fail, 1.0, nothing):
        pass

    assert cache.stats().loaded == ()
    assert use(cache, "a") is not None, "the next try is free to load"


def test_a_failure_while_in_use_gives_the_model_back() -> None:
    cache = ModelCache(Card())
    with pytest.raises(JobCancelled), cache.use(slot("a"), lambda: "a", 1.0, nothing):
        raise JobCancelled("stopped")

    assert cache.unload("a") == 1


def test_loading_can_be_watched_and_given_up_but_is_not_wasted() -> None:
    cache = ModelCache(Card())
    begun, go_on = threading.Event(), threading.Event()
    waits: list[float] = []

    def slow() -> str:
        begun.set()
        go_on.wait(10)
        return "a"

    def give_up(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            go_on.set()
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled), cache.use(slot("a"), slow, 1.0, give_up):
        pass

    assert waits == sorted(waits) and waits[0] > 0
    assert cache.stats().loaded == ("a (chat)",)


def test_two_threads_share_one_load_and_take_turns() -> None:
    cache = ModelCache(Card())
    loads: list[int] = []
    inside: list[int] = []
    crowded: list[int] = []

    def load() -> str:
        loads.append(1)
        time.sleep(0.05)
        return "a"

    def work() -> None:
        with cache.use(slot("a"), load, 1.0, nothing):
            inside.append(1)
            crowded.append(len(inside))
            time.sleep(0.02)
            inside.pop()

    run_together(work, 4)

    assert len(loads) == 1
    assert crowded == [1, 1, 1, 1]


def test_who_waits_for_a_model_in_use_can_give_up() -> None:
    cache = ModelCache(Card())

    def give_up(_seconds: float) -> None:
        raise JobCancelled("stopped")

    with cache.use(slot("a"), lambda: "a", 1.0, nothing):
        with pytest.raises(JobCancelled), cache.use(slot("a"), lambda: "a", 1.0, give_up):
            pass

    assert cache.unload("a") == 1, "nobody is counted as waiting any more"


def test_needs_room_for_one() -> None:
    with pytest.raises(ValueError, match="capacity"):
        ModelCache(Card(), capacity=0)


def run_together(work: Callable[[], None], count: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
