"""Curves and points over axes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.expression import Expression, evaluate
from engine.lesson.figures.figure import Figure, Label, Part, PartName
from engine.lesson.figures.general.placing import Placer

SAMPLES = 240
AXIS_MIN, AXIS_MAX = 1e-9, 1e15
TICKS = 24
"""The most steps along an axis."""
HUES: tuple[Ink, ...] = ("accent", "green", "purple", "orange", "teal", "pink")


class Axis(Part):
    """From `low` to `high`, `step` between its numbers (chosen if None). `label`: what it counts, with the unit."""

    label: Label
    low: Annotated[float, Field(ge=-AXIS_MAX, le=AXIS_MAX)]
    high: Annotated[float, Field(ge=-AXIS_MAX, le=AXIS_MAX)]
    step: Annotated[float, Field(gt=0)] | None = None

    @property
    def ticks(self) -> list[float]:
        step = self.step or _round_step((self.high - self.low) / 6)
        first = math.ceil(self.low / step - 1e-9)
        return [round(i * step, 10) for i in range(first, math.floor(self.high / step + 1e-9) + 1)]


class Curve(Part):
    """`y`: an expression in x, shown from `start` to `end` (the axis by default). `label` stands at its right end.

    `area`: the area between it and the x axis is filled. `dash`: drawn dashed. `run`: a point runs along it.
    """

    name: PartName
    y: Expression
    label: Label | None = None
    ink: Ink | None = None
    start: float | None = None
    end: float | None = None
    dash: bool = False
    area: bool = False
    run: bool = False


class Dots(Part):
    """Single points (x, y); `joined`: a line goes through them."""

    name: PartName
    at: Annotated[tuple[tuple[float, float], ...], Field(min_length=1, max_length=60)]
    label: Label | None = None
    ink: Ink | None = None
    joined: bool = False


class Plot(Figure):
    """Axes, then each curve, then each group of dots: parts `axes` and their names."""

    kind: ClassVar[str] = "plot"
    x: Axis
    y: Axis
    curves: Annotated[tuple[Curve, ...], Field(max_length=6)] = ()
    dots: Annotated[tuple[Dots, ...], Field(max_length=6)] = ()

    @model_validator(mode="after")
    def _drawable(self) -> Plot:
        for axis in (self.x, self.y):
            if axis.high - axis.low < AXIS_MIN:
                raise ValueError("an axis goes from low to high")
            if axis.step is not None and (axis.high - axis.low) / axis.step > TICKS + 0.5:
                raise ValueError(f"step is too small: at most {TICKS} numbers on an axis")
        return self

    def parts(self) -> Sequence[str]:
        return ["axes", *(curve.name for curve in self.curves), *(dots.name for dots in self.dots)]

    def draw(self, pen: Pen) -> None:
        view = View(self.x, self.y, self._room(pen))
        placer = Placer(pen.area)
        for curve in self.curves:
            for piece in view.points(curve):
                placer.avoid(piece)
        with pen.part("axes"):
            draw_axes(pen, view)
        placer.avoid([(view.room.x, view.y(view.base[1])), (view.room.right, view.y(view.base[1]))])
        placer.avoid([(view.x(view.base[0]), view.room.y), (view.x(view.base[0]), view.room.bottom)])
        for group in self.dots:
            for x, y in group.at:
                placer.keep(Rect(view.x(x) - 9, view.y(y) - 9, 18, 18))
        hues: Iterator[Ink] = iter(HUES * 3)
        for curve in self.curves:
            ink: Ink = curve.ink if curve.ink is not None else next(hues)
            with pen.part(curve.name):
                _draw_curve(pen, view, curve, ink, placer)
            if curve.run and pen.share(curve.name) >= 1:
                _draw_runner(pen, view, curve, ink)
        for dots in self.dots:
            with pen.part(dots.name):
                _draw_dots(pen, view, dots, dots.ink if dots.ink is not None else next(hues), placer)

    def _room(self, pen: Pen) -> Rect:
        """Within the axes: what the numbers and the words at the curves' ends leave."""
        labels = [pen.measure(each.label, 26, bold=True)[0] for each in self.curves if each.label]
        right = min(max([40.0, *(width + 26 for width in labels)]), 0.26 * pen.area.width)
        return plot_room(pen, self.y, right)


def plot_room(pen: Pen, y: Axis, right: float = 40.0) -> Rect:
    """Where a plot's lines stand, with `right` units free at the right."""
    left = max(pen.measure(_number(value), 22)[0] for value in y.ticks) + 24
    area = pen.area
    return Rect(area.x + left, area.y + 68, area.width - left - right, area.height - 68 - 70)


