"""The frames of flat lessons."""

from __future__ import annotations

import pytest

from engine.lesson.cues import appearances
from engine.lesson.drawing.board import Beat
from engine.lesson.drawing.theme import THEMES
from engine.lesson.figures.registry import read_figure
from engine.lesson.film import BeatPage, LessonFilm, Shown, end_page, title_page

FPS = 10
POINTS = {"kind": "points", "items": [{"name": "a", "text": "One."}, {"name": "b", "text": "Two."}]}


def lesson(style: str) -> LessonFilm:
    figure = read_figure(POINTS)
    times = appearances(figure.parts(), {"b": (1.5,)}, 0.3, 3.0)
    beat = BeatPage(Beat("Two points", figure, times), {})
    pages = [title_page("Points", "Maths"), Shown(2.0, beat), end_page(7.0, "Points", "In short", ["Two points"])]
    return LessonFilm(THEMES[style], pages, FPS, None, 0.25)


@pytest.mark.parametrize("style", ["whiteboard", "explainer", "motion"])
def test_a_frame_is_the_same_whatever_was_drawn_before(style: str) -> None:
    """Frames are drawn ahead and thrown away again: a film goes back in time."""
    forth = lesson(style)
    wanted = [forth.frame(index).copy() for index in range(90)]
    back = lesson(style)
    assert all((back.frame(index) == wanted[index]).all() for index in reversed(range(90)))


def test_a_whiteboard_on_which_nothing_moves_is_not_drawn_again() -> None:
    film = lesson("whiteboard")
    assert film.frame(66) is film.frame(67)
    assert film.frame(21) is not film.frame(22)
