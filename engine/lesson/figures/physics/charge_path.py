"""Charged particles that a magnetic field bends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.physics.arrows import arrow
from engine.lesson.figures.physics.labels import Entry, quantity

HUES: tuple[Ink, ...] = ("red", "blue", "green")


class Particle(Entry):
    """`mass` in kg, `charge` in coulombs, `speed` in m/s."""

    name: PartName
    label: Label
    mass: Annotated[float, Field(gt=0, le=1e3)]
    charge: Annotated[float, Field(ge=-1e3, le=1e3)]
    speed: Annotated[float, Field(gt=0, le=3e7)]

    def radius(self, tesla: float) -> float:
        """Of its circle, in metres: m v / (|q| B); infinite without charge."""
        return self.mass * self.speed / (abs(self.charge) * tesla) if self.charge else math.inf


class ChargePath(Figure):
    """Parts `field` (it points away from us: crosses) and the particles, which fly in from the left."""

    kind: ClassVar[str] = "charge-path"
    tesla: Annotated[float, Field(gt=0, le=1e4)]
    particles: Annotated[tuple[Particle, ...], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def _bends(self) -> ChargePath:
        if all(particle.charge == 0 for particle in self.particles):
            raise ValueError("no particle is charged: nothing is bent")
        return self

    def parts(self) -> Sequence[str]:
        return ["field", *(particle.name for particle in self.particles)]

    def draw(self, pen: Pen) -> None:
        room = pen.area
        left = room.x + 210
        with pen.part("field"):
            self._field(pen, Rect(left, room.y, room.right - left, room.height))
        radii = [p.radius(self.tesla) for p in self.particles if p.charge]
        scale = room.height * 0.22 / min(radii)
        for particle, ink in zip(self.particles, HUES, strict=False):
            with pen.part(particle.name):
                self._path(pen, particle, left, scale, ink)

    def _field(self, pen: Pen, room: Rect) -> None:
        pen.area_of(
            paths.box(room.x, room.y, room.width, room.height, 10), "teal", alpha=0.16 if pen.theme.tint == 1 else 0.5
        )
        crosses = []
        for i in range(int(room.width // 82)):
            for k in range(int(room.height // 82)):
                x, y = room.x + 50 + i * 82, room.y + 46 + k * 82
                crosses += [
                    paths.polyline([(x - 9, y - 9), (x + 9, y + 9)]),
                    paths.polyline([(x - 9, y + 9), (x + 9, y - 9)]),
                ]
        pen.line(paths.joined(crosses), "teal", 3, alpha=0.45)
        pen.words(
            f"field into the board, {quantity(self.tesla, 'T')}",
            room.right - 16,
            room.bottom - 24,
            26,
            "teal",
            anchor="end",
            bold=True,
        )

    def _path(self, pen: Pen, particle: Particle, left: float, scale: float, ink: Ink) -> None:
        room = pen.area
        y = room.middle[1]
        radius = particle.radius(self.tesla) * scale
        way = self._points(particle, left, y, radius, room)
        pen.line(way, ink, 4.5, dash=(14, 9))
        far = pen.since(particle.name) * 170.0 % (sum(math.dist(a, b) for a, b in zip(way, way[1:], strict=False)) + 60)
        x, at = room.x + 40, y
        for a, b in zip(way, way[1:], strict=False):
            step = math.dist(a, b)
            x, at = b
            if far <= step:
                x, at = a[0] + (b[0] - a[0]) * far / step, a[1] + (b[1] - a[1]) * far / step
                break
            far -= step
        if pen.since(particle.name) == 0:
            x, at = way[0]
            arrow(pen, (x, at), 0.0, 90, "green", width=6)
        pen.shape(paths.circle(x, at, 19), ink, "ink", 3)
        sign = "+" if particle.charge > 0 else "\u2212" if particle.charge < 0 else "0"
        pen.words(sign, x, at - 1, 26, "ink", bold=True)
        self._label(pen, particle, way, radius, ink)

    def _label(self, pen: Pen, particle: Particle, way: list[tuple[float, float]], radius: float, ink: Ink) -> None:
        """Right of where the path goes farthest to the right."""
        room = pen.area
        x, y = max(way)
        if math.isinf(radius):
            pen.words(particle.label, room.right - 16, y - 30, 25, ink, anchor="end", bold=True)
            return
        text = f"{particle.label}, r = {quantity(particle.radius(self.tesla), 'm')}"
        width = pen.measure(text, 25, bold=True)[0]
        x = min(x + 20, room.right - width - 10)
        pen.words(text, x, min(max(y, room.y + 24), room.bottom - 60), 25, ink, anchor="start", bold=True)

    def _points(
        self, particle: Particle, left: float, y: float, radius: float, room: Rect
    ) -> list[tuple[float, float]]:
        """Straight to the field, then a circle, until it leaves the field or the room."""
        points = [(room.x + 20, y), (left, y)]
        if math.isinf(radius):
            return [*points, (room.right - 30, y - 1)]
        side = -1 if particle.charge > 0 else 1
        for degree in range(2, 200, 2):
            turn = math.radians(degree)
            x, at = left + radius * math.sin(turn), y + side * radius * (1 - math.cos(turn))
            if x < left or x > room.right or not room.y <= at <= room.bottom:
                break
            points.append((x, at))
        return points
