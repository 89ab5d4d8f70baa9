"""The course of reactions: concentrations over time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.chart import Chart, round_steps
from engine.lesson.figures.figure import Figure, Label, Part, PartName

HUES: tuple[Ink, ...] = ("blue", "orange", "green", "purple")
STEPS = 600


class Species(Part):
    """`coefficient` in the equation: negative for a reactant; 0 takes no part. `start` in mol/dm³."""

    name: PartName
    label: Label
    start: Annotated[float, Field(ge=0, le=100)]
    coefficient: Annotated[int, Field(ge=-3, le=3)]
    ink: Ink | None = None


class Change(Part):
    """At time `at` something is added, and the rates change by these factors (heat, a catalyst)."""

    name: PartName
    at: Annotated[float, Field(gt=0)]
    label: Label
    add: dict[str, Annotated[float, Field(ge=-100, le=100)]] = Field(default_factory=dict)
    forward: Annotated[float, Field(gt=0, le=100)] = 1.0
    backward: Annotated[float, Field(gt=0, le=100)] = 1.0


class Course(Figure):
    """Concentrations over time by the law of mass action. Parts: axes, the species' names, then the changes' names.

    Rates are `forward` times the reactants' concentrations to the power of their coefficients, and `backward` likewise
    of the products; `end` is the time at the right edge.
    """

    kind: ClassVar[str] = "reaction-course"
    species: Annotated[tuple[Species, ...], Field(min_length=1, max_length=4)]
    forward: Annotated[float, Field(ge=0, le=1000)]
    backward: Annotated[float, Field(ge=0, le=1000)] = 0.0
    end: Annotated[float, Field(gt=0, le=10000)]
    changes: Annotated[tuple[Change, ...], Field(max_length=2)] = ()
    time_label: Label = "time in s"
    label: Label = "concentration in mol/dm³"

    @model_validator(mode="after")
    def _known(self) -> Course:
        names = {each.name for each in self.species}
        for change in self.changes:
            if change.at >= self.end or not set(change.add) <= names:
                raise ValueError(f"change {change.name!r}: before the end, and of the species {sorted(names)}")
        return self

    def parts(self) -> Sequence[str]:
        return ["axes", *(each.name for each in self.species), *(each.name for each in self.changes)]

    def amounts(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Times (n), and concentrations (n, species)."""
        return _integrated(self.model_dump_json())

    def draw(self, pen: Pen) -> None:
        times, amounts = self.amounts()
        area = pen.area
        top = float(np.max(amounts)) * 1.12
        right = 200.0 if area.width > 800 else 110.0
        chart = Chart(
            Rect(area.x + 66, area.y + 50, area.width - 66 - right, area.height - 124), (0, self.end), (0, top)
        )
        with pen.part("axes"):
            chart.axes(pen, self.time_label, self.label, x_steps=round_steps(0, self.end), y_steps=round_steps(0, top))
        room = [pen.measure(each.label, 27, bold=True, width=right - 26)[1] for each in self.species]
        heights = self._label_heights(chart, amounts[-1], room)
        for index, each in enumerate(self.species):
            ink = each.ink or HUES[index]
            with pen.part(each.name):
                points = [chart.at(float(t), float(c)) for t, c in zip(times, amounts[:, index], strict=True)]
                pen.line(points, ink, 6)
                pen.words(
                    each.label,
                    chart.room.right + 26,
                    heights[index],
                    27,
                    ink,
                    anchor="start",
                    bold=True,
                    width=right - 26,
                )
        for change in self.changes:
            with pen.part(change.name):
                x, _ = chart.at(change.at, 0)
                pen.line([(x, chart.room.bottom), (x, chart.room.y + 4)], "red", 4, dash=(10, 8))
                pen.words(change.label, x + 12, chart.room.y + 14, 25, "red", anchor="start", bold=True)

    @staticmethod
    def _label_heights(chart: Chart, last: NDArray[np.float64], room: Sequence[float]) -> list[float]:
        """Of the words at the right end: beside their curves, without overlaps."""
        wanted = [chart.at(0, float(value))[1] for value in last]
        order = sorted(range(len(wanted)), key=lambda i: wanted[i])
        placed = list(wanted)
        for before, after in zip(order, order[1:], strict=False):
            placed[after] = max(placed[after], placed[before] + (room[before] + room[after]) / 2 + 4)
        return placed


@lru_cache(maxsize=32)
def _integrated(source: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Runge and Kutta's method of the fourth order, ten steps between points."""
    course = Course.model_validate_json(source)
    nu = np.array([each.coefficient for each in course.species], float)
    names = [each.name for each in course.species]
    now = np.array([each.start for each in course.species])
    times = np.linspace(0, course.end, STEPS + 1)
    k, back = course.forward, course.backward
    found, left = [now.copy()], sorted(course.changes, key=lambda each: each.at)
    for start, stop in zip(times, times[1:], strict=False):
        while left and left[0].at <= stop:
            change = left.pop(0)
            now = np.maximum(0.0, now + np.array([change.add.get(name, 0.0) for name in names]))
            k, back = k * change.forward, back * change.backward
        for _ in range(10):
            now = _step(now, nu, (k, back), float(stop - start) / 10)
        found.append(now.copy())
    return times, np.array(found)


def _step(
    now: NDArray[np.float64], nu: NDArray[np.float64], rates: tuple[float, float], dt: float
) -> NDArray[np.float64]:
    def slope(c: NDArray[np.float64]) -> NDArray[np.float64]:
        c = np.maximum(c, 0.0)
        there = rates[0] * float(np.prod(c[nu < 0] ** -nu[nu < 0]))
        back = rates[1] * float(np.prod(c[nu > 0] ** nu[nu > 0])) if rates[1] else 0.0
        return nu * (there - back)

    a = slope(now)
    b = slope(now + dt / 2 * a)
    c = slope(now + dt / 2 * b)
    d = slope(now + dt * c)
    after: NDArray[np.float64] = np.maximum(0.0, now + dt / 6 * (a + 2 * b + 2 * c + d))
    return after
