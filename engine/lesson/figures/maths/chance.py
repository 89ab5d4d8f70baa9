"""Chance: the sums of two dice, long runs of trials, overlapping sets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName

HUES: tuple[Ink, ...] = ("blue", "orange", "green", "purple", "teal", "pink")


class DiceEvent(Part):
    """Rolls of two dice with one of the `sums`, or with one of the `pairs` (first, second)."""

    name: PartName
    label: Label
    sums: tuple[Annotated[int, Field(ge=2, le=12)], ...] = ()
    pairs: tuple[tuple[Annotated[int, Field(ge=1, le=6)], Annotated[int, Field(ge=1, le=6)]], ...] = ()
    ink: Ink | None = None

    def holds(self, first: int, second: int) -> bool:
        return first + second in self.sums or (first, second) in self.pairs


class DiceGrid(Figure):
    """The 36 rolls of two dice with their sums: parts `grid` and the events' names."""

    kind: ClassVar[str] = "dice-grid"
    events: Annotated[tuple[DiceEvent, ...], Field(max_length=4)] = ()

    def parts(self) -> Sequence[str]:
        return ["grid", *(event.name for event in self.events)]

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 700
        room, side = pen.area.inset(6, 4).columns(1.45, 1, gap=36) if wide else pen.area.rows(3, 1)
        size = min(room.width / 8.4, room.height / 7)
        wider = size * 1.2
        left, top = room.middle[0] - 3.5 * wider, room.middle[1] - 3.5 * size
        with pen.part("grid"):
            for value in range(1, 7):
                _die(pen, value, (left + (value + 0.5) * wider, top + size / 2), size * 0.62, "accent")
                _die(pen, value, (left + wider / 2, top + (value + 0.5) * size), size * 0.62, "orange")
            for a in range(1, 7):
                for b in range(1, 7):
                    pen.words(str(a + b), left + (a + 0.5) * wider, top + (b + 0.5) * size, size * 0.4, "soft")
        rows = side.rows(*[1.0] * max(2, len(self.events)))
        for index, (event, row) in enumerate(zip(self.events, rows, strict=False)):
            ink = event.ink or HUES[index + 1]
            rolls = [(a, b) for a in range(1, 7) for b in range(1, 7) if event.holds(a, b)]
            with pen.part(event.name):
                for a, b in rolls:
                    x, y = left + (a + 0.5) * wider, top + (b + 0.5) * size
                    pen.shape(
                        paths.box(x - wider * 0.44, y - size * 0.44, wider * 0.88, size * 0.88, 10),
                        ink,
                        ink,
                        3,
                        light=0.2,
                    )
                    pen.words(str(a + b), x, y, size * 0.42, "white" if pen.theme.tint == 1 else "ink", bold=True)
                pen.words(event.label, row.x, row.middle[1] - 26, 32, ink, anchor="start", bold=True, width=row.width)
                pen.words(f"{len(rolls)} of 36", row.x, row.middle[1] + 40, 38, "ink", anchor="start", bold=True)


_PIPS = {1: (4,), 2: (0, 8), 3: (0, 4, 8), 4: (0, 2, 6, 8), 5: (0, 2, 4, 6, 8), 6: (0, 2, 3, 5, 6, 8)}


