"""A gas in a box with a piston."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.physics.labels import quantity

GAS_CONSTANT = 8.314462618
SEED = 7
HOLD, CHANGE = 2.0, 4.0
"""Seconds before the change, and that it takes."""


class GasBox(Figure):
    """Parts `box`, `particles`, `readings`. The pressure is that of the ideal gas law.

    `litres` and `kelvin` at first; with `end_litres` or `end_kelvin` they change to those, again and again.
    Particles are as fast as the root of the temperature; their paths are folded at the walls (no collisions).
    """

    kind: ClassVar[str] = "gas-box"
    litres: Annotated[float, Field(gt=0, le=1e6)] = 24.0
    kelvin: Annotated[float, Field(gt=0, le=1e5)] = 300.0
    moles: Annotated[float, Field(gt=0, le=1e5)] = 1.0
    end_litres: Annotated[float, Field(gt=0, le=1e6)] | None = None
    end_kelvin: Annotated[float, Field(gt=0, le=1e5)] | None = None
    particles: Annotated[int, Field(ge=4, le=70)] = 36

    @model_validator(mode="after")
    def _visible(self) -> GasBox:
        ends = (self.litres, self.end_litres or self.litres)
        if max(ends) > 8 * min(ends):
            raise ValueError("the volume changes at most eightfold")
        return self

    def parts(self) -> Sequence[str]:
        return ["box", "particles", "readings"]

    def state(self, t: float) -> tuple[float, float, float]:
        """Litres, kelvin and pascals `t` seconds after all is there."""
        changes = self.end_litres is not None or self.end_kelvin is not None
        turn = t % (2 * HOLD + CHANGE) if changes else 0.0
        share = min(1.0, max(0.0, (turn - HOLD) / CHANGE))
        smooth = share * share * (3 - 2 * share)
        litres = self.litres + ((self.end_litres or self.litres) - self.litres) * smooth
        kelvin = self.kelvin + ((self.end_kelvin or self.kelvin) - self.kelvin) * smooth
        return litres, kelvin, self.moles * GAS_CONSTANT * kelvin / (litres / 1000.0)

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 700
        room, side = pen.area.columns(1.9, 1, gap=50) if wide else pen.area.rows(2.4, 1)
        since = pen.since("readings")
        litres, kelvin, pascals = self.state(since)
        most = max(self.litres, self.end_litres or 0.0)
        box = Rect(room.x + 16, room.y + 16, room.width - 90, room.height - 32)
        inner = Rect(box.x, box.y, box.width * litres / most, box.height)
        with pen.part("box"):
            pen.line(
                [(box.right + 30, box.y), (box.x, box.y), (box.x, box.bottom), (box.right + 30, box.bottom)], "ink", 7
            )
            pen.shape(paths.box(inner.right, box.y + 5, 20, box.height - 10, 3), "grey", "ink", 3)
            pen.line([(inner.right + 22, box.middle[1]), (box.right + 66, box.middle[1])], "grey", 12)
        with pen.part("particles"):
            self._particles(pen, inner, pen.since("particles"), kelvin)
        with pen.part("readings"):
            self._readings(pen, side, (litres, kelvin, pascals), wide)

    def _particles(self, pen: Pen, room: Rect, since: float, kelvin: float) -> None:
        hottest = max(self.kelvin, self.end_kelvin or 0.0)
        places = _places(self.particles)
        far = since * 0.30 * math.sqrt(kelvin / hottest) if self.end_kelvin is None else self._way(since) * 0.30
        radius = 11.0
        ink: Ink = "blue" if kelvin < 250 else "teal" if kelvin < 320 else "orange" if kelvin < 500 else "red"
        dots = []
        for x, y, dx, dy in places:
            fx, fy = _folded(x + dx * far), _folded(y + dy * far * 1.6)
            dots.append(
                (
                    room.x + radius + 6 + fx * (room.width - 2 * radius - 14),
                    room.y + radius + 6 + fy * (room.height - 2 * radius - 12),
                )
            )
        pen.shape(paths.joined(paths.circle(x, y, radius) for x, y in dots), ink, "ink", 2)

    def _way(self, since: float) -> float:
        """What a particle has gone: the root of the temperature, summed over time (to one step of 1/20 s)."""
        hottest = max(self.kelvin, self.end_kelvin or 0.0)
        lag = 0.05
        steps = np.arange(0.0, since, lag)
        speeds = [math.sqrt(self.state(float(t))[1] / hottest) for t in steps]
        rest = since - (float(steps[-1]) + lag if len(steps) else 0.0)
        return lag * sum(speeds) + rest * (speeds[-1] if speeds else 1.0)

    def _readings(self, pen: Pen, room: Rect, state: tuple[float, float, float], wide: bool) -> None:
        litres, kelvin, pascals = state
        rows: tuple[tuple[str, str, float, Ink], ...] = (
            ("volume", quantity(litres, "L"), litres / max(self.litres, self.end_litres or 0), "blue"),
            ("temperature", quantity(kelvin, "K"), kelvin / max(self.kelvin, self.end_kelvin or 0), "red"),
            ("pressure", quantity(pascals / 1000, "kPa"), pascals / self._highest(), "purple"),
        )
        for (name, value, share, ink), row in zip(rows, room.rows(1, 1, 1, gap=8), strict=True):
            y = row.y + (34 if wide else 16)
            pen.words(name, row.x, y, 27 if wide else 23, "soft", anchor="start")
            pen.words(value, row.right, y, 31 if wide else 24, ink, anchor="end", bold=True)
            if wide:
                pen.line(paths.box(row.x, y + 28, row.width, 30, 6), "soft", 2.5)
                pen.shape(paths.box(row.x, y + 28, max(4.0, row.width * share), 30, 6), ink)

    def _highest(self) -> float:
        return max(self.state(t)[2] for t in (0.0, HOLD + CHANGE / 2, HOLD + CHANGE))


def _folded(at: float) -> float:
    """A place on a line, thrown back at 0 and 1."""
    return 1.0 - abs(at % 2.0 - 1.0)


@lru_cache(maxsize=8)
def _places(count: int) -> NDArray[np.float64]:
    """Starts and directions (x, y, dx, dy); speeds spread as in two dimensions (Rayleigh's distribution)."""
    noise = np.random.default_rng(SEED)
    turns = noise.uniform(0, 2 * math.pi, count)
    speeds = np.clip(noise.rayleigh(1.0, count), 0.25, 2.2)
    return np.column_stack(
        [noise.uniform(0, 1, count), noise.uniform(0, 1, count), np.cos(turns) * speeds, np.sin(turns) * speeds]
    )
