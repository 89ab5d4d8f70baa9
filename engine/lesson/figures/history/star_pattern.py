"""A pattern of stars, as on tiled walls."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

import skia
from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen
from engine.lesson.figures.figure import Figure


class StarPattern(Figure):
    """Stars {points/skip} on a square grid. Parts: `circle`, `star` (one, line by line), `grid`, `colour`.

    `points` corners stand evenly on a circle; lines join each to the one `skip` further on.
    """

    kind: ClassVar[str] = "star-pattern"
    points: Annotated[int, Field(ge=6, le=16, multiple_of=2)] = 8
    skip: Annotated[int, Field(ge=2, le=7)] = 3

    @model_validator(mode="after")
    def _star(self) -> Self:
        if self.skip >= self.points / 2:
            raise ValueError("skip is below half the points, else there is no star")
        return self

    def parts(self) -> Sequence[str]:
        return ["circle", "star", "grid", "colour"]

    def draw(self, pen: Pen) -> None:
        left, right = pen.area.inset(6).columns(1, 1.25, gap=40)
        radius = min(left.width, left.height) / 2 - 12
        x, y = left.middle
        corners = self.corners(x, y, radius)
        with pen.part("circle"):
            pen.line(paths.circle(x, y, radius), "soft", 3, dash=(10, 8))
            for corner in corners:
                pen.shape(paths.circle(*corner, 8), "red", "paper", 2)
        with pen.part("star"):
            for index, corner in enumerate(corners):
                pen.line([corner, corners[(index + self.skip) % self.points]], "accent", 4)
        columns = max(2, round(right.width / 130))
        cell = right.width / columns
        rows = max(1, int(right.height / cell))
        top = right.y + (right.height - rows * cell) / 2
        middles = [(right.x + (c + 0.5) * cell, top + (r + 0.5) * cell) for r in range(rows) for c in range(columns)]
        with pen.part("colour"):
            pen.area_of(paths.box(right.x, top, right.width, rows * cell), "teal")
            pen.area_of(paths.joined(self._outline(*middle, cell / 2) for middle in middles), "yellow")
            pen.area_of(paths.joined(paths.circle(*middle, cell * 0.1) for middle in middles), "blue")
        with pen.part("grid"):
            lines = skia.PathBuilder()
            for middle in middles:
                around = self.corners(*middle, cell / 2)
                for index, corner in enumerate(around):
                    lines.moveTo(*corner)
                    lines.lineTo(*around[(index + self.skip) % self.points])
            pen.line(lines.detach(), "black", 2.5)
            pen.line(paths.box(right.x, top, right.width, rows * cell), "ink", 3)

    def corners(self, x: float, y: float, radius: float) -> list[Point]:
        """On the circle, evenly, one of them to the right."""
        return [paths.polar(x, y, radius, 360 * i / self.points) for i in range(self.points)]

    def _outline(self, x: float, y: float, radius: float) -> skia.Path:
        """The star's outer outline: its corners, and the crossings between them."""
        inner = radius * math.cos(math.pi * self.skip / self.points) / math.cos(math.pi * (self.skip - 1) / self.points)
        turns = [180 * i / self.points for i in range(2 * self.points)]
        return paths.polyline(
            [paths.polar(x, y, inner if i % 2 else radius, t) for i, t in enumerate(turns)], closed=True
        )
