"""Atoms and ions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from data.elements import elements
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.chemistry.formulas import pretty
from engine.lesson.figures.chemistry.shells import MOST_PROTONS, draw_nucleus, draw_shell, shells_of
from engine.lesson.figures.figure import Figure, Label, Part, PartName


class AtomShown(Part):
    """`neutrons`: named below the atom if given."""

    name: PartName
    symbol: Annotated[str, Field(pattern=r"^[A-Z][a-z]?$")]
    charge: Annotated[int, Field(ge=-3, le=4)] = 0
    neutrons: Annotated[int, Field(ge=0, le=90)] | None = None
    label: Label | None = None

    @model_validator(mode="after")
    def _known(self) -> AtomShown:
        if self.symbol not in elements() or elements()[self.symbol].number > MOST_PROTONS:
            raise ValueError(f"symbol: an element up to number {MOST_PROTONS}")
        shells_of(self.symbol, self.charge)
        return self

    @property
    def title(self) -> str:
        element = elements()[self.symbol]
        if self.charge:
            size = str(abs(self.charge)) if abs(self.charge) > 1 else ""
            return pretty(f"{self.symbol}^{size}{'+' if self.charge > 0 else '-'}")
        return element.name if self.neutrons is None else f"{element.name}-{element.number + self.neutrons}"


class AtomRow(Figure):
    """Two to four atoms or ions, their shells equally far apart. Parts: their names."""

    kind: ClassVar[str] = "atom-row"
    items: Annotated[tuple[AtomShown, ...], Field(min_length=2, max_length=4)]

    def parts(self) -> Sequence[str]:
        return [item.name for item in self.items]

    def draw(self, pen: Pen) -> None:
        columns = pen.area.columns(*[1.0] * len(self.items), gap=30)
        whole = min(columns[0].width / 2 - 12, (pen.area.height - 110) / 2)
        most = max(len(shells_of(item.symbol, item.charge)) for item in self.items)
        core = whole * 0.24
        step = (whole - core - 12) / max(most, 2)
        for item, column in zip(self.items, columns, strict=True):
            with pen.part(item.name):
                _draw_atom(pen, item, column, core, step)


def _draw_atom(pen: Pen, item: AtomShown, column: Rect, core: float, step: float) -> None:
    x, y = column.middle[0], column.y + (column.height - 104) / 2
    element = elements()[item.symbol]
    neutrons = round(element.mass) - element.number if item.neutrons is None else item.neutrons
    draw_nucleus(pen, (x, y), core, element.number, neutrons)
    shells = shells_of(item.symbol, item.charge)
    for index, electrons in enumerate(shells):
        turn = pen.since(item.name) * 0.5 / (index + 1)
        draw_shell(pen, (x, y), core + step * (index + 1), electrons, turn)
    arrangement = ", ".join(map(str, shells)) or "no electrons"
    pen.words(item.title, x, column.bottom - 78, 34, bold=True)
    words = f"{arrangement}" if item.neutrons is None else f"{element.number} protons, {neutrons} neutrons"
    words = item.label or words
    size = pen.fitting(words, Rect(0, 0, column.width, 40), 29, smallest=20)
    pen.words(words, x, column.bottom - 28, size, "blue", width=column.width)
