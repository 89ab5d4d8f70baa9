"""The gallery's lessons: boards of several topics in the three flat styles, and the pictures of the examples."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import skia
from PIL import Image

from data import curriculum
from data.curriculum import Difficulty, Subject, load_topic
from engine.lesson.drawing.board import Beat, still
from engine.lesson.drawing.ground import HEIGHT, WIDTH, draw_ground
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import THEMES
from engine.lesson.figures.registry import read_figure

BOARD = (480, 270)
EXAMPLE = (320, 320)
MIDDLE = Rect(304, 60, 672, 600)
NOW = 13.0
"""Seconds of a beat at which all of its parts are there."""
Shown = tuple[str, Subject, str, Difficulty, str]
BOARDS: tuple[Shown, ...] = (
    ("explainer", "biology", "cells", "beginner", "cell"),
    ("motion", "physics", "waves-and-sound", "intermediate", "wave"),
    ("whiteboard", "maths", "pythagoras", "beginner", "geometry"),
    ("motion", "history", "silk-road", "beginner", "map"),
    ("explainer", "biology", "heart-and-blood", "intermediate", "heart"),
    ("whiteboard", "physics", "light-and-lenses", "intermediate", "lens"),
    ("whiteboard", "chemistry", "acids-and-bases", "intermediate", "titration"),
    ("motion", "chemistry", "organic-molecules", "beginner", "molecule"),
    ("explainer", "history", "ancient-egypt", "beginner", "layers"),
)
"""Style, subject, topic, difficulty, and the kind of the figure that is shown."""
EXAMPLES: tuple[tuple[str, Shown], ...] = (
    ("lesson-newton", ("whiteboard", "physics", "newtons-laws", "intermediate", "forces")),
    ("lesson-cell", ("explainer", "biology", "cells", "beginner", "cell")),
    ("lesson-acids", ("motion", "chemistry", "acids-and-bases", "intermediate", "ph-scale")),
    ("lesson-silk-road", ("3d", "history", "silk-road", "beginner", "map")),
)


def sheet() -> Image.Image:
    """All boards, three in a row."""
    cells = [_board(shown).resize(BOARD, Image.Resampling.LANCZOS) for shown in BOARDS]
    whole = Image.new("RGB", (BOARD[0] * 3, BOARD[1] * -(-len(cells) // 3)))
    for number, cell in enumerate(cells):
        whole.paste(cell, (number % 3 * BOARD[0], number // 3 * BOARD[1]))
    return whole


def examples() -> Iterable[tuple[str, Image.Image]]:
    """Name and picture of each example of the form: the figure alone, in the middle of its board."""
    for name, shown in EXAMPLES:
        rgba = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
        with skia.Surface(rgba, colorType=skia.ColorType.kRGBA_8888_ColorType) as canvas:
            theme = THEMES[shown[0]]
            draw_ground(canvas, theme, 0.0)
            read_figure(_beat(shown).show).draw(Pen(canvas, theme, MIDDLE))
        middle = Image.fromarray(rgba[..., :3].copy()).crop((280, 0, 1000, 720))
        yield name, middle.resize(EXAMPLE, Image.Resampling.LANCZOS)


def _board(shown: Shown) -> Image.Image:
    beat = _beat(shown)
    times = Beat(beat.heading, read_figure(beat.show), {})
    return Image.fromarray(still(THEMES[shown[0]], times, NOW))


def _beat(shown: Shown) -> curriculum.Beat:
    _, subject, key, difficulty, kind = shown
    beats = load_topic(subject, key).lesson(difficulty).beats
    return next(beat for beat in beats if beat.show["kind"] == kind)
