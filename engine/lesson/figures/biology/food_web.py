"""Who eats whom, and how much energy each level has left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

import skia
from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.biology.anatomy import fill
from engine.lesson.figures.figure import Figure, Label, PartName

LEVEL_INKS: tuple[Ink, ...] = ("green", "yellow", "orange", "red", "purple")
LEVELS = ("producers", "first consumers", "second consumers", "third consumers", "fourth consumers")
PADDING = 44.0
"""Units of a box beside its name, both sides together."""


class Species(BaseModel):
    """A kind of living thing in the web."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: PartName
    label: Label


class FoodWeb(Figure):
    """Arrows run from the eaten to the eater. Parts: the species' names; an arrow comes with the later of its two.

    A species that eats nothing is a producer and stands below; every other one stands above all it eats.
    """

    kind: ClassVar[str] = "food-web"
    species: Annotated[tuple[Species, ...], Field(min_length=2, max_length=12)]
    links: Annotated[tuple[tuple[PartName, PartName], ...], Field(min_length=1, max_length=24)]
    gone: Annotated[tuple[PartName, ...], Field(max_length=3)] = ()

    @model_validator(mode="after")
    def _is_web(self) -> FoodWeb:
        names = [each.name for each in self.species]
        if len(set(names)) < len(names):
            raise ValueError("species: each name once")
        if unknown := ({name for link in self.links for name in link} | set(self.gone)) - set(names):
            raise ValueError(f"links: unknown species {', '.join(sorted(unknown))}")
        if max(self.levels.values()) >= len(LEVELS):
            raise ValueError(f"links: at most {len(LEVELS)} levels")
        return self

    @property
    def levels(self) -> Mapping[str, int]:
        """0 for producers, else one more than the highest level eaten. Raises ValueError for a circle of links."""
        eats: dict[str, list[str]] = {each.name: [] for each in self.species}
        for eaten, eater in self.links:
            eats[eater].append(eaten)
        found: dict[str, int] = {}
        while len(found) < len(eats):
            ready = [name for name, prey in eats.items() if name not in found and all(each in found for each in prey)]
            if not ready:
                raise ValueError("links: they run in a circle")
            for name in ready:
                found[name] = 1 + max((found[each] for each in eats[name]), default=-1)
        return found

    def parts(self) -> Sequence[str]:
        return [each.name for each in self.species]

    def draw(self, pen: Pen) -> None:
        levels = self.levels
        top = max(levels.values())
        named = pen.area.width > 700
        words, room = pen.area.columns(0.2, 0.8) if named else (pen.area, pen.area)
        step = room.height / (top + 1)
        high = max(60.0, min(96.0, 0.5 * step))
        size = self._size(pen, room.width, 0.44 * high)
        boxes: dict[str, Rect] = {}
        for level in range(top + 1):
            row = [each for each in self.species if levels[each.name] == level]
            y = room.bottom - step * (level + 0.5)
            shift = (-0.22 if level % 2 else 0.22) * room.width if len(row) == 1 and top > 2 else 0.0
            self._row(pen, row, Rect(room.x + shift, y - high / 2, room.width, high), size, boxes)
            if named:
                with pen.part(row[0].name):
                    pen.words(
                        LEVELS[level], words.x, y, 27, LEVEL_INKS[level], anchor="start", bold=True, width=words.width
                    )
        order = [each.name for each in self.species]
        for eaten, eater in self.links:
            with pen.part(max(eaten, eater, key=order.index)):
                self._arrow(pen, boxes[eaten], boxes[eater], lost={eaten, eater} & set(self.gone) != set())
        for each in self.species:
            with pen.part(each.name):
                _species(
                    pen, each.label, boxes[each.name], LEVEL_INKS[levels[each.name]], size, gone=each.name in self.gone
                )

    def _size(self, pen: Pen, width: float, largest: float) -> float:
        """Of all names: as large as the fullest level allows."""
        levels = list(self.levels.values())
        rooms = {each.name: width / levels.count(self.levels[each.name]) - 14 - PADDING for each in self.species}
        return min(
            pen.fitting(each.label, Rect(0, 0, rooms[each.name], 1.4 * largest), largest, bold=True)
            for each in self.species
        )

    def _row(self, pen: Pen, row: Sequence[Species], room: Rect, size: float, boxes: dict[str, Rect]) -> None:
        space = room.width / len(row)
        for index, each in enumerate(row):
            width = min(space - 14, pen.measure(each.label, size, bold=True)[0] + PADDING)
            x = room.x + space * (index + 0.5)
            boxes[each.name] = Rect(x - width / 2, room.y, width, room.height)

    def _arrow(self, pen: Pen, low: Rect, high: Rect, *, lost: bool) -> None:
        start: Point = (low.middle[0], low.y - 2)
        shift = max(-0.32, min(0.32, (low.middle[0] - high.middle[0]) / 900)) * high.width
        end: Point = (high.middle[0] + shift, high.bottom + 12)
        pen.line([start, end], "faint" if lost else "ink", 3.5, head=True, dash=(9, 9) if lost else None)
        t = pen.since(self.species[-1].name)
        if t and not lost:
            turn = (t / 2.6) % 1.0
            dot = paths.circle(start[0] + (end[0] - start[0]) * turn, start[1] + (end[1] - start[1]) * turn, 6)
            pen.area_of(dot, "accent", alpha=min(1, 6 * turn, 6 * (1 - turn)) / pen.theme.tint)


