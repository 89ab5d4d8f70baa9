"""Cameras move smoothly before pictures and never show an edge."""

import numpy as np
import pytest

from domain.errors import InvalidParams
from engine.media.film.frames import luma, to_rgb
from engine.media.film.shots.background import fill_background, hidden_cells
from engine.media.film.shots.disparity import disparity_grid
from engine.media.film.shots.geometry import lines, parallax_range, source_size
from engine.media.film.shots.moves import MOVES, Move, Take, ease, pose_at
from engine.media.film.shots.parallax import Parallax, resample
from engine.media.film.shots.still import Still, Window
from tests.engine.media.film.films import stepped_depth, texture

WIDTH, HEIGHT = 320, 180


def shot(move: Move, frames: int = 24, *, strength: float = 1.0, rgb: np.ndarray | None = None) -> Parallax:
    picture = texture(WIDTH, HEIGHT) if rgb is None else rgb
    return Parallax(picture, stepped_depth(WIDTH, HEIGHT), Take(WIDTH, HEIGHT, frames, move, strength))


def framed() -> np.ndarray:
    """A grey picture with a white border of two pixels."""
    picture = np.full((HEIGHT, WIDTH, 3), 100, np.uint8)
    picture[:2] = picture[-2:] = picture[:, :2] = picture[:, -2:] = 255
    return picture


@pytest.mark.parametrize("move", MOVES)
def test_a_move_is_smooth(move: Move) -> None:
    source = shot(move)
    frames = [luma(source.frame(index)).astype(int) for index in range(source.frames)]
    steps = [float(np.abs(after - before).mean()) for before, after in zip(frames, frames[1:], strict=False)]
    if move == "static":
        assert max(steps) == 0
        return
    assert min(steps) > 0.05
    assert max(steps) < 3 * np.median(steps) + 0.5
    assert max(steps) < 8


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("strength", [1.0, 2.0])
def test_no_edge_of_the_picture_is_ever_seen(move: Move, strength: float) -> None:
    source = shot(move, 9, strength=strength, rgb=framed())
    for index in range(source.frames):
        # Lanczos resampling rings by a few levels beside the border; the border itself would be 155 off.
        assert np.abs(to_rgb(source.frame(index)).astype(int) - 100).max() < 16


def test_a_still_camera_shows_the_picture() -> None:
    picture = texture(WIDTH, HEIGHT)
    frame = to_rgb(shot("static", rgb=picture).frame(0))
    width, height = source_size(Take(WIDTH, HEIGHT, 24, "static"), WIDTH, HEIGHT)
    left, top = (width - WIDTH) // 2, (height - HEIGHT) // 2
    expected = resample(picture, width, height)[top : top + HEIGHT, left : left + WIDTH]
    assert np.abs(frame.astype(int) - expected).mean() < 1.5


def test_near_things_move_more_than_far_ones() -> None:
    # given: a white post before a grey wall with a white line far behind it
    picture = np.full((HEIGHT, WIDTH, 3), 60, np.uint8)
    picture[:40, 100:104] = 255
    picture[100:170, 150:170] = 255
    depth = np.full((HEIGHT, WIDTH), 50.0, np.float32)
    depth[100:170, 150:170] = 2.0
    source = Parallax(picture, depth, Take(WIDTH, HEIGHT, 20, "pan-right"))

    def middle(rows: np.ndarray) -> float:
        bright = (rows.astype(float) - 80).clip(0).sum(axis=0)
        return float(bright @ np.arange(WIDTH) / bright.sum())

    def places(index: int) -> tuple[float, float]:
        frame = luma(source.frame(index))
        return middle(frame[10:30]), middle(frame[115:155])

    # when
    (line_before, post_before), (line_after, post_after) = places(0), places(19)
    # then: the camera goes right, so both go left, and the post by its parallax of 5.6 % of the width more
    way = line_before - line_after
    assert way == pytest.approx(WIDTH * 0.056 * 0.4, abs=1.5)
    assert post_before - post_after - way == pytest.approx(WIDTH * 0.056, abs=2.5)


