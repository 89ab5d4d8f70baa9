"""A pyramid cut open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.history.shades import lighter

Metres = Annotated[float, Field(ge=-400, le=400)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    name: PartName


class Chamber(_Part):
    """A room, its middle `x` metres right of the pyramid's middle and `y` metres above its base."""

    label: Label
    x: Metres
    y: Metres


class Passage(_Part):
    """A way through points (x, y) in the same metres."""

    points: Annotated[tuple[tuple[Metres, Metres], ...], Field(min_length=2, max_length=8)]


class Pyramid(Figure):
    """A section drawn to scale. Parts: `body`, `size` (its measures and a person), then passages and chambers.

    `base` and `height` in metres; the slope follows from them.
    """

    kind: ClassVar[str] = "pyramid"
    base: Annotated[float, Field(ge=10, le=400)] = 230.3
    height: Annotated[float, Field(ge=5, le=300)] = 146.6
    passages: Annotated[tuple[Passage, ...], Field(max_length=5)] = ()
    chambers: Annotated[tuple[Chamber, ...], Field(max_length=5)] = ()

    @property
    def slope(self) -> float:
        """Of its faces, in degrees."""
        return math.degrees(math.atan2(self.height, self.base / 2))

    def parts(self) -> Sequence[str]:
        return ["body", "size", *(each.name for each in (*self.passages, *self.chambers))]

    def draw(self, pen: Pen) -> None:
        view = _View(pen.area, self.base, self.height, min([0.0, *(room.y - 8 for room in self.chambers)]))
        with pen.part("body"):
            ground = view.at(0, 0)[1]
            pen.area_of(
                paths.box(pen.area.x, ground, pen.area.width, pen.area.bottom - ground),
                "brown",
                light=lighter(pen, 0.55),
            )
            pen.shape(
                [view.at(-self.base / 2, 0), view.at(0, self.height), view.at(self.base / 2, 0)], "yellow", "brown", 4
            )
            for level in range(1, 14):
                half = self.base / 2 * (1 - level / 14)
                pen.line([view.at(s * half, self.height * level / 14) for s in (-1, 1)], "brown", 1.5, alpha=0.5)
            pen.line([(pen.area.x, ground), (pen.area.right, ground)], "brown", 4)
        with pen.part("size"):
            self._measures(pen, view)
        for passage in self.passages:
            with pen.part(passage.name):
                pen.line([view.at(x, y) for x, y in passage.points], "black" if pen.theme.tint == 1 else "ink", 6)
        for chamber in self.chambers:
            with pen.part(chamber.name):
                self._chamber(pen, view, chamber)

    def _measures(self, pen: Pen, view: _View) -> None:
        left, top = view.at(-self.base / 2 - 8, 0)[0], view.at(0, self.height)[1]
        ground = view.at(0, 0)[1]
        pen.line([(left, ground), (left, top)], "accent", 4, head=True)
        pen.line([(left, top), view.at(-4, self.height)], "soft", 2, dash=(6, 7))
        tall_words = f"{self.height:g} m"
        right = max(left - 12, pen.area.x + pen.measure(tall_words, 30, bold=True)[0])
        pen.words(tall_words, right, (ground + top) / 2, 30, "accent", anchor="end", bold=True)
        y = ground + 26
        pen.line([view.at(-self.base / 2, 0)[:1] + (y,), view.at(self.base / 2, 0)[:1] + (y,)], "accent", 4, head=True)
        words = pen.measure(f"{self.base:g} m", 30, bold=True)
        x = view.at(-self.base / 3, 0)[0]
        pen.words(f"{self.base:g} m", x, y + 4 + words[1] / 2, 30, "accent", bold=True)
        tall = max(1.75 * view.scale, 7.0)
        foot = (view.at(self.base / 2 + 12, 0)[0], ground)
        pen.line([foot, (foot[0], ground - tall)], "red", 4)
        note = pen.measure("a person, to scale", 22)[0]
        pen.words(
            "a person, to scale", min(foot[0] + 10, pen.area.right - note), ground + 22, 22, "red", anchor="start"
        )

    def _chamber(self, pen: Pen, view: _View, chamber: Chamber) -> None:
        x, y = view.at(chamber.x, chamber.y)
        pen.shape(paths.box(x - 20, y - 12, 40, 24, 3), "red", "paper" if pen.theme.tint == 1 else None, 2)
        edge = max(view.at(self.base / 2 * (1 - max(chamber.y, 0) / self.height), 0)[0] + 30, x + 90)
        right = pen.area.right - 8
        label = Rect(edge, y - 34, right - edge, 68)
        pen.line([(x + 22, y), (edge - 8, y)], "red", 2.5, dash=(7, 6))
        size = pen.fitting(chamber.label, label, 27, smallest=20)
        pen.words(chamber.label, edge, y, size, "red", anchor="start", bold=True, width=label.width)


class _View:
    """From metres to the board: the middle of the base is (0, 0), upwards positive."""

    def __init__(self, area: Rect, base: float, height: float, lowest: float) -> None:
        self.scale = min(
            area.width * 0.56 / base, (area.height - 12) / (height - min(lowest, -70 * base / area.width * 2))
        )
        self._x, self._y = area.x + area.width * 0.42, area.y + 8 + height * self.scale

    def at(self, x: float, y: float) -> Point:
        return self._x + x * self.scale, self._y - y * self.scale
