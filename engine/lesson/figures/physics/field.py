"""Fields of charges, magnets, wires and coils, by their lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Annotated, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.physics.labels import Entry, cover, on_colour

LINES = 16
"""From the largest charge; half as many through a magnet."""
Vector = NDArray[np.float64]
TURNS = 9
"""Of a coil, and of the current layer that stands for a magnet."""


class Source(Entry):
    """`x`, `y`: -1..1 from the middle up. `strength`: charge, or current towards us, with its sign.

    A magnet's north pole lies to the right for a positive strength.
    """

    sort: Literal["charge", "magnet", "wire", "coil"]
    x: Annotated[float, Field(ge=-2, le=2)] = 0.0
    y: Annotated[float, Field(ge=-1, le=1)] = 0.0
    strength: Annotated[float, Field(ge=-5, le=5)] = 1.0


class FieldLines(Figure):
    """Parts `source`, `lines` and, with `compass`, `compass`: needles that turn into the field.

    Electric lines run from plus to minus, magnetic ones out of the north pole. All sources are charges, or none is.
    """

    kind: ClassVar[str] = "field"
    sources: Annotated[tuple[Source, ...], Field(min_length=1, max_length=4)]
    compass: bool = False

    @model_validator(mode="after")
    def _one_field(self) -> FieldLines:
        if len({source.sort == "charge" for source in self.sources}) > 1:
            raise ValueError("charges and magnets make different fields: show them in two figures")
        if any(source.strength == 0 for source in self.sources):
            raise ValueError("a source without strength has no field")
        if self.compass and self.sources[0].sort == "charge":
            raise ValueError("a compass shows magnetic fields only")
        return self

    def parts(self) -> Sequence[str]:
        return ["source", "lines", *(["compass"] if self.compass else [])]

    def draw(self, pen: Pen) -> None:
        room, unit = pen.area, pen.area.height / 2
        wide = room.width / room.height
        lines = _lines(self.sources, wide)

        def place(at: Vector) -> tuple[float, float]:
            return room.middle[0] + float(at[0]) * unit, room.middle[1] - float(at[1]) * unit

        with pen.part("lines"):
            for line in lines:
                pen.line([place(at) for at in line[::3]], "accent", 3)
            for line in lines:
                _heads(pen, [place(at) for at in line], pen.since("lines"))
        with pen.part("source"):
            for source in self.sources:
                _draw_source(pen, source, place(np.array([source.x, source.y])), unit)
        if self.compass:
            with pen.part("compass"):
                self._needles(pen, room, unit, place)

    def _needles(self, pen: Pen, room: Rect, unit: float, place: Callable[[Vector], tuple[float, float]]) -> None:
        field = _field_of(self.sources)
        reach = min(1.4, room.width / 2 / unit - 0.15)
        for at in [(s * reach * a, b) for s in (-1, 1) for a in (0.55, 1.0) for b in (-0.72, 0.0, 0.72)] + [
            (0, 0.78),
            (0, -0.78),
        ]:
            spot = np.array(at, float)
            if any(math.dist(at, (s.x, s.y)) < 0.55 for s in self.sources):
                continue
            bx, by = field(spot)
            x, y = place(spot)
            turn = math.degrees(math.atan2(by, bx))
            cover(pen, paths.circle(x, y, 27))
            pen.line(paths.circle(x, y, 27), "ink", 3)
            pen.line([paths.polar(x, y, 18, turn + 180), (x, y)], "grey", 8)
            pen.line([(x, y), paths.polar(x, y, 10, turn)], "red", 6, head=True)


def _draw_source(pen: Pen, source: Source, at: tuple[float, float], unit: float) -> None:
    x, y = at
    if source.sort == "charge":
        radius = 20.0 + 9 * math.sqrt(abs(source.strength))
        pen.shape(paths.circle(x, y, radius), "red" if source.strength > 0 else "blue", "ink", 3)
        pen.words("+" if source.strength > 0 else "\u2212", x, y - 1, 36, on_colour(pen), bold=True)
    elif source.sort == "magnet":
        half, high = 0.5 * unit, 0.16 * unit
        for side in (-1, 1):
            north = side * source.strength > 0
            cover(pen, paths.box(min(x, x + side * half), y - high, half, 2 * high))
            pen.shape(
                paths.box(min(x, x + side * half), y - high, half, 2 * high), "red" if north else "blue", "ink", 3
            )
            pen.words("N" if north else "S", x + side * half / 2, y, 38, on_colour(pen), bold=True)
    elif source.sort == "wire":
        _wire(pen, x, y, 24.0, source.strength > 0)
    else:
        for i in range(TURNS):
            cx = x + (i / (TURNS - 1) - 0.5) * 1.0 * unit
            for side in (-1, 1):
                _wire(pen, cx, y - side * 0.3 * unit, 13.0, (side > 0) == (source.strength > 0))


def _wire(pen: Pen, x: float, y: float, radius: float, towards: bool) -> None:
    """A wire cut across: a dot for a current towards us, a cross for one away from us."""
    pen.shape(paths.circle(x, y, radius), "orange", "ink", 3)
    if towards:
        pen.area_of(paths.circle(x, y, radius * 0.3), "ink")
        return
    d = radius * 0.5
    for side in (-1, 1):
        pen.line([(x - d, y - d * side), (x + d, y + d * side)], "ink", 3)


def _heads(pen: Pen, line: list[tuple[float, float]], since: float) -> None:
    """Arrow heads that travel along a line."""
    steps = len(line)
    for begin in range(0, steps, 110):
        i = (begin + 40 + int(since * 26)) % steps
        if not 2 <= i < steps - 2:
            continue
        pen.line([line[i - 2], line[i + 1]], "accent", 3.5, head=True)


@lru_cache(maxsize=32)
def _lines(sources: tuple[Source, ...], wide: float) -> tuple[Vector, ...]:
    """Field lines as points, in units of half the room's height; followed by midpoint steps of equal length."""
    field = _field_of(sources)
    electric = sources[0].sort == "charge"
    lines = []
    for start, direction in _starts(sources):
        line = _follow(field, start, direction, wide, sources if electric else ())
        met = [s for s in sources if s.strength > 0 and math.dist(line[0], (s.x, s.y)) < 0.085]
        if len(line) > 12 and not (electric and direction < 0 and met):
            lines.append(line)
    return tuple(lines)


