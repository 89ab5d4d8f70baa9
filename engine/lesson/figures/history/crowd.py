"""Shares of a people, counted in little people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

import skia
from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName

HUES: tuple[Ink, ...] = ("accent", "grey", "green", "purple", "teal", "pink")


class Group(BaseModel):
    """`count` of the little people. `outlined`: drawn as outlines only, for those who died or left."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: PartName
    label: Label
    count: Annotated[int, Field(ge=1, le=200)]
    ink: Ink | None = None
    outlined: bool = False


class Crowd(Figure):
    """Each group a part. `each`: what one of the little people stands for ("1 in 100 people")."""

    kind: ClassVar[str] = "crowd"
    each: Label | None = None
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=6)]

    @model_validator(mode="after")
    def _few(self) -> Self:
        if not 2 <= sum(group.count for group in self.groups) <= 200:
            raise ValueError("all groups together are 2 to 200 people")
        return self

    def parts(self) -> Sequence[str]:
        return [group.name for group in self.groups]

    def draw(self, pen: Pen) -> None:
        left, right = pen.area.inset(6, 10).columns(1.7, 1, gap=34)
        total = sum(group.count for group in self.groups)
        places, size = _places(total, left)
        rows = Rect(right.x, right.y, right.width, right.height - 56).rows(*[1.0] * len(self.groups), gap=10)
        first = 0
        for index, (group, row) in enumerate(zip(self.groups, rows, strict=True)):
            ink: Ink = group.ink or HUES[index]
            here, first = places[first : first + group.count], first + group.count
            with pen.part(group.name):
                shape = paths.joined(_person(x, y, size) for x, y in here)
                if not group.outlined:
                    pen.area_of(shape, ink)
                if group.outlined or pen.theme.hand == "drawn":
                    pen.line(shape, ink, 2.5)
                _legend(pen, group, row, ink)
        if self.each:
            with pen.part(self.groups[0].name):
                _key(pen, self.each, Rect(right.x, right.bottom - 46, right.width, 46))


def _places(total: int, room: Rect) -> tuple[list[Point], float]:
    """Middles of `total` people, row by row, and their height: the largest that fits."""
    columns = max(range(1, total + 1), key=lambda n: min(room.width / n / 0.62, room.height / math.ceil(total / n)))
    rows = math.ceil(total / columns)
    size = min(room.width / columns / 0.62, room.height / rows, 150.0)
    x0, y0 = room.x + (room.width - columns * size * 0.62) / 2, room.y + (room.height - rows * size) / 2
    spots = [(x0 + (i % columns + 0.5) * size * 0.62, y0 + (i // columns + 0.5) * size) for i in range(total)]
    return spots, size * 0.88


def _person(x: float, y: float, size: float) -> skia.Path:
    head = paths.circle(x, y - 0.33 * size, 0.15 * size)
    body = paths.box(x - 0.23 * size, y - 0.13 * size, 0.46 * size, 0.6 * size, 0.16 * size)
    return paths.joined([head, body])


def _legend(pen: Pen, group: Group, row: Rect, ink: Ink) -> None:
    number = pen.words(str(group.count), row.x, row.middle[1], 58, ink, anchor="start", bold=True)
    room = Rect(row.x + number.width + 18, row.y, row.width - number.width - 18, row.height)
    size = pen.fitting(group.label, room, 29, smallest=20)
    pen.words(group.label, room.x, row.middle[1], size, anchor="start", width=room.width)


def _key(pen: Pen, words: str, room: Rect) -> None:
    pen.area_of(_person(room.x + 14, room.middle[1], 40), "soft")
    size = pen.fitting(words, Rect(0, 0, room.width - 44, room.height), 24, smallest=20)
    pen.words(words, room.x + 40, room.middle[1], size, "soft", anchor="start", width=room.width - 44)
