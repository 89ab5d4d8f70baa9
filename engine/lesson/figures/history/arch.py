"""A round arch of wedge-shaped stones that carries a water channel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

import skia
from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.history.shades import lighter


class Arch(Figure):
    """Parts: `piers`, `stones`, `keystone`, `load` (how the weight runs down), and `water` if it is an aqueduct.

    `stones`: in the ring, an odd number, so that one stands at the top. `arches`: side by side.
    """

    kind: ClassVar[str] = "arch"
    stones: Annotated[int, Field(ge=5, le=21)] = 13
    arches: Annotated[int, Field(ge=1, le=3)] = 2
    water: bool = True

    @model_validator(mode="after")
    def _keystone(self) -> Self:
        if self.stones % 2 == 0:
            raise ValueError("stones is odd: the keystone stands in the middle")
        return self

    def parts(self) -> Sequence[str]:
        return ["piers", "stones", "keystone", "load", *(["water"] if self.water else [])]

    def draw(self, pen: Pen) -> None:
        area = pen.area.inset(4, 0)
        outer = min(area.width / (2 * self.arches) * 0.89, (area.height - 70) * 0.62)
        inner, step = outer * 0.72, outer * 2.02
        spring = area.y + 62 + outer + 14
        middles = [(area.middle[0] + (i - (self.arches - 1) / 2) * step, spring) for i in range(self.arches)]
        with pen.part("piers"):
            self._piers(pen, middles, inner, step, area.bottom)
        for name, indices in (("stones", self._sides()), ("keystone", [self.stones // 2])):
            with pen.part(name):
                for middle in middles:
                    for index in indices:
                        self._stone(pen, middle, index, (inner, outer))
                if name == "keystone":
                    x, y = middles[0]
                    pen.words("keystone", x, y - inner + 30, 27, "red", bold=True)
        with pen.part("load"):
            for x, y in middles:
                for side in (-1, 1):
                    turns = [90 - side * turn for turn in range(10, 91, 8)]
                    ring = [paths.polar(x, y, (inner + outer) / 2, turn) for turn in turns]
                    pen.line(paths.smooth([*ring, (ring[-1][0], area.bottom - 40)]), "red", 6, head=True)
        if self.water:
            self._channel(pen, spring - outer - 14, [paths.ellipse(x, y, outer, outer) for x, y in middles], spring)

    def _sides(self) -> list[int]:
        """The stones but the keystone, from both ends up."""
        half = self.stones // 2
        return [index for low in range(half) for index in (low, self.stones - 1 - low)]

    def _piers(self, pen: Pen, middles: Sequence[Point], inner: float, step: float, bottom: float) -> None:
        wide = step - 2 * inner
        for x in [middles[0][0] - step / 2, *(x + step / 2 for x, _ in middles)]:
            top = middles[0][1]
            pen.shape(paths.box(x - wide / 2, top, wide, bottom - top), "yellow", "brown", 4)
            courses = max(2, round((bottom - top) / 42))
            for course in range(1, courses):
                y = top + (bottom - top) * course / courses
                pen.line([(x - wide / 2, y), (x + wide / 2, y)], "brown", 2)
            pen.shape(paths.box(x - wide / 2 - 8, top - 2, wide + 16, 14), "yellow", "brown", 3)

    def _stone(self, pen: Pen, middle: Point, index: int, radii: tuple[float, float]) -> None:
        step = 180 / self.stones
        start, end = 180 - index * step, 180 - (index + 1) * step
        inner, outer = radii
        rim = [paths.polar(*middle, outer, start + (end - start) * i / 4) for i in range(5)]
        hollow = [paths.polar(*middle, inner, end + (start - end) * i / 4) for i in range(5)]
        top = index == self.stones // 2
        pen.shape([*rim, *hollow], "orange" if top else "yellow", "red" if top else "brown", 4 if top else 3)

    def _channel(self, pen: Pen, floor: float, rings: Sequence[skia.Path], spring: float) -> None:
        left, right = pen.area.x, pen.area.right
        first, last = rings[0].getBounds(), rings[-1].getBounds()
        wall = paths.box(first.left() - 8, floor + 14, last.right() - first.left() + 16, spring - floor - 14)
        for ring in rings:
            wall = skia.Op(wall, ring, skia.PathOp.kDifference_PathOp)
        with pen.part("water"):
            pen.shape(wall, "yellow", "brown", 3, light=lighter(pen, 0.35))
            pen.shape(paths.box(left, floor, right - left, 14), "yellow", "brown", 3)
            pen.area_of(paths.box(left, floor - 26, right - left, 26), "blue")
            pen.line([(left, floor - 26), (right, floor - 26)], "blue", 4)
            pen.words("water runs slightly downhill", right, floor - 48, 25, "blue", anchor="end", bold=True)
            ran = pen.since("water") * 60.0
            for i in range(7):
                x = left + (i * (right - left) / 7 + ran) % (right - left - 60)
                pen.line(
                    [(x, floor - 12), (x + 40, floor - 12)], "white" if pen.theme.tint == 1 else "blue", 4, head=True
                )
