"""Scenes are laid out one ahead, each once, and not at all when nobody wants them."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from engine.story_film.layouts import Layouts


class LayOut:
    """Gives its index back; `begun` lists what was asked of it. Scene 1 takes until `go` is set or it is given up."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.started, self.go, self.given_up = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, index: int, check: Any) -> Any:
        self.begun.append(index)
        if index == 1:
            self.started.set()
            while not self.go.wait(0.01):
                try:
                    check()
                except Exception:
                    self.given_up.set()
                    raise
        return index


def ignore() -> None: ...


LAYOUTS: Any = Layouts


def test_the_next_scene_is_laid_out_while_the_one_at_hand_is_drawn() -> None:
    lay_out = LayOut()
    with LAYOUTS(lay_out, range(3)) as layouts:
        assert layouts.scene(0, ignore) == 0
        assert lay_out.started.wait(5), "it begins without being asked for"
        lay_out.go.set()
        assert [layouts.scene(index, ignore) for index in (1, 2)] == [1, 2]
    assert lay_out.begun == [0, 1, 2]


def test_what_is_in_the_store_already_is_given_up() -> None:
    lay_out = LayOut()
    with LAYOUTS(lay_out, range(4)) as layouts:
        layouts.scene(0, ignore)
        assert lay_out.started.wait(5)
        assert layouts.scene(3, ignore) == 3
        assert lay_out.given_up.is_set()


def test_a_cancelled_run_waits_for_no_layout() -> None:
    class Cancelled(Exception):
        pass

    def cancel() -> None:
        raise Cancelled

    lay_out = LayOut()
    with pytest.raises(Cancelled), LAYOUTS(lay_out, range(2)) as layouts:
        layouts.scene(1, cancel)
    assert lay_out.given_up.is_set()


def test_what_goes_wrong_in_a_layout_is_told_to_who_asks_for_it() -> None:
    def fail(index: int, _check: Any) -> Any:
        if index:
            raise ValueError(index)
        return index

    with LAYOUTS(fail, range(3)) as layouts:
        layouts.scene(0, ignore)
        with pytest.raises(ValueError, match="1"):
            layouts.scene(1, ignore)