def draw_axes(pen: Pen, view: View) -> None:
    """Grid, arrows, numbers and what they count."""
    room = view.room
    for value in view.across.ticks:
        x = view.x(value)
        pen.line([(x, room.y), (x, room.bottom)], "faint", 1.5)
    for value in view.up.ticks:
        y = view.y(value)
        pen.line([(room.x, y), (room.right, y)], "faint", 1.5)
    left, base = view.x(view.base[0]), view.y(view.base[1])
    pen.line([(room.x, base), (room.right + 22, base)], "ink", 4, head=True)
    pen.line([(left, room.bottom), (left, room.y - 22)], "ink", 4, head=True)
    for value in view.across.ticks:
        pen.words(_number(value), view.x(value), room.bottom + 20, 22, "soft")
    for value in view.up.ticks:
        pen.words(_number(value), room.x - 12, view.y(value), 22, "soft", anchor="end")
    pen.words(view.across.label, room.right, room.bottom + 52, 26, anchor="end")
    width = pen.measure(view.up.label, 26)[0]
    pen.words(view.up.label, min(max(pen.area.x, left - 40), room.right - width), room.y - 44, 26, anchor="start")


class View:
    """From the numbers of the axes to the board."""

    def __init__(self, x: Axis, y: Axis, room: Rect) -> None:
        self.across, self.up, self.room = x, y, room
        self.base = min(max(0.0, x.low), x.high), min(max(0.0, y.low), y.high)

    def x(self, value: float) -> float:
        return self.room.x + (value - self.across.low) / (self.across.high - self.across.low) * self.room.width

    def y(self, value: float) -> float:
        return self.room.bottom - (value - self.up.low) / (self.up.high - self.up.low) * self.room.height

    def points(self, curve: Curve, t: float = 0.0) -> list[list[tuple[float, float]]]:
        """The curve in pieces: broken where it is not defined or leaves the axes."""
        low = self.across.low if curve.start is None else curve.start
        high = self.across.high if curve.end is None else curve.end
        xs = np.linspace(low, high, SAMPLES)
        pieces: list[list[tuple[float, float]]] = [[]]
        span = self.up.high - self.up.low
        for x, y in zip(xs, evaluate(curve.y, xs, t), strict=True):
            if math.isnan(y) or not self.up.low - 0.02 * span <= y <= self.up.high + 0.02 * span:
                pieces.append([])
            else:
                pieces[-1].append((self.x(float(x)), self.y(float(y))))
        return [piece for piece in pieces if len(piece) > 1]


def _draw_curve(pen: Pen, view: View, curve: Curve, ink: Ink, placer: Placer) -> None:
    pieces = view.points(curve)
    base = view.y(0.0)
    if curve.area:
        for piece in pieces:
            ring = [(piece[0][0], base), *piece, (piece[-1][0], base)]
            pen.area_of(ring, ink, alpha=0.35 if pen.theme.tint == 1 else 1.0)
    path = paths.joined(paths.polyline(piece) for piece in pieces)
    pen.line(path, ink, 5.5, dash=(16, 11) if curve.dash else None)
    if curve.label and pieces:
        placer.place(pen, curve.label, pieces[-1][-1], 26, ink, toward=(1, 0))


def _draw_runner(pen: Pen, view: View, curve: Curve, ink: Ink) -> None:
    points = [point for piece in view.points(curve) for point in piece]
    if not points:
        return
    turn = pen.since(curve.name) / 4.0 % 1.0
    x, y = points[min(len(points) - 1, int(turn * len(points)))]
    with pen.part(f"{curve.name}-run"):
        pen.line([(x, y), (x, view.y(0.0))], "soft", 2.5, dash=(7, 7))
        pen.shape(paths.circle(x, y, 11), ink, "paper", 3)


def _draw_dots(pen: Pen, view: View, dots: Dots, ink: Ink, placer: Placer) -> None:
    places = [(view.x(x), view.y(y)) for x, y in dots.at]
    if dots.joined:
        pen.line(places, ink, 4)
    for place in places:
        draw_dot(pen, place, ink)
    if dots.label:
        placer.place(pen, dots.label, places[-1], 26, ink)


def draw_dot(pen: Pen, place: tuple[float, float], ink: Ink, radius: float = 9.0) -> None:
    """A point that shows over lines, by every hand."""
    if pen.theme.tint < 1:
        pen.area_of(paths.circle(*place, radius), ink, alpha=1.0 / pen.theme.tint)
        pen.line(paths.circle(*place, radius - 1.5), ink, 3)
    else:
        pen.shape(paths.circle(*place, radius), ink, "paper", 3)


def _round_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, not below `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= rough * 0.999)


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "\u2212")
