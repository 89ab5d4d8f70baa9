"""Causes on a pair of scales."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.history.shades import over_colour

STEEPEST = 11.0
"""Of the beam, in degrees."""


class Weight(BaseModel):
    """A cause or an argument; how heavy it is decides how tall its block is and how far the scales tip."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    name: PartName
    label: Label
    weight: Annotated[float, Field(gt=0, le=5)] = 1.0


class Balance(Figure):
    """Parts: `scales`, then the weights of the left and of the right pan. The beam tips as they arrive."""

    kind: ClassVar[str] = "balance"
    left_title: Label
    right_title: Label
    left: Annotated[tuple[Weight, ...], Field(min_length=1, max_length=4)]
    right: Annotated[tuple[Weight, ...], Field(min_length=1, max_length=4)]

    def parts(self) -> Sequence[str]:
        return ["scales", *(each.name for each in (*self.left, *self.right))]

    def tilt(self, pen: Pen) -> float:
        """Degrees that the right end lies lower, with what is there already."""
        left, right = (sum(each.weight * pen.share(each.name) for each in pan) for pan in (self.left, self.right))
        heaviest = max(sum(each.weight for each in side) for side in (self.left, self.right))
        return STEEPEST * max(-1.0, min(1.0, 1.6 * (right - left) / heaviest))

    def draw(self, pen: Pen) -> None:
        room = pen.area.inset(8, 0)
        top: Point = (room.middle[0], room.y + 70)
        reach, tilt = room.width * 0.28, math.radians(self.tilt(pen))
        ends = [(top[0] + s * reach * math.cos(tilt), top[1] + s * reach * math.sin(tilt)) for s in (-1, 1)]
        drop = room.height - 70 - 62 - abs(math.sin(math.radians(STEEPEST))) * reach
        pans = [Rect(x - room.width * 0.2, y + drop - 10, room.width * 0.4, 20) for x, y in ends]
        with pen.part("scales"):
            foot = room.bottom - 6
            pen.shape([(top[0] - 9, top[1]), (top[0] + 9, top[1]), (top[0] + 13, foot), (top[0] - 13, foot)], "brown")
            pen.shape(paths.box(top[0] - 90, foot - 14, 180, 16, 6), "brown")
            pen.line(ends, "brown", 11)
            pen.shape(paths.circle(*top, 15), "yellow", "brown", 4)
            for end, pan, title in zip(ends, pans, (self.left_title, self.right_title), strict=True):
                for x in (pan.x + 10, pan.right - 10):
                    pen.line([end, (x, pan.y)], "soft", 2.5)
                pen.shape(paths.box(pan.x, pan.y, pan.width, 14, 7), "yellow", "brown", 3)
                size = pen.fitting(title, Rect(0, 0, pan.width, 40), 30, smallest=20, bold=True)
                pen.words(title, pan.middle[0], pan.y + 38, size, bold=True)
        self._stack(pen, pans[0], self.left, "blue", drop)
        self._stack(pen, pans[1], self.right, "red", drop)

    def _stack(self, pen: Pen, pan: Rect, side: Sequence[Weight], ink: Ink, drop: float) -> None:
        whole = max(sum(each.weight for each in each_side) for each_side in (self.left, self.right))
        unit = min(70.0, (drop - 30) / whole)
        y = pan.y
        for each in side:
            high = max(44.0, each.weight * unit - 5)
            y -= high + 5
            room = Rect(pan.x + 34, y, pan.width - 68, high)
            with pen.part(each.name):
                pen.shape(paths.box(room.x, room.y, room.width, room.height, 8), ink, ink, 3)
                size = pen.fitting(each.label, room.inset(10, 3), 28, smallest=19, bold=True)
                pen.words(each.label, *room.middle, size, over_colour(pen), bold=True, width=room.width - 16)
