"""Parts of a whole: fractions, and counts on a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName

HUES: tuple[Ink, ...] = ("accent", "orange", "green", "purple", "teal", "pink")


class Fraction(Part):
    """`taken` of `of` equal parts; more than `of` fill a second whole."""

    name: PartName
    taken: Annotated[int, Field(ge=0, le=72)]
    of: Annotated[int, Field(ge=1, le=24)]
    label: Label | None = None
    ink: Ink | None = None

    @model_validator(mode="after")
    def _shown(self) -> Fraction:
        if self.taken > 3 * self.of:
            raise ValueError("at most three wholes can be shown")
        return self


class Fractions(Figure):
    """Equal parts of bars, one below the other, or of pies, side by side. Parts: the names."""

    kind: ClassVar[str] = "fractions"
    sort: Literal["bars", "pies"] = "bars"
    items: Annotated[tuple[Fraction, ...], Field(min_length=1, max_length=6)]

    def parts(self) -> Sequence[str]:
        return [item.name for item in self.items]

    def draw(self, pen: Pen) -> None:
        gap = 22.0
        wholes = max(-(-item.taken // item.of) or 1 for item in self.items)
        area = pen.area.inset(10, 14)
        rooms = (area.rows if self.sort == "bars" else area.columns)(*[1.0] * len(self.items), gap=gap)
        for index, (item, room) in enumerate(zip(self.items, rooms, strict=True)):
            with pen.part(item.name):
                ink = item.ink or HUES[index % len(HUES)]
                if self.sort == "bars":
                    self._bar(pen, item, room, ink, wholes)
                else:
                    _pie(pen, item, room, ink)

    def _bar(self, pen: Pen, item: Fraction, room: Rect, ink: Ink, wholes: int) -> None:
        height = min(room.height, 104.0)
        labelled = 0.26 * room.width if any(each.label for each in self.items) else 90.0
        width = (room.width - labelled) / wholes
        y = room.middle[1] - height / 2
        _stacked(pen, item, room.x + 58, room.middle[1], ink)
        count = max(1, -(-item.taken // item.of))
        for i in range(count * item.of):
            each = (width - 12) / item.of
            x = room.x + 116 + width * (i // item.of) + each * (i % item.of)
            x -= 26 * (labelled < 100)
            full = i < item.taken
            pen.shape(
                paths.box(x, y, each - 3, height, 8), ink if full else "paper", ink, 3, light=0.0 if full else 0.4
            )
        if item.label:
            left = room.x + 116 + width * wholes + 8
            pen.words(item.label, left, room.middle[1], 27, ink, anchor="start", bold=True, width=room.right - left)


def _pie(pen: Pen, item: Fraction, room: Rect, ink: Ink) -> None:
    count = max(1, -(-item.taken // item.of))
    radius = min(room.width / (2.1 * count), (room.height - 150) / 2)
    y = room.y + (room.height - 130) / 2
    for k in range(count):
        x = room.middle[0] + (k - (count - 1) / 2) * 2.1 * radius
        for i in range(item.of):
            start = 90 - 360.0 * i / item.of
            piece = (
                paths.circle(x, y, radius)
                if item.of == 1
                else paths.sector(x, y, radius, start, start - 360.0 / item.of)
            )
            full = k * item.of + i < item.taken
            pen.shape(piece, ink if full else "paper", "ink", 3)
    _stacked(pen, item, room.middle[0], room.bottom - 82, ink)
    if item.label:
        pen.words(item.label, room.middle[0], room.bottom - 18, 27, ink, bold=True, width=room.width)


def _stacked(pen: Pen, item: Fraction, x: float, y: float, ink: Ink) -> None:
    pen.words(str(item.taken), x, y - 24, 38, ink, bold=True)
    pen.line([(x - 25, y), (x + 25, y)], ink, 4)
    pen.words(str(item.of), x, y + 25, 38, ink, bold=True)


class Group(Part):
    """`count` cells of a grid, after those of the group before."""

    name: PartName
    count: Annotated[int, Field(ge=1, le=400)]
    label: Label
    ink: Ink | None = None


class CountGrid(Figure):
    """A grid of equal cells, of which groups are coloured. Parts `grid` and the groups' names."""

    kind: ClassVar[str] = "count-grid"
    columns: Annotated[int, Field(ge=2, le=20)] = 10
    rows: Annotated[int, Field(ge=1, le=12)] = 10
    groups: Annotated[tuple[Group, ...], Field(max_length=5)] = ()

    @model_validator(mode="after")
    def _fits(self) -> CountGrid:
        if sum(group.count for group in self.groups) > self.columns * self.rows:
            raise ValueError("the groups hold more cells than the grid")
        return self

    def parts(self) -> Sequence[str]:
        return ["grid", *(group.name for group in self.groups)]

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 700
        room, side = pen.area.inset(8, 6).columns(1.6, 1, gap=40) if wide else pen.area.rows(3, 1)
        size = min(room.width / self.columns, room.height / self.rows)
        left = room.right - size * self.columns if wide else room.middle[0] - size * self.columns / 2
        top = room.middle[1] - size * self.rows / 2
        cells = [
            (left + size * (i % self.columns), top + size * (i // self.columns))
            for i in range(self.columns * self.rows)
        ]
        with pen.part("grid"):
            pen.line(paths.joined(paths.box(x + 2, y + 2, size - 4, size - 4, 5) for x, y in cells), "soft", 2)
        begun = 0
        rows = side.rows(*[1.0] * max(2, len(self.groups)))
        for index, (group, row) in enumerate(zip(self.groups, rows, strict=False)):
            ink = group.ink or HUES[index % len(HUES)]
            mine, begun = cells[begun : begun + group.count], begun + group.count
            with pen.part(group.name):
                pen.shape(paths.joined(paths.box(x + 2, y + 2, size - 4, size - 4, 5) for x, y in mine), ink, width=3)
                pen.shape(paths.box(row.x, row.middle[1] - 20, 40, 40, 8), ink, width=3)
                text = Rect(row.x + 56, row.y, row.width - 60, row.height)
                pen.words(
                    group.label,
                    text.x,
                    row.middle[1],
                    pen.fitting(group.label, text, 34),
                    anchor="start",
                    bold=True,
                    width=text.width,
                )