def _species(pen: Pen, label: str, room: Rect, ink: Ink, size: float, *, gone: bool) -> None:
    box: skia.Path = paths.box(room.x, room.y, room.width, room.height, 22)
    fill(pen, box, "grey" if gone else ink, 0.8 if gone else 0.5)
    pen.line(box, "soft" if gone else ink, 4, dash=(9, 7) if gone else None)
    pen.words(label, *room.middle, size, "soft" if gone else "ink", bold=True, width=room.width - 20)
    if gone:
        pen.line([(room.x + 8, room.bottom - 8), (room.right - 8, room.y + 8)], "red", 5)


class Level(BaseModel):
    """A step of a pyramid: `value` in the pyramid's unit."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: PartName
    label: Label
    value: Annotated[float, Field(gt=0)]


class Pyramid(Figure):
    """Bars in proportion to values, the first lowest. Parts: the levels' names. `unit`: after each number."""

    kind: ClassVar[str] = "energy-pyramid"
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=5)]
    unit: Label

    def parts(self) -> Sequence[str]:
        return [each.name for each in self.levels]

    def draw(self, pen: Pen) -> None:
        names, bars, values = pen.area.columns(0.23, 0.54, 0.23, gap=20)
        step = pen.area.height / len(self.levels)
        most = max(each.value for each in self.levels)
        for index, each in enumerate(self.levels):
            y = pen.area.bottom - step * (index + 0.5)
            width = max(4.0, bars.width * each.value / most)
            with pen.part(each.name):
                bar = paths.box(bars.middle[0] - width / 2, y - step * 0.42, width, step * 0.84, min(10.0, width / 4))
                fill(pen, bar, LEVEL_INKS[index], 0.3)
                pen.line(bar, LEVEL_INKS[index], 4)
                pen.words(each.label, names.x, y, 28, anchor="start", bold=True, width=names.width)
                pen.words(
                    f"{each.value:,g} {self.unit}",
                    values.x,
                    y,
                    30,
                    LEVEL_INKS[index],
                    anchor="start",
                    bold=True,
                    width=values.width,
                )
            if index:
                share = 100 * each.value / self.levels[index - 1].value
                with pen.part(each.name):
                    edge = y + step / 2
                    pen.line(
                        [(bars.right - 40, edge - step * 0.02), (bars.right - 40, edge - step * 0.38)],
                        "soft",
                        4,
                        head=True,
                    )
                    pen.words(f"{share:.2g} %", bars.right - 62, edge - step * 0.2, 25, "soft", anchor="end")
