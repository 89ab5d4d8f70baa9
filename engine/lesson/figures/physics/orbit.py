"""Bodies that go round another one as Kepler's laws say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.drawing.words import Anchor
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.physics.arrows import arrow
from engine.lesson.figures.physics.labels import Entry

HUES: tuple[Ink, ...] = ("blue", "orange", "green", "red", "purple")
SLOWEST = 14.0
"""Seconds on the board of the longest period."""
CENTRES: dict[str, Ink] = {"sun": "yellow", "earth": "blue", "planet": "orange", "nucleus": "red"}


class Orbiter(Entry):
    """`axis`: half of the ellipse's longer axis, in any unit; `phase`: where it starts, 0..1 of a period."""

    name: PartName
    label: Label | None = None
    axis: Annotated[float, Field(gt=0, le=1e13)]
    eccentricity: Annotated[float, Field(ge=0, le=0.9)] = 0.0
    phase: Annotated[float, Field(ge=0, le=1)] = 0.0
    ink: Ink | None = None

    def at(self, period_share: float) -> tuple[float, float]:
        """Place relative to the centre at this share of a period, by Kepler's equation; nearest to it at 0."""
        mean = 2 * math.pi * (period_share % 1.0)
        e, anomaly = self.eccentricity, 2 * math.pi * (period_share % 1.0)
        for _ in range(20):
            anomaly -= (anomaly - e * math.sin(anomaly) - mean) / (1 - e * math.cos(anomaly))
        return self.axis * (math.cos(anomaly) - e), self.axis * math.sqrt(1 - e * e) * math.sin(anomaly)


class Orbit(Figure):
    """Parts `centre` and the names; then `areas` (equal areas in equal times) and `arrows` (speed, pull) of the first.

    Periods follow Kepler's third law: their squares are as the cubes of the axes.
    """

    kind: ClassVar[str] = "orbit"
    centre: Literal["sun", "earth", "planet", "nucleus"] = "sun"
    label: Label | None = None
    orbits: Annotated[tuple[Orbiter, ...], Field(min_length=1, max_length=5)]
    areas: bool = False
    arrows: bool = False

    def parts(self) -> Sequence[str]:
        extras = [name for name, wished in (("areas", self.areas), ("arrows", self.arrows)) if wished]
        return ["centre", *(orbit.name for orbit in self.orbits), *extras]

    def period(self, orbit: Orbiter) -> float:
        """Seconds on the board."""
        return SLOWEST * float((orbit.axis / max(each.axis for each in self.orbits)) ** 1.5)

    def draw(self, pen: Pen) -> None:
        view = _View(self, pen.area)
        x, y = view.point((0.0, 0.0))
        least = min(orbit.axis * (1 - orbit.eccentricity) for orbit in self.orbits) * view.scale
        radius = min(44.0, max(12.0, least * 0.4))
        with pen.part("centre"):
            pen.shape(paths.circle(x, y, radius), CENTRES[self.centre], "ink", 3)
            if self.label and not self._listed(pen):
                pen.words(self.label, x, y + radius + 20, 24, bold=True)
        if self.areas:
            with pen.part("areas"):
                self._areas(pen, view, self.orbits[0])
        for orbit, hue in zip(self.orbits, HUES, strict=False):
            with pen.part(orbit.name):
                self._orbit(pen, view, orbit, orbit.ink or hue)
        if self.arrows:
            with pen.part("arrows"):
                self._arrows(pen, view, self.orbits[0])

    def _listed(self, pen: Pen) -> bool:
        """Whether the labels stand in a list: those of many bodies would cover each other."""
        return len(self.orbits) > 2 and pen.area.width > 700

    def _share(self, pen: Pen, orbit: Orbiter) -> float:
        return orbit.phase + pen.since(orbit.name) / self.period(orbit)

    def _orbit(self, pen: Pen, view: _View, orbit: Orbiter, ink: Ink) -> None:
        ring = [view.point(orbit.at(i / 72)) for i in range(72)]
        pen.line(paths.smooth(ring, closed=True), ink, 3, light=0.35)
        x, y = view.point(orbit.at(self._share(pen, orbit)))
        pen.shape(paths.circle(x, y, 15), ink, "ink", 3)
        if orbit.label and self._listed(pen):
            row = pen.area.y + 40 + 44 * self.orbits.index(orbit)
            pen.shape(paths.circle(pen.area.x + 16, row, 13), ink, "ink", 3)
            pen.words(orbit.label, pen.area.x + 44, row, 28, ink, anchor="start", bold=True)
        elif orbit.label and not self.arrows:
            width = pen.measure(orbit.label, 24, bold=True)[0]
            side: Anchor = "end" if x + width + 30 > pen.area.right else "start"
            pen.words(orbit.label, x + (22 if side == "start" else -22), y - 22, 24, ink, anchor=side, bold=True)

    def _areas(self, pen: Pen, view: _View, orbit: Orbiter) -> None:
        spans: tuple[tuple[float, Ink], ...] = ((-1 / 24, "orange"), (11 / 24, "teal"))
        for begin, ink in spans:
            rim = [view.point(orbit.at(begin + i / 12 / 16)) for i in range(17)]
            pen.shape([view.point((0.0, 0.0)), *rim], ink, ink, 3, alpha=0.55)

    def _arrows(self, pen: Pen, view: _View, orbit: Orbiter) -> None:
        share = self._share(pen, orbit)
        here, soon = orbit.at(share), orbit.at(share + 1e-4)
        foot = view.point(here)
        speed = math.hypot(soon[0] - here[0], soon[1] - here[1]) / (2 * math.pi * 1e-4 * orbit.axis)
        toward = math.degrees(math.atan2(soon[1] - here[1], soon[0] - here[0]))
        pull = min((orbit.axis / math.hypot(*here)) ** 2, 3.0)
        arrow(pen, foot, toward, 100 * speed, "green", "velocity", width=7)
        home = math.degrees(math.atan2(-here[1], -here[0]))
        arrow(pen, foot, home, min(80 * pull, math.hypot(*here) * view.scale * 0.7), "red", "pull", width=7)


class _View:
    def __init__(self, figure: Orbit, area: Rect) -> None:
        left = max(orbit.axis * (1 + orbit.eccentricity) for orbit in figure.orbits)
        right = max(orbit.axis * (1 - orbit.eccentricity) for orbit in figure.orbits)
        high = max(orbit.axis * math.sqrt(1 - orbit.eccentricity**2) for orbit in figure.orbits)
        room = area.inset(50 if area.width < 700 else 130, 34)
        self.scale = min(room.width / (left + right), room.height / (2 * high))
        self._x = room.middle[0] + (left - right) * self.scale / 2
        self._y = room.middle[1]

    def point(self, at: tuple[float, float]) -> tuple[float, float]:
        return self._x + at[0] * self.scale, self._y - at[1] * self.scale
