"""The layers of a society, as a pyramid, or of anything else, as a stack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.history.shades import over_colour

HUES: tuple[Ink, ...] = ("purple", "red", "orange", "green", "teal", "blue")


class Layer(BaseModel):
    """`label`: who; `text`: what they did or had."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: PartName
    label: Label
    text: Label | None = None
    ink: Ink | None = None


class Layers(Figure):
    """Layers from the top down, each a part, with words beside them. `form`: a `stack` ranks none above another."""

    kind: ClassVar[str] = "layers"
    layers: Annotated[tuple[Layer, ...], Field(min_length=2, max_length=6)]
    form: Literal["pyramid", "stack"] = "pyramid"

    def parts(self) -> Sequence[str]:
        return [layer.name for layer in self.layers]

    def draw(self, pen: Pen) -> None:
        steep = self.form == "pyramid"
        left, right = pen.area.inset(6, 4).columns(1 if steep else 0.5, 1, gap=30)
        rows = right.rows(*[1.0] * len(self.layers), gap=8)
        for index, (layer, row) in enumerate(zip(self.layers, rows, strict=True)):
            ink: Ink = layer.ink or HUES[index]
            with pen.part(layer.name):
                if not steep:
                    _slab(pen, layer, Rect(left.x, row.y, left.width, row.height), row, ink)
                    continue
                edge = _slice(pen, left, row, ink)
                pen.line([(edge, row.middle[1]), (row.x - 8, row.middle[1])], "soft", 2.5, dash=(6, 7))
                _words(pen, layer, row, ink)


def _slab(pen: Pen, layer: Layer, room: Rect, row: Rect, ink: Ink) -> None:
    """One block of the stack with its label, and the text beside it."""
    pen.shape(paths.box(room.x, room.y, room.width, room.height, 12), ink, ink, 4)
    size = pen.fitting(layer.label, room.inset(14, 6), 34, smallest=22, bold=True)
    pen.words(layer.label, *room.middle, size, over_colour(pen), bold=True, width=room.width - 28)
    if layer.text:
        small = pen.fitting(layer.text, row.inset(4), 32, smallest=20)
        pen.words(layer.text, row.x, row.middle[1], small, anchor="start", width=row.width)


def _slice(pen: Pen, room: Rect, row: Rect, ink: Ink) -> float:
    """One slice of the pyramid; returns where its right side is at half its height."""
    middle = room.middle[0]

    def half(y: float) -> float:
        return (y - room.y) / room.height * room.width / 2

    top, low = half(row.y), half(row.bottom)
    corners = [(middle - top, row.y), (middle + top, row.y), (middle + low, row.bottom), (middle - low, row.bottom)]
    pen.shape(corners, ink, ink, 4)
    for share in (0.33, 0.66):
        y = row.y + row.height * share
        pen.line([(middle - half(y) * 0.9, y), (middle + half(y) * 0.9, y)], "paper", 1.5, alpha=0.35)
    return middle + half(row.middle[1]) + 6


def _words(pen: Pen, layer: Layer, row: Rect, ink: Ink) -> None:
    room = Rect(row.x, row.y, row.width, row.height / 2 if layer.text else row.height)
    size = pen.fitting(layer.label, room, 34, smallest=22, bold=True)
    _, high = pen.measure(layer.label, size, bold=True, width=row.width)
    if not layer.text:
        pen.words(layer.label, row.x, row.middle[1], size, ink, anchor="start", bold=True, width=row.width)
        return
    small = pen.fitting(layer.text, Rect(row.x, row.y, row.width, row.height - high - 4), 27, smallest=20)
    _, low = pen.measure(layer.text, small, width=row.width)
    top = row.middle[1] - (high + low) / 2
    pen.words(layer.label, row.x, top + high / 2, size, ink, anchor="start", bold=True, width=row.width)
    pen.words(layer.text, row.x, top + high + low / 2, small, anchor="start", width=row.width)
