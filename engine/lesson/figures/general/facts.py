"""Facts side by side: comparisons, bars, tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName

HUES: tuple[Ink, ...] = ("accent", "orange", "green", "purple", "teal", "pink", "blue", "brown")


class Side(Part):
    title: Label
    items: Annotated[tuple[Label, ...], Field(min_length=1, max_length=5)]


class Compare(Figure):
    """Two things side by side. Parts: `left`, `right`."""

    kind: ClassVar[str] = "compare"
    left: Side
    right: Side

    def parts(self) -> Sequence[str]:
        return ["left", "right"]

    def draw(self, pen: Pen) -> None:
        rooms = pen.area.inset(4, 4).columns(1, 1, gap=40)
        rows = max(len(self.left.items), len(self.right.items))
        sides: tuple[tuple[str, Side, Ink], ...] = (("left", self.left, "accent"), ("right", self.right, "teal"))
        if pen.theme.colours["accent"] == pen.theme.colours["blue"]:
            sides = (("left", self.left, "accent"), ("right", self.right, "orange"))
        size = min(
            pen.fitting(item, Rect(0, 0, room.width - 90, (room.height - 96) / rows - 8), 32, smallest=20)
            for (_, side, _), room in zip(sides, rooms, strict=True)
            for item in side.items
        )
        for (name, side, ink), room in zip(sides, rooms, strict=True):
            with pen.part(name):
                pen.shape(paths.box(room.x, room.y, room.width, room.height, 24), ink, ink, 4, light=0.84)
                title = Rect(room.x + 20, room.y + 10, room.width - 40, 66)
                pen.words(side.title, *title.middle, pen.fitting(side.title, title, 38, bold=True), ink, bold=True)
                body = Rect(room.x + 26, room.y + 84, room.width - 46, room.height - 96)
                for item, row in zip(side.items, body.rows(*[1.0] * rows, gap=6), strict=False):
                    pen.shape(paths.circle(row.x + 10, row.middle[1], 7), ink)
                    pen.words(item, row.x + 34, row.middle[1], size, anchor="start", width=row.width - 40)


class Bar(Part):
    name: PartName
    label: Label
    value: float
    ink: Ink | None = None


class Bars(Figure):
    """Bars from zero, each with its number and `unit`. Parts: their names."""

    kind: ClassVar[str] = "bars"
    unit: Label
    bars: Annotated[tuple[Bar, ...], Field(min_length=2, max_length=8)]

    @model_validator(mode="after")
    def _some_height(self) -> Bars:
        if not any(bar.value > 0 for bar in self.bars) or any(bar.value < 0 for bar in self.bars):
            raise ValueError("bars show numbers from 0 on, at least one of them above 0")
        return self

    def parts(self) -> Sequence[str]:
        return [bar.name for bar in self.bars]

    def draw(self, pen: Pen) -> None:
        room = pen.area.inset(4, 6)
        few = len(self.bars) <= 4
        largest = 34.0 if few else 28.0
        names = min(room.width * 0.3, max(pen.measure(bar.label, largest)[0] for bar in self.bars) + 10)
        number = max(pen.measure(self._told(bar.value), largest + 2, bold=True)[0] for bar in self.bars) + 24
        longest, most = room.width - names - number - 24, max(bar.value for bar in self.bars)
        rows = room.rows(*[1.0] * len(self.bars), gap=16)
        for bar, row, hue in zip(self.bars, rows, HUES, strict=False):
            ink, y, high = bar.ink or hue, row.middle[1], min(row.height, 104.0 if few else 72.0)
            with pen.part(bar.name):
                left = row.x + names + 14
                label = Rect(row.x, row.y, names, row.height)
                size = pen.fitting(bar.label, label, largest, smallest=20)
                pen.words(bar.label, row.x + names, y, size, anchor="end", width=names)
                grown = 1 - (1 - pen.share(bar.name)) ** 3
                width = max(2.0, longest * bar.value / most * (grown if pen.theme.hand != "drawn" else 1.0))
                pen.shape(paths.box(left, y - high / 2, width, high, min(12.0, width / 2)), ink)
                pen.words(self._told(bar.value), left + width + 16, y, largest + 2, ink, anchor="start", bold=True)

    def _told(self, value: float) -> str:
        number = f"{value:,.10g}".replace(",", "\u2009")
        return f"{number}{self.unit}" if self.unit in ("%", "°") else f"{number} {self.unit}"


class Row(Part):
    name: PartName
    cells: tuple[Label, ...]


class Table(Figure):
    """A table of at most five columns and six rows. Parts: `head`, the rows' names."""

    kind: ClassVar[str] = "table"
    columns: Annotated[tuple[Label, ...], Field(min_length=2, max_length=5)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1, max_length=6)]

    @model_validator(mode="after")
    def _full(self) -> Table:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"row {row.name!r} has {len(row.cells)} cells for {len(self.columns)} columns")
        return self

    def parts(self) -> Sequence[str]:
        return ["head", *(row.name for row in self.rows)]

    def draw(self, pen: Pen) -> None:
        lines = pen.area.inset(4, 4).rows(*[1.0] * (len(self.rows) + 1), gap=0)
        texts = [self.columns, *(row.cells for row in self.rows)]
        shares = [max(6, max(len(text[i]) for text in texts)) ** 0.7 for i in range(len(self.columns))]
        cells = [line.columns(*shares, gap=0) for line in lines]
        size = min(
            pen.fitting(text, cell.inset(14, 4), 32, smallest=20, bold=not index)
            for index, (row, rooms) in enumerate(zip(texts, cells, strict=True))
            for text, cell in zip(row, rooms, strict=True)
        )
        for index, (name, row, line, rooms) in enumerate(zip(self.parts(), texts, lines, cells, strict=True)):
            with pen.part(name):
                if not index:
                    pen.shape(paths.box(line.x, line.y, line.width, line.height, 12), "accent")
                elif index % 2 == 0:
                    pen.area_of(paths.box(line.x, line.y, line.width, line.height), "faint", alpha=0.45)
                ink: Ink = "paper" if not index and pen.theme.tint == 1 else "ink"
                for text, cell in zip(row, rooms, strict=True):
                    pen.words(text, *cell.middle, size, ink, bold=not index, width=cell.width - 24)
                pen.line([(line.x, line.bottom), (line.right, line.bottom)], "faint", 2)
