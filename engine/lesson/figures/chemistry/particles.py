"""Particles in vessels: solids, liquids and gases."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import balls, opaque
from engine.lesson.figures.figure import Figure, Label, Part, PartName

HUES: tuple[Ink, ...] = ("blue", "orange", "green")
Spots = NDArray[np.float64]
ROUNDS = 12
"""Of pushing particles off one another."""


class Kind(Part):
    """A kind of particle: its `share` of all, and its size as a multiple of the usual one."""

    label: Label | None = None
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    size: Annotated[float, Field(ge=0.4, le=1.6)] = 1.0
    ink: Ink | None = None


class Vessel(Part):
    """`speed`: of the particles, 1 at room temperature; `fill`: the share of the height below the piston of a gas.

    `walls`: the kinds of the mix are kept apart.
    """

    name: PartName
    state: Literal["solid", "liquid", "gas"]
    label: Label
    caption: Label | None = None
    count: Annotated[int, Field(ge=1, le=60)] = 36
    speed: Annotated[float, Field(ge=0, le=4)] = 1.0
    fill: Annotated[float, Field(ge=0.25, le=1)] = 1.0
    mix: Annotated[tuple[Kind, ...], Field(min_length=1, max_length=3)] = (Kind(),)
    walls: bool = False

    @model_validator(mode="after")
    def _shared(self) -> Vessel:
        if abs(sum(kind.share for kind in self.mix) - 1.0) > 0.01:
            raise ValueError("the shares of `mix` add up to 1")
        return self


class Particles(Figure):
    """One to three vessels of moving particles. Parts: the vessels' names, then `legend` if kinds have labels.

    In a solid they tremble in rows, in a liquid they stay close and slide, in a gas they fly and bounce.
    """

    kind: ClassVar[str] = "particles"
    vessels: Annotated[tuple[Vessel, ...], Field(min_length=1, max_length=3)]

    def parts(self) -> Sequence[str]:
        return [*(vessel.name for vessel in self.vessels), *(["legend"] if self._kinds() else [])]

    def _kinds(self) -> dict[str, Ink]:
        found: dict[str, Ink] = {}
        for vessel in self.vessels:
            for hue, kind in zip(HUES, vessel.mix, strict=False):
                if kind.label:
                    found.setdefault(kind.label, kind.ink or hue)
        return found

    def draw(self, pen: Pen) -> None:
        kinds = self._kinds()
        area = pen.area
        room = Rect(area.x, area.y, area.width, area.height - (52 if kinds else 0))
        below = 92.0 if any(vessel.caption for vessel in self.vessels) else 52.0
        for vessel, column in zip(self.vessels, room.columns(*[1.0] * len(self.vessels), gap=36), strict=True):
            with pen.part(vessel.name):
                _draw_vessel(pen, column, vessel, below)
        if kinds:
            with pen.part("legend"):
                widths = [pen.measure(label, 27)[0] + 80 for label in kinds]
                x = area.middle[0] - sum(widths) / 2
                for (label, ink), width in zip(kinds.items(), widths, strict=True):
                    balls(pen, [(x + 18, area.bottom - 20)], 14, ink)
                    pen.words(label, x + 42, area.bottom - 20, 27, anchor="start")
                    x += width


def _draw_vessel(pen: Pen, column: Rect, vessel: Vessel, below: float) -> None:
    width = min(column.width, 640.0)
    room = Rect(column.middle[0] - width / 2, column.y + 4, width, column.height - below - 8)
    path = [(room.x, room.y), (room.x, room.bottom), (room.right, room.bottom), (room.right, room.y)]
    if vessel.state == "gas":
        pen.line(paths.polyline([*path, path[0]]), "ink", 5)
        if vessel.fill < 1:
            y = room.y + (1 - vessel.fill) * room.height
            opaque(pen, paths.box(room.x + 4, y - 22, room.width - 8, 22, 4), "grey")
            pen.line([(room.middle[0], room.y - 2), (room.middle[0], y - 22)], "grey", 12)
    else:
        pen.line(path, "ink", 5)
    radius = _radius(vessel, room)
    inner = Rect(room.x, room.bottom - room.height * vessel.fill, room.width, room.height * vessel.fill)
    kinds = _by_kind(vessel, inner, radius, pen.since(vessel.name))
    for (spots, _), hue, kind in zip(kinds, HUES, vessel.mix, strict=False):
        balls(pen, [(float(x), float(y)) for x, y in spots], radius * kind.size, kind.ink or hue)
    for _, cell in kinds[1:] if vessel.walls else ():
        pen.line([(cell.x, cell.y), (cell.x, cell.bottom)], "ink", 5)
    pen.words(vessel.label, room.middle[0], room.bottom + 30, 31, bold=True, width=column.width)
    if vessel.caption:
        size = pen.fitting(vessel.caption, Rect(0, 0, column.width, 34), 25, smallest=20)
        pen.words(vessel.caption, room.middle[0], room.bottom + 70, size, "soft", width=column.width)


def _by_kind(vessel: Vessel, room: Rect, radius: float, now: float) -> list[tuple[Spots, Rect]]:
    """For each kind of the mix: where its particles are after `now` seconds, and the room that they have."""
    if vessel.walls:
        cells = room.columns(*(kind.share for kind in vessel.mix), gap=0)
        parts = [vessel.model_copy(update={"count": max(1, round(vessel.count * kind.share))}) for kind in vessel.mix]
        return [
            (places(part, cell.inset(radius + 4), radius, now + 3.7 * index), cell)
            for index, (part, cell) in enumerate(zip(parts, cells, strict=True))
        ]
    spots, owner = places(vessel, room.inset(radius + 4), radius, now), np.array(_owners(vessel))
    return [(spots[owner == index], room) for index in range(len(vessel.mix))]


def _radius(vessel: Vessel, room: Rect) -> float:
    """So that a solid of that many fills a little more than half of the vessel."""
    return min(34.0, math.sqrt(0.5 * room.width * room.height / max(vessel.count, 24)) * 0.47)


def _owners(vessel: Vessel) -> list[int]:
    """Which kind each particle is of: spread evenly over the particles."""
    owned, counts = [], [0] * len(vessel.mix)
    for index in range(vessel.count):
        owed = [kind.share * (index + 1) - count for kind, count in zip(vessel.mix, counts, strict=True)]
        who = max(range(len(owed)), key=lambda i: owed[i])
        counts[who] += 1
        owned.append(who)
    order = np.random.default_rng(5).permutation(vessel.count)
    return [owned[int(i)] for i in order]


def places(vessel: Vessel, room: Rect, radius: float, now: float) -> Spots:
    """Of the particles after `now` seconds, within `room`; shape (count, 2)."""
    rng = np.random.default_rng(crc32(f"{vessel.state}{vessel.count}".encode()))
    pace = math.sqrt(vessel.speed) if vessel.speed else 0.0
    if vessel.state == "gas":
        return _apart(_flying(vessel.count, room, now * pace, rng), room, radius)
    grid = _rows_of(vessel.count, room, radius * (2.06 if vessel.state == "solid" else 2.16))
    phase = rng.uniform(0, 2 * math.pi, (vessel.count, 2))
    if vessel.state == "solid":
        rate = rng.uniform(9, 13, (vessel.count, 2))
        return grid + 0.16 * radius * pace * np.sin(phase + rate * now)
    rate = rng.uniform(0.5, 1.1, (vessel.count, 2))
    off = rng.normal(0, 0.18 * radius, (vessel.count, 2))
    spots = grid + off + radius * 0.8 * np.sin(phase + rate * pace * now)
    return _apart(spots, room, radius)


def _apart(spots: Spots, room: Rect, radius: float) -> Spots:
    """Pushed off one another until hardly any overlap, and kept within the room."""
    near = 2 * radius
    low, high = np.array([room.x, room.y]), np.array([room.right, room.bottom])
    for _ in range(ROUNDS):
        between = spots[:, None] - spots[None]
        away = np.maximum(np.linalg.norm(between, axis=2), 1e-6)
        push = np.where(away < near, (near - away) / away, 0.0)
        np.fill_diagonal(push, 0.0)
        spots = np.clip(spots + 0.4 * (between * push[:, :, None]).sum(axis=1), low, high)
    return spots


def _rows_of(count: int, room: Rect, spacing: float) -> Spots:
    """Close rows from the bottom up, each moved by half a place."""
    across = max(1, int((room.width - spacing / 2) / spacing) + 1)
    side = (room.width - (across - 0.5) * spacing) / 2 if count >= across else (room.width - (count - 1) * spacing) / 2
    spots = []
    for index in range(count):
        row, column = divmod(index, across)
        spots.append((room.x + side + (column + 0.5 * (row % 2)) * spacing, room.bottom - row * spacing * 0.87))
    return np.array(spots)


def _flying(count: int, room: Rect, now: float, rng: np.random.Generator) -> Spots:
    """Straight flight with bounces: a triangle wave in each direction."""
    start = rng.uniform(0, 2, (count, 2))
    angle = rng.uniform(0, 2 * math.pi, count)
    speed = 130.0 * np.sqrt(rng.gamma(2.0, 0.5, count) + 0.2)
    velocity = np.column_stack([np.cos(angle), np.sin(angle)]) * speed[:, None]
    size = np.array([room.width, room.height])
    turn = np.mod(start + velocity * now / size, 2.0)
    spots: Spots = np.array([room.x, room.y]) + size * np.where(turn > 1, 2 - turn, turn)
    return spots
