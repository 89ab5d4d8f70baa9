"""Soldiers drawn up in blocks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

import skia
from pydantic import BaseModel, ConfigDict, Field

from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName

HUES: tuple[Ink, ...] = ("red", "orange", "purple", "green", "teal", "blue")


class Block(BaseModel):
    """`rows` deep and `columns` wide, its middle at (x, y), shares 0..1 of the field's width and height from above.

    `spears`: how many ranks hold their spears forward (upwards on the board).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    name: PartName
    label: Label
    rows: Annotated[int, Field(ge=1, le=16)]
    columns: Annotated[int, Field(ge=1, le=32)]
    x: Annotated[float, Field(ge=0, le=1)]
    y: Annotated[float, Field(ge=0, le=1)]
    spears: Annotated[int, Field(ge=0, le=5)] = 0
    ink: Ink | None = None


class Formation(Figure):
    """Blocks seen from above, in the same scale, each a part; they sway as they march."""

    kind: ClassVar[str] = "formation"
    front: Label = "front"
    blocks: Annotated[tuple[Block, ...], Field(min_length=1, max_length=12)]

    def parts(self) -> Sequence[str]:
        return [block.name for block in self.blocks]

    def draw(self, pen: Pen) -> None:
        room = pen.area.inset(10)
        gap = self.gap(room)
        for index, block in enumerate(self.blocks):
            ink: Ink = block.ink or HUES[index % len(HUES)]
            with pen.part(block.name):
                if index == 0:
                    x = room.x + 26
                    pen.line([(x, room.bottom - 20), (x, room.y + 44)], "soft", 4, head=True)
                    pen.words(self.front, room.x, room.y + 16, 24, "soft", anchor="start")
                _draw_block(pen, block, room, gap, ink)

    def gap(self, room: Rect) -> float:
        """Logical units between two men: as wide as lets every block keep within the field."""
        found = 34.0
        for block in self.blocks:
            wide = 2 * min(block.x, 1 - block.x) * (room.width - 60) / block.columns
            high = (2 * min(block.y, 1 - block.y) * room.height - 46) / (block.rows + 1.6 * bool(block.spears))
            found = min(found, wide, high)
        return max(found, 6.0)


def _draw_block(pen: Pen, block: Block, room: Rect, gap: float, ink: Ink) -> None:
    sway = 0.12 * gap * math.sin(4.0 * pen.since(block.name))
    middle = room.x + 60 + block.x * (room.width - 60)
    left, top = middle - (block.columns - 1) * gap / 2, room.y + block.y * room.height - (block.rows - 1) * gap / 2
    men, spears = skia.PathBuilder(), skia.PathBuilder()
    for row in range(block.rows):
        for column in range(block.columns):
            x, y = left + column * gap, top + row * gap + sway * (1 if (row + column) % 2 else -1)
            men.addCircle(x, y, gap * 0.34)
            if row < block.spears:
                spears.moveTo(x + gap * 0.3, y)
                spears.lineTo(x + gap * 0.3, y - gap * (1.5 + row))
    if block.spears:
        pen.line(spears.detach(), "brown", 2)
    pen.shape(men.detach(), ink, None, 1.8)
    below = top + block.rows * gap + 12
    pen.words(block.label, middle, below, 24, ink, bold=True)
