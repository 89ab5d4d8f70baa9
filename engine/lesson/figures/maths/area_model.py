"""Products as areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName

HUES: tuple[Ink, ...] = ("blue", "orange", "green", "purple", "teal", "pink")


class Side(Part):
    """A stretch of a side: its length to scale, and what is written along it."""

    size: Annotated[float, Field(gt=0, le=1000)]
    label: Label


class Cell(Part):
    """A rectangle of the model: `row` and `column` count from 0."""

    name: PartName
    row: Annotated[int, Field(ge=0, le=7)]
    column: Annotated[int, Field(ge=0, le=7)]
    label: Label | None = None
    ink: Ink | None = None


class AreaModel(Figure):
    """Parts `sides`, then the cells' names (cells of one name appear together), then `sum` where given."""

    kind: ClassVar[str] = "area-model"
    columns: Annotated[tuple[Side, ...], Field(min_length=1, max_length=8)]
    rows: Annotated[tuple[Side, ...], Field(min_length=1, max_length=8)]
    cells: Annotated[tuple[Cell, ...], Field(min_length=1, max_length=40)]
    sum: Label | None = None

    @model_validator(mode="after")
    def _inside(self) -> AreaModel:
        if any(cell.row >= len(self.rows) or cell.column >= len(self.columns) for cell in self.cells):
            raise ValueError("a cell lies outside of the rows and columns")
        return self

    def parts(self) -> Sequence[str]:
        return ["sides", *dict.fromkeys(cell.name for cell in self.cells), *(["sum"] if self.sum else [])]

    def draw(self, pen: Pen) -> None:
        area = pen.area
        below = 64.0 if self.sum else 6.0
        room = Rect(area.x + 90, area.y + 54, area.width - 100, area.height - 54 - below)
        wide, high = sum(s.size for s in self.columns), sum(s.size for s in self.rows)
        across = min(room.width / wide, 2.2 * room.height / high)
        up = min(room.height / high, 1.0 * across) if room.height / high > across else room.height / high
        scale_x, scale_y = min(across, up), up
        left, top = area.middle[0] + 40 - wide * scale_x / 2, room.y + (room.height - high * scale_y) / 2
        xs, ys = [left], [top]
        for column in self.columns:
            xs.append(xs[-1] + column.size * scale_x)
        for row in self.rows:
            ys.append(ys[-1] + row.size * scale_y)
        with pen.part("sides"):
            for column, a, b in zip(self.columns, xs, xs[1:], strict=False):
                pen.words(column.label, (a + b) / 2, top - 26, 32, "ink", bold=True)
            for row, a, b in zip(self.rows, ys, ys[1:], strict=False):
                pen.words(row.label, left - 16, (a + b) / 2, 32, "ink", anchor="end", bold=True)
            pen.line(paths.box(left, top, xs[-1] - left, ys[-1] - top), "ink", 4)
            for x in xs[1:-1]:
                pen.line([(x, top), (x, ys[-1])], "ink", 3)
            for y in ys[1:-1]:
                pen.line([(left, y), (xs[-1], y)], "ink", 3)
        names = list(dict.fromkeys(cell.name for cell in self.cells))
        for index, name in enumerate(names):
            with pen.part(name):
                for cell in (each for each in self.cells if each.name == name):
                    box = Rect(
                        xs[cell.column],
                        ys[cell.row],
                        xs[cell.column + 1] - xs[cell.column],
                        ys[cell.row + 1] - ys[cell.row],
                    )
                    self._cell(pen, cell, box, cell.ink or HUES[index % len(HUES)])
        if self.sum:
            with pen.part("sum"):
                size = pen.fitting(self.sum, Rect(area.x, 0, area.width, 56), 38, bold=True)
                pen.words(self.sum, area.middle[0], area.bottom - 26, size, "accent", bold=True)

    def _cell(self, pen: Pen, cell: Cell, box: Rect, ink: Ink) -> None:
        pen.shape(paths.box(box.x + 3, box.y + 3, box.width - 6, box.height - 6, 4), ink, ink, 3, light=0.15)
        if cell.label:
            size = pen.fitting(cell.label, box.inset(6, 4), 40, bold=True)
            light: Ink = "white" if pen.theme.tint == 1 else "ink"
            pen.words(cell.label, *box.middle, size, light, bold=True, width=box.width - 8)
