"""Two ways by which scholars measured the Earth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.history.shades import lighter

NARROW = 800.0
"""Up to this width the numbers stand below the drawing."""
_SHOWN = 30.0
"""The angle that the drawing shows instead of a small one, in degrees."""


class ShadowAngle(Figure):
    """Eratosthenes: the Sun stands overhead at one city and throws a shadow of `angle` degrees at another.

    The circumference is `distance` times 360 / `angle`, in the same `unit`. Parts: `earth`, `rays`, `well`, `stick`,
    `angle`, `result`. The drawing opens the angle to 30 degrees so that it can be seen, and says so.
    """

    kind: ClassVar[str] = "shadow-angle"
    angle: Annotated[float, Field(gt=0.5, le=60)] = 7.2
    distance: Annotated[float, Field(gt=0, le=1e6)] = 5000
    unit: str = Field("stadia", min_length=1, max_length=16)
    near: str = Field("Syene", min_length=1, max_length=20)
    far: str = Field("Alexandria", min_length=1, max_length=20)

    @property
    def circumference(self) -> float:
        return self.distance * 360 / self.angle

    def parts(self) -> Sequence[str]:
        return ["earth", "rays", "well", "stick", "angle", "result"]

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > NARROW
        left, right = pen.area.columns(1.45, 1, gap=20) if wide else pen.area.rows(1.9, 1, gap=8)
        radius = min(left.width * 0.5, left.height * 0.68)
        x, y = left.x + left.width * 0.27, left.bottom - 8
        shown = max(self.angle, _SHOWN)
        near, far = paths.polar(x, y, radius, 62), paths.polar(x, y, radius, 62 - shown)
        sun = 62.0
        with pen.part("earth"):
            ring = [paths.polar(x, y, radius, turn) for turn in range(0, 117, 4)]
            pen.area_of([(x, y), *ring], "blue", light=lighter(pen, 0.6))
            pen.line(paths.smooth(ring), "blue", 5)
            pen.shape(paths.circle(x, y, 7), "ink")
        with pen.part("rays"):
            for spot in (near, far):
                start = paths.polar(*spot, radius * 0.52, sun)
                end = paths.polar(*spot, 10, sun)
                pen.line([start, end], "orange", 5, head=True)
            pen.words("parallel rays of the Sun", left.right - 4, left.y + 18, 26, "orange", anchor="end", bold=True)
        with pen.part("well"):
            pen.line([(x, y), near], "ink", 3, dash=(9, 7))
            pen.shape(paths.circle(*near, 10), "red", "paper", 3)
            pen.words(f"{self.near}: no shadow", near[0] + 4, near[1] - 74, 26, "red", anchor="end", bold=True)
        with pen.part("stick"):
            pen.line([(x, y), far], "ink", 3, dash=(9, 7))
            pen.line([far, paths.polar(*far, radius * 0.3, sun - shown)], "brown", 8)
            pen.shape(paths.circle(*far, 10), "red", "paper", 3)
            room = left.right - far[0] - 46
            pen.words(
                f"{self.far}: a shadow", far[0] + 52, far[1] + 34, 24, "red", anchor="start", bold=True, width=room
            )
        with pen.part("angle"):
            label = f"{self.angle:g}°"
            for spot, reach in ((far, radius * 0.34), ((x, y), radius * 0.3)):
                pen.line(paths.arc(*spot, reach, sun - shown, sun), "accent", 5)
                at = paths.polar(*spot, reach + 34, sun - shown / 2)
                pen.words(label, *at, 28, "accent", bold=True)
        with pen.part("result"):
            self._result(pen, right)

    def _result(self, pen: Pen, room: Rect) -> None:
        lines: tuple[tuple[str, float, Ink], ...] = (
            (f"{self.angle:g}° is 1 / {360 / self.angle:.3g} of a circle", 29, "ink"),
            (f"{self.near} to {self.far}: {self.distance:,.0f} {self.unit}", 27, "ink"),
            (f"{360 / self.angle:.3g} × {self.distance:,.0f}", 34, "soft"),
            (f"{self.circumference:,.0f}", 62, "accent"),
            (f"{self.unit} round the Earth", 29, "accent"),
        )
        wide = pen.area.width > NARROW
        for (words, size, ink), y in zip(
            lines if wide else lines[3:], (0.2, 0.34, 0.5, 0.65, 0.78) if wide else (0.3, 0.68), strict=True
        ):
            bold = size > 40
            fit = pen.fitting(words, Rect(0, 0, room.width - 8, 74), size, smallest=20, bold=bold)
            pen.words(words, room.middle[0], room.y + room.height * y, fit, ink, bold=bold, width=room.width - 6)
        pen.words("angle drawn larger than it is", room.middle[0], room.bottom - 16, 22, "soft")


class HorizonDip(Figure):
    """Al-Biruni: from a mountain `height` metres high the horizon lies `dip` degrees below the level line.

    The Earth's radius is height x cos(dip) / (1 - cos(dip)). Parts: `earth`, `mountain`, `sight`, `dip`, `result`.
    """

    kind: ClassVar[str] = "horizon-dip"
    height: Annotated[float, Field(gt=0, le=9000)] = 320
    dip: Annotated[float, Field(gt=0.05, le=5)] = 0.567

    @property
    def radius(self) -> float:
        """In kilometres."""
        cosine = math.cos(math.radians(self.dip))
        return self.height * cosine / (1 - cosine) / 1000

    def parts(self) -> Sequence[str]:
        return ["earth", "mountain", "sight", "dip", "result"]

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > NARROW
        left, right = pen.area.columns(1.5, 1, gap=20) if wide else pen.area.rows(1.9, 1, gap=8)
        shown = math.radians(32)
        ball = min(left.width * 0.62, left.height * 0.72)
        radius = ball * 0.78
        x, y = left.x + radius + 6, left.bottom - 4
        top = y - radius
        eye = (x, y - radius / math.cos(shown))
        touch = paths.polar(x, y, radius, 90 - math.degrees(shown))
        with pen.part("earth"):
            ring = [paths.polar(x, y, radius, turn) for turn in range(0, 181, 4)]
            pen.area_of(ring, "blue", light=lighter(pen, 0.6))
            pen.line(paths.smooth(ring), "blue", 5)
        with pen.part("mountain"):
            pen.shape([(x - 70, top + 8), (x, eye[1] + 4), (x + 70, top + 8)], "brown", "ink", 3)
            pen.line([(x, eye[1]), (x, y)], "ink", 3, dash=(9, 7))
            pen.words(f"{self.height:g} m", x - 62, (eye[1] + top) / 2, 27, "brown", anchor="end", bold=True)
        with pen.part("sight"):
            pen.line([eye, (left.right, eye[1])], "soft", 4, dash=(14, 9))
            far = (touch[0] + (touch[0] - eye[0]) * 0.3, touch[1] + (touch[1] - eye[1]) * 0.3)
            pen.line([eye, far], "orange", 5)
            pen.shape(paths.circle(*touch, 9), "orange", "paper", 3)
            pen.line([(x, y), touch], "accent", 5)
            pen.words("R", (x + touch[0]) / 2 + 20, (y + touch[1]) / 2 + 14, 34, "accent", bold=True)
            pen.words("horizon", touch[0] + 20, touch[1] - 16, 26, "orange", anchor="start", bold=True)
            pen.words("level line", left.right, eye[1] - 20, 25, "soft", anchor="end")
        with pen.part("dip"):
            pen.line(paths.arc(*eye, radius * 0.42, -math.degrees(shown), 0), "red", 5)
            at = paths.polar(*eye, radius * 0.42 + 46, -math.degrees(shown) / 2)
            pen.words(f"{self.dip:g}°", at[0] + 10, at[1], 28, "red", bold=True)
        with pen.part("result"):
            rows = (0.26, 0.55, 0.68) if wide else (0.2, 0.6, 0.9)
            x, tops = right.middle[0], [right.y + right.height * share for share in rows]
            source = "R = (h cos theta) / (1 - cos theta)"
            pen.formula(source, x, tops[0], 46 if wide else 30, width=right.width - 20)
            pen.words(f"{self.radius:,.0f} km", x, tops[1], 62 if wide else 46, "accent", bold=True)
            pen.words("radius of the Earth", x, tops[2], 29 if wide else 25, "accent")
            if wide:
                pen.words("angle and mountain not to scale", x, right.bottom - 30, 22, "soft", width=right.width)
