"""The periodic table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

import skia
from pydantic import Field, model_validator

from data.elements import Block, Element, elements
from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import label_ink, opaque
from engine.lesson.figures.figure import Figure, Label, Part, PartName

HUES: tuple[Ink, ...] = ("orange", "blue", "green", "purple", "pink", "teal")
ROWS = 9.4


class Highlight(Part):
    """Elements in one colour: by symbols, groups, periods or blocks (all that match any)."""

    name: PartName
    label: Label
    symbols: Annotated[tuple[str, ...], Field(max_length=40)] = ()
    groups: tuple[Annotated[int, Field(ge=1, le=18)], ...] = ()
    periods: tuple[Annotated[int, Field(ge=1, le=7)], ...] = ()
    blocks: tuple[Block, ...] = ()
    ink: Ink | None = None

    def holds(self, element: Element) -> bool:
        return (
            element.symbol in self.symbols
            or element.group in self.groups
            or element.period in self.periods
            or element.block in self.blocks
        )


class Periodic(Figure):
    """The table of all 118 elements. Parts: table, then each highlight, then `card` if an element is picked.

    `shade`: cells darker the larger this property is; cells without a value stay empty.
    """

    kind: ClassVar[str] = "periodic"
    highlights: Annotated[tuple[Highlight, ...], Field(max_length=6)] = ()
    card: str | None = None
    shade: Literal["radius", "electronegativity", "ionisation"] | None = None

    @model_validator(mode="after")
    def _known(self) -> Periodic:
        for symbol in (*(s for each in self.highlights for s in each.symbols), *([self.card] if self.card else [])):
            if symbol not in elements():
                raise ValueError(f"{symbol!r} is not an element")
        for each in self.highlights:
            if not any(each.holds(element) for element in elements().values()):
                raise ValueError(f"highlight {each.name!r} holds no element")
        return self

    def parts(self) -> Sequence[str]:
        return ["table", *(each.name for each in self.highlights), *(["card"] if self.card else [])]

    def draw(self, pen: Pen) -> None:
        table = _Table(pen.area)
        with pen.part("table"):
            self._cells(pen, table)
        for index, each in enumerate(self.highlights):
            with pen.part(each.name):
                _highlight(pen, table, each, each.ink or HUES[index], index, len(self.highlights))
        if self.card:
            with pen.part("card"):
                _card(pen, table, elements()[self.card])

    def _cells(self, pen: Pen, table: _Table) -> None:
        known = elements().values()
        if self.shade is None:
            pen.area_of(paths.joined(table.cell(each) for each in known), "faint")
        else:
            values = {each.symbol: getattr(each, self.shade) for each in known if getattr(each, self.shade)}
            low, high = min(values.values()), max(values.values())
            for each in known:
                strength = (values[each.symbol] - low) / (high - low) if each.symbol in values else None
                pen.area_of(
                    table.cell(each),
                    "faint" if strength is None else "accent",
                    light=0.0 if strength is None else 0.92 - 0.92 * strength,
                    alpha=1.0 if pen.theme.tint == 1 else 3.5,
                )
        if pen.theme.tint < 1:
            pen.line(paths.joined(table.cell(each) for each in known), "soft", 1.2)
        for each in known:
            _symbol(pen, table, each, "ink")


class _Table:
    """Where each element stands: 18 columns, 7 rows, and the f block below."""

    def __init__(self, room: Rect) -> None:
        self.width, self.height = room.width / 18, min(room.height / ROWS, room.width / 18 * 1.15)
        self.x, self.y = room.x, room.y + (room.height - self.height * ROWS) / 2 - (50 if self.width <= 40 else 0)

    def corner(self, element: Element) -> tuple[float, float]:
        column = element.group
        row = float(element.period)
        if column is None:
            first = 57 if element.period == 6 else 89
            column, row = element.number - first + 3, element.period + 2.4
        return self.x + (column - 1) * self.width, self.y + (row - 1) * self.height

    def cell(self, element: Element) -> skia.Path:
        x, y = self.corner(element)
        return paths.box(x + 2, y + 2, self.width - 4, self.height - 4, 5)

    def gap(self) -> Rect:
        """The empty room above the d block."""
        return Rect(self.x + 2.3 * self.width, self.y, 9.4 * self.width, 2.85 * self.height)


def _symbol(pen: Pen, table: _Table, element: Element, ink: Ink) -> None:
    if table.width < 40:
        return
    x, y = table.corner(element)
    pen.words(element.symbol, x + table.width / 2, y + table.height / 2, 25, ink, bold=ink != "ink")


def _highlight(pen: Pen, table: _Table, each: Highlight, ink: Ink, index: int, count: int) -> None:
    held = [element for element in elements().values() if each.holds(element)]
    cells = paths.joined(table.cell(element) for element in held)
    opaque(pen, cells, ink)
    if pen.theme.tint < 1:
        pen.line(cells, ink, 2.5)
    for element in held:
        _symbol(pen, table, element, label_ink(pen, ink))
    gap = table.gap()
    rows = 3
    columns = -(-count // rows)
    x = gap.right - gap.width * (0.62 if columns == 1 else 0.69) + (index // rows) * gap.width * 0.37
    y = gap.y + 26 + (index % rows) * 44
    size = 27 if columns == 1 else 23
    width = gap.right - x if columns == 1 else gap.width * 0.33
    if table.width <= 40:
        x, y = table.x + (index % 2) * 9 * table.width, table.y + ROWS * table.height + 34 + (index // 2) * 40
        size, width = 24, 9 * table.width - 40
    opaque(pen, paths.box(x, y - 12, 26, 24, 5), ink)
    pen.words(each.label, x + 36, y, size, ink, anchor="start", bold=True, width=width)


def _card(pen: Pen, table: _Table, element: Element) -> None:
    gap = table.gap()
    x, y = table.corner(element)
    pen.line(paths.box(x + 1, y + 1, table.width - 2, table.height - 2, 5), "accent", 5)
    width = min(gap.width * 0.29, 190.0)
    room = Rect(gap.x, gap.y + 2, width, gap.height - 4)
    box = paths.box(room.x, room.y, room.width, room.height, 10)
    opaque(pen, box, "paper")
    pen.line(box, "accent", 4)
    if table.width <= 40:
        pen.words(element.symbol, *room.middle, 30, "accent", bold=True)
        return
    pen.words(str(element.number), room.x + 14, room.y + 24, 24, "soft", anchor="start", bold=True)
    pen.words(f"{element.mass:g}", room.right - 14, room.y + 24, 22, "soft", anchor="end")
    pen.words(element.symbol, room.middle[0], room.y + room.height * 0.52, 58, "accent", bold=True)
    pen.words(element.name, room.middle[0], room.bottom - 22, 24, bold=True)
