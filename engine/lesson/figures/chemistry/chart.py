"""Axes for the charts of chemistry."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect


@dataclass(frozen=True)
class Chart:
    """A room with numbers: `x` and `y` from their low to their high end."""

    room: Rect
    x: tuple[float, float]
    y: tuple[float, float]

    def at(self, x: float, y: float) -> Point:
        (x0, x1), (y0, y1) = self.x, self.y
        return (
            self.room.x + (x - x0) / (x1 - x0) * self.room.width,
            self.room.bottom - (y - y0) / (y1 - y0) * self.room.height,
        )

    def axes(
        self, pen: Pen, x_label: str, y_label: str, *, x_steps: Sequence[float] = (), y_steps: Sequence[float] = ()
    ) -> None:
        """Both axes, with grid lines and numbers at the steps."""
        room = self.room
        for step in x_steps:
            x, _ = self.at(step, self.y[0])
            pen.line([(x, room.y), (x, room.bottom)], "faint", 1.5)
            pen.words(number(step), x, room.bottom + 22, 21, "soft")
        for step in y_steps:
            _, y = self.at(self.x[0], step)
            pen.line([(room.x, y), (room.right, y)], "faint", 1.5)
            pen.words(number(step), room.x - 12, y, 21, "soft", anchor="end")
        pen.line([(room.x, room.bottom), (room.right + 20, room.bottom)], "ink", 4, head=True)
        pen.line([(room.x, room.bottom), (room.x, room.y - 16)], "ink", 4, head=True)
        pen.words(x_label, room.right, room.bottom + (50 if x_steps else 26), 25, anchor="end")
        pen.words(y_label, room.x - 50, room.y - 34, 25, anchor="start")


def round_steps(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from `low` to `high`, about so many."""
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(i * step, 10) for i in range(first, math.floor(high / step + 1e-9) + 1)]


def number(value: float) -> str:
    return f"{value:g}".replace("-", "\u2212")
