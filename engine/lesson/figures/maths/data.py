"""Data: single values with their mean, median and quartiles; distributions with shaded parts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import mean, median, multimode, stdev
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName
from engine.lesson.figures.general.plot import Axis
from engine.lesson.figures.maths.plane import number

Measure = Literal["mean", "median", "mode", "box", "spread"]
INKS: dict[str, Ink] = {"mean": "red", "median": "green", "mode": "purple", "box": "orange", "spread": "red"}


class DataDots(Figure):
    """Each value is a dot over the line, equal ones are stacked: parts `dots` and what `show` lists.

    `box`: a box plot below. `spread`: the sample's standard deviation either side of the mean.
    """

    kind: ClassVar[str] = "data-dots"
    axis: Axis
    values: Annotated[tuple[float, ...], Field(min_length=2, max_length=60)]
    show: Annotated[tuple[Measure, ...], Field(max_length=5)] = ("mean", "median")

    @model_validator(mode="after")
    def _within(self) -> DataDots:
        if not self.axis.low < self.axis.high or len(self.axis.ticks) > 25:
            raise ValueError("the axis goes from low to high with at most 25 numbers")
        if any(not self.axis.low <= value <= self.axis.high for value in self.values):
            raise ValueError("all values lie on the axis")
        return self

    def parts(self) -> Sequence[str]:
        return ["dots", *self.show]

    def quartiles(self) -> tuple[float, float, float]:
        """Lower quartile, median, upper quartile: medians of the halves, without the middle value of odd counts."""
        ordered = sorted(self.values)
        half = len(ordered) // 2
        return median(ordered[:half]), median(ordered), median(ordered[-half:])

    def draw(self, pen: Pen) -> None:
        area = pen.area.inset(40, 10)
        base = area.bottom - (170 if "box" in self.show else 90)

        def x(value: float) -> float:
            return area.x + area.width * (value - self.axis.low) / (self.axis.high - self.axis.low)

        with pen.part("dots"):
            pen.line([(area.x - 20, base), (area.right + 24, base)], "ink", 4, head=True)
            for tick in self.axis.ticks:
                pen.line([(x(tick), base), (x(tick), base + 10)], "ink", 3)
                pen.words(number(tick), x(tick), base + 30, 24, "soft")
            pen.words(self.axis.label, area.right, base + 62, 26, anchor="end")
            most = max(self.values.count(value) for value in self.values)
            radius = min(19.0, (base - area.y - 110) / (2.2 * most))
            seen: dict[float, int] = {}
            for value in sorted(self.values):
                level = seen[value] = seen.get(value, 0) + 1
                pen.shape(
                    paths.circle(x(value), base - (2 * level - 1) * radius * 1.08 - 4, radius), "blue", "ink", 2.5
                )
        for rank, name in enumerate(self.show):
            with pen.part(name):
                if name == "box":
                    self._box(pen, x, base + 122)
                else:
                    self._measure(pen, name, x, Rect(area.x, area.y + 46 * rank, area.width, base - area.y - 46 * rank))

    def _measure(self, pen: Pen, name: str, x: Callable[[float], float], room: Rect) -> None:
        ink = INKS[name]
        middle = mean(self.values)
        if name == "spread":
            off, y = stdev(self.values), room.y + 20
            pen.line([(x(middle), y), (x(middle + off), y)], ink, 5, head=True)
            pen.line([(x(middle), y), (x(middle - off), y)], ink, 5, head=True)
            pen.words(
                f"standard deviation {number(off, 2)}", x(middle + off) + 16, y, 27, ink, anchor="start", bold=True
            )
            return
        value = {"mean": middle, "median": median(self.values)}.get(name, multimode(self.values)[0])
        pen.line([(x(value), room.y + 36), (x(value), room.bottom)], ink, 4, dash=(10, 8))
        words = f"{name} {number(value, 2)}"
        half = pen.measure(words, 28, bold=True)[0] / 2
        pen.words(words, min(max(x(value), room.x + half), room.right - half), room.y + 16, 28, ink, bold=True)

    def _box(self, pen: Pen, x: Callable[[float], float], y: float) -> None:
        low, high = min(self.values), max(self.values)
        first, middle, third = self.quartiles()
        for a, b in ((low, first), (third, high)):
            pen.line([(x(a), y), (x(b), y)], "orange", 5)
        pen.shape(paths.box(x(first), y - 30, x(third) - x(first), 60, 4), "orange", "ink", 3.5, light=0.3)
        pen.line([(x(middle), y - 30), (x(middle), y + 30)], "ink", 6)
        for end in (low, high):
            pen.line([(x(end), y - 18), (x(end), y + 18)], "orange", 5)


class Shade(Part):
    """The part between `low` and `high` (for counts: both included)."""

    name: PartName
    low: float
    high: float
    label: Label | None = None
    ink: Ink | None = None


class Distribution(Figure):
    """A normal density (`mean`, `spread`), a binomial one (`trials`, `p`), or bars (`bars` from `start`, `step` wide).

    Parts `axes`, `curve`, then the names of the shades. A second normal curve (`other`: mean, spread) is a part
    `other`.
    """

    kind: ClassVar[str] = "distribution"
    sort: Literal["normal", "binomial", "bars"] = "normal"
    label: Label
    mean: Annotated[float, Field(ge=-1e6, le=1e6)] = 0.0
    spread: Annotated[float, Field(gt=0, le=1e6)] = 1.0
    trials: Annotated[int, Field(ge=1, le=100)] = 10
    p: Annotated[float, Field(gt=0, lt=1)] = 0.5
    bars: Annotated[tuple[Annotated[float, Field(ge=0)], ...], Field(max_length=30)] = ()
    start: float = 0.0
    step: Annotated[float, Field(gt=0)] = 1.0
    shades: Annotated[tuple[Shade, ...], Field(max_length=4)] = ()
    other: tuple[float, Annotated[float, Field(gt=0)]] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Distribution:
        if self.sort == "bars" and max(self.bars, default=0.0) <= 0:
            raise ValueError("bars needs at least one height above 0")
        if self.other and self.sort != "normal":
            raise ValueError("other goes with normal")
        return self

    def parts(self) -> Sequence[str]:
        return ["axes", "curve", *(["other"] if self.other else []), *(shade.name for shade in self.shades)]

    def share(self, low: float, high: float) -> float:
        """The probability between `low` and `high`; for bars, their share of the whole."""
        if self.sort == "normal":
            return _below(high, self.mean, self.spread) - _below(low, self.mean, self.spread)
        heights = self._heights()
        return sum(h for x, h in heights if low <= x <= high) / sum(h for _, h in heights)

    def _heights(self) -> list[Point]:
        if self.sort == "binomial":
            n, p = self.trials, self.p
            whole = [(float(k), math.comb(n, k) * p**k * (1 - p) ** (n - k)) for k in range(n + 1)]
            seen = [k for k, h in whole if h > 0.0004]
            return [(k, h) for k, h in whole if seen[0] <= k <= seen[-1]]
        return [(self.start + self.step * i, height) for i, height in enumerate(self.bars)]

    def draw(self, pen: Pen) -> None:
        room = Rect(pen.area.x + 30, pen.area.y + 70, pen.area.width - 60, pen.area.height - 150)
        view = _Span(self, room)
        with pen.part("axes"):
            pen.line([(room.x - 10, room.bottom), (room.right + 22, room.bottom)], "ink", 4, head=True)
            for tick in view.ticks:
                pen.line([(view.x(tick), room.bottom), (view.x(tick), room.bottom + 10)], "ink", 3)
                pen.words(number(tick), view.x(tick), room.bottom + 30, 24, "soft")
            pen.words(self.label, room.right, room.bottom + 64, 27, anchor="end")
        with pen.part("curve"):
            if self.sort == "normal":
                pen.line(view.curve(self.mean, self.spread), "accent", 6)
            else:
                for x, height in self._heights():
                    pen.shape(view.bar(x, height), "accent", "accent", 2.5, light=0.3)
        if self.other:
            with pen.part("other"):
                pen.line(view.curve(*self.other), "orange", 6)
        for index, shade in enumerate(self.shades):
            with pen.part(shade.name):
                self._shade(pen, view, shade, index)

    def _shade(self, pen: Pen, view: _Span, shade: Shade, index: int) -> None:
        hues: tuple[Ink, ...] = ("orange", "green", "purple", "teal")
        ink = shade.ink or hues[index]
        if self.sort == "normal":
            low, high = max(shade.low, view.low), min(shade.high, view.high)
            top = [(low + (high - low) * i / 60) for i in range(61)]
            rim = [(view.x(x), view.y(_density(x, self.mean, self.spread))) for x in top]
            pen.area_of([(view.x(low), view.room.bottom), *rim, (view.x(high), view.room.bottom)], ink, alpha=0.6)
            place = (
                view.x((low + high) / 2),
                view.room.bottom - 0.32 * (view.room.bottom - max(rim[0][1], rim[-1][1], rim[30][1]) + 60),
            )
        else:
            mine = [(x, h) for x, h in self._heights() if shade.low <= x <= shade.high]
            for x, height in mine:
                pen.shape(view.bar(x, height), ink, "ink", 3)
            place = view.x((shade.low + shade.high) / 2), view.y(max([h for _, h in mine], default=0.0)) - 30
        if shade.label:
            half = pen.measure(shade.label, 30, bold=True)[0] / 2
            x = min(max(place[0], pen.area.x + half), pen.area.right - half)
            central = self.sort == "normal" and low < self.mean < high
            y = place[1] if central or self.sort != "normal" else min(rim[0][1], rim[-1][1]) - 34
            pen.words(shade.label, x, y, 30, "ink" if central else ink, bold=True)


class _Span:
    """From the values of a distribution to the board."""

    def __init__(self, figure: Distribution, room: Rect) -> None:
        self.room = room
        if figure.sort == "normal":
            curves = [(figure.mean, figure.spread), *([figure.other] if figure.other else [])]
            self.low = min(m - 3.6 * s for m, s in curves)
            self.high = max(m + 3.6 * s for m, s in curves)
            self._top = max(_density(m, m, s) for m, s in curves)
            self.wide = 0.0
            self.ticks = [figure.mean + k * figure.spread for k in range(-3, 4)]
        else:
            heights = figure._heights()
            self.wide = 1.0 if figure.sort == "binomial" else figure.step
            self.low, self.high = heights[0][0] - self.wide * 0.7, heights[-1][0] + self.wide * 0.7
            self._top = max(h for _, h in heights)
            every = -(-len(heights) // 16)
            self.ticks = [x for i, (x, _) in enumerate(heights) if i % every == 0]

    def x(self, value: float) -> float:
        return self.room.x + self.room.width * (value - self.low) / (self.high - self.low)

    def y(self, height: float) -> float:
        return self.room.bottom - self.room.height * height / self._top

    def curve(self, mean: float, spread: float) -> list[Point]:
        xs = [self.low + (self.high - self.low) * i / 160 for i in range(161)]
        return [(self.x(x), self.y(_density(x, mean, spread))) for x in xs]

    def bar(self, value: float, height: float) -> list[Point]:
        a, b, top = self.x(value - 0.45 * self.wide), self.x(value + 0.45 * self.wide), self.y(height)
        return [(a, self.room.bottom), (a, top), (b, top), (b, self.room.bottom)]


def _density(x: float, mean: float, spread: float) -> float:
    return math.exp(-(((x - mean) / spread) ** 2) / 2) / (spread * math.sqrt(2 * math.pi))


def _below(x: float, mean: float, spread: float) -> float:
    return (1 + math.erf((x - mean) / (spread * math.sqrt(2)))) / 2
