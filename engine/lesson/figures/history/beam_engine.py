"""A beam engine that pumps water from a mine."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.history.shades import lighter

_SWING = 12.0
"""Of the beam to each side, in degrees."""


class BeamEngine(Figure):
    """Newcomen's engine, or Watt's with `condenser` apart from the cylinder.

    Parts: `boiler`, `cylinder`, `beam`, `pump`, and `condenser` if there is one. It runs at `strokes_per_minute` once
    all is drawn: steam fills the cylinder while the piston rises, and the air presses it down when the steam condenses.
    """

    kind: ClassVar[str] = "beam-engine"
    strokes_per_minute: Annotated[float, Field(ge=4, le=40)] = 12
    condenser: bool = False

    def parts(self) -> Sequence[str]:
        return ["boiler", "cylinder", "beam", "pump", *(["condenser"] if self.condenser else [])]

    def piston(self, pen: Pen) -> float:
        """Where the piston is: 0 at the bottom, 1 at the top of the cylinder."""
        return 0.5 - 0.5 * math.cos(2 * math.pi * pen.since(self.parts()[-1]) * self.strokes_per_minute / 60)

    def rising(self, pen: Pen) -> bool:
        return math.sin(2 * math.pi * pen.since(self.parts()[-1]) * self.strokes_per_minute / 60) >= 0

    def draw(self, pen: Pen) -> None:
        unit = min(pen.area.width / 1000, pen.area.height / 510)
        origin = (pen.area.middle[0] - 500 * unit, pen.area.y)
        view = _View(origin, unit)
        lift = self.piston(pen)
        tilt = math.radians(_SWING * (1 - 2 * lift))
        ends = [view.at(500 + s * 290 * math.cos(tilt), 78 - s * 290 * math.sin(tilt)) for s in (-1, 1)]
        steam = self.rising(pen)
        with pen.part("boiler"):
            _boiler(pen, view, pen.now)
        with pen.part("cylinder"):
            self._cylinder(pen, view, lift, steam)
        with pen.part("beam"):
            pen.shape([view.at(470, 380), view.at(530, 380), view.at(512, 84), view.at(488, 84)], "brown", "ink", 3)
            pen.line(ends, "brown", 24 * unit)
            pen.shape(paths.circle(*view.at(500, 78), 15 * unit), "yellow", "ink", 3)
            pen.line([ends[0], view.at(210, 235 + 70 * (1 - lift))], "ink", 5)
            pen.words("rocking beam", *view.at(500, 20), 27, bold=True)
        with pen.part("pump"):
            _pump(pen, view, ends[1], lift)
        if self.condenser:
            with pen.part("condenser"):
                _condenser(pen, view, not steam)

    def _cylinder(self, pen: Pen, view: _View, lift: float, steam: bool) -> None:
        room = view.box(150, 210, 120, 150)
        head = room.y + 25 * view.unit + 70 * view.unit * (1 - lift)
        below = paths.box(room.x, head, room.width, room.bottom - head)
        pen.area_of(below, "red" if steam else "blue", alpha=0.5 if pen.theme.tint == 1 else 1.0)
        pen.line([(room.x, room.y), (room.x, room.bottom), (room.right, room.bottom), (room.right, room.y)], "ink", 6)
        pen.shape(paths.box(room.x + 4, head - 8, room.width - 8, 18, 3), "grey", "ink", 3)
        large = view.unit > 0.75
        pen.words("cylinder and piston" if large else "cylinder", *view.at(285, 222), 25 if large else 20,
                  anchor="start", bold=True, width=165 * view.unit if large else None)  # fmt: skip
        if large:
            words = "steam in" if steam else "air presses down"
            ink: Ink = "red" if steam else "blue"
            pen.words(words, *view.at(285, 305), 24, ink, anchor="start", width=165 * view.unit)


class _View:
    """A drawing of 1000 x 510 units moved and scaled."""

    def __init__(self, origin: Point, unit: float) -> None:
        self._origin, self.unit = origin, unit

    def at(self, x: float, y: float) -> Point:
        return self._origin[0] + x * self.unit, self._origin[1] + y * self.unit

    def box(self, x: float, y: float, width: float, height: float) -> Rect:
        return Rect(*self.at(x, y), width * self.unit, height * self.unit)


def _boiler(pen: Pen, view: _View, now: float) -> None:
    room = view.box(110, 385, 200, 78)
    pen.shape(paths.box(room.x, room.y, room.width, room.height, 38 * view.unit), "orange", "ink", 4)
    pen.line([view.at(210, 385), view.at(210, 360)], "ink", 8)
    for i in range(6):
        x, y = view.at(130 + i * 32, 503)
        flame = (26 + 8 * math.sin(7 * now + 2.1 * i)) * view.unit
        pen.area_of(
            paths.smooth(
                [(x - 10, y), (x - 4, y - flame * 0.6), (x, y - flame), (x + 7, y - flame * 0.5), (x + 10, y)]
            ),
            "red",
        )
    pen.words("boiler", *view.at(325, 428), 25, anchor="start", bold=True)
    pen.words("coal fire", *view.at(325, 488), 24, "red", anchor="start")


def _pump(pen: Pen, view: _View, end: Point, lift: float) -> None:
    shaft = view.box(735, 250, 110, 252)
    for ground in (view.box(600, 250, 135, 252), view.box(845, 250, 155, 252)):
        pen.area_of(paths.box(ground.x, ground.y, ground.width, ground.height), "brown", light=lighter(pen, 0.5))
    pen.line([view.at(600, 250), view.at(735, 250), view.at(735, 502)], "brown", 4)
    pen.line([view.at(1000, 250), view.at(845, 250), view.at(845, 502)], "brown", 4)
    level = shaft.bottom - 56 * view.unit
    pen.area_of(
        paths.box(shaft.x, level, shaft.width, shaft.bottom - level), "blue", alpha=0.6 if pen.theme.tint == 1 else 1
    )
    x = shaft.middle[0]
    pen.line([end, (x, end[1] + 20), (x, view.at(0, 430 + 40 * lift)[1])], "ink", 5)
    pipe = view.box(775, 225, 30, 265)
    pen.line([(pipe.x, pipe.bottom), (pipe.x, pipe.y)], "ink", 4)
    pen.line([(pipe.right, pipe.bottom), (pipe.right, pipe.y), (pipe.right + 60 * view.unit, pipe.y)], "ink", 4)
    spout = (pipe.right + 64 * view.unit, pipe.y + 4)
    pen.line(
        paths.smooth([spout, (spout[0] + 18, spout[1] + 6), (spout[0] + 26, spout[1] + 34 * view.unit)]), "blue", 6
    )
    large = view.unit > 0.75
    pen.words("mine pump" if large else "pump", *view.at(862, 300), 25 if large else 20, anchor="start", bold=True)
    pen.words("water level" if large else "water", *view.at(858, 452), 24 if large else 20, "blue", anchor="start")


def _condenser(pen: Pen, view: _View, works: bool) -> None:
    room = view.box(20, 300, 80, 92)
    pen.line([view.at(150, 340), view.at(100, 340)], "ink", 8)
    pen.shape(paths.box(room.x, room.y, room.width, room.height, 8), "blue", "ink", 4, alpha=1.0 if works else 0.45)
    large = view.unit > 0.75
    words = "separate condenser, kept cold" if large else "condenser"
    width = 145 * view.unit if large else None
    pen.words(words, *view.at(0, 240), 24 if large else 20, "blue", anchor="start", bold=True, width=width)
