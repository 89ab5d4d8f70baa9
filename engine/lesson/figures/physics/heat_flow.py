"""A rod between hot and cold, and the atoms that shake in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label
from engine.lesson.figures.physics.labels import on_colour, quantity

COLUMNS, ROWS = 16, 4


class HeatFlow(Figure):
    """Parts `rod`, `hot`, `cold`, `flow`. Temperatures in degrees Celsius, `length` in m, `area` in m^2.

    `conductivity` of the material in W/(m K). Once it is steady the temperature falls evenly along the rod, and the
    power that flows is Fourier's: conductivity times area times difference over length.
    """

    kind: ClassVar[str] = "heat-flow"
    hot: Annotated[float, Field(ge=-273.15, le=1e4)]
    cold: Annotated[float, Field(ge=-273.15, le=1e4)]
    material: Label
    conductivity: Annotated[float, Field(gt=0, le=1e4)]
    length: Annotated[float, Field(gt=0, le=1e3)] = 0.5
    area: Annotated[float, Field(gt=0, le=1e3)] = 1e-4

    @model_validator(mode="after")
    def _flows(self) -> HeatFlow:
        if self.hot <= self.cold:
            raise ValueError("heat flows from hot to cold: hot must be above cold")
        return self

    @property
    def watts(self) -> float:
        return self.conductivity * self.area * (self.hot - self.cold) / self.length

    def parts(self) -> Sequence[str]:
        return ["rod", "hot", "cold", "flow"]

    def draw(self, pen: Pen) -> None:
        room = pen.area
        end = 150.0 if room.width > 700 else 90.0
        left, right = room.x + end, room.right - end
        high = min(230.0, room.height * 0.45)
        top = room.middle[1] - high / 2 - 20
        with pen.part("rod"):
            self._atoms(pen, left, right, top, high)
            words = f"{self.material}: {quantity(self.conductivity, 'W/(m K)')}"
            pen.words(words, room.middle[0], top - 40, 28, bold=True)
        ends: tuple[tuple[str, float, float, Ink], ...] = (
            ("hot", room.x, self.hot, "red"),
            ("cold", right, self.cold, "blue"),
        )
        for name, x, value, ink in ends:
            with pen.part(name):
                pen.shape(paths.box(x, top - 20, end, high + 40, 14), ink, "ink", 3)
                pen.words(
                    quantity(value, "\u00b0C"),
                    x + end / 2,
                    top + high / 2,
                    31 if end > 100 else 23,
                    on_colour(pen),
                    bold=True,
                )
        with pen.part("flow"):
            y = top + high + 66
            pen.line([(left, y), (right, y)], "orange", 12, head=True)
            pen.words(
                f"{quantity(self.watts, 'W')} flow from hot to cold", room.middle[0], y + 48, 31, "orange", bold=True
            )

    def _atoms(self, pen: Pen, left: float, right: float, top: float, high: float) -> None:
        """Each shakes about its place, the more the hotter it is there."""
        pen.line(paths.box(left, top, right - left, high, 4), "ink", 4)
        since = pen.since("rod")
        shades: tuple[Ink, ...] = ("red", "orange", "yellow", "teal", "blue")
        rings: dict[Ink, list[tuple[float, float]]] = {shade: [] for shade in shades}
        step = (right - left) / COLUMNS
        for i in range(COLUMNS):
            share = (i + 0.5) / COLUMNS
            swing = 3.0 + 11.0 * (1 - share)
            for k in range(ROWS):
                turn = 2 * math.pi * (1.7 * since + (i * 0.37 + k * 0.61) % 1.0)
                x = left + (i + 0.5) * step + swing * math.cos(turn * 1.3)
                y = top + high * (k + 0.5) / ROWS + swing * math.sin(turn)
                rings[shades[min(4, int(share * 5))]].append((x, y))
        radius = min(15.0, step * 0.3)
        for shade, spots in rings.items():
            pen.shape(paths.joined(paths.circle(x, y, radius) for x, y in spots), shade, "ink", 2)
