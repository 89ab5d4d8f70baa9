"""A body and the forces on it, to scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.physics.arrows import arrow, scale_to_fit
from engine.lesson.figures.physics.bodies import Body, draw_body, middle_of
from engine.lesson.figures.physics.labels import Entry, quantity, words_beyond

HUES: tuple[Ink, ...] = ("red", "blue", "green", "orange", "purple", "teal")
HALF_WIDTHS: Mapping[Body, float] = {
    "block": 0.55,
    "ball": 0.42,
    "car": 0.8,
    "cart": 0.55,
    "rocket": 0.36,
    "person": 0.3,
    "book": 0.66,
    "lift": 0.46,
}
HEIGHTS: Mapping[Body, float] = {
    "block": 0.72,
    "ball": 0.8,
    "car": 0.68,
    "cart": 0.62,
    "rocket": 1.1,
    "person": 1.11,
    "book": 0.3,
    "lift": 1.0,
}
"""Of the bodies, in their sizes."""
LONGEST, MODEST = 400.0, 150.0
"""Units: the longest arrow, and the size of a body on which small forces act."""
BALANCED = 1e-3
"""Share of the largest force below which the net force counts as zero."""


class Force(Entry):
    """`newtons` in the direction `angle`: degrees, counter-clockwise from the right."""

    name: PartName
    label: Label
    newtons: Annotated[float, Field(gt=0, le=1e15)]
    angle: Annotated[float, Field(ge=-360, le=360)]
    ink: Ink | None = None


class Forces(Figure):
    """A free-body diagram: parts `body`, the forces' names and, with `net`, `net`: their vector sum.

    `surface`: what the body stands on, hangs from or floats in; `tilt`: degrees that a ramp rises to the right.
    `values`: the newtons stand beside the labels.
    """

    kind: ClassVar[str] = "forces"
    body: Body = "block"
    surface: Literal["none", "floor", "ramp", "rope", "water"] = "floor"
    tilt: Annotated[float, Field(ge=0, le=60)] = 0.0
    forces: Annotated[tuple[Force, ...], Field(min_length=1, max_length=6)]
    net: bool = False
    values: bool = True

    @model_validator(mode="after")
    def _ramp(self) -> Forces:
        if self.tilt and self.surface != "ramp":
            raise ValueError("only a ramp has a tilt")
        return self

    def parts(self) -> Sequence[str]:
        return ["body", *(force.name for force in self.forces), *(["net"] if self.net else [])]

    @property
    def sum(self) -> tuple[float, float]:
        """The net force: newtons and angle; (0, 0) if the forces balance."""
        x = math.fsum(force.newtons * math.cos(math.radians(force.angle)) for force in self.forces)
        y = math.fsum(force.newtons * math.sin(math.radians(force.angle)) for force in self.forces)
        size = math.hypot(x, y)
        if size < BALANCED * max(force.newtons for force in self.forces):
            return 0.0, 0.0
        return size, math.degrees(math.atan2(y, x))

    def draw(self, pen: Pen) -> None:
        room, side = pen.area, None
        if self.net:
            room, side = pen.area.columns(2.6, 1) if pen.area.width > 700 else pen.area.rows(2.6, 1)
        centre = room.middle
        inner = Rect(room.x + 110, room.y + 46, room.width - 220, room.height - 92)
        scale = scale_to_fit(inner, centre, [(f.angle, f.newtons) for f in self.forces], LONGEST)
        size = self._size(room, scale)
        foot = self._foot(centre, size)
        with pen.part("body"):
            self._ground(pen, room, foot, size)
            draw_body(pen, self.body, foot, size, tilt=self.tilt)
        for force, hue in zip(self.forces, HUES, strict=False):
            with pen.part(force.name):
                self._force(pen, room, centre, force, (scale, size), force.ink or hue)
        if side is not None:
            with pen.part("net"):
                self._net(pen, side, scale)

    def _size(self, room: Rect, scale: float) -> float:
        """Of the body: as large as it may be while no arrow that is long enough to be seen ends inside it."""
        least = min(MODEST, room.height * 0.29)
        if self.tilt:
            return least
        half_width, height = HALF_WIDTHS[self.body], HEIGHTS[self.body]
        size = min(0.5 * room.height / height, 0.15 * room.width / half_width)
        for force in self.forces:
            along, up = (abs(turn(math.radians(force.angle))) for turn in (math.cos, math.sin))
            edge = min(half_width / max(along, 1e-6), height / 2 / max(up, 1e-6))
            size = min(size, 0.72 * force.newtons * scale / edge)
        return max(least, size)

    def _foot(self, centre: tuple[float, float], size: float) -> tuple[float, float]:
        """Where the body stands so that its centre of mass lies at `centre`."""
        x, y = middle_of(self.body, (0.0, 0.0), size, self.tilt)
        return centre[0] - x, centre[1] - y

    def _force(
        self, pen: Pen, room: Rect, foot: tuple[float, float], force: Force, scaled: tuple[float, float], ink: Ink
    ) -> None:
        """`scaled`: units per newton, and the size of the body, beyond which labels stand."""
        scale, size = scaled
        label = f"{force.label} {quantity(force.newtons, 'N')}" if self.values else force.label
        tip = arrow(pen, foot, force.angle, force.newtons * scale, ink, width=8)
        pen.shape(paths.circle(*foot, 7), "ink")
        along, up = math.cos(math.radians(force.angle)), math.sin(math.radians(force.angle))
        clear = size * HALF_WIDTHS[self.body]
        if abs(along) > 0.5 and math.dist(tip, foot) < clear:
            tip = foot[0] + along * clear, foot[1] - up * clear
        width = pen.measure(label, 28, bold=True)[0]
        if self.tilt and abs(along) > 0.5 and up * along > 0:
            x, y = (foot[0] + 24, foot[1] + 0.76 * size) if along > 0 else (tip[0] - width - 6, tip[1] - 60)
            pen.words(label, max(x, room.x), y, 28, ink, anchor="start", bold=True)
        elif abs(along) > 0.5 and (room.right - tip[0] if along > 0 else tip[0] - room.x) < width + 24:
            at = min(max(tip[0], room.x + width / 2), room.right - width / 2)
            pen.words(label, at, tip[1] - 36, 28, ink, bold=True)
        else:
            words_beyond(pen, label, tip, force.angle, ink, size=28)

    def _ground(self, pen: Pen, room: Rect, foot: tuple[float, float], size: float) -> None:
        x, y = foot
        if self.surface == "floor":
            _floor(pen, max(room.x, x - 220 - size), min(room.right, x + 220 + size), y)
        elif self.surface == "ramp":
            _ramp(pen, room, foot, self.tilt)
        elif self.surface == "rope":
            pen.line([(x - 70, room.y + 4), (x + 70, room.y + 4)], "ink", 7)
            pen.line([(x, room.y + 4), (x, y - size * 0.7)], "brown", 5)
        elif self.surface == "water":
            level = y - size * 0.5
            pen.area_of(paths.box(x - 250, level, 500, room.bottom - level, 6), "blue", alpha=0.35)
            pen.line([(x - 250, level), (x + 250, level)], "blue", 4)

    def _net(self, pen: Pen, room: Rect, scale: float) -> None:
        newtons, angle = self.sum
        x, y = room.middle
        pen.words("Net force", x, room.y + 40 if room.height > 250 else room.y + 16, 28, "ink", bold=True)
        if not newtons:
            pen.words("0 N: balanced", x, y, 32, "green", bold=True)
            return
        length = min(newtons * scale, room.width - 40, room.height - 150 if room.height > 250 else 90)
        dx, dy = length / 2 * math.cos(math.radians(angle)), length / 2 * math.sin(math.radians(angle))
        arrow(pen, (x - dx, y + dy), angle, length, "accent", width=11)
        below = y + abs(dy) + 46
        pen.words(quantity(newtons, "N"), x, below, 32, "accent", bold=True)


def _floor(pen: Pen, left: float, right: float, y: float) -> None:
    pen.line([(left, y), (right, y)], "ink", 5)
    pen.line(
        paths.joined(paths.polyline([(x, y + 3), (x - 14, y + 17)]) for x in _steps(left + 20, right, 30)), "soft", 2.5
    )


def _ramp(pen: Pen, room: Rect, foot: tuple[float, float], tilt: float) -> None:
    turn = math.radians(tilt)
    reach = min(340.0, room.width * 0.42, (room.bottom - foot[1] - 6) / max(math.sin(turn), 0.05))
    low = (foot[0] - reach * math.cos(turn), foot[1] + reach * math.sin(turn))
    top = min(reach, (foot[1] - room.y) / max(math.sin(turn), 0.05))
    high = (foot[0] + top * math.cos(turn), foot[1] - top * math.sin(turn))
    pen.shape([low, high, (high[0], low[1])], "grey", "ink", 4, alpha=0.5)
    pen.line(paths.arc(*low, 90, 0, tilt), "ink", 3)
    pen.words(f"{tilt:g}\u00b0", *paths.polar(*low, 122, tilt * 0.42), 24)


def _steps(start: float, end: float, step: float) -> list[float]:
    return [start + i * step for i in range(max(0, math.ceil((end - start) / step)))]
