"""Figures of words: points, a definition, a number, a belief set right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

import skia
from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName, Sentence

HUES: tuple[Ink, ...] = ("accent", "orange", "green", "purple", "teal")


class Point(Part):
    name: PartName
    text: Sentence


class Points(Figure):
    """Two to five statements, one below the other. Parts: their names."""

    kind: ClassVar[str] = "points"
    items: Annotated[tuple[Point, ...], Field(min_length=2, max_length=5)]

    def parts(self) -> Sequence[str]:
        return [item.name for item in self.items]

    def draw(self, pen: Pen) -> None:
        rows = pen.area.inset(10, 8).rows(*[1.0] * len(self.items), gap=18)
        texts = [Rect(row.x + 84, row.y, row.width - 90, row.height) for row in rows]
        size = min(pen.fitting(item.text, text.inset(0, 8), 38) for item, text in zip(self.items, texts, strict=True))
        for number, (item, row, text) in enumerate(zip(self.items, rows, texts, strict=True), 1):
            ink = HUES[number - 1]
            with pen.part(item.name):
                x, y = row.x + 32, row.middle[1]
                pen.shape(paths.circle(x, y, 30), ink)
                pen.words(str(number), x, y, 32, "paper" if pen.theme.tint == 1 else ink, bold=True)
                pen.words(item.text, text.x, y, size, anchor="start", width=text.width)


class Define(Figure):
    """A term, and below it what it means."""

    kind: ClassVar[str] = "define"
    term: Label
    meaning: Sentence

    def parts(self) -> Sequence[str]:
        return ["term", "meaning"]

    def draw(self, pen: Pen) -> None:
        above, below = pen.area.inset(30, 20).rows(2, 3)
        with pen.part("term"):
            size = pen.fitting(self.term, above, 92, bold=True)
            typed = pen.words(self.term, *above.middle, size, "accent", bold=True, width=above.width, heading=True)
            x, y = above.middle[0], above.middle[1] + typed.height / 2 + 14
            pen.line([(x - 120, y), (x + 120, y)], "accent", 6)
        with pen.part("meaning"):
            size = pen.fitting(self.meaning, below, 46)
            pen.words(self.meaning, *below.middle, size, width=below.width)


class Number(Figure):
    """A number that counts up to `value`, its unit, and a caption."""

    kind: ClassVar[str] = "number"
    value: float
    unit: Label | None = None
    caption: Sentence
    decimals: Annotated[int, Field(ge=0, le=6)] = 0

    def parts(self) -> Sequence[str]:
        return ["number", "caption"]

    def draw(self, pen: Pen) -> None:
        above, below = pen.area.inset(30, 20).rows(3, 2)
        share = pen.share("number")
        value = self.value * (1 - (1 - share) ** 3)
        digits = f"{value:,.{self.decimals}f}".replace("-", "\u2212").replace(",", "\u2009")
        last = f"{self.value:,.{self.decimals}f} {self.unit or ''}"
        with pen.part("number"):
            size = pen.fitting(last, above, 170, bold=True)
            words = f"{digits} {self.unit}" if self.unit else digits
            pen.words(words, *above.middle, size, "accent", bold=True, heading=True)
        with pen.part("caption"):
            pen.words(self.caption, *below.middle, pen.fitting(self.caption, below, 44), width=below.width)


class Misconception(Figure):
    """What many believe, crossed out, and what is so."""

    kind: ClassVar[str] = "misconception"
    wrong: Sentence
    right: Sentence

    def parts(self) -> Sequence[str]:
        return ["wrong", "right"]

    def draw(self, pen: Pen) -> None:
        for name, text, ink, room in zip(
            self.parts(), (self.wrong, self.right), _SIGNS, pen.area.inset(10, 14).rows(1, 1, gap=26), strict=True
        ):
            with pen.part(name):
                pen.shape(paths.box(room.x, room.y, room.width, room.height, 26), ink, ink, 4, light=0.78)
                x, y = room.x + 84, room.middle[1]
                pen.shape(paths.circle(x, y, 44), ink)
                pen.line(_cross(x, y) if ink == "red" else _tick(x, y), "paper" if pen.theme.tint == 1 else ink, 9)
                words = Rect(room.x + 160, room.y + 16, room.width - 190, room.height - 32)
                size = pen.fitting(text, words, 40)
                pen.words(text, words.x, y, size, anchor="start", width=words.width)


_SIGNS: tuple[Ink, Ink] = ("red", "green")


def _cross(x: float, y: float) -> skia.Path:
    return paths.joined(
        [paths.polyline([(x - 17, y - 17), (x + 17, y + 17)]), paths.polyline([(x + 17, y - 17), (x - 17, y + 17)])]
    )


def _tick(x: float, y: float) -> skia.Path:
    return paths.polyline([(x - 20, y + 1), (x - 6, y + 16), (x + 21, y - 17)])
