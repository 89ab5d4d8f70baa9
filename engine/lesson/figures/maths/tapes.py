"""Lengths to scale: bars of pieces, the number line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName
from engine.lesson.figures.maths.plane import number

HUES: tuple[Ink, ...] = ("accent", "orange", "green", "purple", "teal", "pink")


class Piece(Part):
    """`units` long; `label` stands in it."""

    units: Annotated[float, Field(gt=0, le=1e6)]
    label: Label | None = None
    ink: Ink | None = None


class Tape(Part):
    """Pieces in a row; `label` stands before it, `total` over a brace below."""

    name: PartName
    label: Label
    pieces: Annotated[tuple[Piece, ...], Field(min_length=1, max_length=12)]
    total: Label | None = None

    @property
    def length(self) -> float:
        return sum(piece.units for piece in self.pieces)


class Tapes(Figure):
    """Bars of pieces to one scale, one below the other. Parts: the names."""

    kind: ClassVar[str] = "tapes"
    tapes: Annotated[tuple[Tape, ...], Field(min_length=1, max_length=4)]

    def parts(self) -> Sequence[str]:
        return [tape.name for tape in self.tapes]

    def draw(self, pen: Pen) -> None:
        area = pen.area.inset(10, 10)
        before = min(0.24 * area.width, max(pen.measure(tape.label, 28, bold=True)[0] for tape in self.tapes) + 26)
        scale = (area.width - before) / max(tape.length for tape in self.tapes)
        for index, (tape, row) in enumerate(zip(self.tapes, area.rows(*[1.0] * len(self.tapes)), strict=True)):
            height = min(96.0, row.height - (62 if tape.total else 8))
            y = row.middle[1] - (height + (56 if tape.total else 0)) / 2
            with pen.part(tape.name):
                pen.words(tape.label, row.x, y + height / 2, 28, "ink", anchor="start", bold=True, width=before - 14)
                x = row.x + before
                for piece in tape.pieces:
                    width = piece.units * scale
                    ink = piece.ink or HUES[index % len(HUES)]
                    pen.shape(paths.box(x + 1.5, y, width - 3, height, 9), ink, ink, 3)
                    if piece.label:
                        room = Rect(x + 8, y, width - 16, height)
                        size = pen.fitting(piece.label, room, 30, bold=True)
                        light: Ink = "white" if pen.theme.tint == 1 else "ink"
                        pen.words(piece.label, *room.middle, size, light, bold=True, width=room.width)
                    x += width
                if tape.total:
                    _brace(pen, row.x + before, x, y + height + 10)
                    pen.words(tape.total, (row.x + before + x) / 2, y + height + 44, 28, "ink", bold=True)


def _brace(pen: Pen, left: float, right: float, y: float) -> None:
    middle = (left + right) / 2
    pen.line(
        [
            (left, y),
            (left + 5, y + 10),
            (middle - 9, y + 10),
            (middle, y + 18),
            (middle + 9, y + 10),
            (right - 5, y + 10),
            (right, y),
        ],
        "soft",
        3,
    )


class Mark(Part):
    name: PartName
    at: float
    label: Label | None = None
    ink: Ink | None = None


class Hop(Part):
    """An arc from `start` to `end` over the line."""

    name: PartName
    start: float
    end: float
    label: Label | None = None
    ink: Ink | None = None


class NumberLine(Figure):
    """Parts `line`, the marks' names, the hops' names. `divisions`: short strokes between two numbers."""

    kind: ClassVar[str] = "number-line"
    low: Annotated[float, Field(ge=-1e6, le=1e6)]
    high: Annotated[float, Field(ge=-1e6, le=1e6)]
    step: Annotated[float, Field(gt=0)]
    divisions: Annotated[int, Field(ge=1, le=12)] = 1
    marks: Annotated[tuple[Mark, ...], Field(max_length=8)] = ()
    hops: Annotated[tuple[Hop, ...], Field(max_length=8)] = ()

    @model_validator(mode="after")
    def _within(self) -> NumberLine:
        if not 1 <= (self.high - self.low) / self.step <= 25:
            raise ValueError("low, high and step make 1 to 25 intervals")
        places = [mark.at for mark in self.marks] + [p for hop in self.hops for p in (hop.start, hop.end)]
        if any(not self.low <= place <= self.high for place in places):
            raise ValueError("marks and hops lie between low and high")
        return self

    def parts(self) -> Sequence[str]:
        return ["line", *(mark.name for mark in self.marks), *(hop.name for hop in self.hops)]

    def draw(self, pen: Pen) -> None:
        room = pen.area.inset(40, 20)
        y = room.y + room.height * (0.62 if self.hops else 0.58)
        scale = room.width / (self.high - self.low)
        with pen.part("line"):
            pen.line([(room.x - 24, y), (room.right + 30, y)], "ink", 5, head=True)
            count = round((self.high - self.low) / self.step)
            for i in range(count * self.divisions + 1):
                x = room.x + i * self.step / self.divisions * scale
                long = 18 if i % self.divisions == 0 else 10
                pen.line([(x, y - long), (x, y + long)], "ink", 4 if long == 18 else 2.5)
            for i in range(count + 1):
                pen.words(number(self.low + i * self.step), room.x + i * self.step * scale, y + 50, 34, "soft")
        for index, mark in enumerate(self.marks):
            ink = mark.ink or HUES[index % len(HUES)]
            x = room.x + (mark.at - self.low) * scale
            with pen.part(mark.name):
                pen.shape(paths.circle(x, y, 16), ink, "ink", 3)
                if mark.label:
                    lift = y + 112 + 44 * (index % 2) if self.hops else y - 104 - 74 * (index % 2)
                    pen.line([(x, lift - 24 if self.hops else lift + 30), (x, y + 66 if self.hops else y - 22)], ink, 3)
                    pen.words(mark.label, x, lift, 34 if self.hops else 42, ink, bold=True)
        for index, hop in enumerate(self.hops):
            self._hop(pen, hop, hop.ink or HUES[index % len(HUES)], (room.x, y), scale)

    def _hop(self, pen: Pen, hop: Hop, ink: Ink, origin: tuple[float, float], scale: float) -> None:
        a, b = (origin[0] + (value - self.low) * scale for value in (hop.start, hop.end))
        height = min(190.0, max(60.0, abs(b - a) * 0.42))
        arc = [(a + (b - a) * i / 30, origin[1] - 22 - height * 4 * (i / 30) * (1 - i / 30)) for i in range(31)]
        with pen.part(hop.name):
            pen.line(paths.smooth(arc), ink, 5, head=True)
            if hop.label:
                pen.words(hop.label, (a + b) / 2, origin[1] - height - 48, 30, ink, bold=True)
