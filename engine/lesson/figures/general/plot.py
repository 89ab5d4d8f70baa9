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

SAMPLES = 240
HUES: tuple[Ink, ...] = ("accent", "orange", "green", "purple", "teal", "pink")


class Axis(Part):
    """From `low` to `high`, `step` between its numbers (chosen if None). `label`: what it counts, with the unit."""

    label: Label
    low: float
    high: float
    step: float | None = None

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
            if not axis.low < axis.high:
                raise ValueError("an axis goes from low to high")
            if len(axis.ticks) > 25:
                raise ValueError("step is too small: at most 25 numbers on an axis")
        return self

    def parts(self) -> Sequence[str]:
        return ["axes", *(curve.name for curve in self.curves), *(dots.name for dots in self.dots)]

    def draw(self, pen: Pen) -> None:
        room = Rect(pen.area.x + 70, pen.area.y + 36, pen.area.width - 250, pen.area.height - 96)
        view = _View(self.x, self.y, room)
        with pen.part("axes"):
            self._axes(pen, view)
        hues: Iterator[Ink] = iter(HUES * 3)
        for curve in self.curves:
            ink: Ink = curve.ink if curve.ink is not None else next(hues)
            with pen.part(curve.name):
                _draw_curve(pen, view, curve, ink)
            if curve.run and pen.share(curve.name) >= 1:
                _draw_runner(pen, view, curve, ink)
        for dots in self.dots:
            with pen.part(dots.name):
                _draw_dots(pen, view, dots, dots.ink if dots.ink is not None else next(hues))

    def _axes(self, pen: Pen, view: _View) -> None:
        room = view.room
        for value in self.x.ticks:
            x = view.x(value)
            pen.line([(x, room.y), (x, room.bottom)], "faint", 1.5)
        for value in self.y.ticks:
            y = view.y(value)
            pen.line([(room.x, y), (room.right, y)], "faint", 1.5)
        left = view.x(min(max(0.0, self.x.low), self.x.high))
        base = view.y(min(max(0.0, self.y.low), self.y.high))
        pen.line([(room.x, base), (room.right + 22, base)], "ink", 4, head=True)
        pen.line([(left, room.bottom), (left, room.y - 22)], "ink", 4, head=True)
        for value in self.x.ticks:
            pen.words(_number(value), view.x(value), room.bottom + 20, 21, "soft")
        for value in self.y.ticks:
            pen.words(_number(value), room.x - 12, view.y(value), 21, "soft", anchor="end")
        pen.words(self.x.label, room.right, room.bottom + 48, 25, anchor="end")
        pen.words(self.y.label, max(room.x - 60, left - 60), room.y - 42, 25, anchor="start")


class _View:
    """From the numbers of the axes to the board."""

    def __init__(self, x: Axis, y: Axis, room: Rect) -> None:
        self._x, self._y, self.room = x, y, room

    def x(self, value: float) -> float:
        return self.room.x + (value - self._x.low) / (self._x.high - self._x.low) * self.room.width

    def y(self, value: float) -> float:
        return self.room.bottom - (value - self._y.low) / (self._y.high - self._y.low) * self.room.height

    def points(self, curve: Curve, t: float = 0.0) -> list[list[tuple[float, float]]]:
        """The curve in pieces: broken where it is not defined or leaves the axes."""
        low = self._x.low if curve.start is None else curve.start
        high = self._x.high if curve.end is None else curve.end
        xs = np.linspace(low, high, SAMPLES)
        pieces: list[list[tuple[float, float]]] = [[]]
        span = self._y.high - self._y.low
        for x, y in zip(xs, evaluate(curve.y, xs, t), strict=True):
            if math.isnan(y) or not self._y.low - 0.02 * span <= y <= self._y.high + 0.02 * span:
                pieces.append([])
            else:
                pieces[-1].append((self.x(float(x)), self.y(float(y))))
        return [piece for piece in pieces if len(piece) > 1]


def _draw_curve(pen: Pen, view: _View, curve: Curve, ink: Ink) -> None:
    pieces = view.points(curve)
    base = view.y(0.0)
    if curve.area:
        for piece in pieces:
            ring = [(piece[0][0], base), *piece, (piece[-1][0], base)]
            pen.area_of(ring, ink, alpha=0.35 if pen.theme.tint == 1 else 1.0)
    path = paths.joined(paths.polyline(piece) for piece in pieces)
    pen.line(path, ink, 5.5, dash=(16, 11) if curve.dash else None)
    if curve.label and pieces:
        x, y = pieces[-1][-1]
        width = pen.area.right - x - 14
        if width > 90:
            pen.words(curve.label, x + 14, y, 26, ink, anchor="start", bold=True, width=width)
        else:
            pen.words(curve.label, x - 6, y - 28, 26, ink, anchor="end", bold=True)


def _draw_runner(pen: Pen, view: _View, curve: Curve, ink: Ink) -> None:
    points = [point for piece in view.points(curve) for point in piece]
    turn = pen.since(curve.name) / 4.0 % 1.0
    x, y = points[min(len(points) - 1, int(turn * len(points)))]
    with pen.part(f"{curve.name}-run"):
        pen.line([(x, y), (x, view.y(0.0))], "soft", 2.5, dash=(7, 7))
        pen.shape(paths.circle(x, y, 11), ink, "paper", 3)


def _draw_dots(pen: Pen, view: _View, dots: Dots, ink: Ink) -> None:
    places = [(view.x(x), view.y(y)) for x, y in dots.at]
    if dots.joined:
        pen.line(places, ink, 4)
    for x, y in places:
        pen.shape(paths.circle(x, y, 9), ink, "paper", 3)
    if dots.label:
        x, y = places[-1]
        pen.words(
            dots.label, x + 18, y - 4, 26, ink, anchor="start", bold=True, width=max(120, pen.area.right - x - 18)
        )


def _round_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, not below `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= rough * 0.999)


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "\u2212")
