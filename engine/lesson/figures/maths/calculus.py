"""Slopes and areas of curves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.expression import Expression, evaluate
from engine.lesson.figures.figure import Figure, Label
from engine.lesson.figures.general.plot import Axis, Curve, View, draw_axes, draw_dot, plot_room
from engine.lesson.figures.maths.plane import ease, number


def _value(source: str, x: float) -> float:
    return float(evaluate(source, np.array([x]))[0])


class _OverAxes(Figure):
    """A curve over axes."""

    x: Axis
    y: Axis
    f: Expression
    label: Label | None = None

    @model_validator(mode="after")
    def _axes_drawable(self) -> _OverAxes:
        for axis in (self.x, self.y):
            if not axis.low < axis.high or len(axis.ticks) > 25:
                raise ValueError("an axis goes from low to high with at most 25 numbers")
        return self

    def _base(self, pen: Pen) -> tuple[View, Rect]:
        wide = pen.area.width > 700
        right = 330.0 if wide else 40.0
        view = View(self.x, self.y, plot_room(pen, self.y, right))
        with pen.part("axes"):
            draw_axes(pen, view)
        with pen.part("curve"):
            for piece in view.points(Curve(name="curve", y=self.f)):
                pen.line(piece, "accent", 5.5)
            if self.label:
                pen.words(self.label, view.room.right - 8, view.room.y - 30, 30, "accent", anchor="end", bold=True)
        return view, Rect(view.room.right + 46, pen.area.y, pen.area.right - view.room.right - 50, pen.area.height)


class Tangent(_OverAxes):
    """A secant through x = `at` and x = `at` + `gap` turns into the tangent.

    Parts `axes`, `curve`, `point`, `secant`, `tangent`. From `tangent` on, the second point slides towards the
    first, again and again.
    """

    kind: ClassVar[str] = "tangent"
    at: float
    gap: float = 2.0

    @model_validator(mode="after")
    def _there(self) -> Tangent:
        if self.gap == 0 or any(math.isnan(_value(self.f, x)) for x in (self.at, self.at + self.gap)):
            raise ValueError("the curve needs a value at `at` and `at + gap`, and a gap")
        return self

    def parts(self) -> Sequence[str]:
        return ["axes", "curve", "point", "secant", "tangent"]

    def slope(self, gap: float) -> float:
        """Of the secant; for a tiny gap, of the tangent (central difference)."""
        if abs(gap) < 1e-4:
            return (_value(self.f, self.at + 1e-5) - _value(self.f, self.at - 1e-5)) / 2e-5
        return (_value(self.f, self.at + gap) - _value(self.f, self.at)) / gap

    def draw(self, pen: Pen) -> None:
        view, side = self._base(pen)
        turn = pen.since("tangent") % 6.0
        gap = self.gap * (1.0 - ease(turn / 3.4)) if pen.share("tangent") > 0 else self.gap
        slope = self.slope(gap)
        place = view.x(self.at), view.y(_value(self.f, self.at))
        with pen.part("secant"):
            self._line(pen, view, slope, "green" if abs(gap) < 1e-3 else "orange")
            if abs(gap) > 1e-3:
                other = view.x(self.at + gap), view.y(_value(self.f, self.at + gap))
                corner = other[0], place[1]
                pen.line([place, corner], "orange", 3.5, dash=(9, 7))
                pen.line([corner, other], "orange", 3.5, dash=(9, 7))
                draw_dot(pen, other, "orange", 11)
        with pen.part("point"):
            draw_dot(pen, place, "red", 12)
        if side.width > 120:
            rows = side.rows(1, 1, 1)
            with pen.part("secant"):
                pen.words("step h", side.x, rows[0].middle[1], 30, "orange", anchor="start", bold=True)
                pen.words(number(gap, 2), side.x, rows[0].middle[1] + 46, 44, "orange", anchor="start", bold=True)
                pen.words("slope of the line", side.x, rows[1].middle[1], 30, anchor="start", bold=True)
                pen.words(number(slope, 2), side.x, rows[1].middle[1] + 50, 52, anchor="start", bold=True)
            with pen.part("tangent"):
                pen.words("in the limit", side.x, rows[2].middle[1], 30, "green", anchor="start", bold=True)
                pen.words(
                    number(self.slope(0.0), 3), side.x, rows[2].middle[1] + 48, 48, "green", anchor="start", bold=True
                )

    def _line(self, pen: Pen, view: View, slope: float, ink: Literal["green", "orange"]) -> None:
        y = _value(self.f, self.at)
        ends = [self.x.low, self.x.high]
        if slope:
            cuts = sorted(self.at + (edge - y) / slope for edge in (self.y.low, self.y.high))
            ends = [max(ends[0], cuts[0]), min(ends[1], cuts[1])]
        pen.line([(view.x(x), view.y(y + slope * (x - self.at))) for x in ends], ink, 5)


class Riemann(_OverAxes):
    """The area below a curve from `start` to `end` as a sum of ever thinner rectangles.

    Parts `axes`, `curve`, `rectangles` (the first of `counts`), `finer` (the others, in turn), `area` (the limit).
    `rule`: where a rectangle takes its height.
    """

    kind: ClassVar[str] = "riemann"
    start: float
    end: float
    counts: Annotated[tuple[Annotated[int, Field(ge=1, le=80)], ...], Field(min_length=2, max_length=6)] = (
        4,
        8,
        16,
        40,
    )
    rule: Literal["left", "middle", "right"] = "left"

    @model_validator(mode="after")
    def _there(self) -> Riemann:
        if not self.x.low <= self.start < self.end <= self.x.high:
            raise ValueError("start and end lie in this order on the x axis")
        if np.isnan(evaluate(self.f, np.linspace(self.start, self.end, 64))).any():
            raise ValueError("the curve needs a value everywhere from start to end")
        return self

    def parts(self) -> Sequence[str]:
        return ["axes", "curve", "rectangles", "finer", "area"]

    def heights(self, count: int) -> list[float]:
        """Of `count` rectangles, from the left."""
        width = (self.end - self.start) / count
        shift = {"left": 0.0, "middle": 0.5, "right": 1.0}[self.rule]
        xs = self.start + width * (np.arange(count) + shift)
        return [float(y) for y in evaluate(self.f, xs)]

    def total(self, count: int) -> float:
        """The sum of the rectangles' areas."""
        return sum(self.heights(count)) * (self.end - self.start) / count

    def exact(self) -> float:
        """The area in the limit, by Simpson's rule with 2000 steps."""
        y = evaluate(self.f, np.linspace(self.start, self.end, 2001))
        return float((y[0] + y[-1] + 4 * y[1:-1:2].sum() + 2 * y[2:-1:2].sum()) * (self.end - self.start) / 6000)

    def count(self, pen: Pen) -> int:
        """Rectangles that stand just now."""
        if pen.share("finer") <= 0:
            return self.counts[0]
        return self.counts[min(len(self.counts) - 1, 1 + int(pen.since("finer") / 1.2))]

    def draw(self, pen: Pen) -> None:
        view, side = self._base(pen)
        count = self.count(pen)
        width = (self.end - self.start) / count
        limit = pen.share("area") > 0
        base = view.y(0.0)
        with pen.part("area" if limit else "rectangles"):
            if limit:
                xs = np.linspace(self.start, self.end, 121)
                rim = [(view.x(float(x)), view.y(float(y))) for x, y in zip(xs, evaluate(self.f, xs), strict=True)]
                pen.area_of([(rim[0][0], base), *rim, (rim[-1][0], base)], "green", alpha=0.65)
            for i, height in enumerate(self.heights(count) if not limit else []):
                a, b = view.x(self.start + i * width), view.x(self.start + (i + 1) * width)
                box = [(a, base), (a, view.y(height)), (b, view.y(height)), (b, base)]
                pen.area_of(box, "orange", alpha=0.6)
                pen.line([*box, box[0]], "orange", 2.5 if count < 30 else 1.2)
        if side.width > 120:
            self._values(pen, side, count)

    def _values(self, pen: Pen, side: Rect, count: int) -> None:
        rows = side.rows(1, 1, 1)
        with pen.part("rectangles"):
            pen.words("rectangles", side.x, rows[0].middle[1] - 20, 30, "orange", anchor="start", bold=True)
            pen.words(str(count), side.x, rows[0].middle[1] + 28, 46, "orange", anchor="start", bold=True)
            pen.words("their sum", side.x, rows[1].middle[1] - 20, 30, anchor="start", bold=True)
            pen.words(number(self.total(count)), side.x, rows[1].middle[1] + 30, 50, anchor="start", bold=True)
        with pen.part("area"):
            pen.words("exact area", side.x, rows[2].middle[1] - 20, 30, "green", anchor="start", bold=True)
            pen.words(number(self.exact()), side.x, rows[2].middle[1] + 30, 50, "green", anchor="start", bold=True)