def _die(pen: Pen, value: int, middle: Point, size: float, ink: Ink) -> None:
    x, y = middle
    pen.shape(
        paths.box(x - size / 2, y - size / 2, size, size, size * 0.2),
        "white" if pen.theme.tint == 1 else "paper",
        ink,
        3.5,
    )
    spots = [(x + (i % 3 - 1) * size * 0.27, y + (i // 3 - 1) * size * 0.27) for i in _PIPS[value]]
    pips = paths.joined(paths.circle(*spot, size * 0.09) for spot in spots)
    pen.area_of(pips, "black" if pen.theme.tint == 1 else "ink", alpha=1.0 / pen.theme.tint)


class Trials(Figure):
    """How the share of successes settles over many trials: parts `axes`, `chance`, and `run-1` and so on.

    Each run draws `count` trials with the probability `p` from a generator with its own seed.
    """

    kind: ClassVar[str] = "trials"
    p: Annotated[float, Field(gt=0, lt=1)] = 0.5
    count: Annotated[int, Field(ge=20, le=2000)] = 500
    runs: Annotated[int, Field(ge=1, le=4)] = 3
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1
    label: Label = "share of heads"

    def parts(self) -> Sequence[str]:
        return ["axes", "chance", *(f"run-{i + 1}" for i in range(self.runs))]

    def shares(self, run: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """The share of successes after 1, 2, ... `count` trials."""
        hits = np.random.default_rng((self.seed, run)).random(self.count) < self.p
        return np.cumsum(hits) / np.arange(1.0, self.count + 1)

    def draw(self, pen: Pen) -> None:
        area = pen.area
        room = Rect(area.x + 70, area.y + 60, area.width - 100, area.height - 130)

        def at(trial: float, share: float) -> Point:
            return room.x + room.width * trial / self.count, room.bottom - room.height * share

        with pen.part("axes"):
            for i in range(5):
                y = room.bottom - room.height * i / 4
                pen.line([(room.x, y), (room.right, y)], "faint", 1.5)
                pen.words(f"{25 * i} %", room.x - 10, y, 22, "soft", anchor="end")
                pen.words(str(self.count * i // 4), room.x + room.width * i / 4, room.bottom + 22, 22, "soft")
            pen.line([(room.x, room.bottom), (room.right + 22, room.bottom)], "ink", 4, head=True)
            pen.line([(room.x, room.bottom), (room.x, room.y - 20)], "ink", 4, head=True)
            pen.words(self.label, area.x + 10, room.y - 42, 26, anchor="start")
            pen.words("trials", room.right, room.bottom + 54, 26, anchor="end")
        with pen.part("chance"):
            pen.line([at(0, self.p), at(self.count, self.p)], "red", 4, dash=(14, 10))
        inks: tuple[Ink, ...] = ("accent", "orange", "green", "purple")
        for run in range(self.runs):
            with pen.part(f"run-{run + 1}"):
                shares = self.shares(run)
                step = max(1, self.count // 400)
                pen.line([at(i + 1, float(shares[i])) for i in range(0, self.count, step)], inks[run], 3.5)


class Venn(Figure):
    """Two sets that overlap within a whole: parts `whole`, `a`, `b`, `both`.

    `counts`: only a, both, only b, neither.
    """

    kind: ClassVar[str] = "venn"
    a: Label
    b: Label
    counts: tuple[Label, Label, Label, Label]
    shade: Literal["both", "either", "none"] = "both"

    def parts(self) -> Sequence[str]:
        return ["whole", "a", "b", "both"]

    def draw(self, pen: Pen) -> None:
        room = pen.area.inset(10, 10)
        radius = min(0.36 * room.height, 0.25 * room.width)
        x, y = room.middle[0], room.middle[1] + 24
        gap = radius * 0.62
        with pen.part("whole"):
            pen.line(paths.box(room.x, room.y, room.width, room.height, 18), "ink", 4)
            pen.words(self.counts[3], room.right - 60, room.bottom - 40, 38, "soft", bold=True)
        for name, side, label, count, ink in (
            ("a", -1, self.a, self.counts[0], "blue"),
            ("b", 1, self.b, self.counts[2], "orange"),
        ):
            hue: Ink = "blue" if ink == "blue" else "orange"
            with pen.part(name):
                disc = paths.circle(x + side * gap, y, radius)
                pen.area_of(disc, hue, alpha=0.55 if self.shade == "either" else 0.22)
                pen.line(disc, hue, 5)
                pen.words(label, x + side * (gap + radius * 0.3), y - radius - 28, 32, hue, bold=True)
                pen.words(count, x + side * (gap + radius * 0.42), y, 44, "ink", bold=True)
        with pen.part("both"):
            half = math.sqrt(radius**2 - gap**2)
            angle = math.degrees(math.atan2(half, gap))
            lens = [paths.polar(x - gap, y, radius, -angle + 2 * angle * i / 30) for i in range(31)]
            lens += [paths.polar(x + gap, y, radius, 180 - angle + 2 * angle * i / 30) for i in range(31)]
            if self.shade == "both":
                pen.area_of(lens, "green", alpha=0.75)
            pen.words(self.counts[1], x, y, 44, "ink", bold=True)
