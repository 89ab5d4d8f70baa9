"""Vectors: arrows whose length follows a number."""

from __future__ import annotations

import math
from collections.abc import Iterable

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.physics.labels import words_beyond

HEAD = 22.0
"""Units by which an arrow's head is at least long: shorter arrows would be all head."""


def arrow(
    pen: Pen, foot: tuple[float, float], angle: float, length: float, ink: Ink,
    label: str | None = None, *, width: float = 6.0, size: float = 25.0,
) -> tuple[float, float]:  # fmt: skip
    """An arrow from `foot`, `length` units long, and its label beyond the tip. Returns the tip."""
    if length < 0:
        angle, length = angle + 180.0, -length
    tip = paths.polar(*foot, length, angle)
    if length >= HEAD:
        pen.line([foot, tip], ink, width, head=True)
    elif length > 3.0:
        pen.line([foot, tip], ink, min(width, 4.0), head=True)
    if label:
        words_beyond(pen, label, tip, angle, ink, size=size)
    return tip


def scale_to_fit(
    room: Rect, foot: tuple[float, float], vectors: Iterable[tuple[float, float]], longest: float
) -> float:
    """Units per newton (or what the vectors count) at which all (angle, value) from `foot` keep within `room`.

    No arrow becomes longer than `longest`.
    """
    scale = math.inf
    for angle, value in vectors:
        size = abs(value)
        along, up = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        across = room.right - foot[0] if along > 0 else foot[0] - room.x
        upright = foot[1] - room.y if up > 0 else room.bottom - foot[1]
        limits = (
            longest,
            across / abs(along) if abs(along) > 1e-6 else longest,
            upright / abs(up) if abs(up) > 1e-6 else longest,
        )
        scale = min(scale, min(limits) / size if size else math.inf)
    return 0.0 if math.isinf(scale) else scale
