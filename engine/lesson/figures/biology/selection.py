"""Natural selection and crosses in numbers: how many of two kinds live in each generation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

import skia
from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.biology.anatomy import fill
from engine.lesson.figures.biology.outlines import turned
from engine.lesson.figures.figure import Figure, Label, PartName

MOST = 24
_SPREAD = 7
"""Steps through the places so that both kinds are mixed; no divisor of a number of places up to MOST but 7, 14, 21."""


Being = Literal["beetle", "moth", "bacterium", "flower"]


class Generation(BaseModel):
    """A panel: how many of the first and of the second kind there are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: PartName
    label: Label
    first: Annotated[int, Field(ge=0, le=MOST)]
    second: Annotated[int, Field(ge=0, le=MOST)]


class Selection(Figure):
    """Beetles, moths, bacteria or flowers of two colours on ground of one, counted. Parts: the generations' names."""

    kind: ClassVar[str] = "selection"
    generations: Annotated[tuple[Generation, ...], Field(min_length=1, max_length=4)]
    first: Label = "green"
    second: Label = "brown"
    first_ink: Ink = "green"
    second_ink: Ink = "brown"
    ground: Ink = "brown"
    being: Being = "beetle"

    @model_validator(mode="after")
    def _countable(self) -> Selection:
        for each in self.generations:
            if not 1 <= each.first + each.second <= MOST:
                raise ValueError(f"generations: 1 to {MOST} in each")
        return self

    def parts(self) -> Sequence[str]:
        return [each.name for each in self.generations]

    def draw(self, pen: Pen) -> None:
        rooms = pen.area.columns(*([1.0] * len(self.generations)), gap=44)
        height = min(pen.area.height - 96, rooms[0].width * 1.3)
        for index, (each, room) in enumerate(zip(self.generations, rooms, strict=True)):
            panel = Rect(room.x, room.middle[1] - (height + 80) / 2 + 46, room.width, height)
            with pen.part(each.name):
                if index:
                    pen.line([(panel.x - 38, panel.middle[1]), (panel.x - 14, panel.middle[1])], "soft", 5, head=True)
                pen.words(each.label, panel.middle[0], panel.y - 26, 29, bold=True, width=room.width + 30)
                box = paths.box(panel.x, panel.y, panel.width, panel.height, 18)
                fill(pen, box, self.ground, 0.72)
                pen.line(box, self.ground, 3.5)
                self._beings(pen, each, panel.inset(14))
                self._count(pen, each, panel)

    def _beings(self, pen: Pen, each: Generation, room: Rect) -> None:
        count = each.first + each.second
        across = max(1, round(math.sqrt(count * room.width / room.height)))
        down = math.ceil(count / across)
        size = min(room.width / across, room.height / down) * 0.36
        t = pen.since(each.name)
        kinds: tuple[list[skia.Path], list[skia.Path]] = ([], [])
        legs: list[skia.Path] = []
        for index in range(count):
            place = index * _SPREAD % count if count % _SPREAD else index
            column, row = place % across, place // across
            x = room.x + room.width * (column + 0.5 + 0.12 * (-1) ** row) / across
            y = room.y + room.height * (row + 0.5) / down
            angle = (place * 47) % 90 - 45 + 6 * math.sin(2 * t + place)
            kinds[0 if index < each.first else 1].append(turned(_body(self.being, x, y, size), angle, x, y))
            legs.append(turned(_limbs(self.being, x, y, size), angle, x, y))
        pen.line(paths.joined(legs), "ink", 2.5)
        for ink, shells in zip((self.first_ink, self.second_ink), kinds, strict=True):
            if shells:
                fill(pen, paths.joined(shells), ink, 0.0)
                pen.line(paths.joined(shells), "ink", 2.5)

    def _count(self, pen: Pen, each: Generation, panel: Rect) -> None:
        y = panel.bottom + 28
        text = f"{each.first} {self.first}", f"{each.second} {self.second}"
        size = min(27.0, pen.fitting("  ".join(text), Rect(0, 0, panel.width, 34), 27, smallest=20, bold=True))
        pen.words(text[0], panel.x + 2, y, size, _legible(self.first_ink), anchor="start", bold=True)
        pen.words(text[1], panel.right - 2, y, size, _legible(self.second_ink), anchor="end", bold=True)


def _legible(ink: Ink) -> Ink:
    """For words: some inks are the same in light and dark themes."""
    return "ink" if ink in ("white", "black", "paper") else ink


def _body(being: Being, x: float, y: float, size: float) -> skia.Path:
    match being:
        case "beetle":
            head = paths.circle(x, y - size * 0.82, size * 0.34)
            seam = paths.polyline([(x, y - size * 0.6), (x, y + size * 0.8)])
            return paths.joined([head, paths.ellipse(x, y, size * 0.62, size * 0.84), seam])
        case "moth":
            wing = [
                (0, -0.25),
                (0.5, -0.85),
                (1.15, -0.8),
                (1.05, -0.1),
                (0.8, 0.1),
                (0.9, 0.6),
                (0.45, 0.75),
                (0, 0.2),
            ]
            sides = [paths.smooth([(x + s * a * size, y + b * size) for a, b in wing], closed=True) for s in (-1, 1)]
            return paths.joined([*sides, paths.ellipse(x, y, size * 0.14, size * 0.6)])
        case "bacterium":
            return paths.box(x - size * 0.42, y - size * 0.9, size * 0.84, size * 1.8, size * 0.42)
        case "flower":
            petals = [paths.circle(*paths.polar(x, y, size * 0.52, 90 + 72 * i), size * 0.4) for i in range(5)]
            return paths.joined([*petals, paths.circle(x, y, size * 0.26)])


def _limbs(being: Being, x: float, y: float, size: float) -> skia.Path:
    """Legs, feelers, threads or a stalk: lines behind the body."""
    match being:
        case "beetle":
            rows = [((-0.95, d + e), (0.0, d), (0.95, d + e)) for d, e in ((-0.35, -0.25), (0.05, 0.0), (0.4, 0.25))]
        case "moth":
            rows = [((s * 0.35, -1.05), (s * 0.05, -0.55), (0.0, -0.4)) for s in (-1, 1)]
        case "bacterium":
            rows = [((0.0, 0.9), (0.18, 1.12), (-0.12, 1.4))]
        case "flower":
            rows = [((0.0, 0.3), (0.08, 0.8), (0.0, 1.25))]
    return paths.joined(paths.polyline([(x + a * size, y + b * size) for a, b in row]) for row in rows)
