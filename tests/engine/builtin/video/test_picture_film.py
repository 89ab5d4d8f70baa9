"""A picture becomes a film: its shape, its shots, and what falls before it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.builtin.camera_words import move_in, picture_moves, scene_move, without_camera
from engine.builtin.falling import Falling, falling_in
from engine.builtin.photo_depth import photo_depth
from engine.builtin.picture_film import fitted, picture_film
from engine.builtin.style_words import style_in
from engine.media.film.format import VideoFormat
from engine.media.film.frames import to_rgb

SMALL = VideoFormat(160, 90, 10)


@pytest.fixture(scope="module")
def landscape() -> NDArray[np.uint8]:
    """A blue sky over a textured meadow with a dark post in the middle."""
    rng = np.random.default_rng(3)
    picture = np.zeros((300, 480, 3), np.uint8)
    picture[:130] = (120, 170, 235)
    picture[130:] = cv2.resize(rng.integers(40, 160, (43, 120, 3), np.uint8), (480, 170))
    picture[90:260, 220:260] = (60, 30, 20)
    return picture


def test_sky_is_far_and_the_ground_comes_nearer_downwards(landscape: NDArray[np.uint8]) -> None:
    depth = photo_depth(landscape)
    assert depth.shape == landscape.shape[:2]
    assert np.isinf(depth[10, 20:460]).mean() > 0.9
    rows = np.median(depth[[140, 200, 290], 20:180], axis=1)
    assert rows[0] > rows[1] > rows[2] > 0


@pytest.mark.parametrize("size", [(160, 90), (90, 160), (120, 120)])
def test_a_picture_is_cut_to_the_shape_and_not_stretched(landscape: NDArray[np.uint8], size: tuple[int, int]) -> None:
    cut = fitted(landscape, VideoFormat(*size))
    assert cut.shape[1] / cut.shape[0] == pytest.approx(size[0] / size[1], rel=0.02)
    assert cut.shape[1] <= size[0] * 1.3


@pytest.mark.parametrize(("seconds", "frames"), [(1, 10), (7, 70), (23, 230)])
def test_it_has_exactly_its_frames_and_they_move(landscape: NDArray[np.uint8], seconds: int, frames: int) -> None:
    film = picture_film(landscape, "zoom in", SMALL, seconds, 5)
    assert (film.frames, film.size) == (frames, (160, 90))
    first, last = (to_rgb(film.frame(index)).astype(int) for index in (0, frames - 1))
    assert np.abs(first - last).mean() > 2


def test_frames_are_the_same_in_any_order(landscape: NDArray[np.uint8]) -> None:
    one, other = (picture_film(landscape, "snow, pan left", SMALL, 20, 5) for _ in range(2))
    forwards = [one.frame(index).copy() for index in (0, 85, 199)]
    backwards = [other.frame(index).copy() for index in (199, 85, 0)][::-1]
    for first, second in zip(forwards, backwards, strict=True):
        assert np.array_equal(first, second)


def test_snow_shows_and_moves(landscape: NDArray[np.uint8]) -> None:
    plain = picture_film(landscape, "static camera", SMALL, 2, 5)
    depth = np.full((90, 160), np.inf, np.float32)
    snow = Falling(picture_film(landscape, "static camera", SMALL, 2, 5), "snow", depth, 10, 5)
    cover = [np.abs(snow.frame(i).astype(int) - plain.frame(i)) > 12 for i in (0, 5)]
    assert 0.002 < cover[0].mean() < 0.3
    assert (cover[0] ^ cover[1]).mean() > 0.002


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [("It snows softly", "snow"), ("a rainy street", "rain"), ("no rain, a train", None), ("a snowman", None)],
)
def test_what_falls_is_what_the_prompt_says(prompt: str, kind: str | None) -> None:
    assert falling_in(prompt) == kind


@pytest.mark.parametrize(
    ("prompt", "move"),
    [
        ("a frying pan on a table", None),
        ("zoom out of the forest", "pull"),
        ("camera pans over the hills", "pan-right"),
        ("pan left, then zoom in", "pan-left"),
        ("slow orbit", "orbit"),
        ("a still life", None),
    ],
)
def test_camera_words(prompt: str, move: str | None) -> None:
    assert move_in(prompt) == move


@pytest.mark.parametrize(
    ("prompt", "seen"),
    [
        ("A red barn, slow orbit", "A red barn"),
        ("zoom in", "a place"),
        ("A satellite in orbit, camera pans right", "A satellite in orbit"),
        ("A frying pan on a table", "A frying pan on a table"),
    ],
)
def test_what_is_said_of_the_camera_is_not_seen(prompt: str, seen: str) -> None:
    assert without_camera(prompt) == seen


def test_moves_of_a_long_film_start_with_the_named_one_and_vary() -> None:
    moves = picture_moves("zoom out", 4, 6)
    assert moves[0] == "pull"
    assert all(one != other for one, other in zip(moves, moves[1:], strict=False))
    assert {scene_move("a hill", seed) for seed in range(20)} == {"orbit", "dolly", "pan"}


def test_style_words() -> None:
    assert style_in("An anime girl") == "anime"
    assert style_in("A lighthouse") == "cinematic"