def _starts(sources: tuple[Source, ...]) -> list[tuple[Vector, int]]:
    most = max(abs(source.strength) for source in sources)
    starts: list[tuple[Vector, int]] = []
    for source in sources:
        at = np.array([source.x, source.y])
        if source.sort == "charge":
            count = max(6, round(LINES * abs(source.strength) / most))
            for i in range(count):
                turn = 2 * math.pi * (i + 0.5) / count
                starts.append(
                    (at + 0.09 * np.array([math.cos(turn), math.sin(turn)]), 1 if source.strength > 0 else -1)
                )
        elif source.sort == "wire":
            starts += [(at + np.array([0.0, radius]), 1) for radius in (0.2, 0.34, 0.52, 0.74)]
        else:
            half = 0.16 if source.sort == "magnet" else 0.3
            for side in (-1, 1):
                starts += [
                    (at + np.array([0.0, half * share]), side)
                    for share in (-0.85, -0.6, -0.35, -0.12, 0.12, 0.35, 0.6, 0.85)
                ]
    return starts


def _follow(
    field: Callable[[Vector], Vector], start: Vector, direction: int, wide: float, sinks: tuple[Source, ...]
) -> Vector:
    step, at, points = 0.012, start.copy(), [start.copy()]
    for i in range(1400):
        middle = at + direction * step / 2 * _unit(field(at))
        at = at + direction * step * _unit(field(middle))
        points.append(at.copy())
        if abs(at[0]) > wide or abs(at[1]) > 1.0:
            break
        if sinks and any(math.dist(at, (s.x, s.y)) < 0.07 for s in sinks):
            break
        if not sinks and i > 20 and math.dist(at, start) < step * 1.1:
            break
    line = np.array(points)
    return line if direction > 0 else line[::-1]


def _unit(vector: Vector) -> Vector:
    return vector / max(float(np.hypot(*vector)), 1e-12)


def _field_of(sources: tuple[Source, ...]) -> Callable[[Vector], Vector]:
    """Coulomb's field of charges; else that of straight currents across the board (mu0 I / 2 pi r each).

    A magnet and a coil are two rows of such currents, which is the section through a long flat coil.
    """
    if sources[0].sort == "charge":
        places = np.array([(s.x, s.y) for s in sources])
        charges = np.array([s.strength for s in sources])

        def electric(at: Vector) -> Vector:
            away = at - places
            distance = np.hypot(away[:, 0], away[:, 1])[:, None]
            return np.asarray((charges[:, None] * away / np.maximum(distance, 1e-6) ** 3).sum(0))

        return electric
    rows = [current for source in sources for current in _currents(source)]
    wires = np.array([(x, y) for x, y, _ in rows])
    amperes = np.array([current for _, _, current in rows])

    def magnetic(at: Vector) -> Vector:
        away = at - wires
        square = np.maximum((away**2).sum(1), 1e-6)
        return np.array([(-amperes * away[:, 1] / square).sum(), (amperes * away[:, 0] / square).sum()])

    return magnetic


def _currents(source: Source) -> list[tuple[float, float, float]]:
    if source.sort == "wire":
        return [(source.x, source.y, source.strength)]
    half = 0.16 if source.sort == "magnet" else 0.3
    count = 40 if source.sort == "magnet" else TURNS
    across = [source.x + (i / (count - 1) - 0.5) * 1.0 for i in range(count)]
    return [(x, source.y + side * half, -side * -source.strength / count) for x in across for side in (-1, 1)]
