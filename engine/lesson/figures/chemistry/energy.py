"""Energy of reactions: profiles along the way, and ladders of levels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.chart import Chart, number
from engine.lesson.figures.figure import Figure, Label, Part, PartName

Energy = Annotated[float, Field(ge=-10000, le=10000)]
START, END = 0.2, 0.8
"""Along the way: where the reactants end and the products begin."""
RUNNER_ROOM = 34
"""Units above a level that the ball rolls through."""


class EnergyProfile(Figure):
    """Energy along a reaction, in kJ/mol from the reactants.

    `barrier` is the activation energy, `change` that of enthalpy, `catalysed` the lower barrier with a catalyst.
    Parts: axes, reactants, path, products, barrier, change, and `catalyst` if there is one.
    """

    kind: ClassVar[str] = "energy-profile"
    reactants: Label
    products: Label
    change: Energy
    barrier: Annotated[float, Field(gt=0, le=10000)]
    catalysed: Annotated[float, Field(gt=0, le=10000)] | None = None
    numbers: bool = True

    @model_validator(mode="after")
    def _possible(self) -> EnergyProfile:
        lowest = max(0.0, self.change)
        if self.barrier <= lowest or (self.catalysed is not None and not lowest < self.catalysed < self.barrier):
            raise ValueError("a barrier lies above both ends, that of a catalyst below the other")
        return self

    def parts(self) -> Sequence[str]:
        return ["axes", "reactants", "path", "products", "barrier", "change", *(["catalyst"] if self.catalysed else [])]

    def energy(self, way: float, barrier: float) -> float:
        """At 0..1 of the way."""
        if way <= START or way >= END:
            return 0.0 if way <= START else self.change
        middle, half = (START + END) / 2, (END - START) / 2
        foot = 0.0 if way < middle else self.change
        return foot + (barrier - foot) * (0.5 + 0.5 * math.cos(math.pi * (way - middle) / half))

    def draw(self, pen: Pen) -> None:
        low, high = min(0.0, self.change), self.barrier
        pad = 0.16 * (high - low)
        area = pen.area
        chart = Chart(
            Rect(area.x + 60, area.y + 46, area.width - 120, area.height - 92),
            (0, 1),
            (low - 1.9 * pad, high + pad * 0.9),
        )
        with pen.part("axes"):
            chart.axes(pen, "progress of the reaction", "energy" + (" in kJ/mol" if self.numbers else ""))
        size = 28 if area.width > 800 else 22
        with pen.part("reactants"):
            pen.line([chart.at(0.01, 0), chart.at(START, 0)], "blue", 8)
            self._end(pen, chart, self.reactants, 0.01, 0.0, "blue", size)
        with pen.part("path"):
            self._curve(pen, chart, self.barrier, "accent")
        with pen.part("products"):
            pen.line([chart.at(END, self.change), chart.at(0.99, self.change)], "green", 8)
            self._end(pen, chart, self.products, END, self.change, "green", size)
        with pen.part("barrier"):
            self._arrow(pen, chart, 0.5, self.barrier, "orange", size, "activation energy", "top")
        with pen.part("change"):
            x, y = chart.at(END - 0.07, 0)
            pen.line([chart.at(START, 0), (x + 40, y)], "soft", 3, dash=(9, 8))
            what = "released" if self.change < 0 else "taken up"
            self._arrow(pen, chart, END + 0.03, self.change, "purple", size, what, "start")
        if self.catalysed:
            with pen.part("catalyst"):
                self._curve(pen, chart, self.catalysed, "teal", dash=True)
                x, y = chart.at(0.5, self.catalysed)
                words = "with catalyst" + (f": {number(self.catalysed)}" if self.numbers else "")
                left, top = chart.room.x + 26, chart.at(0, self.barrier)[1] + 6
                pen.words(words, left, top, size, "teal", anchor="start", bold=True)
                wide = pen.measure(words, size, bold=True)[0]
                pen.line([(left + wide * 0.8, top + 24), (x - 6, y - 4)], "teal", 2.5)
        self._runner(pen, chart)

    def _end(self, pen: Pen, chart: Chart, words: str, way: float, energy: float, ink: Ink, size: float) -> None:
        x, y = chart.at(way, energy)
        width = chart.room.width * START + (56 if way > 0.5 else -10)
        size = pen.fitting(words, Rect(0, 0, width, size * 2.6), size, bold=True, smallest=20)
        height = pen.measure(words, size, bold=True, width=width)[1]
        pen.words(
            words,
            x,
            y - RUNNER_ROOM - height / 2 if energy > 0 else y + 14 + height / 2,
            size,
            ink,
            anchor="start",
            bold=True,
            width=width,
        )

    def _curve(self, pen: Pen, chart: Chart, barrier: float, ink: Ink, *, dash: bool = False) -> None:
        steps = [START + (END - START) * i / 80 for i in range(81)]
        pen.line([chart.at(w, self.energy(w, barrier)) for w in steps], ink, 6, dash=(14, 9) if dash else None)

    def _arrow(
        self, pen: Pen, chart: Chart, way: float, to: float, ink: Ink, size: float, words: str, side: str
    ) -> None:
        start, end = chart.at(way, 0), chart.at(way, to)
        pen.line([start, end], ink, 5, head=True)
        text = words + (f" {number(abs(to))}" if self.numbers else "")
        if side == "top":
            pen.words(text, end[0], end[1] - 26, size, ink, bold=True)
        else:
            y = (start[1] + end[1]) / 2
            pen.words(text, end[0] + 16, y, size, ink, anchor="start", bold=True, width=chart.room.right + 50 - end[0])

    def _runner(self, pen: Pen, chart: Chart) -> None:
        """A ball that rolls over the lowest barrier, again and again."""
        last = self.parts()[-1]
        if pen.share(last) < 1:
            return
        way = 0.08 + 0.84 * (pen.since(last) / 4.5 % 1.0)
        with pen.part("runner"):
            x, y = chart.at(way, self.energy(way, self.catalysed or self.barrier))
            pen.shape(paths.circle(x, y - 15, 12), "accent", "paper", 3)


class Level(Part):
    """`value` in kJ/mol (or what `unit` says) in a column, counted from 0."""

    name: PartName
    label: Label
    value: Energy
    column: Annotated[int, Field(ge=0, le=3)] = 0
    ink: Ink | None = None


class Step(Part):
    """An arrow from one level to another."""

    name: PartName
    start: str
    end: str
    label: Label
    ink: Ink | None = None


class EnergyLevels(Figure):
    """Levels of energy and the steps between them: Hess's cycles, bonds broken and made.

    Parts: levels, then steps, by name.
    """

    kind: ClassVar[str] = "energy-levels"
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=7)]
    steps: Annotated[tuple[Step, ...], Field(max_length=7)] = ()

    @model_validator(mode="after")
    def _joined(self) -> EnergyLevels:
        names = {level.name for level in self.levels}
        for step in self.steps:
            if step.start not in names or step.end not in names or step.start == step.end:
                raise ValueError(f"step {step.name!r} joins two of the levels")
        if len({level.value for level in self.levels}) < 2:
            raise ValueError("levels of different energies")
        return self

    def parts(self) -> Sequence[str]:
        return [*(level.name for level in self.levels), *(step.name for step in self.steps)]

    def draw(self, pen: Pen) -> None:
        area = pen.area
        room = Rect(area.x + 44, area.y + 84, area.width - 54, area.height - 106)
        low, high = min(v.value for v in self.levels), max(v.value for v in self.levels)
        columns = room.columns(*[1.0] * (max(v.column for v in self.levels) + 1), gap=150.0 if self.steps else 50.0)
        chart = Chart(room, (0, 1), (low, high))
        ends: dict[str, tuple[Point, Point]] = {}
        for index, level in enumerate(self.levels):
            column, (_, y) = columns[level.column], chart.at(0, level.value)
            ends[level.name] = ((column.x, y), (column.right, y))
            with pen.part(level.name):
                if index == 0:
                    pen.line([(area.x + 14, area.bottom), (area.x + 14, area.y + 6)], "soft", 4, head=True)
                    pen.words("energy", area.x + 32, area.y + 10, 25, "soft", anchor="start")
                pen.line(ends[level.name], level.ink or "ink", 7)
                height = pen.measure(level.label, 27, bold=True, width=column.width)[1]
                pen.words(
                    level.label,
                    column.middle[0],
                    y - 8 - height / 2,
                    27,
                    level.ink or "ink",
                    bold=True,
                    width=column.width,
                )
        for step in self.steps:
            with pen.part(step.name):
                self._step(pen, ends, step)

    def _step(self, pen: Pen, ends: dict[str, tuple[Point, Point]], step: Step) -> None:
        (ax, ay), (bx, _) = ends[step.start]
        (cx, cy), (dx, _) = ends[step.end]
        ink: Ink = step.ink or ("red" if cy < ay else "blue")
        if abs(ax - cx) < 1:
            before = [
                s
                for s in self.steps[: self.steps.index(step)]
                if abs(ends[s.start][0][0] - ax) < 1 and abs(ends[s.end][0][0] - ax) < 1
            ]
            x = ax + (bx - ax) * (0.16 + 0.46 * (len(before) % 2))
            pen.line([(x, ay), (x, cy + (5 if cy < ay else -5))], ink, 5, head=True)
            pen.words(step.label, x + 16, (ay + cy) / 2, 25, ink, anchor="start", bold=True, width=(bx - ax) * 0.42)
            return
        start, end = ((bx + 6, ay), (cx - 8, cy)) if cx > ax else ((ax - 6, ay), (dx + 8, cy))
        pen.line([start, end], ink, 5, head=True)
        x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        lean = 34 if abs(end[1] - start[1]) < 60 else 0
        size = pen.fitting(step.label, Rect(0, 0, 140, 100), 25, bold=True, smallest=20)
        width, height = pen.measure(step.label, size, bold=True, width=140)
        aside = width / 2 + 16
        below = -1 if (end[1] - start[1]) * (end[0] - start[0]) > 0 else 1
        pen.words(
            step.label,
            x + (0 if lean else aside),
            y - (lean + height / 2 - 10) if lean else y + 26 * below,
            size,
            ink,
            bold=True,
            width=140,
        )
