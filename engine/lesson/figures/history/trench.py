"""A section through a trench of the First World War."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

import skia
from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.history.shades import lighter

_STEP = 0.6
"""Height of the fire step, in metres."""


class Trench(Figure):
    """Drawn to scale but for the way to the enemy. Parts: `ground`, `sandbags`, `fire-step`, `boards`, `wire`, `enemy`.

    `depth` and `width` in metres; `gap`: metres to the enemy's trench.
    """

    kind: ClassVar[str] = "trench"
    depth: Annotated[float, Field(ge=1.2, le=4)] = 2.1
    width: Annotated[float, Field(ge=0.8, le=3)] = 1.8
    gap: Annotated[int, Field(ge=10, le=2000)] = 250

    def parts(self) -> Sequence[str]:
        return ["ground", "sandbags", "fire-step", "boards", "wire", "enemy"]

    def draw(self, pen: Pen) -> None:
        area, unit = pen.area, min(1.0, pen.area.width / 1140)
        scale = min((area.height - 190) / self.depth, area.width * 0.26 / self.width)
        level = area.y + 150
        left = area.x + area.width * 0.2
        right, floor = left + self.width * scale, level + self.depth * scale
        step = 0.28 * (right - left)
        with pen.part("ground"):
            self._ground(pen, Rect(left, level, right - left, floor - level))
        with pen.part("sandbags"):
            for x, rows in ((right + 4, 3), (left - 4 - 138 * unit, 2)):
                for row in range(rows):
                    for i in range(3 - (row == 2)):
                        at = (x + (23 + i * 46 + 12 * (row % 2)) * unit, level - 13 - row * 24)
                        pen.shape(paths.ellipse(*at, 24 * unit, 13), "yellow", "brown", 3)
            pen.words("parapet", right + 84 * unit, level - 104, 25, bold=True)
        with pen.part("fire-step"):
            top = floor - _STEP * scale
            pen.shape(paths.box(right - step, top, step, floor - top), "brown", "ink", 3)
            _soldier(pen, (right - step / 2, top), 1.7 * scale)
            pen.words("fire step", right + 24, (top + floor) / 2, 25, anchor="start", bold=True)
        with pen.part("boards"):
            y = floor - 16
            pen.area_of(paths.box(left, y + 4, right - left - step, 12), "blue")
            for i in range(5):
                wide = (right - left - step - 12) / 5
                pen.shape(paths.box(left + 6 + i * wide, y - 8, wide - 6, 10), "orange", "ink", 2)
            note = Rect(area.x, floor - 60, left - area.x - 16, 90)
            words = "duckboards over the mud" if note.width > 150 else "boards"
            size = pen.fitting(words, note, 25, bold=True)
            pen.words(words, left - 12, floor - 12, size, anchor="end", bold=True, width=note.width)
        with pen.part("wire"):
            _wire(pen, Rect(right + 250 * unit, level, 150 * unit, 72))
            pen.words("barbed wire", right + 325 * unit, level - 92, 25 if unit == 1 else 20, bold=True)
        with pen.part("enemy"):
            self._enemy(pen, right + 420 * unit, level)

    def _ground(self, pen: Pen, hole: Rect) -> None:
        area = pen.area
        unit = min(1.0, area.width / 1140)
        far = area.right - 96 * unit
        outline: list[Point] = [
            (area.x, hole.y), (hole.x, hole.y), (hole.x + 14, hole.bottom),
            (hole.right - 4, hole.bottom), (hole.right, hole.y),
            (far, hole.y),
            (far + 6 * unit, hole.y + 190),
            (far + 70 * unit, hole.y + 190),
            (far + 76 * unit, hole.y),
            (area.right, hole.y),
        ]  # fmt: skip
        pen.area_of([*outline, (area.right, area.bottom), (area.x, area.bottom)], "brown", light=lighter(pen, 0.35))
        pen.line(outline, "brown", 5)
        x = hole.x - 22
        pen.line([(x, hole.bottom - 70), (x, hole.y + 4)], "accent", 4, head=True)
        pen.words(f"{self.depth:g} m", x - 12, hole.y + 44, 28, "accent", anchor="end", bold=True)

    def _enemy(self, pen: Pen, start: float, level: float) -> None:
        end = pen.area.right - 96 * min(1.0, pen.area.width / 1140)
        y = level - 26
        pen.line([((start + end) / 2, y), (end - 6, y)], "red", 4, head=True)
        pen.line([((start + end) / 2, y), (start - 10, y)], "red", 4, head=True)
        pen.words(f"no man’s land, {self.gap} m", pen.area.right, pen.area.y + 22, 27, "red", anchor="end", bold=True)
        pen.words(
            "enemy trench",
            pen.area.right,
            level + 214,
            24,
            "white" if pen.theme.tint == 1 else "ink",
            anchor="end",
            bold=True,
        )


def _soldier(pen: Pen, feet: Point, tall: float) -> None:
    x, y = feet
    coat = [(-0.09, 0.79), (0.09, 0.79), (0.11, 0.4), (0.13, 0.36), (-0.13, 0.36), (-0.11, 0.4)]
    for side in (-1, 1):
        pen.shape(
            paths.box(x + tall * (0.055 * side - 0.045), y - tall * 0.38, tall * 0.09, tall * 0.38, 5),
            "brown",
            "ink",
            2.5,
        )
    pen.shape([(x + dx * tall, y - up * tall) for dx, up in coat], "green", "ink", 2.5)
    pen.shape(paths.circle(x, y - tall * 0.88, tall * 0.085), "orange", "ink", 2.5)
    pen.shape(paths.sector(x, y - tall * 0.91, tall * 0.12, 0, 180), "grey", "ink", 2.5)
    pen.line(
        [(x - tall * 0.04, y - tall * 0.7), (x + tall * 0.14, y - tall * 0.64), (x + tall * 0.24, y - tall * 0.74)],
        "green",
        9,
    )
    pen.line([(x + tall * 0.02, y - tall * 0.76), (x + tall * 0.5, y - tall * 0.78)], "ink", 5)


def _wire(pen: Pen, room: Rect) -> None:
    """Coils between posts; `room` has its upper edge on the ground."""
    coils = skia.PathBuilder()
    for i in range(6):
        coils.addCircle(room.x + (i + 0.5) * room.width / 6, room.y - 36, min(26.0, room.width / 5))
    pen.line(coils.detach(), "soft", 2.5)
    for post in (room.x, room.middle[0], room.right):
        pen.line([(post, room.y + 10), (post, room.y - room.height)], "brown", 6)
