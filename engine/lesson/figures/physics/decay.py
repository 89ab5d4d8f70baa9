"""Radioactive nuclei that decay by chance, and the curve that they follow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, StringConstraints

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.figure import Figure, Label
from engine.lesson.figures.physics.labels import number

PER_HALF = 2.4
"""Seconds on the board of one half-life."""
REST = 2.0


class Decay(Figure):
    """Parts `nuclei`, `curve`, `half-life`. Each nucleus decays after a random time (seeded) of the given half-life."""

    kind: ClassVar[str] = "decay"
    half_life: Annotated[float, Field(gt=0, le=1e20)]
    unit: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    title: Label | None = None
    side: Annotated[int, Field(ge=4, le=16)] = 12
    halves: Annotated[int, Field(ge=1, le=6)] = 4
    seed: Annotated[int, Field(ge=0, le=10_000)] = 3

    def parts(self) -> Sequence[str]:
        return ["nuclei", "curve", "half-life"]

    def left_at(self, halves: float) -> int:
        """Nuclei that are left after so many half-lives."""
        return int((_times(self.side**2, self.seed) > halves).sum())

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 700
        left, right = pen.area.columns(1, 1.25, gap=60) if wide else pen.area.rows(1.1, 1, gap=10)
        since = pen.since("nuclei")
        now = min(self.halves, since % (self.halves * PER_HALF + REST) / PER_HALF)
        with pen.part("nuclei"):
            self._grid(pen, left, now)
        axis = Rect(
            right.x + 80, right.y + (44 if wide else 28), right.width - 110, right.height - (130 if wide else 100)
        )
        with pen.part("curve"):
            self._curve(pen, axis, now)
        with pen.part("half-life"):
            for i in range(1, self.halves + 1):
                x, y = _at(axis, i / self.halves, 0.5**i)
                pen.line([(axis.x, y), (x, y), (x, axis.bottom)], "green", 2.5, dash=(8, 7))
            x = _at(axis, 1 / self.halves, 0.5)[0]
            pen.words(
                f"half-life {number(self.half_life)} {self.unit}",
                x + 24,
                axis.y + 30,
                28,
                "green",
                anchor="start",
                bold=True,
            )

    def _grid(self, pen: Pen, room: Rect, now: float) -> None:
        cell = min(room.width, room.height - 54) / self.side
        times = _times(self.side**2, self.seed)
        spots = [
            (room.x + cell * (i % self.side + 0.5), room.y + cell * (i // self.side + 0.5)) for i in range(self.side**2)
        ]
        whole = [paths.circle(x, y, cell * 0.38) for (x, y), time in zip(spots, times, strict=True) if time > now]
        gone = [paths.circle(x, y, cell * 0.3) for (x, y), time in zip(spots, times, strict=True) if time <= now]
        if gone:
            pen.line(paths.joined(gone), "soft", 2)
        if whole:
            pen.shape(paths.joined(whole), "red", "ink", 2)
        words = f"{self.left_at(now)} of {self.side**2} left" + (f": {self.title}" if self.title else "")
        pen.words(words, room.x, room.bottom - 18, 27, "red", anchor="start", bold=True)

    def _curve(self, pen: Pen, room: Rect, now: float) -> None:
        pen.line([(room.x, room.bottom), (room.right + 20, room.bottom)], "ink", 4, head=True)
        pen.line([(room.x, room.bottom), (room.x, room.y - 20)], "ink", 4, head=True)
        for i in range(self.halves + 1):
            x = _at(room, i / self.halves, 0)[0]
            pen.words(number(self.half_life * i), x, room.bottom + 24, 22, "soft")
        pen.words(self.unit, room.right, room.bottom + 56, 24, anchor="end")
        for share, words in ((1.0, "100 %"), (0.5, "50 %"), (0.25, "25 %")):
            pen.words(words, room.x - 10, _at(room, 0, share)[1], 21, "soft", anchor="end")
        smooth = [_at(room, i / 120, 0.5 ** (self.halves * i / 120)) for i in range(121)]
        pen.line(smooth, "accent", 3.5, light=0.4)
        if now > 0.02:
            count = self.side**2
            steps = max(2, int(40 * now))
            counted = [
                _at(room, now * i / steps / self.halves, self.left_at(now * i / steps) / count)
                for i in range(steps + 1)
            ]
            pen.line(counted, "red", 4.5)
            pen.shape(paths.circle(*counted[-1], 9), "red", "ink", 2.5)


def _at(room: Rect, along: float, share: float) -> tuple[float, float]:
    return room.x + room.width * along, room.bottom - room.height * share


@lru_cache(maxsize=16)
def _times(count: int, seed: int) -> NDArray[np.float64]:
    """When each nucleus decays, in half-lives: exponentially distributed."""
    return np.random.default_rng(seed).exponential(1.0 / math.log(2), count)
