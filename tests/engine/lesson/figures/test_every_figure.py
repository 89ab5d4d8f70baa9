"""What holds for every kind of figure, with the data that the shipped lessons give it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from data.curriculum import DIFFICULTIES, SUBJECTS, load_topic, topics
from engine.lesson.drawing.board import AREA
from engine.lesson.drawing.pen import Appearance, Pen
from engine.lesson.drawing.theme import THEMES
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.registry import kinds, read_figure

SCALE = 0.25
BEYOND = 38
"""Logical units by which a mark may leave the figure's room: half a stroke, a glow, an arrow's head."""
LATER = Appearance(1e5, 1.0)
SAMPLES = 2 if os.environ.get("KINORA_ALL_SCENES") else 1
MORE: Mapping[str, Mapping[str, Any]] = {
    "number": {"kind": "number", "value": 299792458, "unit": "m/s", "caption": "the speed of light"},
    "scene": {"kind": "scene", "prompt": "a castle on a hill", "caption": "A castle"},
}
"""Kinds that texts of one's own and language models use, whether or not a shipped lesson does."""


@cache
def shipped() -> Mapping[str, list[Mapping[str, Any]]]:
    """Up to SAMPLES different figures of each kind that the lessons show."""
    found: dict[str, list[Mapping[str, Any]]] = {kind: [show] for kind, show in MORE.items()}
    for subject in SUBJECTS:
        for key in topics(subject):
            for difficulty in DIFFICULTIES:
                for beat in load_topic(subject, key).lesson(difficulty).beats:
                    for show in _single(beat.show):
                        of_kind = found.setdefault(str(show["kind"]), [])
                        if len(of_kind) < SAMPLES and show not in of_kind:
                            of_kind.append(show)
    return found


def _single(show: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return [show, show["left"], show["right"]] if show["kind"] == "pair" else [show]


def drawn(figure: Figure, style: str, now: float, later: Iterable[str] = ()) -> NDArray[np.uint8]:
    """The figure alone on nothing, RGBA; parts in `later` have yet to appear."""
    rgba = np.zeros((180, 320, 4), np.uint8)
    surface = skia.Surface(rgba, colorType=skia.ColorType.kRGBA_8888_ColorType)
    with surface as canvas:
        canvas.scale(SCALE, SCALE)
        times = {part: LATER if part in later else Appearance(0.0, 0.5) for part in figure.parts()}
        pictures = {prompt: skia.Image.fromarray(np.full((9, 16, 4), 200, np.uint8)) for prompt in figure.prompts()}
        figure.draw(Pen(canvas, THEMES[style], AREA, now, times, pictures))
    return rgba


def test_every_kind_is_used_by_a_lesson() -> None:
    assert set(kinds()) <= set(shipped())


@pytest.mark.parametrize("kind", sorted(shipped()))
def test_it_keeps_within_its_room_in_every_style(kind: str) -> None:
    for show in shipped()[kind]:
        figure = read_figure(show)
        for style in THEMES:
            for now in (9.0, 13.7):
                rows, columns = np.nonzero(drawn(figure, style, now)[..., 3] > 40)
                assert len(rows), style
                assert rows.min() / SCALE >= AREA.y - BEYOND, style
                assert rows.max() / SCALE <= AREA.bottom + BEYOND, style
                assert columns.min() / SCALE >= AREA.x - BEYOND, style
                assert columns.max() / SCALE <= AREA.right + BEYOND, style


@pytest.mark.parametrize("kind", sorted(shipped()))
def test_it_is_the_same_each_time_and_nothing_is_there_before_its_time(kind: str) -> None:
    figure = read_figure(shipped()[kind][0])
    assert (drawn(figure, "motion", 9.0) == drawn(figure, "motion", 9.0)).all()
    assert not drawn(figure, "motion", 9.0, figure.parts())[..., 3].any()


@pytest.mark.parametrize("kind", sorted(shipped()))
def test_each_part_shows_something(kind: str) -> None:
    for show in shipped()[kind]:
        figure = read_figure(show)
        whole = drawn(figure, "explainer", 9.0)
        idle = [part for part in figure.parts() if (drawn(figure, "explainer", 9.0, [part]) == whole).all()]
        assert not idle
