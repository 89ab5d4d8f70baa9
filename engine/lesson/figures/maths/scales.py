"""Equations on a pair of scales."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.figure import Figure, Label, Part, PartName
from engine.lesson.figures.maths.plane import number

Pan = tuple[Annotated[int, Field(ge=0, le=6)], Annotated[int, Field(ge=0, le=24)]]
SIZE = 46.0


class Weighing(Part):
    """What lies on each pan: boxes that weigh x, and weights of 1. `note`: what was done to get there."""

    name: PartName
    left: Pan
    right: Pan
    note: Label | None = None


class Scales(Figure):
    """Parts: the weighings' names, each taking the place of the one before; their equations stay, in lines.

    `x`: what a box weighs; the beam tilts where the pans differ.
    """

    kind: ClassVar[str] = "scales"
    x: Annotated[float, Field(ge=0, le=100)]
    weighings: Annotated[tuple[Weighing, ...], Field(min_length=1, max_length=4)]

    def parts(self) -> Sequence[str]:
        return [each.name for each in self.weighings]

    def tilt(self, weighing: Weighing) -> float:
        """Degrees, positive where the right pan is heavier."""
        left, right = (boxes * self.x + ones for boxes, ones in (weighing.left, weighing.right))
        return 11.0 * max(-1.0, min(1.0, (right - left) / 2.0))

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 700
        room, side = pen.area.columns(2, 1, gap=30) if wide else pen.area.rows(2.6, 1)
        begun = [each for each in self.weighings if pen.share(each.name) > 0] or [self.weighings[0]]
        with pen.part(begun[-1].name):
            self._balance(pen, room, begun[-1])
        rows = side.rows(*[1.0] * max(3, len(self.weighings)), gap=8)
        for each, row in zip(self.weighings, rows, strict=False):
            with pen.part(each.name):
                last = each is self.weighings[-1]
                words = f"{_side(each.left)} = {_side(each.right)}"
                if self.tilt(each):
                    words = words.replace("=", "<" if self.tilt(each) > 0 else ">")
                size = min(46.0 if wide else 34.0, row.height * 0.5)
                y = row.middle[1] + (12 if each.note and wide else 0)
                pen.words(words, row.x + 10, y, size, "green" if last else "ink", anchor="start", bold=True)
                if each.note and wide:
                    pen.words(each.note, row.x + 10, y - 46, 25, "accent", anchor="start", width=row.width)

    def _balance(self, pen: Pen, room: Rect, weighing: Weighing) -> None:
        x, foot = room.middle[0], room.bottom - 12
        top, reach, angle = room.y + 196, room.width * 0.27, -self.tilt(weighing)
        pen.shape([(x - 12, foot - 24), (x - 7, top), (x + 7, top), (x + 12, foot - 24)], "grey", "ink", 3)
        pen.shape(paths.box(x - 90, foot - 26, 180, 26, 12), "grey", "ink", 3)
        ends = paths.polar(x, top, reach, 180 + angle), paths.polar(x, top, reach, angle)
        pen.line(ends, "ink", 10)
        pen.shape(paths.circle(x, top, 14), "accent", "ink", 3)
        for end, load in zip(ends, (weighing.left, weighing.right), strict=True):
            pan = end[0], end[1] + 110
            half = min(room.width * 0.22, 168.0)
            for dx in (-half + 12, half - 12):
                pen.line([end, (pan[0] + dx, pan[1])], "soft", 3)
            self._load(pen, pan, half, load)
            pen.shape(_bowl(pan, half), "orange", "ink", 3.5)

    def _load(self, pen: Pen, pan: Point, half: float, load: Pan) -> None:
        boxes, ones = load
        wide = boxes + math.ceil(ones / 3) * 0.62
        size = min(SIZE, (2 * half - 36) / max(wide, 1.0))
        x = pan[0] - wide * size / 2
        for _ in range(boxes):
            pen.shape(paths.box(x + 2, pan[1] - size * 1.05, size - 4, size, 6), "blue", "ink", 3)
            pen.words(
                "x",
                x + size / 2,
                pan[1] - size * 0.58,
                size * 0.62,
                "white" if pen.theme.tint == 1 else "ink",
                bold=True,
            )
            x += size
        unit = size * 0.58
        for i in range(ones):
            place = (x + size * 0.62 * (i // 3) + unit / 2, pan[1] - unit * (0.55 + i % 3))
            pen.shape(paths.circle(*place, unit * 0.47), "green", "ink", 2.5)


def _bowl(pan: Point, half: float) -> list[Point]:
    x, y = pan
    curve = [paths.polar(x, y, half, 180 + 7.5 * i) for i in range(25)]
    return [(px, y + (py - y) * 0.22) for px, py in curve]


def _side(pan: Pan) -> str:
    boxes, ones = pan
    terms = [("x" if boxes == 1 else f"{boxes}x")] if boxes else []
    return " + ".join([*terms, *([number(ones)] if ones or not boxes else [])])
