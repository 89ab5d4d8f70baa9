"""Light at the boundary of two media."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label
from engine.lesson.figures.physics.labels import Entry, number

PERCENT = 0.002
"""A reflected ray weaker than this share is not drawn."""


class Medium(Entry):
    """`n`: its refractive index."""

    label: Label
    n: Annotated[float, Field(ge=1, le=5)]


class Refraction(Figure):
    """Parts `media`, `incoming`, `reflected`, `refracted`, `angles`. Light comes from above.

    `angle`: of the incoming light, in degrees off upright.
    Snell's law gives the refracted ray; beyond the critical angle there is none and the part says so.
    """

    kind: ClassVar[str] = "refraction"
    above: Medium
    below: Medium
    angle: Annotated[float, Field(ge=0, le=85)]

    def parts(self) -> Sequence[str]:
        return ["media", "incoming", "reflected", "refracted", "angles"]

    @property
    def refracted(self) -> float | None:
        """Degrees off upright in the lower medium; None for total reflection."""
        sine = self.above.n * math.sin(math.radians(self.angle)) / self.below.n
        return math.degrees(math.asin(sine)) if sine < 1.0 else None

    def draw(self, pen: Pen) -> None:
        room = pen.area
        x, y = room.middle
        reach = min(room.width * 0.5, room.height * 0.5 / max(math.cos(math.radians(self.angle)), 0.2)) * 0.96
        with pen.part("media"):
            self._media(pen, room)
        source = paths.polar(x, y, reach, 90 + self.angle)
        with pen.part("incoming"):
            half = paths.polar(x, y, reach * 0.45, 90 + self.angle)
            pen.line([source, half], "yellow", 8, head=True)
            pen.line([half, (x, y)], "yellow", 8)
        total = self.refracted is None
        with pen.part("reflected"):
            end = paths.polar(x, y, reach * 0.9, 90 - self.angle)
            pen.line([(x, y), end], "orange", 8 if total else 3.5, head=True, light=0.0 if total else 0.25)
        with pen.part("refracted"):
            if self.refracted is None:
                width = room.right - x - 40
                at = y + room.height * 0.26
                pen.words(
                    "total reflection: no light gets through",
                    x + 28,
                    at,
                    29,
                    "red",
                    anchor="start",
                    bold=True,
                    width=width,
                )
            else:
                far = min(room.height * 0.47 / max(math.cos(math.radians(self.refracted)), 0.2), room.width * 0.48)
                pen.line([(x, y), paths.polar(x, y, far, 270 + self.refracted)], "red", 7, head=True)
        with pen.part("angles"):
            self._angles(pen, x, y)

    def _media(self, pen: Pen, room: Rect) -> None:
        x, y = room.middle
        shades: list[tuple[Medium, float, Ink]] = [(self.above, room.y, "teal"), (self.below, y, "blue")]
        for medium, top, ink in shades:
            dense = 0.06 + 0.4 * min(1.0, (medium.n - 1.0) / 1.5)
            pen.area_of(
                paths.box(room.x, top, room.width, room.height / 2),
                ink,
                alpha=min(1.0, dense / max(pen.theme.tint, 0.4)),
            )
            pen.words(medium.label, room.right - 18, top + 30, 29, "ink", anchor="end", bold=True)
            pen.words(f"n = {number(medium.n)}", room.right - 18, top + 66, 26, "soft", anchor="end")
        pen.line([(room.x, y), (room.right, y)], "ink", 4)
        pen.line([(x, room.y + 6), (x, room.bottom - 6)], "soft", 3, dash=(10, 9))

    def _angles(self, pen: Pen, x: float, y: float) -> None:
        rows: list[tuple[float, float, float, Ink]] = [
            (90, 90 + self.angle, self.angle, "ink"),
            (90, 90 - self.angle, self.angle, "orange"),
        ]
        if self.refracted is not None:
            rows.append((270, 270 + self.refracted, self.refracted, "red"))
        for start, end, value, ink in rows:
            if value < 1:
                continue
            radius = 74.0
            pen.line(paths.arc(x, y, radius, min(start, end), max(start, end)), ink, 3.5)
            across = 1 if end > start else -1
            at = paths.polar(x, y, radius + 36, (start + end) / 2 if value > 36 else start - across * 24)
            pen.words(f"{number(value)}\u00b0", *at, 26, ink, bold=True)