def test_frames_do_not_depend_on_the_order_in_which_they_are_drawn() -> None:
    first, second = shot("orbit", 20), shot("orbit", 20)
    forwards = [first.frame(index).copy() for index in range(20)]
    backwards = [second.frame(index).copy() for index in reversed(range(20))][::-1]
    assert all(np.array_equal(a, b) for a, b in zip(forwards, backwards, strict=True))


@pytest.mark.parametrize("depth", [np.inf, np.nan, 0.0, 7.0])
def test_flat_and_broken_depths_still_give_a_film(depth: float) -> None:
    source = Parallax(texture(WIDTH, HEIGHT), np.full((40, 60), depth, np.float32), Take(WIDTH, HEIGHT, 5, "push"))
    assert float(luma(source.frame(4)).std()) > 10


def test_what_is_hidden_is_painted_with_its_surroundings() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), (40, 90, 160), np.uint8)
    picture[60:120, 140:180] = (220, 30, 30)
    depth = np.full((HEIGHT, WIDTH), 40.0, np.float32)
    depth[60:120, 140:180] = 2.0
    surface = disparity_grid(depth, WIDTH, HEIGHT)
    filled = fill_background(picture, hidden_cells(surface, 60))
    assert np.abs(filled.astype(int) - (40, 90, 160)).max() <= 2


def test_ground_that_only_rises_hides_nothing() -> None:
    depth = np.tile((40 / (1 + 10 * np.linspace(0, 1, 360)))[:, None], (1, 640)).astype(np.float32)
    assert not hidden_cells(disparity_grid(depth, 640, 360), 40).any()


@pytest.mark.parametrize("move", MOVES)
def test_overscan_holds_for_every_point(move: Move) -> None:
    take = Take(640, 360, 50, move, 2.0)
    width, height = source_size(take, 300, 300)
    for index in range(50):
        across, down = lines(take.pose(index), 640)
        for q in np.linspace(0, 1, 5):
            for axis, half, length in ((across, 320, width), (down, 180, height)):
                factor, offset = axis.at(float(q))
                assert half * factor + abs(offset) <= length / 2


def test_moves_begin_and_end_where_they_should() -> None:
    assert (ease(0), ease(0.5), ease(1)) == (0, 0.5, 1)
    assert pose_at("push", 1.0) == pose_at("pull", 0.0)
    assert pose_at("pan-left", 0.0) == pose_at("pan-right", 1.0)
    assert pose_at("drift", 1.0).x == pytest.approx(pose_at("drift", 0.0).x, abs=1e-9)
    assert parallax_range(Take(640, 360, 10, "static")) == 0
    with pytest.raises(InvalidParams, match="no camera move called moonwalk"):
        pose_at("moonwalk", 0.5)  # type: ignore[arg-type]  # what a request might say


def test_odd_sizes_are_refused() -> None:
    with pytest.raises(InvalidParams, match="even number"):
        Parallax(texture(64, 64), np.ones((64, 64), np.float32), Take(63, 64, 5))


def test_a_still_moves_by_fractions_of_a_pixel() -> None:
    # given: a bright line, and a view that wanders two pixels in sixty frames
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    picture[:, 158:162] = 255
    source = Still(picture, (WIDTH, HEIGHT), 60, Window(0.49, 0.5, 1.25), Window(0.51, 0.5, 1.25))
    # when
    middles = []
    for index in range(60):
        row = luma(source.frame(index))[90].astype(float) - 16
        middles.append(float(row @ np.arange(WIDTH) / row.sum()))
    # then: it goes one way, in even steps
    steps = -np.diff(middles)
    assert sum(steps) == pytest.approx(WIDTH * 0.02 * 1.25, rel=0.05)
    assert steps.min() > 0 and steps.max() < 0.25


def test_a_still_never_shows_an_edge() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 100, np.uint8)
    source = Still(picture, (WIDTH, HEIGHT), 8, Window(0, 0, 1.1), Window(1, 1, 1.6))
    for index in range(8):
        assert np.abs(to_rgb(source.frame(index)).astype(int) - 100).max() < 3
    with pytest.raises(InvalidParams, match="zoom of 1 or more"):
        Window(zoom=0.5)
