"""A pendulum or a weight on a spring, and its displacement over time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.physics.labels import quantity

GRAVITY = 9.81
SHOWN = 3.0
"""Periods on the graph."""


class Oscillator(Figure):
    """Parts `body`, `graph`, `period`.

    Pendulum: `length` metres, small swings. Spring: `mass` kg on `stiffness` N/m. `damping`: share of the amplitude
    that is lost in each period.
    """

    kind: ClassVar[str] = "oscillator"
    sort: Literal["pendulum", "spring"] = "pendulum"
    length: Annotated[float, Field(gt=0, le=1e3)] = 1.0
    mass: Annotated[float, Field(gt=0, le=1e5)] = 1.0
    stiffness: Annotated[float, Field(gt=0, le=1e7)] = 10.0
    damping: Annotated[float, Field(ge=0, lt=1)] = 0.0

    def parts(self) -> Sequence[str]:
        return ["body", "graph", "period"]

    @property
    def period(self) -> float:
        """Seconds: 2 pi sqrt(l/g), or 2 pi sqrt(m/k)."""
        ratio = self.length / GRAVITY if self.sort == "pendulum" else self.mass / self.stiffness
        return 2 * math.pi * math.sqrt(ratio)

    def share(self, turns: float) -> float:
        """Displacement after `turns` periods, as a share of the first one."""
        return float((1 - self.damping) ** turns) * math.cos(2 * math.pi * turns)

    def draw(self, pen: Pen) -> None:
        left, right = pen.area.columns(1, 1.7, gap=50)
        pace = min(max(self.period, 1.2), 3.0)
        turns = pen.since("body") / pace
        shown = turns % (SHOWN + 0.4)
        with pen.part("body"):
            if self.sort == "pendulum":
                self._pendulum(pen, left, self.share(min(shown, SHOWN)))
            else:
                self._spring(pen, left, self.share(min(shown, SHOWN)))
        axis = Rect(right.x, right.y + 50, right.width - 20, right.height - 150)
        with pen.part("graph"):
            self._graph(pen, axis, min(shown, SHOWN))
        with pen.part("period"):
            x0, x1, y = axis.x, axis.x + axis.width / SHOWN, axis.bottom + 20
            for x in (x0, x1):
                pen.line([(x, y - 14), (x, y + 14)], "green", 3)
            pen.line([(x0, y), (x1, y)], "green", 5)
            pen.words(f"period {quantity(self.period, 's')}", x0, y + 38, 30, "green", anchor="start", bold=True)

    def _pendulum(self, pen: Pen, room: Rect, share: float) -> None:
        x, y, reach = room.middle[0], room.y + 20, room.height - 120
        angle = 270.0 + 22.0 * share
        pen.line([(x - 80, y), (x + 80, y)], "ink", 7)
        pen.line(paths.arc(x, y, reach, 248, 292), "soft", 2.5, dash=(9, 8))
        bob = paths.polar(x, y, reach, angle)
        pen.line([(x, y), bob], "brown", 4)
        pen.shape(paths.circle(*bob, 30), "orange", "ink", 3)
        pen.words(quantity(self.length, "m"), x, room.bottom - 24, 28, "brown", bold=True)

    def _spring(self, pen: Pen, room: Rect, share: float) -> None:
        x, y = room.middle[0], room.y + 10
        rest, swing = room.height * 0.46, room.height * 0.2
        end = y + rest + swing * share
        pen.line([(x - 90, y), (x + 90, y)], "ink", 7)
        coil = (
            [(x, y)] + [(x + (26 if i % 2 else -26), y + 16 + (end - y - 32) * i / 15) for i in range(16)] + [(x, end)]
        )
        pen.line(coil, "grey", 5)
        pen.shape(paths.box(x - 46, end, 92, 76, 8), "orange", "ink", 3)
        pen.words(quantity(self.mass, "kg"), x, end + 38, 27, bold=True)
        at = (x + 56, y + rest * 0.5) if room.width > 300 else (x - 60, room.bottom - 20)
        pen.words(quantity(self.stiffness, "N/m"), *at, 27, "grey", anchor="start", bold=True)
        pen.line([(x - 100, y + rest + 38), (x - 56, y + rest + 38)], "soft", 3, dash=(8, 6))

    def _graph(self, pen: Pen, room: Rect, until: float) -> None:
        base, half = room.middle[1], room.height * 0.42
        pen.line([(room.x, base), (room.right + 16, base)], "ink", 4, head=True)
        pen.line([(room.x, room.bottom), (room.x, room.y - 16)], "ink", 4, head=True)
        pen.words("displacement", room.x + 16, room.y - 24, 25, anchor="start")
        pen.words("time", room.right + 10, base + 28, 25, anchor="end")
        whole = [self._at(room, base, half, SHOWN * i / 240) for i in range(241)]
        pen.line(whole, "accent", 3, light=0.5)
        done = [self._at(room, base, half, until * i / 200) for i in range(201)] if until else whole[:2]
        pen.line(done, "accent", 6)
        pen.shape(paths.circle(*done[-1], 11), "orange", "ink", 3)

    def _at(self, room: Rect, base: float, half: float, turns: float) -> tuple[float, float]:
        return room.x + room.width * turns / SHOWN, base - half * self.share(turns)
