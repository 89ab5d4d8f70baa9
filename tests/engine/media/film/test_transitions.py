"""Transitions begin with the one shot and end with the other."""

from collections.abc import Callable

import numpy as np
import pytest

from domain.errors import InvalidParams
from engine.media.film.frames import Frame, empty_nv12, luma, to_nv12
from engine.media.film.shots.montage import Montage, Part
from engine.media.film.shots.source import FrameSource
from engine.media.film.shots.transitions import TRANSITIONS, Transition, transition
from tests.engine.media.film.films import texture

SIZE = (160, 90)
FIRST, SECOND = to_nv12(texture(*SIZE, seed=1)), to_nv12(texture(*SIZE, seed=2))


def at(kind: Transition, t: float, first: Frame = FIRST, second: Frame = SECOND) -> Frame:
    return transition(kind, first, second, t, empty_nv12(*SIZE)).copy()


@pytest.mark.parametrize("kind", TRANSITIONS)
def test_ends_are_exact(kind: Transition) -> None:
    assert np.array_equal(at(kind, 0), FIRST)
    assert np.array_equal(at(kind, 1), SECOND)


@pytest.mark.parametrize("kind", [kind for kind in TRANSITIONS if kind != "cut"])
def test_nothing_jumps(kind: Transition) -> None:
    frames = [at(kind, t).astype(int) for t in np.linspace(0, 1, 31)]
    steps = [float(np.abs(b - a).mean()) for a, b in zip(frames, frames[1:], strict=False)]
    assert max(steps) < 0.25 * float(np.abs(FIRST.astype(int) - SECOND).mean())


@pytest.mark.parametrize("kind", [kind for kind in TRANSITIONS if kind != "dip"])
def test_a_flat_colour_stays_flat(kind: Transition) -> None:
    grey = to_nv12(np.full((90, 160, 3), 90, np.uint8))
    for t in (0.2, 0.5, 0.8):
        assert np.abs(at(kind, t, grey, grey).astype(int) - grey).max() <= 1


def test_a_dip_is_black_in_the_middle() -> None:
    assert np.abs(luma(at("dip", 0.5)).astype(int) - 16).max() <= 1


def test_a_wipe_comes_from_the_left() -> None:
    half = luma(at("wipe", 0.5))
    assert np.array_equal(half[:, :60], luma(SECOND)[:, :60])
    assert np.array_equal(half[:, 100:], luma(FIRST)[:, 100:])


def test_unknown_transitions_are_refused() -> None:
    with pytest.raises(InvalidParams, match="no transition called explode"):
        at("explode", 0.5)  # type: ignore[arg-type]  # what a request might say


class Flat:
    """A shot whose frames are one grey, brighter by one each frame."""

    size = SIZE

    def __init__(self, level: int, frames: int) -> None:
        self.level, self.frames = level, frames

    def frame(self, index: int) -> Frame:
        assert 0 <= index < self.frames
        return np.full((135, 160), self.level + index, np.uint8)


def opener(level: int, frames: int, opened: list[int]) -> Callable[[], FrameSource]:
    def make() -> FrameSource:
        opened.append(level)
        return Flat(level, frames)

    return make


def test_a_montage_overlaps_its_shots() -> None:
    opened: list[int] = []
    parts = [
        Part(10, opener(20, 10, opened)),
        Part(10, opener(100, 10, opened), "crossfade", 4),
        Part(5, opener(200, 5, opened)),
    ]
    montage = Montage(SIZE, parts)
    levels = [int(montage.frame(index)[0, 0]) for index in range(montage.frames)]
    assert montage.frames == 21
    assert levels[:6] == [20, 21, 22, 23, 24, 25]
    assert 26 < levels[6] < levels[7] < levels[8] < levels[9] < 103
    assert levels[10:] == [104, 105, 106, 107, 108, 109, 200, 201, 202, 203, 204]
    assert opened == [20, 100, 200]
    # and: any frame may be asked for again
    assert [int(montage.frame(index)[0, 0]) for index in (20, 3, 8)] == [levels[i] for i in (20, 3, 8)]


def test_transitions_must_fit_their_shots() -> None:
    parts = [Part(10, opener(0, 10, [])), Part(3, opener(0, 3, []), "dip", 2), Part(9, opener(0, 9, []), "dip", 2)]
    with pytest.raises(ValueError, match="shorter than its transitions"):
        Montage(SIZE, parts)
    with pytest.raises(ValueError, match="needs parts"):
        Montage(SIZE, [])
