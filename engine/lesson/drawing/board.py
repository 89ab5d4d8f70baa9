"""The board: ground, heading and figure of one moment of a lesson."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import NDArray

from engine.lesson.drawing import paths
from engine.lesson.drawing.ground import HEIGHT, WIDTH, draw_ground
from engine.lesson.drawing.pen import Appearance, Pen, Rect
from engine.lesson.drawing.theme import Theme
from engine.lesson.figures.figure import Figure

AREA = Rect(70, 128, 1140, 510)
"""The room of figures: below the heading, above where subtitles stand."""
HEADING_SECONDS = 0.7
HEADING = "heading"


@dataclass(frozen=True)
class Beat:
    """What one beat shows. `times`: when each part of the figure appears, in seconds of the beat."""

    heading: str
    figure: Figure
    times: Mapping[str, Appearance]


def draw_beat(
    canvas: skia.Canvas, theme: Theme, beat: Beat, now: float, pictures: Mapping[str, skia.Image] | None = None
) -> Pen:
    """Draw a beat `now` seconds after it began onto a canvas in logical units. Gives the pen that was used."""
    times = {HEADING: Appearance(0.0, HEADING_SECONDS), **beat.times}
    pen = Pen(canvas, theme, AREA, now, times, pictures or {})
    with pen.part(HEADING):
        set_ = pen.words(beat.heading, AREA.x, 76, 44, anchor="start", bold=True, heading=True)
        pen.line([(AREA.x, 112), (AREA.x + min(set_.width, 240.0), 112)], "accent", 6)
    beat.figure.draw(pen)
    if pen.hand is not None:
        _marker(canvas, pen.hand)
    return pen


def _marker(canvas: skia.Canvas, tip: tuple[float, float]) -> None:
    """The felt pen that writes."""
    canvas.save()
    canvas.translate(*tip)
    canvas.rotate(34)
    for path, colour in (
        (paths.polyline([(-4, -3), (4, -3), (7, -26), (-7, -26)], closed=True), skia.Color(60, 64, 72)),
        (paths.polyline([(-2.5, 1), (2.5, 1), (4, -4), (-4, -4)], closed=True), skia.Color(25, 27, 32)),
        (paths.box(-9, -128, 18, 104, 6), skia.Color(236, 237, 240)),
        (paths.box(-9, -128, 6, 104, 3), skia.Color(212, 214, 219)),
        (paths.box(-9, -62, 18, 20, 2), skia.Color(29, 95, 209)),
    ):
        canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=colour))
    canvas.restore()


def still(theme: Theme, beat: Beat, now: float = 1e6, scale: float = 1.0) -> NDArray[np.uint8]:
    """One moment as sRGB, uint8 of shape (720 * scale, 1280 * scale, 3)."""
    rgba = np.zeros((round(HEIGHT * scale), round(WIDTH * scale), 4), np.uint8)
    surface = skia.Surface(rgba, colorType=skia.ColorType.kRGBA_8888_ColorType)
    canvas = surface.getCanvas()
    canvas.scale(scale, scale)
    draw_ground(canvas, theme, 0.0)
    draw_beat(canvas, theme, beat, now)
    del canvas, surface
    return rgba[..., :3].copy()
