"""The signs of circuit diagrams (IEC 60617)."""

from __future__ import annotations

import math

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen
from engine.lesson.figures.physics.labels import cover

Point = tuple[float, float]
SIZE = 38.0
"""Half of a symbol's length along the wire."""
CELL_GAP = 16.0
"""Half of the gap between the lines of a cell."""


def draw_battery(pen: Pen, place: Point, label: str) -> None:
    """A cell in an upright wire: the long line (plus) above."""
    x, y = place
    half, gap = 1.25 * SIZE, CELL_GAP
    cover(pen, paths.box(x - half - 2, y - gap, 2 * half + 4, 2 * gap))
    pen.line([(x - half, y - gap), (x + half, y - gap)], "red", 6)
    pen.line([(x - half / 2, y + gap), (x + half / 2, y + gap)], "ink", 11)
    pen.words("+", x + half + 18, y - 32, 34, "red", bold=True)
    pen.words("\u2212", x + half + 18, y + 32, 34, bold=True)
    pen.words(label, x - half - 12, y, 32, "red", anchor="end", bold=True)


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
        _blank(pen, place, along, SIZE)
        a = (x - along[0] * SIZE, y - along[1] * SIZE)
        b = (x + along[0] * SIZE, y + along[1] * SIZE)
        turn = 0.0 if closed else -0.55
        tip = _turned(a, b, turn)
        pen.line([a, tip], "ink", 5)
        for end in (a, b):
            pen.shape(paths.circle(*end, 7), "ink")
    else:
        _blank(pen, place, along, 9.0)
        for side in (-9, 9):
            cx, cy = x + along[0] * side, y + along[1] * side
            pen.line(
                [(cx - along[1] * SIZE, cy - along[0] * SIZE), (cx + along[1] * SIZE, cy + along[0] * SIZE)], "blue", 6
            )


def _round(pen: Pen, sort: str, place: Point, lit: float) -> None:
    x, y = place
    if sort == "lamp" and lit > 0:
        for reach, alpha in ((1.8, 0.16), (1.45, 0.3)):
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
        pen.words("M" if sort == "motor" else "A", x, y, 40, bold=True)


def _blank(pen: Pen, place: Point, along: Point, half: float) -> None:
    x, y = place
    wide, high = max(half * along[0], 5.0), max(half * along[1], 5.0)
    cover(pen, paths.box(x - wide, y - high, 2 * wide, 2 * high))


def _turned(about: Point, point: Point, angle: float) -> Point:
    dx, dy = point[0] - about[0], point[1] - about[1]
    c, s = math.cos(angle), math.sin(angle)
    return about[0] + dx * c - dy * s, about[1] + dx * s + dy * c
