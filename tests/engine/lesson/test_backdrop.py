"""The stage of the style "3d": the place, its camera and the film on it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.lesson.backdrop import SlabStage
from engine.lesson.drawing.board import Beat
from engine.lesson.drawing.theme import THEMES
from engine.lesson.figures.registry import read_figure
from engine.lesson.film import BeatPage, LessonFilm, Shown, end_page, title_page
from engine.media.film.chunks import FilmPlan
from engine.media.film.format import VideoFormat

PLAN = FilmPlan(VideoFormat(320, 180, 10), 9.0)
TWO_POINTS = {"kind": "points", "items": [{"name": "a", "text": "One"}, {"name": "b", "text": "Two"}]}
TIMES = (0.5, 2.4, 3.0, 5.0, 6.3, 8.0)


def place(colour: tuple[int, int, int] | None = None) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A place of one colour, or of a chequered ground; near things are below."""
    down, across = np.mgrid[0:204, 0:360]
    rgb = np.where(((down // 12 + across // 12) % 2)[..., None] > 0, (230, 190, 120), (40, 90, 160))
    if colour is not None:
        rgb = np.broadcast_to(colour, rgb.shape)
    return np.ascontiguousarray(rgb, np.uint8), (2.0 + 20.0 * (1.0 - down / 203.0)).astype(np.float32)


def lesson(colour: tuple[int, int, int] | None = None) -> LessonFilm:
    beat = BeatPage(Beat("Two points", read_figure(TWO_POINTS), {}), {})
    pages = [
        title_page("Points", "Maths"),
        Shown(2.0, beat),
        Shown(5.5, beat),
        end_page(8.5, "Points", "In short", ["Count to two."]),
    ]
    stage = SlabStage(*place(colour), PLAN, [page.start for page in pages])
    return LessonFilm(THEMES["3d"], pages, PLAN.video.fps, stage, PLAN.video.width / 1280)


def test_frames_are_the_same_in_whatever_order_they_are_asked_for() -> None:
    film, again = lesson(), lesson()
    forth = {seconds: film.rgb(seconds) for seconds in TIMES}
    back = {seconds: again.rgb(seconds) for seconds in reversed(TIMES)}
    assert all((forth[seconds] == back[seconds]).all() for seconds in TIMES)
    assert (film.frame(30) == again.frame(30)).all()


@pytest.mark.parametrize("colour", [(190, 120, 60), (60, 150, 90), (70, 110, 200), (128, 128, 128)])
def test_the_place_keeps_its_colours(colour: tuple[int, int, int]) -> None:
    corner = lesson(colour).rgb(4.0)[:10, :10].reshape(-1, 3).mean(axis=0)
    assert np.abs(corner - colour).max() < 16  # the light of a page warms it a little
    assert np.argsort(corner).tolist() == np.argsort(colour, kind="stable").tolist() or len(set(colour)) == 1


def test_the_camera_goes_on_and_goes_over_with_a_new_page() -> None:
    film = lesson()
    strip = {seconds: film.rgb(seconds)[-12:].astype(int) for seconds in (4.0, 4.1, 5.3, 7.4)}
    assert (strip[4.0] != strip[4.1]).any()
    calm, over = (np.abs(strip[a] - strip[b]).mean() for a, b in ((4.0, 4.1), (5.3, 7.4)))
    assert over > 3 * calm


def test_the_glass_is_dark_enough_for_words_before_the_brightest_place() -> None:
    picture = lesson((255, 255, 255)).rgb(4.0)
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[70:140, 200:290]  # no words there
    assert luma.max() < 120
    assert luma.min() > 25
