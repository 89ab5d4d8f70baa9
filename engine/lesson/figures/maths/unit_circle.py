"""The unit circle, and the waves that its point draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.general.plot import draw_dot
from engine.lesson.figures.maths.plane import number

TURN = 8.0
"""Seconds of a turn."""
Ratio = Literal["sine", "cosine", "tangent"]
INKS: dict[str, Ink] = {"sine": "red", "cosine": "blue", "tangent": "green"}


class UnitCircle(Figure):
    """Parts `circle`, `angle`, each of `show`, then `wave` where wished: sine or cosine drawn beside it.

    `degrees`: a fixed angle; without it the point turns. `radians`: the angle is told in radians.
    """

    kind: ClassVar[str] = "unit-circle"
    degrees: Annotated[float, Field(ge=-360, le=720)] | None = None
    show: Annotated[tuple[Ratio, ...], Field(max_length=3)] = ("sine", "cosine")
    wave: bool = False
    radians: bool = False

    @model_validator(mode="after")
    def _drawable(self) -> UnitCircle:
        if len(set(self.show)) < len(self.show):
            raise ValueError("the same ratio twice")
        if self.wave and not {"sine", "cosine"} & set(self.show):
            raise ValueError("a wave needs sine or cosine in show")
        return self

    def parts(self) -> Sequence[str]:
        return ["circle", "angle", *self.show, *(["wave"] if self.wave else [])]

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 700
        left = pen.area.columns(1, 1.35, gap=50)[0] if wide else pen.area
        radius = min(left.width, left.height) / 2 - 42
        x, y = left.x + radius + 42 if wide else left.middle[0], left.middle[1]
        turned = 40.0 + pen.since("angle") / TURN * 360.0 if self.degrees is None else self.degrees
        tip = paths.polar(x, y, radius, turned)
        with pen.part("circle"):
            pen.line([(x - radius - 34, y), (x + radius + 34, y)], "soft", 3, head=True)
            pen.line([(x, y + radius + 34), (x, y - radius - 34)], "soft", 3, head=True)
            pen.line(paths.circle(x, y, radius), "ink", 4.5)
            for words, dx, dy in (("1", radius + 16, 20), ("1", 16, -radius - 16)):
                pen.words(words, x + dx, y + dy, 22, "soft")
        with pen.part("angle"):
            within = turned % 360.0 if self.degrees is None else turned
            pen.area_of(paths.sector(x, y, 48, 0, within), "orange", alpha=0.5)
            pen.line(paths.arc(x, y, 48, 0, within), "orange", 4)
            pen.line([(x, y), tip], "accent", 5)
            draw_dot(pen, tip, "accent", 11)
        for name in self.show:
            with pen.part(name):
                self._ratio(pen, name, (x, y), tip, radius, turned)
        right = Rect(x + radius + 70, left.y, pen.area.right - x - radius - 70, left.height)
        if self.wave:
            with pen.part("wave"):
                self._wave(pen, right, y, radius, turned)
        elif wide:
            self._values(pen, right, turned)

    def _ratio(
        self, pen: Pen, name: str, centre: tuple[float, float], tip: tuple[float, float], radius: float, turned: float
    ) -> None:
        (x, y), ink = centre, INKS[name]
        if name == "sine":
            pen.line([(tip[0], y), tip], ink, 8)
        elif name == "cosine":
            pen.line([(x, y), (tip[0], y)], ink, 8)
        else:
            slope = math.tan(math.radians(turned))
            if abs(slope) < 1.6:
                pen.line([(x + radius, y), (x + radius, y - slope * radius)], ink, 8)
                pen.line([centre, (x + radius, y - slope * radius)], ink, 3, dash=(10, 8))

    def _values(self, pen: Pen, room: Rect, turned: float) -> None:
        rows = room.inset(10, 60).rows(*[1.0] * (1 + len(self.show)), gap=10)
        degrees = turned % 360.0 if self.degrees is None else turned
        angle = f"{number(math.radians(degrees), 2)} rad" if self.radians else f"{number(degrees, 0)}\u00b0"
        with pen.part("angle"):
            pen.words(f"angle = {angle}", rows[0].x, rows[0].middle[1], 40, "orange", anchor="start", bold=True)
        turn = math.radians(turned)
        for name, row in zip(self.show, rows[1:], strict=True):
            value = {"sine": math.sin(turn), "cosine": math.cos(turn)}.get(name)
            if value is None:
                value = math.tan(turn) if abs(math.cos(turn)) > 1e-9 else math.inf
            text = number(value) if abs(value) < 100 else "has no value"
            with pen.part(name):
                words = f"{name} = {text}" if abs(value) < 100 else f"{name} {text}"
                pen.words(words, row.x, row.middle[1], 40, INKS[name], anchor="start", bold=True)

    def _wave(self, pen: Pen, room: Rect, y: float, radius: float, turned: float) -> None:
        name = "sine" if "sine" in self.show else "cosine"
        curve = math.sin if name == "sine" else math.cos
        ink, scale = INKS[name], (room.width - 30) / 360.0
        pen.line([(room.x, y), (room.right, y)], "soft", 3, head=True)
        pen.line([(room.x, y + radius + 20), (room.x, y - radius - 24)], "soft", 3, head=True)
        marks = (
            ("\u03c0/2", "\u03c0", "3\u03c0/2", "2\u03c0")
            if self.radians
            else ("90\u00b0", "180\u00b0", "270\u00b0", "360\u00b0")
        )
        for i, mark in enumerate(marks, 1):
            x = room.x + 90 * i * scale
            pen.line([(x, y - 7), (x, y + 7)], "soft", 3)
            pen.words(mark, x, y + 26, 22, "soft")
        now = turned % 360.0
        whole = [(room.x + a * scale, y - radius * curve(math.radians(a))) for a in range(0, 361, 4)]
        pen.line(whole, ink, 3, light=0.55)
        done = [(room.x + now * i / 90 * scale, y - radius * curve(math.radians(now * i / 90))) for i in range(91)]
        pen.line(done, ink, 6)
        pen.words(name, room.x + 20, y - radius - 18, 28, ink, anchor="start", bold=True)
        draw_dot(pen, done[-1], ink, 11)
