"""Two light clocks: one at rest, one that flies past."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure

TICK = 2.0
"""Seconds on the board that light takes up and down in the clock at rest."""


class LightClock(Figure):
    """Parts `rest`, `moving`, `readings`: light has the same speed in both, so the moving clock ticks more slowly.

    `beta`: the speed of the moving clock in speeds of light. Its drawn path is to scale: across it goes beta times as
    far as its light does.
    """

    kind: ClassVar[str] = "light-clock"
    beta: Annotated[float, Field(ge=0.1, le=0.95)]

    def parts(self) -> Sequence[str]:
        return ["rest", "moving", "readings"]

    @property
    def gamma(self) -> float:
        """The Lorentz factor, by which the moving clock is slower."""
        return 1.0 / math.sqrt(1.0 - self.beta**2)

    def draw(self, pen: Pen) -> None:
        left, right = pen.area.columns(1, 3.8, gap=20)
        across = 2 * self.gamma * self.beta
        high = min(pen.area.height - 190, (right.width - 130) / (across * self._ticks))
        since = pen.since("moving")
        window = self._ticks * self.gamma * TICK
        now = since % (window + 1.0)
        now = min(now, window)
        top = pen.area.y + max(0.0, (pen.area.height - 190 - high) / 2)
        base = top + 70 + high
        with pen.part("rest"):
            self._clock(pen, left.middle[0], base, high, now / TICK, "blue")
            title = "clock at rest" if pen.area.width > 700 else "at rest"
            pen.words(title, left.middle[0], top + 22, 27, "blue", bold=True)
        with pen.part("moving"):
            self._moving(pen, right, base, high, now)
        with pen.part("readings"):
            self._readings(pen, left, right, base, now)

    @property
    def _ticks(self) -> int:
        """Of the moving clock that the room shows."""
        return 2 if self.gamma * self.beta < 0.9 else 1

    def _clock(self, pen: Pen, x: float, base: float, high: float, turns: float, ink: Ink) -> None:
        for y in (base + 8, base - high - 8):
            pen.shape(paths.box(x - 52, y - 8, 104, 16, 4), ink, "ink", 3)
        share = 1.0 - abs((turns % 1.0) * 2.0 - 1.0)
        pen.line([(x, base), (x, base - high)], "yellow", 3, dash=(9, 8))
        pen.shape(paths.circle(x, base - high * share, 13), "yellow", "orange", 3)

    def _moving(self, pen: Pen, room: Rect, base: float, high: float, now: float) -> None:
        title = f"clock at {self.beta:g} of the speed of light" if pen.area.width > 700 else f"at {self.beta:g} c"
        pen.words(title, room.middle[0], base - high - 48, 27, "orange", bold=True)
        start = room.x + 70
        step = high * self.gamma * self.beta
        corners = [(start + i * step, base - (high if i % 2 else 0.0)) for i in range(2 * self._ticks + 1)]
        turns = now / (TICK * self.gamma)
        x = start + 2 * step * turns
        for cx, _ in (corners[0], corners[-1]):
            for y in (base + 8, base - high - 8):
                pen.line(paths.box(cx - 52, y - 8, 104, 16, 4), "soft", 2)
        pen.line(corners, "red", 4, dash=(14, 8))
        self._clock(pen, x, base, high, turns, "orange")

    def _readings(self, pen: Pen, left: Rect, right: Rect, base: float, now: float) -> None:
        y = base + 60
        pen.words(f"ticks: {math.floor(now / TICK + 1e-6)}", left.middle[0], y, 31, "blue", bold=True)
        ticks = math.floor(now / (TICK * self.gamma) + 1e-6)
        pen.words(f"ticks: {ticks}", right.x + 70, y, 31, "orange", anchor="start", bold=True)
        words = f"one tick takes {self.gamma:.3g} times as long"
        pen.words(words, right.right, y if pen.area.width > 700 else y + 48, 28, "red", anchor="end", bold=True)
