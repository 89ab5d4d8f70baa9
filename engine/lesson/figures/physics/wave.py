"""Waves on a string and in air, alone and added up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.physics.labels import Entry, quantity

HUES: tuple[Ink, ...] = ("blue", "orange", "green")
QUICKEST = 2.4
"""Seconds on the board of the shortest period."""
SLICES = 64
"""Layers of air in a longitudinal wave."""
SAMPLES = 220
ROOM, SHIFT = 56.0, 14.0
"""Of a row: what the curve leaves free for the label above, and by how much it therefore lies below the middle."""


class Wave(Entry):
    """`wavelength` in metres, `frequency` in hertz; `phase` in degrees; `direction` -1: it runs to the left."""

    name: PartName
    label: Label | None = None
    amplitude: Annotated[float, Field(gt=0, le=1e3)] = 1.0
    wavelength: Annotated[float, Field(gt=0, le=1e9)]
    frequency: Annotated[float, Field(gt=0, le=1e20)] = 1.0
    phase: Annotated[float, Field(ge=-360, le=360)] = 0.0
    direction: Literal[-1, 1] = 1
    ink: Ink | None = None

    def at(self, x: float, t: float) -> float:
        """Displacement at x metres and t seconds."""
        turn = x / self.wavelength - self.direction * self.frequency * t
        return self.amplitude * math.sin(2 * math.pi * turn + math.radians(self.phase))


class Waves(Figure):
    """Parts: the waves' names, then `sum` (superposition), `amplitude` and `wavelength` (of the first) where wished.

    `length`: metres shown, else three wavelengths of the longest one. `sort`: `longitudinal` shows layers of air.
    """

    kind: ClassVar[str] = "wave"
    waves: Annotated[tuple[Wave, ...], Field(min_length=1, max_length=3)]
    sort: Literal["transverse", "longitudinal"] = "transverse"
    length: Annotated[float, Field(gt=0, le=1e10)] | None = None
    sum: bool = False
    marks: bool = False

    def parts(self) -> Sequence[str]:
        return [
            *(wave.name for wave in self.waves),
            *(["sum"] if self.sum else []),
            *(["amplitude", "wavelength"] if self.marks else []),
        ]

    @property
    def span(self) -> float:
        return self.length or 3.0 * max(wave.wavelength for wave in self.waves)

    def total(self, x: float, t: float) -> float:
        """What the waves make together."""
        return math.fsum(wave.at(x, t) for wave in self.waves)

    def draw(self, pen: Pen) -> None:
        room = Rect(pen.area.x, pen.area.y, pen.area.width, pen.area.height - (50 if self.marks else 0))
        sizes = [wave.amplitude for wave in self.waves]
        sizes += [math.fsum(sizes)] if self.sum else []
        rows = room.rows(*(size / max(sizes) + 0.3 for size in sizes), gap=10)
        units = min((row.height - ROOM) / 2 / size for row, size in zip(rows, sizes, strict=True))
        since = pen.since("wavelength" if self.marks else self.waves[-1].name)
        time = since / QUICKEST / max(wave.frequency for wave in self.waves)
        for wave, row, hue in zip(self.waves, rows, HUES, strict=False):
            with pen.part(wave.name):
                if self.sort == "transverse":
                    _curve(
                        pen,
                        row,
                        [units * wave.at(self.span * i / SAMPLES, time) for i in range(SAMPLES + 1)],
                        wave.ink or hue,
                    )
                else:
                    _layers(pen, row, wave, self.span, time, wave.ink or hue)
                if wave.label:
                    pen.words(wave.label, row.x, row.y + 16, 26, wave.ink or hue, anchor="start", bold=True)
        if self.sum:
            with pen.part("sum"):
                _curve(
                    pen,
                    rows[-1],
                    [units * self.total(self.span * i / SAMPLES, time) for i in range(SAMPLES + 1)],
                    "purple",
                )
                pen.words("sum", rows[-1].x, rows[-1].y + 16, 26, "purple", anchor="start", bold=True)
        if self.marks:
            self._marks(pen, rows[0], self.waves[0], units, time)

    def _marks(self, pen: Pen, row: Rect, wave: Wave, units: float, time: float) -> None:
        """At the first crest that stands wholly in the picture; they go along with the wave and start anew."""
        first = wave.wavelength * ((0.25 - wave.phase / 360.0 + wave.direction * wave.frequency * time) % 1.0)
        a, b = (row.x + row.width * x / self.span for x in (first, first + wave.wavelength))
        base, top = row.middle[1] + SHIFT, row.middle[1] + SHIFT - units * wave.amplitude
        longitudinal = self.sort == "longitudinal"
        with pen.part("amplitude"):
            if longitudinal:
                x = row.x + row.width * (first + wave.wavelength * 0.25) / self.span
                pen.words("close together", x, row.y + 60, 25, "red", bold=True)
            else:
                pen.line([(a, base), (a, top + 8)], "red", 5, head=True)
                pen.words("amplitude", a, base + 28, 25, "red", bold=True)
        with pen.part("wavelength"):
            if longitudinal:
                a, b = (x + row.width * wave.wavelength * 0.25 / self.span for x in (a, b))
            y = row.bottom + 4
            for x in (a, b):
                pen.line([(x, y - 16), (x, y + 16)], "green", 3)
            pen.line([(a, y), (b, y)], "green", 5)
            pen.words(f"wavelength {quantity(wave.wavelength, 'm')}", (a + b) / 2, y + 30, 25, "green", bold=True)


def _curve(pen: Pen, row: Rect, heights: list[float], ink: Ink) -> None:
    base = row.middle[1] + SHIFT
    pen.line([(row.x, base), (row.right, base)], "soft", 2, dash=(8, 8))
    step = row.width / (len(heights) - 1)
    pen.line([(row.x + i * step, base - height) for i, height in enumerate(heights)], ink, 6)
    for i in range(0, len(heights), len(heights) // 10):
        pen.shape(paths.circle(row.x + i * step, base - heights[i], 8), ink, "paper", 2.5)


def _layers(pen: Pen, row: Rect, wave: Wave, span: float, time: float, ink: Ink) -> None:
    """Layers of air pushed along the way of the wave; one of them is followed in red."""
    step = row.width / SLICES
    far = 0.13 * wave.wavelength / span * row.width / wave.amplitude
    top, bottom = row.y + 90, row.bottom - 30
    places = {i: row.x + i * step + far * wave.at(span * i / SLICES, time) for i in range(-8, SLICES + 9)}
    followed = places.pop(SLICES // 2)
    inside = [x for x in places.values() if row.x <= x <= row.right]
    pen.line(paths.joined(paths.polyline([(x, top), (x, bottom)]) for x in inside), ink, 4)
    pen.line([(followed, top - 8), (followed, bottom + 8)], "red", 7)
