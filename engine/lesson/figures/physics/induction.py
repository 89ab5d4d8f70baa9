"""A magnet that moves in and out of a coil."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

import skia
from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.physics.arrows import arrow
from engine.lesson.figures.physics.labels import cover, on_colour

SWING = 1.1
"""How far the magnet goes to either side, in lengths of the coil."""


class Induction(Figure):
    """Parts `coil`, `magnet`, `meter`, `graph`: the voltage is minus the change of the flux through `turns` turns.

    `seconds`: of one swing of the magnet there and back.
    """

    kind: ClassVar[str] = "induction"
    turns: Annotated[int, Field(ge=3, le=12)] = 8
    seconds: Annotated[float, Field(ge=1, le=10)] = 4.0

    def parts(self) -> Sequence[str]:
        return ["coil", "magnet", "meter", "graph"]

    def flux(self, t: float) -> float:
        """Through one turn, 1 when the magnet is in the middle of the coil; its field falls off as a dipole's does."""
        place = SWING * math.cos(2 * math.pi * t / self.seconds)
        return float((1.0 + (place / 0.55) ** 2) ** -1.5)

    def voltage(self, t: float) -> float:
        """Induced, in the same unit of flux per second: minus turns times the rate of change."""
        step = 1e-4
        return -self.turns * (self.flux(t + step) - self.flux(t - step)) / (2 * step)

    def draw(self, pen: Pen) -> None:
        top, below = pen.area.rows(1.35, 1, gap=14)
        since = pen.since("magnet")
        strongest = max(abs(self.voltage(self.seconds * i / 200)) for i in range(200))
        x, y = top.x + top.width * 0.5, top.y + top.height * 0.42
        coil = min(250.0, top.width * 0.34)
        self._coil(pen, x, y, coil, top, since)
        with pen.part("meter"):
            self._meter(pen, x, top.bottom - 34, self.voltage(since) / strongest if since else 0.0)
        with pen.part("graph"):
            self._graph(pen, below, since, strongest)

    def _coil(self, pen: Pen, x: float, y: float, coil: float, room: Rect, since: float) -> None:
        high = room.height * 0.34
        rings = [x + coil * ((i + 0.5) / self.turns - 0.5) for i in range(self.turns)]
        with pen.part("coil"):
            for ring in rings:
                pen.line(_half(ring, y, 15, high, front=False), "brown", 5)
        with pen.part("magnet"):
            place = x + SWING * coil * math.cos(2 * math.pi * since / self.seconds)
            poles: tuple[tuple[int, Ink], ...] = ((-1, "red"), (1, "blue"))
            for side, ink in poles:
                pen.shape(paths.box(min(place, place + side * 80), y - 28, 80, 56, 4), ink, "ink", 3)
                letter = "N" if side < 0 else "S"
                pen.words(letter, place + side * 42, y, 32, on_colour(pen), bold=True)
            if since:
                speed = -math.sin(2 * math.pi * since / self.seconds)
                arrow(pen, (place, y - high - 22), 0.0, 100 * speed, "green", width=7)
        with pen.part("coil"):
            for ring in rings:
                pen.line(_half(ring, y, 15, high, front=True), "orange", 6)
            for side, ring in ((-1, rings[0]), (1, rings[-1])):
                pen.line([(ring, y + high), (ring, room.bottom - 34), (x + side * 62, room.bottom - 34)], "orange", 4)

    def _meter(self, pen: Pen, x: float, y: float, share: float) -> None:
        cover(pen, paths.box(x - 62, y - 36, 124, 76, 12))
        pen.line(paths.box(x - 62, y - 36, 124, 76, 12), "ink", 4)
        pen.line(paths.arc(x, y + 30, 52, 40, 140), "soft", 3)
        tip = paths.polar(x, y + 30, 54, 90 - 48 * share)
        pen.line([(x, y + 30), tip], "red", 5)

    def _graph(self, pen: Pen, room: Rect, since: float, strongest: float) -> None:
        left, base = room.x + 130, room.middle[1]
        pen.line([(left, base), (room.right - 20, base)], "ink", 3, head=True)
        pen.words("voltage", room.x, base, 25, "purple", anchor="start", bold=True)
        pen.words("time", room.right - 20, base + 26, 23, "soft", anchor="end")
        window = 2.0 * self.seconds
        width, half = room.right - 60 - left, room.height * 0.44
        until = since % window if since else window
        count = max(2, int(160 * until / window))
        curve = [
            (left + width * until / window * i / count, base - half * self.voltage(until * i / count) / strongest)
            for i in range(count + 1)
        ]
        pen.line(curve, "purple", 5)
        pen.shape(paths.circle(*curve[-1], 9), "purple", "ink", 3)


def _half(x: float, y: float, wide: float, high: float, *, front: bool) -> skia.Path:
    turns = range(-90, 91, 15) if front else range(90, 271, 15)
    points = [(x + wide * math.cos(math.radians(a)), y + high * math.sin(math.radians(a))) for a in turns]
    return paths.smooth(points)
