"""Sailing ships side by side, to one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.figure import Figure, Label, PartName

Rig = Literal["lateen", "square", "junk", "oared"]
_TALL = 0.95
"""Height of the tallest mast as a share of a ship's length."""


class Ship(BaseModel):
    """`length` in metres; `rig`: three-cornered sails, square ones, battened ones of a junk, or a galley's oars."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    name: PartName
    label: Label
    length: Annotated[float, Field(ge=5, le=150)]
    rig: Rig = "square"
    masts: Annotated[int, Field(ge=1, le=9)] = 3


class Ships(Figure):
    """Parts: `sea`, then each ship. They ride on the waves."""

    kind: ClassVar[str] = "ships"
    ships: Annotated[tuple[Ship, ...], Field(min_length=1, max_length=3)]

    def parts(self) -> Sequence[str]:
        return ["sea", *(ship.name for ship in self.ships)]

    def draw(self, pen: Pen) -> None:
        area = pen.area
        scale = min(
            (area.width - 60 * len(self.ships)) / sum(s.length for s in self.ships), (area.height - 150) / self.tallest
        )
        water = area.bottom - 96
        spare = (area.width - scale * sum(s.length for s in self.ships)) / len(self.ships)
        x = area.x
        for ship in self.ships:
            room = spare + ship.length * scale
            with pen.part(ship.name):
                bob = 5.0 * math.sin(1.3 * pen.now + x / 90)
                _draw_ship(pen, ship, (x + room / 2, water + 10 + bob), ship.length * scale)
                label = f"{ship.label}, {ship.length:g} m"
                size = pen.fitting(label, Rect(0, 0, room - 10, 64), 27, smallest=20, bold=True)
                pen.words(label, x + room / 2, area.bottom - 30, size, bold=True, width=room - 10)
            x += room
        with pen.part("sea"):
            _sea(pen, Rect(area.x, water, area.width, area.bottom - water))

    @property
    def tallest(self) -> float:
        return max(ship.length * (_TALL if ship.rig != "oared" else 0.55) for ship in self.ships)


def _sea(pen: Pen, room: Rect) -> None:
    def wave(shift: float, x: float) -> float:
        return room.y + 8 + shift + 5 * math.sin(x / 34 - 1.6 * pen.now + shift)

    xs = [room.x + i * room.width / 60 for i in range(61)]
    top = [(x, wave(0, x)) for x in xs]
    pen.area_of(
        [*top, (room.right, room.bottom), (room.x, room.bottom)], "blue", alpha=0.35 if pen.theme.tint == 1 else 1.0
    )
    pen.line(top, "blue", 4)


def _draw_ship(pen: Pen, ship: Ship, at: Point, length: float) -> None:
    """`at`: the middle of its water line."""
    x, y = at
    deep = length * (0.16 if ship.rig != "oared" else 0.09)

    def spot(along: float, up: float) -> Point:
        return x + along * length / 2, y - up * length

    rise = {"lateen": 0.24, "square": 0.3, "junk": 0.26, "oared": 0.13}[ship.rig]
    hull = [
        spot(-1, rise),
        spot(-0.6, rise * 0.72),
        spot(0.55, rise * 0.5),
        spot(1, rise * 0.8),
        spot(0.78, -0.02),
        spot(-0.82, -0.02),
    ]
    if ship.rig == "junk":
        hull = [
            spot(-1, rise),
            spot(-0.7, rise * 0.66),
            spot(0.7, rise * 0.5),
            spot(0.96, rise * 0.7),
            spot(0.8, -0.02),
            spot(-0.85, -0.02),
        ]
    bases = [0.0] if ship.masts == 1 else [-0.62 + 1.2 * i / (ship.masts - 1) for i in range(ship.masts)]
    for index, along in enumerate(bases):
        peak = (
            _TALL
            * (0.93 - 0.3 * abs(along + 0.05))
            * (0.72 if ship.rig == "lateen" and index == 0 and ship.masts > 1 else 1)
        )
        _mast(pen, ship, (spot(along, rise * 0.5), spot(along, peak if ship.rig != "oared" else 0.5)), length)
    pen.shape(hull, "brown", "ink", 4)
    for share in (0.3, 0.6):
        pen.line([spot(-0.88, rise * share), spot(0.86, rise * share * 0.8)], "ink", 1.5, alpha=0.5)
    if ship.rig == "oared":
        swing = 0.03 * math.sin(2.2 * pen.now)
        for i in range(11):
            along = -0.65 + i * 0.12
            pen.line([spot(along, rise * 0.35), spot(along - 0.06 + swing * 2, -deep / length * 0.7)], "ink", 3)


def _mast(pen: Pen, ship: Ship, ends: tuple[Point, Point], length: float) -> None:
    (x, foot), (_, top) = ends
    tall = foot - top
    half = length * min(0.2, 0.42 / ship.masts)
    pen.line(ends, "brown", max(4.0, length * 0.012))
    if ship.rig == "lateen":
        yard = ((x + half * 1.5, foot - tall * 0.16), (x - half * 1.35, top + tall * 0.02))
        belly = [yard[0], yard[1], (x - half * 1.5, foot - tall * 0.1)]
        pen.shape(belly, "white", "red", 4)
        pen.line(yard, "brown", 5)
    elif ship.rig == "junk":
        sail = [
            (x - half, top + tall * 0.1),
            (x + half * 0.75, top + tall * 0.2),
            (x + half * 0.9, foot - tall * 0.12),
            (x - half, foot - tall * 0.12),
        ]
        pen.shape(sail, "orange", "brown", 3)
        for i in range(1, 5):
            y = top + tall * (0.16 + 0.15 * i)
            pen.line([(x - half, y), (x + half * 0.85, y)], "brown", 2.5)
    else:
        rows = ((0.12, 0.44, 0.8), (0.48, 0.94, 1.0)) if ship.rig == "square" else ((0.1, 0.75, 1.3),)
        for upper, lower, wide in rows:
            _square_sail(pen, (x, top + tall * upper, half * wide, tall * (lower - upper)))


def _square_sail(pen: Pen, room: tuple[float, float, float, float]) -> None:
    x, y, half, high = room
    left = [(x - half * 0.9, y), (x - half * 0.98, y + high * 0.5), (x - half, y + high)]
    right = [(x + half, y + high), (x + half * 1.2, y + high * 0.5), (x + half * 0.9, y)]
    pen.shape(paths.polyline([*left, *right], closed=True), "white", "red", 3.5)
    pen.line([(x - half * 0.98, y), (x + half * 0.98, y)], "brown", 5)
