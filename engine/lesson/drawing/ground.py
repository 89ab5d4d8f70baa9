"""What lies behind the figures: the board of each style."""

from __future__ import annotations

import math
from functools import lru_cache

import skia

from engine.lesson.drawing import paths
from engine.lesson.drawing.theme import RGB, Ink, Theme

WIDTH, HEIGHT = 1280, 720
_SPOTS: tuple[tuple[float, float, float, float, Ink], ...] = (
    (1130, 90, 250, 19.0, "accent"),
    (90, 690, 300, 23.0, "teal"),
    (1240, 690, 190, 29.0, "yellow"),
)
"""Middle, radius, seconds of a turn and ink of the shapes that drift behind."""
DRIFT = 26.0
STEP = 80
"""Logical units: how far the shapes wander, and between the points of the grid."""


def draw_ground(canvas: skia.Canvas, theme: Theme, seconds: float) -> bool:
    """Paint the board at a second of the film; tells whether it moves."""
    canvas.drawPicture(_board(theme.name, theme.ground))
    if theme.hand == "drawn":
        return False
    glowing = theme.hand == "glowing"
    for number, (x, y, radius, turn, ink) in enumerate(_SPOTS):
        angle = 2 * math.pi * (seconds / turn + number / 3)
        at = (x + DRIFT * math.cos(angle), y + DRIFT * math.sin(angle))
        _spot(canvas, at, radius * (1.35 if glowing else 1.0), theme.colours[ink], glowing)
    return True


def _spot(canvas: skia.Canvas, at: tuple[float, float], radius: float, rgb: RGB, glowing: bool) -> None:
    if not glowing:
        canvas.drawPath(paths.circle(*at, radius), skia.Paint(AntiAlias=True, Color=skia.Color(*rgb, 26)))
        canvas.drawPath(paths.circle(*at, radius * 0.62), skia.Paint(AntiAlias=True, Color=skia.Color(*rgb, 20)))
        return
    canvas.save()
    canvas.translate(*at)
    canvas.scale(radius, radius)
    canvas.drawPaint(_halo(rgb))
    canvas.restore()


@lru_cache(maxsize=16)
def _halo(rgb: RGB) -> skia.Paint:
    """Light of radius 1 about the origin."""
    shader = skia.GradientShader.MakeRadial(skia.Point(0, 0), 1.0, [skia.Color(*rgb, 46), skia.Color(*rgb, 0)])
    return skia.Paint(Shader=shader)


@lru_cache(maxsize=8)
def _board(name: str, ground: tuple[RGB, RGB]) -> skia.Picture:
    recorder = skia.PictureRecorder()
    canvas = recorder.beginRecording(skia.Rect.MakeWH(WIDTH, HEIGHT))
    points = [skia.Point(0, 0), skia.Point(0, HEIGHT)]
    shader = skia.GradientShader.MakeLinear(points, [skia.Color(*each) for each in ground])
    canvas.drawRect(skia.Rect.MakeWH(WIDTH, HEIGHT), skia.Paint(Shader=shader, Dither=True))
    if name == "motion":
        dots = skia.Paint(AntiAlias=True, Color=skia.Color(255, 255, 255, 22))
        for x in range(STEP // 2, WIDTH, STEP):
            for y in range(STEP // 2, HEIGHT, STEP):
                canvas.drawCircle(x, y, 1.6, dots)
    return recorder.finishRecordingAsPicture()
