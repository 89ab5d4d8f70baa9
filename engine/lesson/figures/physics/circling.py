"""A body on a circle: velocity along the tangent, force towards the middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label
from engine.lesson.figures.physics.arrows import arrow
from engine.lesson.figures.physics.labels import quantity, words_beyond

TURN = 5.0
"""Seconds on the board of one turn."""


class Circling(Figure):
    """Parts `circle`, `velocity`, `force`, with `release` also `release`: where it flies when nothing holds it.

    `mass` in kg, `radius` in m, `speed` in m/s; the readings at the side follow from them.
    """

    kind: ClassVar[str] = "circling"
    mass: Annotated[float, Field(gt=0, le=1e27)]
    radius: Annotated[float, Field(gt=0, le=1e13)]
    speed: Annotated[float, Field(gt=0, le=3e8)]
    holder: Label = "string"
    release: bool = False

    @property
    def force(self) -> float:
        """The centripetal force in newtons: m v^2 / r."""
        return self.mass * self.speed**2 / self.radius

    def parts(self) -> Sequence[str]:
        return ["circle", "velocity", "force", *(["release"] if self.release else [])]

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 700
        room, side = pen.area.columns(1.5, 1) if wide else pen.area.rows(3, 1)
        radius = min(room.width, room.height) * 0.36
        centre = (room.x + room.width * 0.5, room.middle[1])
        angle = 270.0 if self.release else 30.0 + 360.0 * pen.since("circle") / TURN
        ball = paths.polar(*centre, radius, angle)
        with pen.part("circle"):
            pen.line(paths.circle(*centre, radius), "soft", 3, dash=(12, 9))
            pen.line([centre, ball], "brown", 4)
            pen.area_of(paths.circle(*centre, 8), "ink")
            pen.shape(paths.circle(*ball, 24), "orange", "ink", 3)
            pen.words(self.holder, *paths.polar(*centre, radius * 0.5, angle - 32), 24, "brown", bold=True)
        with pen.part("velocity"):
            tip = arrow(pen, ball, angle + 90, 130, "green", width=8)
            words_beyond(pen, "velocity", tip, angle + 40, "green")
        with pen.part("force"):
            arrow(pen, ball, angle + 180, radius * 0.6, "red", None, width=9)
            self._readings(pen, side.x, side.middle[1], side.width, wide)
        if self.release:
            with pen.part("release"):
                self._release(pen, ball, angle, radius)

    def _readings(self, pen: Pen, x: float, y: float, width: float, wide: bool) -> None:
        rows: tuple[tuple[str, str, Ink], ...] = (
            ("mass", quantity(self.mass, "kg"), "orange"), ("radius", quantity(self.radius, "m"), "brown"),
            ("speed", quantity(self.speed, "m/s"), "green"), ("force inwards", quantity(self.force, "N"), "red"),
        )  # fmt: skip
        for i, (name, value, ink) in enumerate(rows):
            line = y + (i - 1.5) * (64 if wide else 32)
            pen.words(name, x + width * 0.42, line, 27 if wide else 23, "soft", anchor="end")
            pen.words(value, x + width * 0.48, line, 31 if wide else 24, ink, anchor="start", bold=True)

    def _release(self, pen: Pen, ball: tuple[float, float], angle: float, radius: float) -> None:
        reach = radius * 1.9
        away = paths.polar(*ball, reach, angle + 90)
        pen.line([ball, away], "accent", 4, dash=(12, 9))
        far = reach * min(1.0, pen.since("release") % 3.0 / 1.6)
        pen.shape(paths.circle(*paths.polar(*ball, far, angle + 90), 24), "orange", "ink", 3)
        pen.words("straight on", away[0] - 20, away[1] - 42, 26, "accent", bold=True)
