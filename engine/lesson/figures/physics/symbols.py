"""The signs of circuit diagrams (IEC 60617)."""

from __future__ import annotations

import math

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen
from engine.lesson.figures.physics.labels import cover

Point = tuple[float, float]
SIZE = 30.0
"""Half of a symbol's length along the wire."""


def draw_battery(pen: Pen, place: Point, label: str) -> None:
    """A cell in an upright wire: the long line (plus) above."""
    x, y = place
    cover(pen, paths.box(x - 40, y - 13, 80, 26))
    pen.line([(x - 38, y - 13), (x + 38, y - 13)], "red", 5)
    pen.line([(x - 20, y + 13), (x + 20, y + 13)], "ink", 9)
    pen.words("+", x + 54, y - 30, 30, "red", bold=True)
    pen.words("\u2212", x + 54, y + 28, 30, bold=True)
    pen.words(label, x - 50, y, 28, "red", anchor="end", bold=True)


def draw_symbol(pen: Pen, sort: str, place: Point, upright: bool, *, lit: float = 0.0, closed: bool = True) -> None:
    """A component on its wire. `lit` 0..1: how bright a lamp is against the brightest."""
    x, y = place
    along = (0.0, 1.0) if upright else (1.0, 0.0)
    if sort in ("lamp", "motor", "ammeter"):
        _round(pen, sort, place, lit)
    elif sort == "resistor":
        wide, high = (2 * SIZE * 0.56, 2.3 * SIZE) if upright else (2.3 * SIZE, 2 * SIZE * 0.56)
        cover(pen, paths.box(x - wide / 2, y - high / 2, wide, high))
        pen.shape(paths.box(x - wide / 2, y - high / 2, wide, high), "teal", "ink", 4, alpha=0.55)
    elif sort == "switch":
        _blank(pen, place, along, 26.0)
        a = (x - along[0] * 26, y - along[1] * 26)
        b = (x + along[0] * 26, y + along[1] * 26)
        turn = 0.0 if closed else -0.55
        tip = _turned(a, b, turn)
        pen.line([a, tip], "ink", 5)
        for end in (a, b):
            pen.shape(paths.circle(*end, 6), "ink")
    else:
        _blank(pen, place, along, 9.0)
        for side in (-9, 9):
            cx, cy = x + along[0] * side, y + along[1] * side
            pen.line([(cx - along[1] * 30, cy - along[0] * 30), (cx + along[1] * 30, cy + along[0] * 30)], "blue", 6)


def _round(pen: Pen, sort: str, place: Point, lit: float) -> None:
    x, y = place
    if sort == "lamp" and lit > 0:
        for reach, alpha in ((2.3, 0.16), (1.7, 0.3)):
            pen.area_of(
                paths.circle(x, y, SIZE * (1 + (reach - 1) * math.sqrt(lit))), "yellow", alpha=alpha * (0.3 + 0.7 * lit)
            )
    cover(pen, paths.circle(x, y, SIZE))
    if sort == "lamp" and lit > 0:
        pen.area_of(paths.circle(x, y, SIZE), "yellow", alpha=0.15 + 0.85 * lit)
    pen.line(paths.circle(x, y, SIZE), "ink", 4)
    if sort == "lamp":
        d = SIZE * 0.707
        for side in (-1, 1):
            pen.line([(x - d, y - d * side), (x + d, y + d * side)], "ink", 4)
    else:
        pen.words("M" if sort == "motor" else "A", x, y, 32, bold=True)


def _blank(pen: Pen, place: Point, along: Point, half: float) -> None:
    x, y = place
    wide, high = max(half * along[0], 5.0), max(half * along[1], 5.0)
    cover(pen, paths.box(x - wide, y - high, 2 * wide, 2 * high))


def _turned(about: Point, point: Point, angle: float) -> Point:
    dx, dy = point[0] - about[0], point[1] - about[1]
    c, s = math.cos(angle), math.sin(angle)
    return about[0] + dx * c - dy * s, about[1] + dx * s + dy * c
